import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import { plural } from '../../../shared/format/index.ts';

type Rung = VerificationResult['trust'][number];

/** The ladder of trust with what each rung says (experience.md 9.4). */
export const RUNGS: readonly { rung: Rung; name: string; says: string }[] = [
  { rung: 'L0', name: 'hashed', says: 'every file is the one that was listed' },
  { rung: 'L1', name: 'signed', says: 'the author signed the list of files' },
  { rung: 'L2', name: 'recomputed', says: 'this installation computed every claim again' },
  { rung: 'L3', name: 'counter-signed', says: 'a second person signed the same list' },
];

/** The outcome as a sentence for the head of the screen. */
export function outcomeWords({ status, claims, files, ledger, problem }: VerificationResult): string {
  if (status === 'not-a-bundle') return problem ?? 'This is not a bundle of Chokepoint';
  if (status === 'match') return `All ${plural(claims.length, 'claim')} come out again as stated`;
  const differ = claims.filter(({ match }) => !match).length;
  const changed = files.filter(({ ok }) => !ok).length;
  const parts = [
    differ > 0 ? `${differ} of ${plural(claims.length, 'claim')} ${differ === 1 ? 'does' : 'do'} not come out as stated` : null,
    changed > 0 ? `${plural(changed, 'file')} ${changed === 1 ? 'is' : 'are'} not as listed` : null,
    ledger.intact ? null : `the ledger is broken${ledger.brokenAt === null ? '' : ` at entry ${ledger.brokenAt}`}`,
  ].filter((part) => part !== null);
  const [first = 'Something is not as stated', ...rest] = parts;
  return [first.replace(/^t/, 'T'), ...rest].join('; ');
}

/** A value of a first difference as text. */
export const valueWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
