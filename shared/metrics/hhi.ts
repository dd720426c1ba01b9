import type { Fraction } from './exact.ts';
import { fraction, reduce, toNumber } from './exact.ts';
import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import { sumOfSquares } from './sums.ts';

/**
 * Herfindahl-Hirschman index: sum of squared shares, `sum x^2 / T^2`.
 *
 * @param weights non-negative integers per entity; zeros are ignored
 * @returns exact ratio in [1/n, 1]; `no-weight` when the total is 0
 * Source: Hirschman 1945, Herfindahl 1950; domain 3.2.
 */
export function hhi(weights: Weights): Measured<Fraction> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  return measured(reduce({ num: sumOfSquares(ranking), den: ranking.total * ranking.total }));
}

/** HHI in points: an exact ratio in 0..10000 from an exact ratio in 0..1. */
export function toPoints(index: Fraction): Fraction {
  return reduce({ num: index.num * 10_000n, den: index.den });
}

/**
 * Normalised HHI: `(H - 1/n) / (1 - 1/n)` with n = entities of positive weight.
 *
 * @returns exact ratio in [0, 1]; 1 with flag `n=1` for one entity; `no-weight` when the total is 0
 * Source: domain 3.2.
 */
export function hhiNormalised(weights: Weights): Measured<Fraction> {
  const ranking = rank(weights);
  if (ranking.count === 1) return measured(fraction(1), 'n=1');
  const n = BigInt(ranking.count);
  return mapMeasured(hhi(ranking), ({ num, den }) => reduce({ num: num * n - den, den: den * (n - 1n) }));
}

/**
 * Effective number of entities, `1 / HHI`: as concentrated as that many equal ones (Hill number of order 2).
 *
 * @returns exact ratio in [1, n]; `no-weight` when the total is 0
 * Source: Hill 1973; domain 3.2.
 */
export function effectiveNumber(weights: Weights): Measured<Fraction> {
  return mapMeasured(hhi(weights), ({ num, den }) => ({ num: den, den: num }));
}

/** HHI as a double in points (0..10000), for display; comparisons use the exact ratio. */
export function hhiPoints(weights: Weights): Measured<number> {
  return mapMeasured(hhi(weights), (index) => toNumber(toPoints(index)));
}
