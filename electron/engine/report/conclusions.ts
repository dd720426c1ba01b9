import type { ClaimResult, ScorecardClaim } from '../../../shared/case/claims.ts';
import type { ComparedChange } from '../../../shared/case/compare.ts';
import { formatCount } from '../../../shared/format/index.ts';
import type { Alternative, Conclusions } from './standing.ts';

const endWords = (value: number | null): string => (value === null ? 'no removal breaks it' : formatCount(value));

/** `k* = 2`, `k* = 2 to 4`: what a removal test concludes. */
function pointWords({ low, high }: { low: number | null; high: number | null }): string {
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

/** Numbers of the view behind a claim of the scorecard that the claim states: it stands as the same claim about that view does. */
export const VIEWED: Partial<Record<ScorecardClaim, 'hhi' | 'cr1'>> = { C1: 'hhi', C2: 'cr1', C5: 'hhi' };

/** Claims that conclude something of their own: on which side of the lines beside them they lie, and how many validators it takes. */
const CONCLUDING: readonly ScorecardClaim[] = ['C7', 'C8'];

/** What a claim of the scorecard without a view of its own concludes; `null` where it is not computed or only states a number. */
export function conclusionOfClaim({ id, status, lines, value, unit, display }: ClaimResult): string | null {
  if ((status !== 'computed' && status !== 'bounded') || !CONCLUDING.includes(id)) return null;
  const sides = lines.flatMap(({ label, position }) => (position === null ? [] : [`${label}: ${position}`]));
  // counts are conclusions by themselves; shares and points only beside a line
  const own = id === 'C8' && value !== null ? [`${formatCount(value)} ${unit}`] : [];
  const all = [...own, ...sides];
  return all.length === 0 ? (id === 'C8' ? display : null) : all.join('; ');
}

/** The ends of such a claim: the lines that it may lie on either side of, where unknown weight is held in the other ways. */
export function endsOfClaim({ id, status, lines }: ClaimResult): Alternative[] {
  if (status !== 'bounded') return [];
  const words = lines.flatMap(({ label, position }) => (position === 'undetermined' ? [`on either side of ${label}`] : []));
  return words.length === 0
    ? []
    : [{ size: 'choice', words: 'Unknown weight held in another way', conclusions: { [id]: words.join('; ') } }];
}
