import { errorValueOf } from '../../../shared/case/error.ts';
import { DISSENT_PATH } from '../../../shared/evidence/alternative.ts';
import { type Claim, claimsFileSchema } from '../../../shared/evidence/claims-file.ts';
import { compareClaims } from '../../../shared/evidence/compare-claims.ts';
import { type CaseDecisions, decisionsFromFiles } from '../../../shared/evidence/decisions.ts';
import { decisionsBehind, decisionsOfLedger } from '../../../shared/evidence/decisions-behind.ts';
import {
  checkLedger,
  entryOfLine,
  genesisHash,
  isRedacted,
  type LedgerCheck,
  type LedgerLine,
} from '../../../shared/evidence/ledger-chain.ts';
import { BUNDLE_FORMAT, type Manifest } from '../../../shared/evidence/manifest.ts';
import { attachmentName, BUNDLE_PATHS, isAttached } from '../../../shared/evidence/paths.ts';
import { rungsOfSignatures, verifySignatures } from '../../../shared/evidence/signatures.ts';
import type { KnownKey } from '../../../shared/evidence/ssh-keys.ts';
import type { VerificationResult, VerifiedClaim, VerifiedFile, VerifiedSignature } from '../../../shared/evidence/verification.ts';
import { factsOf } from '../analysis/reader-state.ts';
import { sha256Hex } from '../digest.ts';
import type { LaneContext } from '../lanes/protocol.ts';
import { composeReport } from '../report/compose.ts';
import type { BundleFiles } from './archive.ts';
import type { Bundle } from './bundle.ts';
import { bundleAgain, bundleProblems, uncomputedNotes, withStatedFiles } from './compare-bundle.ts';
import { comparePages, type VerifyHost } from './compare-pages.ts';
import { unwatched } from './direct-session.ts';
import { type Answered, checkDissent, type DissentCheck, dissentIn } from './dissent.ts';
import { openEvidence } from './open-evidence.ts';
import { readAttachments } from './pdf-attachments.ts';
import { type FileProblem, type Recomputed, recompute, recordsOf } from './recompute.ts';
import { redactionProblems } from './redact-note.ts';
import { manifestOf, textOf, verifyFiles } from './verify-files.ts';
import { NOTHING, withoutManifest } from './without-manifest.ts';

export type VerifyOptions = {
  /** bundle that a dissent answers, so that its claims can be computed again */
  against?: { content: Uint8Array; name: string };
  /** keys that the person who verifies knows */
  known?: readonly KnownKey[];
  /** what a page cannot do; `null` = it is not done, and the result says so */
  host?: VerifyHost | null;
  context?: LaneContext;
  /** awaited between steps, so that a page can draw */
  pause?: () => Promise<void>;
};

/** Why this version cannot read a format, or what has to be said of it. */
function formatNote({ format }: Manifest): { refusal: string | null; note: string | null } {
  const [major, minor] = format.split('.').map(Number) as [number, number];
  const [ownMajor, ownMinor] = BUNDLE_FORMAT.split('.').map(Number) as [number, number];
  if (major > ownMajor)
    return {
      refusal: `It has format ${format}; this version reads formats up to ${ownMajor}. Verify it with a newer Chokepoint.`,
      note: null,
    };
  if (major === ownMajor && minor > ownMinor)
    return {
      refusal: null,
      note: `It has format ${format}, newer than ${BUNDLE_FORMAT}: parts that this version does not know were not looked at.`,
    };
  return { refusal: null, note: null };
}

/** Why the report of a bundle does not belong to its files, in words; `null` = they are attached to it. */
async function reportProblem(files: BundleFiles): Promise<string | null> {
  const content = files.get(BUNDLE_PATHS.report);
  if (content === undefined) return 'is missing';
  try {
    const attached = await readAttachments(content, BUNDLE_PATHS.report);
    for (const [path, bytes] of attached) {
      if (!isAttached(path)) continue;
      const own = files.get(path);
      if (own === undefined || sha256Hex(own) !== sha256Hex(bytes))
        return `its attachment ${attachmentName(path)} is not the file ${path} of the bundle`;
    }
    const hasRecords = [...attached.keys()].some((path) => path.startsWith('data/'));
    for (const path of files.keys()) {
      // records, and then results, that would make it too large for mail are not attached
      const leftOut = path.startsWith('data/') || (path.startsWith('results/') && !hasRecords);
      if (isAttached(path) && !leftOut && !attached.has(path)) return `the file ${path} of the bundle is not attached to it`;
    }
    return null;
  } catch (error) {
    return `its attachments cannot be read: ${errorValueOf(error)?.message ?? 'damaged'}`;
  }
}

/** Claims of a file as JSON; in words why there are none. */
function statedClaims(files: BundleFiles): Claim[] | string {
  const text = textOf(files, BUNDLE_PATHS.claims);
  if (text === null) return `${BUNDLE_PATHS.claims} is missing`;
  try {
    const document = JSON.parse(text) as { claims: Claim[] };
    claimsFileSchema.parse(document);
    return document.claims;
  } catch {
    return `${BUNDLE_PATHS.claims} cannot be read as claims`;
  }
}

/** Adds problems to the lines of files; a file that was fine is not any more. */
function withProblems(files: readonly VerifiedFile[], problems: readonly FileProblem[]): VerifiedFile[] {
  const byPath = new Map(problems.map(({ path, problem }) => [path, problem]));
  const told = files.map((file): VerifiedFile => {
    const problem = byPath.get(file.name);
    if (problem === undefined) return file;
    return { ...file, ok: false, problem: file.problem === null ? problem : `${file.problem}; ${problem}` };
  });
  const there = new Set(files.map(({ name }) => name));
  const more = [...byPath].filter(([path]) => !there.has(path));
  return [...told, ...more.map(([name, problem]): VerifiedFile => ({ name, sha256: null, ok: false, problem }))];
}

/** Names of the datasets that a claim is computed from: its own, those of joined columns, and both sides of a comparison. */
function datasetsOf({ stamp, parameters }: Claim): string[] {
  const sides = Array.isArray(parameters.datasets) ? parameters.datasets.filter((each) => typeof each === 'string') : [];
  return [stamp.dataset, ...(stamp.joined ?? []).map(({ dataset }) => dataset), ...sides];
}

/** Claims with the decisions behind them. */
function withDecisions(
  claims: readonly VerifiedClaim[],
  stated: readonly Claim[],
  decisions: CaseDecisions,
  lines: readonly LedgerLine[],
): VerifiedClaim[] {
  const source = new Map([...decisions.views, ...decisions.scenarios].map(({ id, name }) => [name, id]));
  const byId = new Map(stated.map((claim) => [claim.id, claim]));
  return claims.map((claim) => {
    const about = byId.get(claim.id);
    if (about === undefined) return claim;
    const named = new Set(datasetsOf(about));
    const ids = decisions.datasets.filter((each) => named.has(each.dataset.name)).map((each) => each.dataset.id);
    const dataset = new Set([...named, ...ids]);
    return {
      ...claim,
      decisions: decisionsBehind(lines, { dataset, source: new Set([about.source, source.get(about.source) ?? about.source]) }),
    };
  });
}

/** Claims of a file of which nothing could be computed again. */
const uncomputed = (stated: readonly Claim[], { path, problem }: FileProblem): VerifiedClaim[] =>
  stated.map(({ id, measure, display, value }) => ({
    id,
    measure,
    stated: { display, value },
    recomputed: null,
    match: false,
    firstDifference: { where: path, stated: display, recomputed: problem },
    decisions: [],
  }));

/** Records and decisions of a bundle; what of them cannot be used. */
function evidenceOf(
  files: BundleFiles,
  context: LaneContext,
): { decisions: CaseDecisions; records: Exclude<ReturnType<typeof recordsOf>, FileProblem[]> } | FileProblem[] {
  const decisions = decisionsFromFiles((path) => textOf(files, path));
  if (Array.isArray(decisions)) return decisions;
  const records = recordsOf(files, decisions, context);
  return Array.isArray(records) ? records : { decisions, records };
}

/**
 * Verifies a bundle, or a report by its attachments: hashes, ledger and signatures, and every claim and result computed again from the records.
 *
 * @param content the zip or the PDF
 * @param name of the file, for messages
 * @returns never a throw for what a file holds; errors of the program and a cancel are thrown
 */
export async function verifyEvidence(content: Uint8Array, name: string, options: VerifyOptions = {}): Promise<VerificationResult> {
  const { known = [], context = unwatched, pause = () => Promise.resolve() } = options;
  let opened: Awaited<ReturnType<typeof openEvidence>>;
  context.progress('open', 0, null);
  await pause();
  try {
    opened = await openEvidence(content, name);
  } catch (error) {
    const told = errorValueOf(error);
    if (told === null) throw error;
    return { ...NOTHING, problem: `${told.message} ${told.advice}` };
  }
  const { kind, files } = opened;
  const manifest = manifestOf(files);
  if (typeof manifest === 'string') return withoutManifest(kind, files, manifest);
  const { refusal, note } = formatNote(manifest);
  if (refusal !== null) return { ...NOTHING, problem: refusal };
  const result =
    manifest.kind === 'dissent'
      ? await verifyDissent(files, manifest, options)
      : await verifyOpened(content, kind, files, manifest, { ...options, known, context, pause });
  return { ...result, notes: [...(note === null ? [] : [note]), ...result.notes] };
}

/** The bundle that a dissent is held against; in words why it is none. */
async function answeredBy({ content, name }: NonNullable<VerifyOptions['against']>): Promise<Answered | string> {
  try {
    return { ...(await openEvidence(content, name)), name };
  } catch (error) {
    const told = errorValueOf(error);
    if (told === null) throw error;
    return `${told.message} ${told.advice}`;
  }
}

/** A dissent: its files and signatures, and its claims where the bundle that it answers is at hand. */
async function verifyDissent(files: BundleFiles, manifest: Manifest, options: VerifyOptions): Promise<VerificationResult> {
  const { known = [], context = unwatched, against } = options;
  const hashed = verifyFiles(files, manifest, false, (done, total) => context.progress('hashes', done, total));
  const signatures = verifySignatures(files, known);
  const dissent = dissentIn(files);
  const answered = against === undefined ? null : await answeredBy(against);
  if (typeof answered === 'string')
    return { ...NOTHING, kind: 'dissent', title: manifest.case.title, asOf: manifest.asOf, problem: answered };
  const check: DissentCheck =
    typeof dissent === 'string' ? { claims: [], problems: [dissent] } : await checkDissent(dissent, answered, context);
  const verified = withProblems(
    hashed,
    check.problems.map((problem) => ({ path: DISSENT_PATH, problem })),
  );
  const whole = verified.every(({ ok }) => ok);
  const computed = check.claims.every((claim) => claim.match);
  const sound = whole && signatures.every(({ ok }) => ok);
  const untold = answered === null ? 'not-computed' : 'mismatch';
  return {
    ...NOTHING,
    status: sound && computed ? 'match' : sound ? untold : 'mismatch',
    kind: 'dissent',
    bundle: sha256Hex(files.get(BUNDLE_PATHS.manifest) as Uint8Array),
    title: manifest.case.title,
    asOf: manifest.asOf,
    claims: check.claims,
    files: verified,
    ledger: { entries: 0, intact: true, brokenAt: null, redacted: 0 },
    signatures,
    dissent: typeof dissent === 'string' ? null : dissent,
    trust: trustOf({ whole, recomputed: computed && check.claims.length > 0, signatures }),
  };
}

async function verifyOpened(
  content: Uint8Array,
  kind: 'bundle' | 'pdf',
  files: BundleFiles,
  manifest: Manifest,
  { known, context, pause, host = null }: VerifyOptions & Required<Pick<VerifyOptions, 'known' | 'context' | 'pause'>>,
): Promise<VerificationResult> {
  const notes: string[] = [];
  const problems: FileProblem[] = [];
  await pause();
  const hashed = verifyFiles(files, manifest, kind === 'pdf', (done, total) => {
    context.checkpoint();
    context.progress('hashes', done, total);
  });
  if (kind === 'bundle') {
    const problem = await reportProblem(files);
    if (problem !== null && !hashed.some((file) => file.name === BUNDLE_PATHS.report && file.problem === problem))
      problems.push({ path: BUNDLE_PATHS.report, problem });
  }
  const signatures = kind === 'bundle' ? verifySignatures(files, known) : [];
  context.progress('records', 0, null);
  await pause();
  const evidence = evidenceOf(files, context);
  const ledger = ledgerOf(files, manifest, evidence);
  if (!ledger.intact) problems.push({ path: BUNDLE_PATHS.ledger, problem: ledger.problem ?? 'is broken' });
  const stated = statedClaims(files);
  if (typeof stated === 'string') problems.push({ path: BUNDLE_PATHS.claims, problem: stated });
  const statedList = typeof stated === 'string' ? [] : stated;
  let claims: VerifiedClaim[];
  let heading: Pick<Manifest, 'case' | 'asOf'> = manifest;
  const withoutRecords = kind === 'pdf' && ![...files.keys()].some((path) => path.startsWith('data/'));
  if (Array.isArray(evidence)) {
    if (!withoutRecords) problems.push(...evidence);
    else
      notes.push(
        'The records are not attached to this PDF, so that no claim can be computed again from it alone: verify the .zip that it came with.',
      );
    claims = uncomputed(statedList, evidence[0] as FileProblem);
  } else {
    const { decisions } = evidence;
    const again = await recomputedOf(evidence, ledger, manifest, context, pause);
    if ('problem' in again) {
      problems.push(again);
      claims = uncomputed(statedList, again);
    } else {
      context.progress('compare', 0, null);
      await pause();
      const composed = composeReport(again.input);
      const own = bundleAgain(files, manifest, again, composed, decisions, ledger);
      const isRedactedLedger = ledger.entries.some(isRedacted);
      problems.push(...again.problems, ...bundleProblems(files, manifest, own, { pdf: kind === 'pdf', isRedactedLedger }));
      problems.push(...redactionProblems(factsOf(again.state), manifest));
      const ownClaims = claimsIn(own);
      claims = withDecisions(compareClaims(statedList, ownClaims), ownClaims, decisions, ledger.entries);
      heading = own.manifest;
      context.checkpoint();
      context.progress('pages', 0, null);
      await pause();
      const sound = problems.length === 0 && hashed.every(({ ok }) => ok) && claims.every(({ match }) => match);
      const report = kind === 'pdf' ? content : (files.get(BUNDLE_PATHS.report) as Uint8Array);
      const pages = sound ? comparePages(report, withStatedFiles(own, files), again.input, composed, manifest, host) : null;
      if (pages?.problem) problems.push({ path: BUNDLE_PATHS.report, problem: pages.problem });
      notes.push(...versionNotes(manifest, again), ...(pages?.note ? [pages.note] : []), ...uncomputedNotes(files, host));
    }
  }
  const verified = withProblems(hashed, problems);
  const whole = verified.every(({ ok }) => ok);
  const computed = ledger.intact && claims.every((claim) => claim.match);
  const match = whole && computed && signatures.every(({ ok }) => ok);
  const { redaction } = manifest;
  return {
    status: match ? 'match' : 'mismatch',
    problem: null,
    kind: manifest.kind === 'dissent' ? 'dissent' : kind,
    bundle: sha256Hex(files.get(BUNDLE_PATHS.manifest) as Uint8Array),
    title: heading.case.title,
    asOf: heading.asOf,
    claims,
    files: verified,
    ledger: {
      entries: ledger.entries.length,
      intact: ledger.intact,
      brokenAt: ledger.brokenAt,
      redacted: ledger.entries.filter(isRedacted).length,
    },
    signatures,
    decisions: decisionsOfLedger(ledger.entries),
    dissent: null,
    redaction: redaction && { columns: redaction.columns, names: redaction.names, records: redaction.records },
    trust: trustOf({ whole, recomputed: computed && claims.length > 0, signatures }),
    notes,
  };
}

const claimsIn = ({ files }: Bundle): Claim[] => {
  const text = new TextDecoder().decode(files.find(({ path }) => path === BUNDLE_PATHS.claims)?.content);
  return (JSON.parse(text) as { claims: Claim[] }).claims;
};

/** Reached rungs in their order: L2 between the author's and the counter-signature; none where files are not as listed. */
function trustOf(found: { whole: boolean; recomputed: boolean; signatures: readonly VerifiedSignature[] }): VerificationResult['trust'] {
  if (!found.whole) return [];
  const signed = rungsOfSignatures(found.signatures);
  return (['L0', 'L1', 'L2', 'L3'] as const).filter((rung) => rung === 'L0' || (rung === 'L2' ? found.recomputed : signed.includes(rung)));
}

function ledgerOf(files: BundleFiles, manifest: Manifest, evidence: ReturnType<typeof evidenceOf>): LedgerCheck {
  const text = textOf(files, BUNDLE_PATHS.ledger);
  if (text === null) return { entries: [], intact: false, brokenAt: 1, problem: 'is missing' };
  const genesis = Array.isArray(evidence) ? null : genesisHash(evidence.decisions.case.id);
  return checkLedger(text, genesis, manifest.ledger);
}

/** The report once more; a bug of decisions that no case can have is told as a problem of the recipe. */
async function recomputedOf(
  { decisions, records }: Exclude<ReturnType<typeof evidenceOf>, FileProblem[]>,
  ledger: LedgerCheck,
  manifest: Manifest,
  context: LaneContext,
  pause: () => Promise<void>,
): Promise<Recomputed | FileProblem> {
  const entries = ledger.entries.map(entryOfLine);
  try {
    return await recompute(decisions, records, entries, manifest, context, pause);
  } catch (error) {
    const told = errorValueOf(error);
    if (told?.code === 'cancelled') throw error;
    // decisions that no case can have may break anything
    const reason = told?.message ?? (error instanceof Error ? error.message : String(error));
    return { path: 'recipe/datasets.json', problem: `the report cannot be computed again: ${reason}` };
  }
}

/** What has to be said where another version computes again. */
function versionNotes({ generator }: Manifest, { input }: Recomputed): string[] {
  if (generator.version === input.version) return [];
  return [
    `It was made with version ${generator.version} and computed again with ${input.version}: where only words differ, the versions may be the reason.`,
  ];
}
