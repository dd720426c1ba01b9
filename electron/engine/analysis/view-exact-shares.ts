import type { ExactEnds } from '../../../shared/case/view.ts';
import { formatFraction, fraction } from '../../../shared/metrics/exact.ts';
import type { PartialGroup } from './open-weight.ts';
import { endsAt, NOTHING, plus, type RankedEnds } from './view-ends.ts';
import type { Ranking } from './view-ranking.ts';

/** `part` of `part + others`; `null` where there is no weight. */
function shareOf(part: bigint, others: bigint): string | null {
  return part + others === 0n ? null : formatFraction(fraction(part, part + others));
}

/** Ends where records state bounds: own weight and what the group may get at one end, all other weight at the other. */
function overBounds(ends: RankedEnds, key: string, fitting: readonly string[]): ExactEnds {
  const own = plus(NOTHING, endsAt(ends, key));
  const most = [ends.unknown, ...fitting.map((each) => endsAt(ends, each))].reduce(plus, own);
  const rest = ends.all.high - own.high;
  if (ends.all.endless === 0 && ends.all.high === 0n) return { low: null, high: null };
  return {
    // nobody else can hold anything: all that there is, is its own
    low: ends.all.endless > own.endless ? '0' : rest === 0n ? '1' : shareOf(own.low, rest),
    high: most.endless > 0 ? '1' : most.high === 0n ? '0' : shareOf(most.high, ends.all.low - most.low),
  };
}

/**
 * Exact ends of the share of the first groups of a ranking over all that is open, as fractions: nothing of the unknown weight is theirs at one end, all
 * of it that may be is at the other. An end that is only approached, over weight without an upper end, is 0 or 1.
 *
 * @param partial values named in part, as far as their weight is in the unknown weight of the ranking
 * @returns `null` for both ends where there is no weight
 * Source: domain 4.
 */
export function exactShares(ranking: Ranking, count: number, partial: readonly PartialGroup[]): ExactEnds[] {
  const { units, ends, total, unknown } = ranking;
  return ranking.keys.slice(0, count).map((key, place) => {
    const fits = ({ among }: PartialGroup) => among.length === 0 || among.includes(key);
    if (ends)
      return overBounds(
        ends,
        key,
        partial.filter(fits).map((each) => each.key),
      );
    const own = units[place] as bigint;
    const most = partial.reduce((sum, each) => (fits(each) ? sum : sum - each.units), own + unknown.units);
    return { low: shareOf(own, total - own), high: shareOf(most, total - most) };
  });
}
