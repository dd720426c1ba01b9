import { competingWorstCase } from '../competing/curves.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { servedBounds } from '../competing/supply.ts';
import { worstCase } from '../envelope.ts';
import type { Fraction } from '../fraction.ts';
import { lowestTerms } from '../fraction.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

/**
 * Thresholds at which the breaking point turns: it is k for thresholds above `above` and at most `upTo`.
 *
 * The worst service after k removals stays at or above a threshold exactly where the threshold is at most S_k / D.
 */
export type ThresholdRange = {
  /** at this threshold or a lower one the breaking point is larger; S_k / D */
  above: Fraction;
  /** above this threshold it is smaller; S_(k-1) / D, at most 1; `null` = 0 removals already break it, and no threshold breaks it sooner */
  upTo: Fraction | null;
};

/**
 * Exact range of thresholds with the same breaking point, in independent mode.
 *
 * @param k a proven breaking point
 * @returns `null` without demand, or where too many classes can become scarce
 */
export function thresholdRange(supply: Supply, terms: ServiceTerms, k: number, maxCutClasses: number): ThresholdRange | null {
  if (terms.demand === 0) return null;
  const ks = k === 0 ? [0] : [k - 1, k];
  const worst = worstCase(supply, terms, ks, maxCutClasses, []);
  if (worst === null) return null;
  const share = (served: number) => lowestTerms({ num: served, den: terms.demand });
  return { above: share(worst[ks.length - 1] as number), upTo: k === 0 ? null : share(worst[0] as number) };
}

/**
 * The same for competing placement, where what the worst removal leaves is known between bounds: at `above` and below it the breaking point is
 * larger for certain, above `upTo` smaller for certain; in between it may be either.
 *
 * @param k lower and upper end of the breaking point
 * @returns `null` without demand, or with too many classes to go through their subsets
 */
export function competingThresholdRange(
  supply: CompetingSupply,
  terms: ServiceTerms,
  k: { low: number; high: number },
  maxCutClasses?: number,
): ThresholdRange | null {
  if (terms.demand === 0) return null;
  const before = Math.max(0, k.low - 1);
  const worst = competingWorstCase(
    supply,
    terms,
    [...new Set([before, k.high])].sort((a, b) => a - b),
    { maxCutClasses },
  );
  if (worst === null) return null;
  const start = servedBounds(supply, terms, []);
  const share = (served: number) => lowestTerms({ num: served, den: terms.demand });
  return {
    above: share(k.high === 0 ? start.low : (worst.low.at(-1) as number)),
    upTo: k.low === 0 ? null : share(before === 0 ? start.high : (worst.high[0] as number)),
  };
}
