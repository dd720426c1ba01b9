import { AFRelationship, PDFDocument } from '@cantoo/pdf-lib';
import { readerStateOf } from '../../electron/engine/analysis/reader-state.ts';
import { type BundleFiles, writeArchive } from '../../electron/engine/evidence/archive.ts';
import { bundleOf } from '../../electron/engine/evidence/bundle.ts';
import { caseEvidence } from '../../electron/engine/evidence/case-evidence.ts';
import { directSession } from '../../electron/engine/evidence/direct-session.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { composeReport } from '../../electron/engine/report/compose.ts';
import { reportAgain } from '../../electron/engine/report/operations.ts';
import { exportOptionsSchema } from '../../shared/case/report.ts';
import { sha256Hex } from '../../shared/evidence/hash.ts';
import type { Manifest } from '../../shared/evidence/manifest.ts';
import { attachmentName, BUNDLE_PATHS, isAttached, isInManifest, isSignatureFile } from '../../shared/evidence/paths.ts';
import { gathered, withFacts } from './support.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Files of a bundle of the open case, without source files and verify.html. */
export function bundleFiles(engine: Engine): Promise<BundleFiles> {
  return withFacts(engine, async (facts) => {
    const input = await gathered(directSession(facts));
    const evidence = caseEvidence(readerStateOf(facts, 'bundle'));
    const options = exportOptionsSchema.parse({});
    const hashOnly = { ...input, sources: input.sources.map((source) => ({ ...source, copies: 'hash-only' as const })) };
    const decisions = { ...evidence.decisions, sources: hashOnly.sources };
    const composed = composeReport(hashOnly);
    const bundle = bundleOf(hashOnly, { ...evidence, decisions }, options, composed.tables, null);
    const files: BundleFiles = new Map(bundle.files.map(({ path, content }) => [path, content]));
    files.set(BUNDLE_PATHS.report, reportAgain(bundle, hashOnly, composed, options));
    return sealed(files);
  });
}

/** A report with the files that belong to it attached, and pages of its own. */
export async function pdfOf(files: BundleFiles): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage();
  for (const [path, content] of files)
    if (isAttached(path)) await document.attach(content, attachmentName(path), { afRelationship: AFRelationship.Data });
  return document.save();
}

/** As `sealed`, with a report that has the files attached: the most that somebody can do who hides a change. */
export async function resealed(files: BundleFiles): Promise<BundleFiles> {
  const whole = sealed(files);
  whole.set(BUNDLE_PATHS.report, await pdfOf(whole));
  return sealed(whole);
}

/** The files with a manifest and a hash list that fit them: what somebody does who changes a bundle and hides it. */
export function sealed(
  files: BundleFiles,
  manifest = JSON.parse(new TextDecoder().decode(files.get(BUNDLE_PATHS.manifest))) as Manifest,
): BundleFiles {
  const whole = new Map(files);
  const entry = (path: string, content: Uint8Array) => ({ path, bytes: content.length, sha256: sha256Hex(content) });
  const listed = [...files].filter(([path]) => isInManifest(path)).map(([path, content]) => entry(path, content));
  whole.set(BUNDLE_PATHS.manifest, encode(`${JSON.stringify({ ...manifest, files: listed }, null, 1)}\n`));
  const lines = [...whole]
    .filter(([path]) => path !== BUNDLE_PATHS.hashes && !isSignatureFile(path))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, content]) => `${sha256Hex(content)}  ${path}\n`);
  whole.set(BUNDLE_PATHS.hashes, encode(lines.join('')));
  return whole;
}

export const zipped = (files: BundleFiles): Uint8Array => writeArchive(files);
