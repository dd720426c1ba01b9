import { writeFile } from 'node:fs/promises';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type ExportOptions, exportOptionsSchema, type Redaction, type RedactionPlan } from '../../../shared/case/report.ts';
import type { ExportedBundle, ExportRequest, ExportResult, ReportFile } from '../../../shared/contract/report.ts';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { listOf } from '../../../shared/format/index.ts';
import type { EngineContext } from '../context.ts';
import type { RedactedEvidence } from '../evidence/operations.ts';
import { redactedSession } from '../evidence/redacted-state.ts';
import { gatherReport } from '../report/gather.ts';
import type { ReportInput } from '../report/input.ts';
import type { WrittenBundle, WrittenFile } from '../report/operations.ts';

type Progress = (phase: string, done: number, total: number | null) => void;

/** Puts finished files where the host can hand them over; none stays when one cannot be written. */
export async function keep({ files }: EngineContext, written: readonly WrittenFile[]): Promise<ReportFile[]> {
  const kept: ReportFile[] = [];
  try {
    for (const { name, mediaType, bytes, sha256, role, content } of written) {
      const { ref, path } = await files.createOutput(name, mediaType);
      kept.push({ ref, name, bytes, sha256, mediaType, role });
      await writeFile(path, content);
    }
    return kept;
  } catch (error) {
    for (const { ref } of kept) await files.discard(ref);
    throw error;
  }
}

const caseChanged = () =>
  new ChokepointError(
    'case-changed',
    'The case was changed while the report was made, so that its parts would not fit together; no file was written.',
    'Export again.',
  );

/**
 * What the report says and what it was computed from, of one and the same edition of the open case.
 *
 * @throws ChokepointError `no-case-open`, `case-changed`, and what views and removal tests throw
 */
export async function gatherEvidence(
  { session }: EngineContext,
  options: ExportOptions,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<{ gathered: ReportInput; evidence: RedactedEvidence }> {
  const { id, revision } = session.requireCase().info;
  const { paper, redaction } = options;
  const gathered = await gatherReport(redactedSession(session, redaction), paper, onProgress, signal);
  const evidence = await session.reader.call('evidence.case', { redaction }, { signal });
  const { case: about } = evidence.decisions;
  if (about.id !== id || about.revision !== revision) throw caseChanged();
  return { gathered, evidence };
}

/** What a redaction of the open case would hide and leave. @throws ChokepointError `no-case-open`, and as `redactedFacts` */
export async function redactionPlan(
  { session }: EngineContext,
  redaction: Redaction,
  signal: AbortSignal | undefined,
): Promise<RedactionPlan> {
  session.requireCase();
  return session.reader.call('evidence.redaction', { redaction }, signal ? { signal } : {});
}

/** Names that were to be hidden must not go out without a word. */
const namesStay = (exposed: readonly string[]) =>
  new ChokepointError(
    'redaction-incomplete',
    `Names that are to be hidden would stay in clear: ${listOf(exposed)}. No file was written.`,
    'Change what holds them, or leave the column out; if these places may be read by everybody, accept them (--accept-kept): manifest and report then state them.',
    { exposed },
  );

/** A bundle that does not verify is a fault of the program, or of the disk: it must not go out. */
function notVerified(verification: VerificationResult): ChokepointError {
  const { problem, claims, files } = verification;
  const claim = claims.find(({ match }) => !match);
  const file = files.find(({ ok }) => !ok);
  const found =
    problem ??
    (claim ? `claim ${claim.id} comes out otherwise at ${claim.firstDifference?.where ?? 'its value'}` : `${file?.name} ${file?.problem}`);
  return new ChokepointError(
    'bundle-not-verified',
    `The finished bundle was verified and does not hold: ${found}. No file was written.`,
    'Export again; if it happens again, keep a copy of the case and report it, for this is a fault of the program.',
    { verification },
  );
}

/**
 * Writes the zip and verifies it; whatever goes wrong, no part of it stays. Everything is computed again from the bytes of the zip but the pages,
 * which were set a moment ago: what they were set from has to come out again. Verify sets them again too.
 */
async function writeBundle(
  { session, files }: EngineContext,
  { id, files: content, raw, contents, composed }: WrittenBundle,
  sample: boolean,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<{ file: ReportFile; bundle: ExportedBundle }> {
  const { ref, path, name, mediaType } = await files.createOutput(
    sample ? 'SAMPLE-claim-bundle.zip' : 'claim-bundle.zip',
    'application/zip',
  );
  try {
    const { bytes, sha256 } = await session.reader.call('evidence.write', { path, files: content, raw }, { signal, onProgress });
    const file: ReportFile = { ref, name, bytes, sha256, mediaType, role: 'bundle' };
    const verification = await session.compute.call(
      'evidence.verify',
      { path, fileName: name, known: [], against: null, pages: { setFrom: composed } },
      { signal, onProgress },
    );
    if (verification.status !== 'match') throw notVerified(verification);
    return { file, bundle: { id, ref, contents: [...contents], verification } };
  } catch (error) {
    await files.discard(ref);
    throw error;
  }
}

/**
 * Makes the files of a report; a cancel or a failure leaves none.
 *
 * @param accept throws where the texts of the report cannot be taken
 * @throws ChokepointError as `gatherEvidence`, `bundle-too-large`, and what `accept` throws
 */
export async function exportReport(
  context: EngineContext,
  { bundle: wantsBundle, workbook, spreadsheet, ...request }: ExportRequest,
  accept: (gathered: ReportInput) => Promise<void>,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<ExportResult> {
  const asked = exportOptionsSchema.parse(request);
  const { exposed } = await redactionPlan(context, asked.redaction, signal);
  if (exposed.length > 0 && !asked.redaction.acceptKept) throw namesStay(exposed);
  const { gathered, evidence } = await gatherEvidence(context, asked, onProgress, signal);
  await accept(gathered);
  const options = { ...asked, redaction: evidence.asked };
  const wanted = { input: gathered, evidence, options, wanted: { workbook, spreadsheet } };
  const transfer = evidence.data.map(({ content }) => content.buffer);
  const { files, bundle, notes } = await context.session.compute.call('report.files', wanted, { signal, onProgress, transfer });
  const written = wantsBundle ? await writeBundle(context, bundle, gathered.case.sample, onProgress, signal) : null;
  try {
    const [pdf, ...others] = await keep(context, files);
    const all = [pdf as ReportFile, ...(written ? [written.file] : []), ...others];
    return { files: all, bundle: written?.bundle ?? null, notes };
  } catch (error) {
    if (written) await context.files.discard(written.file.ref);
    throw error;
  }
}
