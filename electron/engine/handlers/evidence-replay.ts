import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { driftOf, replay } from '../../../shared/case/drift.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { ImportResult } from '../../../shared/contract/sources.ts';
import { type ClaimsFile, claimsFileSchema } from '../../../shared/evidence/claims-file.ts';
import { type CaseDecisions, type DecidedDataset, decisionsFromFiles } from '../../../shared/evidence/decisions.ts';
import { sha256Hex } from '../../../shared/evidence/hash.ts';
import { BUNDLE_PATHS } from '../../../shared/evidence/paths.ts';
import { claimChanges, type DatasetDrift, type ReplayFile, type ReplayPlan, type ReplayResult } from '../../../shared/evidence/replay.ts';
import { headersOf, replayCommands, replayedClaims, replayedComparisons, replayLayout } from '../../../shared/evidence/replay-decisions.ts';
import { verdictWords } from '../../../shared/evidence/verification-words.ts';
import type { EngineContext } from '../context.ts';
import { type BundleFiles, readArchive } from '../evidence/archive.ts';
import { requireAsStated } from '../evidence/as-stated.ts';
import { entityDrift, type HeldEntities, heldEntities } from '../evidence/entity-drift.ts';
import { manifestOf } from '../evidence/verify-files.ts';
import { claimsOf } from '../report/claims.ts';
import { gatherReport } from '../report/gather.ts';
import type { CommandName } from '../store/commands.ts';
import { freeCasePath, namedCasePath } from './case-folder.ts';
import { runCommand } from './commands.ts';
import { closeCase, createCaseAt, openCaseAt } from './open-case.ts';
import { importNow } from './sources.ts';

type Bundle = { id: string; claims: ClaimsFile; decisions: CaseDecisions };

const notReplayable = (name: string, problem: string): ChokepointError =>
  new ChokepointError(
    'bundle-not-replayable',
    `"${name}" cannot be replayed: ${problem}.`,
    'Verify it first; take the bundle that an export wrote.',
    {
      fileName: name,
    },
  );

/** Claims and decisions of a bundle; its records are not looked at. @throws ChokepointError `not-a-bundle`, `bundle-not-replayable` */
async function readBundle({ files }: EngineContext, ref: string): Promise<Bundle> {
  const { path, name } = files.get(ref);
  const content: BundleFiles = readArchive(await readFile(path), name);
  const textOf = (file: string): string | null => {
    const bytes = content.get(file);
    return bytes === undefined ? null : new TextDecoder().decode(bytes);
  };
  const manifest = content.get(BUNDLE_PATHS.manifest);
  if (manifest === undefined) throw notReplayable(name, `it holds no ${BUNDLE_PATHS.manifest}`);
  const decisions = decisionsFromFiles(textOf);
  if (Array.isArray(decisions)) throw notReplayable(name, decisions.map(({ path: at, problem }) => `${at} ${problem}`).join('; '));
  try {
    const claims = claimsFileSchema.parse(JSON.parse(textOf(BUNDLE_PATHS.claims) ?? ''));
    return { id: sha256Hex(manifest), claims, decisions };
  } catch {
    throw notReplayable(name, `${BUNDLE_PATHS.claims} is missing or damaged`);
  }
}

const fileNameOf = ({ sources }: CaseDecisions, { dataset }: DecidedDataset): string =>
  sources.find(({ id }) => id === dataset.sourceId)?.fileName ?? '';

/** Datasets of a bundle that want a new file each. */
export async function replayPlan(context: EngineContext, ref: string): Promise<ReplayPlan> {
  const { id: bundle, claims, decisions } = await readBundle(context, ref);
  return {
    bundle,
    title: decisions.case.title,
    asOf: claims.asOf,
    datasets: decisions.datasets.map((decided) => {
      const { id, name, asOf, rows } = decided.dataset;
      return { id, name, asOf, rows, fileName: fileNameOf(decisions, decided), headers: headersOf(decided) };
    }),
  };
}

type Planned = { decided: DecidedDataset; asked: ReplayFile; missing: DatasetDrift['missing']; added: string[] };
type Request = Parameters<typeof importNow>[1][number];

/** How one file is imported by the recipe of its dataset. @throws ChokepointError `recipe-drift` where columns differ undecided, `rename-unknown` */
async function plan(
  context: EngineContext,
  decided: DecidedDataset,
  asked: ReplayFile,
  signal: AbortSignal,
): Promise<Planned & { request: Request }> {
  const { path, name: fileName } = context.files.get(asked.file);
  // where the header stands and how the text is encoded are found anew
  const { headerLine: _, encoding: __, bom: ___, ...dialect } = decided.recipe.dialect;
  const preview = await context.session.compute.call('preview', { path, fileName, dialect }, { signal });
  const kept = { recipe: decided.recipe, headers: headersOf(decided) };
  const drift = driftOf(kept, preview.headers) ?? { missing: [], added: [] };
  const recipe = replay(kept, preview.headers, asked, fileName);
  const asOf = asked.asOf ?? preview.proposal.asOf;
  const renamed = new Set(Object.values(asked.renamed));
  return {
    decided,
    asked,
    missing: drift.missing.map(({ header }) => ({ header, now: asked.renamed[header] ?? null })),
    added: drift.added.filter((header) => !renamed.has(header)),
    request: { file: asked.file, name: decided.dataset.name, recipe: { ...recipe, dialect: preview.dialect, asOf } },
  };
}

function driftWith(
  decisions: CaseDecisions,
  { decided, missing, added }: Planned,
  { dataset, source }: ImportResult,
  entities: DatasetDrift['entities'],
): DatasetDrift {
  const { id, name, asOf, rows, rejected } = decided.dataset;
  return {
    dataset: id,
    name,
    fileName: source.fileName,
    before: { fileName: fileNameOf(decisions, decided), asOf, rows, rejected },
    after: { asOf: dataset.asOf, rows: dataset.rows, rejected: dataset.rejected },
    missing,
    added,
    unread: dataset.columns.flatMap(({ name: column, derived }) =>
      derived && derived.unmapped > 0 ? [{ column, records: derived.unmapped }] : [],
    ),
    entities,
  };
}

/** Why a claim of a comparison is not stated, by its id: what of its sides is not alike. */
const blockedIn =
  ({ comparisons }: Awaited<ReturnType<typeof gatherReport>>) =>
  (id: string): string | null => {
    const found = comparisons.find(({ label }) => id.startsWith(`X${label}.`));
    const blocking = found?.result.checks.filter(({ verdict }) => verdict === 'differs') ?? [];
    return blocking.length === 0 ? null : blocking.map(({ words }) => words).join(' ');
  };

type ReplayInput = { anyway: boolean; bundle: string; title?: string; fileName?: string; files: readonly ReplayFile[] };
type Report = (phase: string, done: number, total: number | null) => void;

/**
 * What Verify says against a bundle; its pages are not set again, for nothing is taken from them.
 *
 * @returns `null` = it comes out as stated
 * @throws ChokepointError `bundle-differs` where it does not, and nobody said to take it anyway
 */
async function verdictOn(context: EngineContext, input: ReplayInput, report: Report, signal: AbortSignal): Promise<string | null> {
  const { path, name: fileName } = context.files.get(input.bundle);
  const asked = { path, fileName, known: [], against: null, pages: false };
  const result = await context.session.compute.call('evidence.verify', asked, { signal, onProgress: report });
  if (result.status === 'match') return null;
  const files = readArchive(await readFile(path), fileName);
  const manifest = manifestOf(files);
  if (typeof manifest === 'string') throw notReplayable(fileName, manifest.replace(/\.$/, ''));
  try {
    requireAsStated(result, { files, manifest, fileName }, 'applied to new files');
    return null;
  } catch (error) {
    if (!input.anyway) throw error;
    return verdictWords(result);
  }
}

/** What belongs to each file, in the order of the bundle. @throws ChokepointError `replay-unknown-dataset`, `replay-dataset-twice` */
function assigned(decisions: CaseDecisions, files: readonly ReplayFile[]): { decided: DecidedDataset; asked: ReplayFile }[] {
  const known = decisions.datasets.map(({ dataset }) => dataset);
  for (const [index, { dataset }] of files.entries()) {
    const list = known.map(({ id, name }) => `${id} "${name}"`).join(', ');
    if (!known.some(({ id }) => id === dataset))
      throw new ChokepointError('replay-unknown-dataset', `The bundle has no dataset "${dataset}".`, `Its datasets: ${list}.`, { dataset });
    if (files.findIndex((other) => other.dataset === dataset) !== index)
      throw new ChokepointError(
        'replay-dataset-twice',
        `Two files are given for the dataset "${dataset}".`,
        'Give one file for each dataset.',
        {
          dataset,
        },
      );
  }
  return decisions.datasets.flatMap((decided) => {
    const asked = files.find(({ dataset }) => dataset === decided.dataset.id);
    return asked ? [{ decided, asked }] : [];
  });
}

/**
 * Makes a case from new files by the recipes and decisions of a bundle, and puts its claims beside those of the bundle.
 *
 * Differences of columns have to be decided before anything is made; what fails or is cancelled later takes the new case away and opens the one
 * that was open.
 *
 * @throws ChokepointError `not-a-bundle`, `bundle-not-replayable`, `bundle-differs`, `recipe-drift`, `replay-unknown-dataset`, and what importing refuses
 */
export async function replayBundle(context: EngineContext, input: ReplayInput, report: Report, signal: AbortSignal): Promise<ReplayResult> {
  const { session } = context;
  const { claims: stated, decisions } = await readBundle(context, input.bundle);
  const chosen = assigned(decisions, input.files);
  const unverified = await verdictOn(context, input, report, signal);
  const planned = [];
  for (const { decided, asked } of chosen) planned.push(await plan(context, decided, asked, signal));
  const title = input.title ?? decisions.case.title;
  const path =
    input.fileName === undefined ? freeCasePath(session.caseDirectory, title) : namedCasePath(session.caseDirectory, input.fileName);
  const previous = session.openCase;
  const { question } = decisions.case;
  await createCaseAt(context, path, { id: randomUUID(), title, question, sample: false, createdAt: context.now(), actor: context.actor });
  try {
    const imported = await importNow(
      context,
      planned.map(({ request }) => request),
      signal,
      report,
    );
    const ids = new Map(planned.map(({ decided }, at) => [decided.dataset.id, (imported[at] as ImportResult).dataset.id]));
    const { commands, left } = replayCommands(decisions, ids);
    const saved = new Map<string, string>();
    for (const [done, { command, input: decision, old }] of commands.entries()) {
      signal.throwIfAborted();
      report('decisions', done, commands.length);
      const made = await runCommand<{ id: string } | null>(context, command as CommandName, decision);
      if (old !== undefined && made !== null) saved.set(old, made.id);
    }
    for (const [old, made] of decisions.layout === null ? [] : replayedComparisons(decisions.layout, ids)) saved.set(old, made);
    if (decisions.layout !== null) await runCommand(context, 'report.setLayout', { layout: replayLayout(decisions.layout, ids, saved) });
    const gathered = await gatherReport(session, 'a4', report, signal);
    const file = context.files.get(input.bundle);
    const heldBefore = await session.compute.call('evidence.entities', { path: file.path, fileName: file.name }, { signal });
    const heldNow = await heldEntities(session);
    const heldIn = (list: readonly HeldEntities[], id: string) => list.find(({ dataset }) => dataset === id);
    const now = new Map(gathered.datasets.map((dataset) => [dataset.id, dataset]));
    return {
      case: session.requireCase().info,
      unverified,
      drift: planned.map((each, at) => {
        const result = imported[at] as ImportResult;
        const entities = entityDrift(heldIn(heldBefore, each.decided.dataset.id), heldIn(heldNow, result.dataset.id));
        return driftWith(decisions, each, { ...result, dataset: now.get(result.dataset.id) ?? result.dataset }, entities);
      }),
      left,
      claims: claimChanges(stated.claims, claimsOf(gathered), replayedClaims(ids, saved), blockedIn(gathered)),
    };
  } catch (error) {
    await closeCase(context);
    await rm(path, { force: true });
    if (previous) await openCaseAt(context, previous.path);
    throw error;
  }
}
