import { type FileEntry, type Manifest, manifestSchema } from '../../../shared/evidence/manifest.ts';
import { BUNDLE_PATHS, isAttached, isInManifest, isSignatureFile } from '../../../shared/evidence/paths.ts';
import type { VerifiedFile } from '../../../shared/evidence/verification.ts';
import { sha256Hex } from '../digest.ts';
import type { BundleFiles } from './archive.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Text of a file of a bundle; `null` = it is missing or no UTF-8. */
export function textOf(files: BundleFiles, path: string): string | null {
  const content = files.get(path);
  if (content === undefined) return null;
  try {
    return decoder.decode(content);
  } catch {
    return null;
  }
}

/** The manifest of a bundle, or in words why it is none. */
export function manifestOf(files: BundleFiles): Manifest | string {
  const text = textOf(files, BUNDLE_PATHS.manifest);
  if (text === null) return `It has no ${BUNDLE_PATHS.manifest}, so it is no evidence of Chokepoint.`;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return `Its ${BUNDLE_PATHS.manifest} cannot be read: it was changed, or written by something else.`;
  }
}

/** Hashes by file as the hash list has them; lines that are none are told. */
function listOf(text: string): { hashes: Map<string, string>; problem: string | null } {
  const hashes = new Map<string, string>();
  let problem: string | null = null;
  for (const [at, line] of text.replace(/\n$/, '').split('\n').entries()) {
    const parts = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (parts === null || hashes.has(parts[2] as string)) problem ??= `line ${at + 1} is no hash of a file`;
    else hashes.set(parts[2] as string, parts[1] as string);
  }
  return { hashes, problem };
}

/**
 * Compares the files of a bundle, or the attachments of its PDF, with the hashes that manifest and hash list state.
 *
 * @param pdf whether `files` are the attachments of a PDF, which hold no report, no hash list and maybe no records
 * @param step called before each file, with its number and their count
 * @returns one line a file, by name
 */
export function verifyFiles(
  files: BundleFiles,
  manifest: Manifest,
  pdf: boolean,
  step: (done: number, total: number) => void,
): VerifiedFile[] {
  const listed = new Map(manifest.files.map((entry): [string, FileEntry] => [entry.path, entry]));
  const list = pdf ? null : listOf(textOf(files, BUNDLE_PATHS.hashes) ?? '');
  const hasRecords = [...files.keys()].some((path) => path.startsWith('data/'));
  const names = new Set([
    ...files.keys(),
    ...[...listed.keys()].filter((path) => !pdf || isAttached(path)),
    ...(list?.hashes.keys() ?? []),
  ]);
  if (!pdf) names.add(BUNDLE_PATHS.hashes);
  const sorted = [...names].sort();
  // what would make the PDF too large is not attached: the records first, then results too
  const leftOut = (path: string) => pdf && (path.startsWith('data/') || (path.startsWith('results/') && !hasRecords));
  return sorted.flatMap((name, at): VerifiedFile[] => {
    step(at, sorted.length);
    const content = files.get(name);
    if (content === undefined && leftOut(name)) return [];
    if (content === undefined) return [{ name, sha256: null, ok: false, problem: 'is missing' }];
    const sha256 = sha256Hex(content);
    const problem = problemOf(name, sha256, content.length, listed.get(name), list);
    return [{ name, sha256, ok: problem === null, problem }];
  });
}

function problemOf(
  name: string,
  sha256: string,
  bytes: number,
  entry: FileEntry | undefined,
  list: ReturnType<typeof listOf> | null,
): string | null {
  // a PDF has no hash list, and nothing attached but what its claims are computed from
  if (list === null && !isAttached(name)) return 'is no attachment of a report: it was added';
  if (name === BUNDLE_PATHS.hashes) return list?.problem ?? null;
  if (isSignatureFile(name)) return null;
  const inManifest = isInManifest(name);
  if (inManifest && entry === undefined) return 'is not listed in manifest.json: it was added';
  if (entry !== undefined && (entry.sha256 !== sha256 || entry.bytes !== bytes))
    return 'was changed: its hash is not that of manifest.json';
  if (list === null) return null;
  const stated = list.hashes.get(name);
  if (stated === undefined) return `is not listed in ${BUNDLE_PATHS.hashes}`;
  return stated === sha256 ? null : `was changed: its hash is not that of ${BUNDLE_PATHS.hashes}`;
}
