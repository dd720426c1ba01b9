import { compare, type Fraction } from '../metrics/exact.ts';
import type { Ends } from './ends.ts';

/** A value whose weight lies between two ends. */
export type OpenValue = { readonly value: bigint; readonly ends: Ends };

/** Values of settled weight together: their weight, and the sum of weight times value. */
export type Settled = { readonly weight: bigint; readonly sum: bigint };

const endOf = ({ low, high }: Ends): bigint => (high === null ? low : high);

/**
 * Smallest weighted mean over all weights inside their ends: values below it at their upper, the others at their lower ends (Dinkelbach 1967, exact).
 * A weight without an upper end draws the mean down to its value without reaching it.
 *
 * @returns `null` where no weight can be held
 * Source: domain 4.
 */
export function leastMean({ weight, sum }: Settled, open: readonly OpenValue[]): Fraction | null {
  const mean = (heavy: (value: bigint) => boolean): Fraction | null => {
    let [den, num] = [weight, sum];
    for (const { value, ends } of open) {
      const held = heavy(value) ? endOf(ends) : ends.low;
      den += held;
      num += held * value;
    }
    return den === 0n ? null : { num, den };
  };
  let least = mean(() => true);
  for (let next = least; next !== null; ) {
    const { num, den } = next;
    next = mean((value) => value * den < num);
    if (next === null || least === null || compare(next, least) >= 0) break;
    least = next;
  }
  const endless = open.filter(({ ends }) => ends.high === null).map(({ value }): Fraction => ({ num: value, den: 1n }));
  return endless.reduce((lowest, limit) => (lowest === null || compare(limit, lowest) < 0 ? limit : lowest), least);
}

/** Largest weighted mean over all weights inside their ends; values are at most `one`. */
export function mostMean({ weight, sum }: Settled, open: readonly OpenValue[], one: bigint): Fraction | null {
  const least = leastMean(
    { weight, sum: one * weight - sum },
    open.map(({ value, ends }) => ({ value: one - value, ends })),
  );
  return least && { num: one * least.den - least.num, den: least.den };
}
