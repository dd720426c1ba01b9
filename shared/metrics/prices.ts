import type { Fraction } from './exact.ts';
import { fraction, reduce, subtract, toNumber } from './exact.ts';
import { ascendingOrder, type Integers, sumExactly } from './integers.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import { quantile, weightedQuantilePlace } from './quantile.ts';

/** Spread of unweighted prices of one GPU class, in the unit of the prices; quantiles Hyndman-Fan type 7. */
export type PriceDispersion = {
  readonly n: number;
  readonly mean: number;
  readonly p10: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p90OverP10: number;
  readonly iqr: number;
  /** standard deviation (divisor n) over mean */
  readonly cv: number;
  /** median absolute deviation, no scale factor */
  readonly mad: number;
  /** fewer than eight prices: draw points, no box */
  readonly pointsOnly: boolean;
};

/** Spread of prices weighted by GPUs; quantiles are the smallest price whose cumulative weight reaches the level. */
export type WeightedPriceDispersion = PriceDispersion & { readonly totalWeight: number };

const POINTS_ONLY_BELOW = 8;
const LEVELS = [fraction(1, 10), fraction(1, 4), fraction(1, 2), fraction(3, 4), fraction(9, 10)];
const HALF = fraction(1, 2);

type Moments = { readonly total: bigint; readonly sum: bigint; readonly squares: bigint };

/** Values of the spread from its quantiles and moments, all in units of `10^-scale`. */
function spreadOf(
  n: number,
  scale: number,
  at: (level: Fraction) => Fraction,
  mad: Fraction,
  { total, sum, squares }: Moments,
): PriceDispersion {
  const one = 10n ** BigInt(scale);
  const price = ({ num, den }: Fraction): number => toNumber({ num, den: den * one });
  const [p10, p25, p50, p75, p90] = LEVELS.map(at) as [Fraction, Fraction, Fraction, Fraction, Fraction];
  // variance / mean^2 = (total x squares - sum^2) / sum^2
  const cv = Math.sqrt(toNumber({ num: total * squares - sum * sum, den: sum * sum }));
  return {
    n,
    mean: price({ num: sum, den: total }),
    p10: price(p10),
    p25: price(p25),
    p50: price(p50),
    p75: price(p75),
    p90: price(p90),
    p90OverP10: toNumber({ num: p90.num * p10.den, den: p90.den * p10.num }),
    iqr: price(subtract(p75, p25)),
    cv,
    mad: price(mad),
    pointsOnly: n < POINTS_ONLY_BELOW,
  };
}

/** Distances from a centre in units of 1 / its denominator. */
function distances(units: Integers, { num, den }: Fraction): Integers {
  const [near, times] = [Number(num), Number(den)];
  if (units instanceof Float64Array && near <= 2 ** 51 && units.every((unit) => unit * times <= 2 ** 52))
    return units.map((unit) => Math.abs(unit * times - near));
  return Array.from(units as readonly bigint[], (unit) => {
    const distance = BigInt(unit) * den - num;
    return distance < 0n ? -distance : distance;
  });
}

/**
 * Spread of positive prices, unweighted: quantiles of type 7, CV with divisor n, MAD without scale factor.
 *
 * @param units prices in units of `10^-scale`, all above 0
 * @returns values in the unit of the prices; `no-weight` without prices
 * Source: domain 3.6.
 */
export function dispersionOf(units: Integers, scale: number): Measured<PriceDispersion> {
  const n = units.length;
  if (n === 0) return notMeasured('no-weight');
  const at = (of: Integers) => {
    const order = ascendingOrder(of);
    return (level: Fraction) => quantile(n, level, (place) => BigInt(of[order[place] as number] as number | bigint));
  };
  const quantiles = at(units);
  const median = quantiles(HALF);
  const mad = at(distances(units, median))(HALF);
  const value = (index: number) => BigInt(units[index] as number | bigint);
  const moments = {
    total: BigInt(n),
    sum: sumExactly(n, (index) => Number(units[index]), value),
    squares: sumExactly(
      n,
      (index) => Number(units[index]) * Number(units[index]),
      (index) => value(index) * value(index),
    ),
  };
  return measured(spreadOf(n, scale, quantiles, reduce({ num: mad.num, den: mad.den * median.den }), moments));
}

/**
 * Spread of positive prices weighted by GPUs; every quantile is a price that occurs.
 *
 * @param units prices in units of `10^-scale`, all above 0
 * @param weights non-negative integers, one a price; prices of weight 0 do not count
 * @returns values in the unit of the prices; `no-weight` when the weights add to 0
 * Source: domain 3.6.
 */
export function weightedDispersionOf(units: Integers, weights: Integers, scale: number): Measured<WeightedPriceDispersion> {
  const count = units.length;
  const weight = (index: number) => BigInt(weights[index] as number | bigint);
  const value = (index: number) => BigInt(units[index] as number | bigint);
  const near = (index: number) => Number(weights[index]);
  const total = sumExactly(count, near, weight);
  if (total === 0n) return notMeasured('no-weight');
  const at = (of: Integers) => {
    const order = ascendingOrder(of);
    return (level: Fraction): Fraction => fraction(BigInt(of[weightedQuantilePlace(order, weights, total, level)] as number | bigint));
  };
  const quantiles = at(units);
  const mad = at(distances(units, quantiles(HALF)))(HALF);
  let n = 0;
  for (let index = 0; index < count; index++) if (near(index) > 0) n += 1;
  const moments = {
    total,
    sum: sumExactly(
      count,
      (index) => near(index) * Number(units[index]),
      (index) => weight(index) * value(index),
    ),
    squares: sumExactly(
      count,
      (index) => near(index) * Number(units[index]) * Number(units[index]),
      (index) => weight(index) * value(index) * value(index),
    ),
  };
  return measured({ ...spreadOf(n, scale, quantiles, mad, moments), totalWeight: Number(total) });
}
