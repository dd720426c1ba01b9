import { plural } from '../format/index.ts';
import type { FirstDifference, VerificationResult, VerifiedSignature } from './verification.ts';

const textOfValue = (value: unknown): string => (value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value));

/** A difference in words: `value.low: states 11, 12 comes out`. */
export const differenceWords = ({ where, stated, recomputed }: FirstDifference): string =>
  `${where}: states ${textOfValue(stated)}, ${textOfValue(recomputed)} comes out`;

/** A rung of the trust ladder: whether it is reached, and what can be said of it either way. */
export type RungLine = { rung: VerificationResult['trust'][number]; name: string; reached: boolean; words: string };

/** What stands in the way of L0 or of a match although every claim comes out. */
function inTheWay({ files, ledger, kind }: VerificationResult): string {
  const changed = files.filter(({ ok }) => !ok);
  const [first] = changed;
  if (first !== undefined && changed.length === 1) return `${first.name} ${first.problem ?? 'is not as listed'}`;
  if (first !== undefined) return `${changed.length} files are not as stated`;
  return ledger.intact || kind === 'dissent' ? 'L0 is not reached' : 'the ledger is broken';
}

function recomputedWords(result: VerificationResult, reached: boolean): string {
  const { claims } = result;
  const every = 'every claim comes out again here';
  if (reached) return every;
  if (claims.length === 0) return 'no claim could be computed again';
  if (claims.every(({ match }) => match)) return `${every}, but ${inTheWay(result)}`;
  if (isUncomputed(result)) return `none of the ${plural(claims.length, 'claim')} was computed again here`;
  const differing = claims.filter(({ match }) => !match).length;
  return `${differing} of ${plural(claims.length, 'claim')} ${differing === 1 ? 'does' : 'do'} not come out again here`;
}

function signedWords({ signatures }: VerificationResult, role: VerifiedSignature['role'], by: string, without: string): string {
  const own = signatures.filter((signature) => signature.role === role);
  if (own.length === 0) return without;
  if (own.some(({ ok, known }) => ok && known)) return by;
  return own.some(({ ok }) => ok) ? `${by}, with a key that is not in your list` : `${by}, but the signature does not hold`;
}

/** The rungs of the trust ladder in their order: no rung is reached without L0, the hashes. */
export function rungLines(result: VerificationResult): RungLine[] {
  const { trust } = result;
  const reached = (rung: RungLine['rung']) => trust.includes(rung);
  const whole = reached('L0');
  const held = (rung: 'L1' | 'L3', words: string, without: string) => {
    if (reached(rung) || words === without) return words;
    return whole || words.includes(', but ') ? words : `${words}, but L0 is not reached`;
  };
  const byAuthor = signedWords(result, 'author', 'by its author', 'nobody signed it as its author');
  const byOther = signedWords(result, 'counter', 'by somebody else', 'nobody counter-signed it');
  return [
    { rung: 'L0', name: 'hashed', words: whole ? 'every file is as it was written' : inTheWay(result) },
    { rung: 'L1', name: 'signed', words: held('L1', byAuthor, 'nobody signed it as its author') },
    { rung: 'L2', name: 'recomputed', words: recomputedWords(result, reached('L2')) },
    { rung: 'L3', name: 'counter-signed', words: held('L3', byOther, 'nobody counter-signed it') },
  ].map((line) => ({ ...line, rung: line.rung as RungLine['rung'], reached: reached(line.rung as RungLine['rung']) }));
}

/** Whether there are claims and not one of them was computed again. */
export const isUncomputed = ({ claims }: Pick<VerificationResult, 'claims'>): boolean =>
  claims.length > 0 && claims.every(({ match, recomputed }) => !match && recomputed === null);

/** Who dissents from which bundle, and how many claims are otherwise. */
export function dissentWords({ reviewer, answers, claims }: NonNullable<VerificationResult['dissent']>): string {
  const changed = claims.filter((claim) => claim.changed).length;
  return `Dissent of ${reviewer} against bundle ${answers.bundle.slice(0, 16)}, "${answers.title}": ${plural(changed, 'claim')} otherwise`;
}

/** Why the claims of a dissent were not computed again. */
export const NOT_AT_HAND = 'not computed again, the bundle it answers is not at hand';

/** What a signature is worth, in words. */
export function signatureWords({ ok, key, signer, known, problem }: VerifiedSignature): string {
  if (!ok) return `does NOT hold: ${problem}`;
  return known ? `holds, ${signer}, a key that you know (${key})` : `holds, by the key ${key}, which is not in your list`;
}

/** The first sentence of a verification: what was found. */
export function verdictWords(result: VerificationResult): string {
  const { status, problem, claims, files, ledger, signatures, dissent } = result;
  if (status === 'not-a-bundle') return `Not verified. ${problem}`;
  const about = dissent === null ? '' : `${dissentWords(dissent)}; `;
  if (status === 'not-computed') return `NOT COMPUTED: ${about}${NOT_AT_HAND}.`;
  if (status === 'match')
    return `Match: ${about}all ${plural(claims.length, 'claim')} come out again, all ${plural(files.length, 'file')} are as they were written.`;
  const uncomputed = isUncomputed(result);
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
