import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { dissentWords, isUncomputed, NOT_AT_HAND } from '../../../shared/evidence/verification-words.ts';
import { plural } from '../../../shared/format/index.ts';

/** The outcome as a sentence for the head of the screen. */
export function outcomeWords(result: VerificationResult): string {
  const { status, claims, files, ledger, signatures, problem, dissent } = result;
  if (status === 'not-a-bundle') return problem ?? 'This is not a bundle of Chokepoint';
  const about = dissent === null ? '' : `${dissentWords(dissent)}; `;
  if (status === 'not-computed') return `${about}${NOT_AT_HAND}`;
  if (status === 'match') return `${about}${about === '' ? 'All' : 'all'} ${plural(claims.length, 'claim')} come out again as stated`;
  const uncomputed = isUncomputed(result);
  const differ = uncomputed ? 0 : claims.filter(({ match }) => !match).length;
  const changed = files.filter(({ ok }) => !ok).length;
  const parts = [
    differ > 0 ? `${differ} of ${plural(claims.length, 'claim')} ${differ === 1 ? 'does' : 'do'} not come out as stated` : null,
    uncomputed ? `none of the ${plural(claims.length, 'claim')} was computed again` : null,
    changed > 0 ? `${plural(changed, 'file')} ${changed === 1 ? 'is' : 'are'} not as listed` : null,
    ledger.intact ? null : `the ledger is broken${ledger.brokenAt === null ? '' : ` at entry ${ledger.brokenAt}`}`,
    signatures.some(({ ok }) => !ok) ? 'a signature does not hold' : null,
  ].filter((part) => part !== null);
  const [first = 'Something is not as stated', ...rest] = parts;
  return `${about}${[about === '' ? first.replace(/^[tna](?=[a-z ])/, (letter) => letter.toUpperCase()) : first, ...rest].join('; ')}`;
}

/** A value of a first difference as text. */
export const valueWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
