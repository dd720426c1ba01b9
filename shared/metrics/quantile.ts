import type { Fraction } from './exact.ts';
import { floor, fraction, multiply, reduce, subtract } from './exact.ts';
import type { Integers } from './integers.ts';

/**
 * Quantile of ascending integers by linear interpolation, Hyndman-Fan type 7.
 *
 * @param count how many there are, at least one
 * @param level 0 to 1
 * @param at value of a place, ascending
 * Source: Hyndman & Fan 1996; domain 3.6.
 */
export function quantile(count: number, level: Fraction, at: (place: number) => bigint): Fraction {
  if (count === 0) throw new RangeError('quantile of no values');
  const position = multiply(fraction(count - 1), level);
  const place = Number(floor(position));
  const below = at(place);
  const part = subtract(position, fraction(place));
  const above = place + 1 < count ? at(place + 1) : below;
  return reduce({ num: below * part.den + part.num * (above - below), den: part.den });
}

/**
 * Weighted quantile: place of the smallest value whose cumulative weight reaches `level` of the total.
 *
 * @param order positions ascending by value
 * @param weights non-negative integers by position
 * @param total their sum, above 0
 * @param level 0 to 1
 * @returns a position of `weights`; values without weight never answer
 * Source: domain 3.6.
 */
export function weightedQuantilePlace(order: Uint32Array, weights: Integers, total: bigint, level: Fraction): number {
  // c x den >= num x total with c whole: c >= ceiling of num x total / den
  const exact = { num: level.num * total, den: level.den };
  const whole = floor(exact);
  const wanted = whole * exact.den === exact.num ? whole : whole + 1n;
  const limit = total <= 2n ** 53n ? Number(wanted) : null;
  let held = 0;
  let exactHeld = 0n;
  for (const position of order) {
    const weight = weights[position] as number | bigint;
    if (Number(weight) === 0) continue;
    if (limit === null) exactHeld += BigInt(weight);
    else held += Number(weight);
    if (limit === null ? exactHeld >= wanted : held >= limit) return position;
  }
  throw new RangeError('weighted quantile of no weight');
}
