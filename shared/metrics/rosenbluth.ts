import type { Fraction } from './exact.ts';
import { reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import { rankWeightedSum } from './sums.ts';

/**
 * Rosenbluth / Hall-Tideman index: `1 / (2 sum i p(i) - 1)`, i = rank by descending share; equals `1 / (n (1 - G))`.
 *
 * @returns exact ratio in [1/n, 1]; `no-weight` when the total is 0
 * Source: Hall & Tideman 1967; domain 3.5, optional.
 */
export function rosenbluth(weights: Weights): Measured<Fraction> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  return measured(reduce({ num: ranking.total, den: 2n * rankWeightedSum(ranking) - ranking.total }));
}
