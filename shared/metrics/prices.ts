import { ChokepointError } from '../case/error.ts';
import type { Fraction } from './exact.ts';
import { add, compare, exactWeights, fraction, multiply, reduce, subtract, toNumber } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import { quantile, weightedQuantile } from './quantile.ts';

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
export type WeightedPriceDispersion = Omit<PriceDispersion, 'n' | 'cv' | 'mad' | 'pointsOnly'> & {
  readonly n: number;
  readonly totalWeight: number;
  readonly cv: number;
  readonly mad: number;
  readonly pointsOnly: boolean;
};

type Price = { readonly value: Fraction; readonly weight: bigint };

const POINTS_ONLY_BELOW = 8;
const byValue = (a: Price, b: Price): number => compare(a.value, b.value);

function readPrices(prices: readonly (number | string | bigint)[]): Fraction[] {
  const { units, scale } = exactWeights(prices);
  const positions = units.flatMap((unit, position) => (unit === 0n ? [position] : []));
  if (positions.length > 0) {
    throw new ChokepointError(
      'price-not-positive',
      `${positions.length} prices are zero, the first at position ${positions[0]}.`,
      'Set these prices aside; their rows stay for the other claims.',
      { index: positions[0], positions: positions.slice(0, 100), count: positions.length },
    );
  }
  const den = 10n ** BigInt(scale);
  return units.map((num) => reduce({ num, den }));
}

function weightedMean(prices: readonly Price[], total: bigint): Fraction {
  const sum = prices.reduce((partial, { value, weight }) => add(partial, multiply(value, fraction(weight))), fraction(0));
  return reduce({ num: sum.num, den: sum.den * total });
}

function spread(prices: readonly Price[], total: bigint, at: (level: Fraction) => Fraction, mad: Fraction) {
  const mean = weightedMean(prices, total);
  const squares = prices.map(({ value, weight }) => {
    const deviation = subtract(value, mean);
    return { value: multiply(deviation, deviation), weight };
  });
  const [p10, p25, p50, p75, p90] = [fraction(1, 10), fraction(1, 4), fraction(1, 2), fraction(3, 4), fraction(9, 10)].map(at) as [
    Fraction,
    Fraction,
    Fraction,
    Fraction,
    Fraction,
  ];
  return {
    mean: toNumber(mean),
    p10: toNumber(p10),
    p25: toNumber(p25),
    p50: toNumber(p50),
    p75: toNumber(p75),
    p90: toNumber(p90),
    p90OverP10: toNumber(reduce({ num: p90.num * p10.den, den: p90.den * p10.num })),
    iqr: toNumber(subtract(p75, p25)),
    cv: Math.sqrt(toNumber(weightedMean(squares, total))) / toNumber(mean),
    mad: toNumber(mad),
    pointsOnly: prices.length < POINTS_ONLY_BELOW,
  };
}

const distanceFrom =
  (center: Fraction) =>
  (price: Price): Price => {
    const difference = subtract(price.value, center);
    return { value: { num: difference.num < 0n ? -difference.num : difference.num, den: difference.den }, weight: price.weight };
  };

/**
 * Spread of the prices of one GPU class, unweighted: quantiles of type 7, CV with divisor n, MAD without scale factor.
 *
 * @param prices in one unit and currency, all above 0; decimals are read exactly
 * @returns values in the unit of the prices; `no-weight` without prices
 * @throws ChokepointError `not-a-number`, `negative-weight`, `price-not-positive` with positions
 * Source: domain 3.6.
 */
export function priceDispersion(prices: readonly (number | string | bigint)[]): Measured<PriceDispersion> {
  if (prices.length === 0) return notMeasured('no-weight');
  const sorted = readPrices(prices)
    .map((value) => ({ value, weight: 1n }))
    .sort(byValue);
  const values = sorted.map(({ value }) => value);
  const at = (level: Fraction) => quantile(values, level);
  const distances = sorted.map(distanceFrom(at(fraction(1, 2)))).sort(byValue);
  const mad = quantile(
    distances.map(({ value }) => value),
    fraction(1, 2),
  );
  return measured({ n: prices.length, ...spread(sorted, BigInt(prices.length), at, mad) });
}

/**
 * Spread of the prices of one GPU class weighted by GPUs; every quantile is a price that occurs.
 *
 * @param prices in one unit and currency, all above 0
 * @param gpus non-negative integer weight per price, same length
 * @returns values in the unit of the prices; `no-weight` when the weights add to 0
 * @throws ChokepointError `not-a-number`, `negative-weight`, `price-not-positive` with positions
 * Source: domain 3.6.
 */
export function weightedPriceDispersion(
  prices: readonly (number | string | bigint)[],
  gpus: readonly bigint[],
): Measured<WeightedPriceDispersion> {
  const { units } = exactWeights(gpus);
  const total = units.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return notMeasured('no-weight');
  const sorted = readPrices(prices)
    .map((value, position) => ({ value, weight: units[position] ?? 0n }))
    .filter(({ weight }) => weight > 0n)
    .sort(byValue);
  const at = (level: Fraction) => weightedQuantile(sorted, level);
  const distances = sorted.map(distanceFrom(at(fraction(1, 2)))).sort(byValue);
  const mad = weightedQuantile(distances, fraction(1, 2));
  return measured({ n: sorted.length, totalWeight: Number(total), ...spread(sorted, total, at, mad) });
}
