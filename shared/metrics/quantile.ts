import type { Fraction } from './exact.ts';
import { add, floor, fraction, multiply, subtract } from './exact.ts';

/**
 * Quantile of ascending values by linear interpolation, Hyndman-Fan type 7.
 *
 * @param ascending at least one value, ascending
 * @param level 0 to 1
 * Source: Hyndman & Fan 1996; domain 3.6.
 */
export function quantile(ascending: readonly Fraction[], level: Fraction): Fraction {
  const position = multiply(fraction(ascending.length - 1), level);
  const index = Number(floor(position));
  const below = ascending[index];
  if (!below) throw new RangeError('quantile of no values');
  const above = ascending[index + 1] ?? below;
  return add(below, multiply(subtract(position, fraction(index)), subtract(above, below)));
}

/**
 * Weighted quantile: the smallest value whose cumulative weight reaches `level` of the total.
 *
 * @param ascending values with non-negative weights, ascending by value, total weight above 0
 * @param level 0 to 1
 * Source: domain 3.6.
 */
export function weightedQuantile<Value>(ascending: readonly { value: Value; weight: bigint }[], level: Fraction): Value {
  const weighted = ascending.filter(({ weight }) => weight > 0n);
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0n);
  let cumulative = 0n;
  for (const { value, weight } of weighted) {
    cumulative += weight;
    if (cumulative * level.den >= level.num * total) return value;
  }
  throw new RangeError('weighted quantile of no weight');
}
