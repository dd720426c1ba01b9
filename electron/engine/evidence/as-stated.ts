import { ChokepointError } from '../../../shared/case/error.ts';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { verdictWords } from '../../../shared/evidence/verification-words.ts';

/**
 * Requires that a bundle comes out as it states, before anything is built on its numbers.
 *
 * @param what is refused, as in "cannot be ...": `answered`
 * @throws ChokepointError `bundle-differs`
 */
export function requireAsStated(result: VerificationResult, fileName: string, what: string): void {
  if (result.status === 'match') return;
  const differing = result.claims.filter(({ match }) => !match).map(({ id }) => id);
  throw new ChokepointError(
    'bundle-differs',
    `"${fileName}" cannot be ${what}: it does not come out as stated. ${verdictWords(result)}`,
    'Verify it to see every difference, and ask its author for the bundle as it was written.',
    { fileName, claims: differing.slice(0, 20) },
  );
}
