import packageJson from '../../../package.json' with { type: 'json' };
import { ChokepointError } from '../../../shared/case/error.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import type { VerificationResult, VerifiedClaim } from '../../../shared/evidence/verification.ts';
import { verdictWords } from '../../../shared/evidence/verification-words.ts';
import type { BundleFiles } from './archive.ts';
import { verifyFiles } from './verify-files.ts';

/** A stated claim whose number does not come out; words and claims of its own another version may have. */
const isOtherNumber = ({ match, stated, recomputed, firstDifference }: VerifiedClaim): boolean =>
  !match && stated !== null && (recomputed === null || firstDifference === null || /^(value|id)/.test(firstDifference.where));

/** Whether numbers can be built on: everything matches, or what another version wrote has whole files and every number comes out. */
function isAsStated(result: VerificationResult, files: BundleFiles, manifest: Manifest): boolean {
  if (result.status === 'match') return true;
  if (manifest.generator.version === packageJson.version) return false;
  const { ledger, signatures, claims } = result;
  const whole = verifyFiles(files, manifest, result.kind === 'pdf', () => {}).every(({ ok }) => ok);
  return whole && ledger.intact && signatures.every(({ ok }) => ok) && !claims.some(isOtherNumber);
}

/**
 * Requires that a bundle comes out as it states, before anything is built on its numbers.
 *
 * @param what is refused, as in "cannot be ...": `answered`
 * @throws ChokepointError `bundle-differs`
 */
export function requireAsStated(
  result: VerificationResult,
  { files, manifest, fileName }: { files: BundleFiles; manifest: Manifest; fileName: string },
  what: string,
): void {
  if (isAsStated(result, files, manifest)) return;
  const differing = result.claims.filter(({ match }) => !match).map(({ id }) => id);
  throw new ChokepointError(
    'bundle-differs',
    `"${fileName}" cannot be ${what}: it does not come out as stated. ${verdictWords(result)}`,
    'Verify it to see every difference, and ask its author for the bundle as it was written.',
    { fileName, claims: differing.slice(0, 20) },
  );
}
