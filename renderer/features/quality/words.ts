import type { QualityResult } from '../../../shared/case/quality.ts';
import { formatCount } from '../../../shared/format/index.ts';
import { CLAIM_TITLES, CLAIMS, type Claim } from '../../../shared/quality/check.ts';

type Effect = QualityResult['effect'];

/** What a failed check does to the claims that it touches. */
export const EFFECTS: Record<Effect, { tone?: 'worst' | 'warning' | 'accent'; means: string }> = {
  block: { tone: 'worst', means: 'the claim is not computed' },
  reject: { tone: 'warning', means: 'the record or value is set aside' },
  bound: { tone: 'accent', means: 'the weight of these records makes a range' },
  note: { means: 'told beside the number' },
};

export const STATES: Record<QualityResult['state'], string> = {
  passed: 'passed',
  failed: 'failed',
  'not-applicable': 'not applicable',
  broken: 'check failed itself',
};

const UNIT_OF_ONE: Record<QualityResult['unit'], string> = {
  records: 'record',
  columns: 'column',
  accounts: 'account',
  datasets: 'dataset',
  values: 'value',
  rungs: 'rung',
};

/** `18 of 443 records`. */
export function failedWords({ failed, tested, unit }: QualityResult): string {
  return `${formatCount(failed)} of ${formatCount(tested)} ${tested === 1 ? UNIT_OF_ONE[unit] : unit}`;
}

/** `C5 Countries`; a claim without a name keeps its number. */
export const claimName = (claim: string): string => (claim in CLAIM_TITLES ? `${claim} ${CLAIM_TITLES[claim as Claim]}` : claim);

/** Marks of claims for a cell with room for two lines: each claim one, or all of them as `C1 to C9`. */
export function claimMarks(claims: readonly string[]): { text: string; title: string }[] {
  const names = claims.map(claimName);
  return CLAIMS.every((claim) => claims.includes(claim))
    ? [{ text: `${CLAIMS[0]} to ${CLAIMS.at(-1)}`, title: `All claims: ${names.join(', ')}` }]
    : claims.map((text, at) => ({ text, title: names[at] ?? text }));
}

/** Whether a check found something; one that broke never counts as passed. */
export const isFinding = ({ state }: QualityResult): boolean => state === 'failed' || state === 'broken';
