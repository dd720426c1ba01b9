import { plural } from '../format/index.ts';
import type { FirstDifference, VerificationResult, VerifiedSignature } from './verification.ts';

const textOfValue = (value: unknown): string => (value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value));

/** A difference in words: `value.low: states 11, 12 comes out`. */
export const differenceWords = ({ where, stated, recomputed }: FirstDifference): string =>
  `${where}: states ${textOfValue(stated)}, ${textOfValue(recomputed)} comes out`;

/** Rungs of the trust ladder in their order, and what each says. */
export const RUNGS: readonly (readonly [VerificationResult['trust'][number], string])[] = [
  ['L0', 'hashed: every file is as it was written'],
  ['L1', 'signed by its author'],
  ['L2', 'recomputed here: every claim comes out again from the records'],
  ['L3', 'counter-signed by somebody else'],
];

/** What a signature is worth, in words. */
export function signatureWords({ ok, key, signer, known, problem }: VerifiedSignature): string {
  if (!ok) return `does NOT hold: ${problem}`;
  return known ? `holds, ${signer}, a key that you know (${key})` : `holds, by the key ${key}, which is not in your list`;
}

/** The first sentence of a verification: what was found. */
export function verdictWords({ status, problem, claims, files, ledger, signatures }: VerificationResult): string {
  if (status === 'not-a-bundle') return `Not verified. ${problem}`;
  if (status === 'match')
    return `Match: all ${plural(claims.length, 'claim')} come out again, all ${plural(files.length, 'file')} are as they were written.`;
  const uncomputed = claims.length > 0 && claims.every(({ match, recomputed }) => !match && recomputed === null);
  const differing = claims.filter(({ match }) => !match).length;
  const changed = files.filter(({ ok }) => !ok).length;
  const parts = [
    ...(problem === null ? [] : [problem.replace(/\.$/, '')]),
    ...(uncomputed ? [`none of the ${plural(claims.length, 'claim')} was computed again`] : []),
    ...(differing > 0 && !uncomputed ? [`${differing} of ${plural(claims.length, 'claim')} differ`] : []),
    ...(changed > 0 ? [`${changed} of ${plural(files.length, 'file')} are not as stated`] : []),
    ...(ledger.intact || problem !== null ? [] : ['the ledger is broken']),
    ...(signatures.some(({ ok }) => !ok) ? ['a signature does not hold'] : []),
  ];
  return `MISMATCH: ${parts.join('; ')}.`;
}
