import { BUNDLE_PATHS, isSignatureFile } from '../../../shared/evidence/paths.ts';
import type { VerificationResult, VerifiedFile } from '../../../shared/evidence/verification.ts';
import { sha256Hex } from '../digest.ts';
import type { BundleFiles } from './archive.ts';

/** What Verify says of a file in which it found nothing. */
export const NOTHING: VerificationResult = {
  status: 'not-a-bundle',
  problem: null,
  kind: null,
  bundle: null,
  title: null,
  asOf: null,
  claims: [],
  files: [],
  ledger: { entries: 0, intact: false, brokenAt: null, redacted: 0 },
  signatures: [],
  decisions: [],
  dissent: null,
  redaction: null,
  trust: [],
  notes: [],
};

/** Files that only an export writes, and only beside a manifest. */
function hasTraces(kind: 'bundle' | 'pdf', files: BundleFiles): boolean {
  if (kind === 'pdf') return files.has(BUNDLE_PATHS.claims) && files.has(BUNDLE_PATHS.ledger);
  return files.has(BUNDLE_PATHS.hashes) || [...files.keys()].some(isSignatureFile);
}

/** A file whose manifest cannot be read, or was taken out, is evidence that was changed; one without a trace of any is something else. */
export function withoutManifest(kind: 'bundle' | 'pdf', files: BundleFiles, problem: string): VerificationResult {
  const content = files.get(BUNDLE_PATHS.manifest);
  const name = BUNDLE_PATHS.manifest;
  if (content === undefined) {
    if (!hasTraces(kind, files)) return { ...NOTHING, problem };
    const gone = { name, sha256: null, ok: false, problem: 'is missing: it was taken out' };
    const words = `${name} is missing, though files are there that an export writes beside it: it was taken out.`;
    return { ...NOTHING, status: 'mismatch', kind, problem: words, files: [gone] };
  }
  const changed: VerifiedFile = {
    name,
    sha256: sha256Hex(content),
    ok: false,
    problem: 'cannot be read: it was changed, or written by something else',
  };
  return { ...NOTHING, status: 'mismatch', kind, problem, files: [changed] };
}
