import type { Aggregation } from '../case/join.ts';
import type { Decimal } from '../columns/decimal.ts';

/** A mean is kept to this many decimal places more than its values have. */
const MEAN_DECIMALS = 6;

/** Smallest scale at which a decimal can be written. */
function shortest(units: bigint, scale: number): Decimal {
  let [digits, places] = [units, scale];
  while (places > 0 && digits % 10n === 0n) {
    digits /= 10n;
    places -= 1;
  }
  return { units: digits, scale: places };
}

/** Quotient rounded half away from zero. */
function rounded(value: bigint, divisor: bigint): bigint {
  const half = (value < 0n ? -value : value) * 2n + divisor;
  const whole = half / (divisor * 2n);
  return value < 0n ? -whole : whole;
}

/**
 * One decimal from the values of a key, exactly; only a mean is rounded, to six places more than the values have, half away from zero.
 *
 * @param units values in units of `10^-scale`, at least one, in any order
 * @param how any aggregation but `latest` and `count`
 */
export function aggregate(units: readonly bigint[], scale: number, how: Exclude<Aggregation, 'latest' | 'count'>): Decimal {
  const sum = () => units.reduce((total, value) => total + value, 0n);
  if (how === 'sum') return shortest(sum(), scale);
  if (how === 'mean') return shortest(rounded(sum() * 10n ** BigInt(MEAN_DECIMALS), BigInt(units.length)), scale + MEAN_DECIMALS);
  const ordered = [...units].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (how === 'minimum') return shortest(ordered[0] as bigint, scale);
  if (how === 'maximum') return shortest(ordered.at(-1) as bigint, scale);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] as bigint;
  if (ordered.length % 2 === 1) return shortest(upper, scale);
  return shortest(((ordered[middle - 1] as bigint) + upper) * 5n, scale + 1);
}
