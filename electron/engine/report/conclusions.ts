import type { ClaimResult } from '../../../shared/case/claims.ts';
import type { ComparedChange } from '../../../shared/case/compare.ts';
import { formatCount } from '../../../shared/format/index.ts';
import type { Alternative, Conclusions } from './standing.ts';

const endWords = (value: number | null): string => (value === null ? 'no removal breaks it' : formatCount(value));

/** `k* = 2`, `k* = 2 to 4`: what a removal test concludes. */
export function pointWords({ low, high }: { low: number | null; high: number | null }): string {
  return low === high ? (low === null ? endWords(low) : `k* = ${endWords(low)}`) : `k* = ${endWords(low)} to ${endWords(high)}`;
}

/** What a removal test concludes. */
export const removalConclusions = (point: { low: number | null; high: number | null }): Conclusions => ({
  'breaking-point': pointWords(point),
});

/** Whether HHI rose or fell. */
export const directionWords = (points: number): string => (points > 0 ? 'HHI is higher' : points < 0 ? 'HHI is lower' : 'HHI is the same');

/** What a comparison concludes: the direction of the change. */
export function changeConclusions({ hhi }: Pick<ComparedChange, 'hhi'>): Conclusions {
  return hhi === null ? {} : { 'hhi-change': directionWords(hhi.change) };
}

/** A number of the headline that a conclusion is drawn from, by claim. */
const DECIDING: Readonly<Record<string, readonly string[]>> = {
  C1: [],
  C2: ['nakamoto.1/2'],
  C5: ['cr1'],
  C7: [],
  C8: [],
};

/**
 * What a claim of the scorecard concludes: on which side of the lines beside it it lies, who is largest, how many hold more than half; `null`
 * where it is not computed or only states a number.
 */
export function conclusionOfClaim({ id, status, lines, numbers, value, unit, display }: ClaimResult): string | null {
  if (status !== 'computed' && status !== 'bounded') return null;
  const keys = DECIDING[id];
  if (keys === undefined) return null;
  const sides = lines.flatMap(({ label, position }) => (position === null ? [] : [`${label}: ${position}`]));
  const deciding = numbers.filter(({ key }) => keys.includes(key));
  const words = deciding.map(({ key, label, value: number, display: shown }) =>
    key.startsWith('nakamoto') ? `${label}: ${number === null ? shown : formatCount(number)}` : label,
  );
  // counts are conclusions by themselves; shares and points only beside a line
  const own = id === 'C8' && value !== null ? [`${formatCount(value)} ${unit}`] : [];
  const all = [...own, ...words, ...sides];
  return all.length === 0 ? (id === 'C8' ? display : null) : all.join('; ');
}

/** The ends of a claim of the scorecard: its deciding counts where unknown weight is held in the other ways. */
export function endsOfClaim({ id, status, numbers, lines }: ClaimResult): Alternative[] {
  if (status !== 'bounded') return [];
  const keys = DECIDING[id] ?? [];
  const open = numbers.filter(({ key, low, high }) => keys.includes(key) && key.startsWith('nakamoto') && low !== high);
  const undetermined = lines.filter(({ position }) => position === 'undetermined');
  const words = [
    ...open.map(({ label, display }) => `${label}: ${display}`),
    ...undetermined.map(({ label }) => `on either side of ${label}`),
  ];
  return words.length === 0
    ? []
    : [{ size: 'choice', words: 'Unknown weight held in another way', conclusions: { [id]: words.join('; ') } }];
}
