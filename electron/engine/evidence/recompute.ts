import type { LedgerEntry } from '../../../shared/case/ledger.ts';
import { paperSchema } from '../../../shared/case/report.ts';
import type { CaseDecisions } from '../../../shared/evidence/decisions.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import { dataPath } from '../../../shared/evidence/paths.ts';
import { type ReaderState, readerStateOf } from '../analysis/reader-state.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import { gatherReport } from '../report/gather.ts';
import type { ReportInput } from '../report/input.ts';
import type { BundleFiles } from './archive.ts';
import { type DataFile, DataProblem, firstDerivedDifference, readDataCsv } from './data-csv.ts';
import { directSession } from './direct-session.ts';
import { memoryFacts } from './memory-facts.ts';
import { textOf } from './verify-files.ts';

/** What is wrong with a file of a bundle, in words. */
export type FileProblem = { path: string; problem: string };

/** Records of the datasets of a bundle, or what of them cannot be read. */
export function recordsOf(files: BundleFiles, decisions: CaseDecisions, context: LaneContext): Map<string, DataFile> | FileProblem[] {
  const problems: FileProblem[] = [];
  const read = new Map<string, DataFile>();
  for (const decided of decisions.datasets) {
    context.checkpoint();
    const path = dataPath(decided.dataset.id);
    const text = textOf(files, path);
    if (text === null) {
      problems.push({ path, problem: 'is missing' });
      continue;
    }
    try {
      read.set(decided.dataset.id, readDataCsv(text, decided));
    } catch (error) {
      if (!(error instanceof DataProblem)) throw error;
      problems.push({ path, problem: error.message });
    }
  }
  return problems.length > 0 ? problems : read;
}

/** Everything that comes out of records and decisions again. */
export type Recomputed = {
  input: ReportInput;
  /** the facts in memory, with the columns that were derived from them */
  state: ReaderState;
  /** canonical columns of data files that are not what their stored columns give */
  problems: FileProblem[];
};

/**
 * Runs the report once more over records and decisions in memory: the same functions as in the case.
 *
 * @param manifest options that the report was exported with
 * @param pause awaited between steps, so that a page can draw
 */
export async function recompute(
  decisions: CaseDecisions,
  records: ReadonlyMap<string, DataFile>,
  ledger: readonly LedgerEntry[],
  manifest: Pick<Manifest, 'options'>,
  context: LaneContext,
  pause?: () => Promise<void>,
): Promise<Recomputed> {
  const facts = memoryFacts(decisions, records, ledger);
  const paper = paperSchema.catch('a4').parse(manifest.options.paper);
  const signal = new AbortController().signal;
  const input = await gatherReport(
    directSession(facts, context, pause),
    paper,
    (phase, done, total) => context.progress(phase, done, total),
    signal,
  );
  context.checkpoint();
  const state = readerStateOf(facts, 'memory');
  const problems: FileProblem[] = [];
  for (const [id, { derived }] of records) {
    context.checkpoint();
    await pause?.();
    const found = firstDerivedDifference(state, id, derived);
    if (found)
      problems.push({
        path: dataPath(id),
        problem: `says otherwise than its own columns at ${found.where}: it states ${shown(found.stated)}, they give ${shown(found.recomputed)}`,
      });
  }
  return { input, state, problems };
}

const shown = (text: string | null): string => (text === null ? 'nothing' : `"${text}"`);
