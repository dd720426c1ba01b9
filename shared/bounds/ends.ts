import type { Fraction } from '../metrics/exact.ts';

/** Ends of a weight in whole units; `high` = `null` where it has no upper end. */
export type Ends = { readonly low: bigint; readonly high: bigint | null };

/** A weight that is none. */
export const NOTHING: Ends = { low: 0n, high: 0n };

/** Ends of several weights together: without an upper end where one of them has none. */
export function together(parts: readonly Ends[]): Ends {
  return parts.reduce(
    (sum, { low, high }) => ({ low: sum.low + low, high: sum.high === null || high === null ? null : sum.high + high }),
    NOTHING,
  );
}

/** Smallest share of a weight beside all others, over all weights inside their ends: it at its lower end, they at their upper ones. `null` = no weight. */
export function leastShare(own: Ends, others: Ends): Fraction | null {
  if (others.high === 0n) return own.high === 0n ? null : { num: 1n, den: 1n };
  if (own.low === 0n || others.high === null) return { num: 0n, den: 1n };
  return { num: own.low, den: own.low + others.high };
}

/** Largest share of a weight beside all others: what the others leave at their least; an end that only ever larger weights come near is 1. */
export function mostShare(own: Ends, others: Ends): Fraction | null {
  const least = leastShare(others, own);
  return least && { num: least.den - least.num, den: least.den };
}
