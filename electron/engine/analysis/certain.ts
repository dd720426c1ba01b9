import type { StandardThreshold } from '../../../shared/bounds/bounds-of.ts';
import type { WeightInterval } from '../../../shared/bounds/intervals.ts';
import { compare, type Fraction, fraction, parseFraction } from '../../../shared/metrics/exact.ts';
import type { NakamotoDetail } from '../../../shared/metrics/nakamoto.ts';

type Ends = Pick<WeightInterval, 'low' | 'high'>;

/** What a view says of the members of a Nakamoto coefficient. */
export type MemberDetail = Pick<NakamotoDetail, 'members' | 'over' | 'tie' | 'unique'>;

/** Smallest share of one group over all weights that the ends allow: it at its lower end, all others at their upper ones. `null` = no weight. */
function smallestShareOf(place: number, groups: readonly Ends[], beside: bigint | null): Fraction | null {
  const own = (groups[place] as Ends).low;
  let others = beside;
  groups.forEach(({ high }, other) => {
    if (other !== place) others = others === null || high === null ? null : others + high;
  });
  if (others === null) return fraction(0);
  return own + others === 0n ? null : fraction(own, own + others);
}

/** Whether a group may hold anything. */
export const mayHold = ({ high }: Ends): boolean => high === null || high > 0n;

/** Order of groups whose weights have ends: by what they hold at least, then by what they may hold. */
export function byEnds(left: Ends, right: Ends): number {
  if (left.low !== right.low) return left.low > right.low ? -1 : 1;
  if (left.high === right.high) return 0;
  return left.high === null || (right.high !== null && left.high > right.high) ? -1 : 1;
}

/** Groups that are among the largest whatever the weights inside their ends are; empty where it depends on them. */
export function certainLeaders(groups: readonly Ends[]): number[] {
  return groups.flatMap((group, place) => {
    const least = group.low;
    const leads = mayHold(group) && groups.every(({ high }, other) => other === place || (high !== null && high <= least));
    return leads ? [place] : [];
  });
}

/**
 * The group that holds more than a part of the weight whatever the weights inside their ends are; `null` where none does.
 *
 * @param beside weight of no group that counts in the total, `null` = without end
 */
export function certainHolder(groups: readonly Ends[], threshold: StandardThreshold, beside: bigint | null = 0n): number | null {
  const limit = parseFraction(threshold);
  const found = groups.findIndex((_, place) => {
    const share = smallestShareOf(place, groups, beside);
    return share !== null && compare(share, limit) > 0;
  });
  return found < 0 ? null : found;
}

/** Detail of a Nakamoto coefficient that holds over all ends: one group that passes alone, of which there is one from a half on. */
export function certainDetail(groups: readonly Ends[], threshold: StandardThreshold, beside: bigint | null): MemberDetail | null {
  const holder = threshold === '1/3' ? null : certainHolder(groups, threshold, beside);
  if (holder === null) return null;
  const share = smallestShareOf(holder, groups, beside) as Fraction;
  const { num, den } = parseFraction(threshold);
  return { members: [holder], over: fraction(share.num * den - num * share.den, share.den * den), tie: false, unique: true };
}
