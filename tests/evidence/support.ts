import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFacts } from '../../electron/engine/analysis/facts.ts';
import { readerStateOf } from '../../electron/engine/analysis/reader-state.ts';
import type { AnalysisSession } from '../../electron/engine/analysis/session.ts';
import { dataCsvPieces } from '../../electron/engine/evidence/data-csv.ts';
import { decisionsOf } from '../../electron/engine/evidence/memory-facts.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { claimsOf } from '../../electron/engine/report/claims.ts';
import { gatherReport } from '../../electron/engine/report/gather.ts';
import { factsOfCase } from '../../electron/engine/store/case-facts.ts';
import { openCase } from '../../electron/engine/store/case-file.ts';
import type { DecidedDataset } from '../../shared/evidence/decisions.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

/** Everything that a report says, asked of lanes or of facts in memory. */
export const gathered = (session: AnalysisSession) => gatherReport(session, 'a4', () => {}, new AbortController().signal);

/** The claims of a report. */
export const claimsFrom = async (session: AnalysisSession) => claimsOf(await gathered(session));

/** Facts of the open case of an engine over a read connection of its own, which `work` may use. */
export async function withFacts<T>(engine: Engine, work: (facts: CaseFacts) => T | Promise<T>): Promise<T> {
  const file = openCase(engine.context.session.requireCase().path, { mode: 'read' });
  try {
    return await work(factsOfCase(file));
  } finally {
    file.close();
  }
}

/** An engine with the sample case open. */
export async function openSample(): ReturnType<typeof openTestEngine> {
  const opened = await openTestEngine();
  await resultOf(await opened.engine.client.cases.openSample({}));
  return opened;
}

/** Decisions and data file of a case with one dataset. */
export async function importCsv(csv: string): Promise<{ decided: DecidedDataset; text: string }> {
  const { engine, folder, close } = await openTestEngine();
  try {
    writeFileSync(join(folder, 'data.csv'), csv);
    const { id } = await importFile(engine, join(folder, 'data.csv'));
    return await withFacts(engine, (facts) => ({
      decided: decisionsOf(facts).datasets[0] as DecidedDataset,
      text: [...dataCsvPieces(readerStateOf(facts, 'test'), id)].join(''),
    }));
  } finally {
    await close();
  }
}
