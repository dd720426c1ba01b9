import type { Fraction } from './exact.ts';
import { fraction, reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import { rankWeightedSum } from './sums.ts';

/** Whether entities of weight 0 count as members of the population; `drop` is the default everywhere. */
export type ZeroRule = 'drop' | 'keep';

/**
 * Gini coefficient of the population: `sum (2i - n - 1) x_i / (n T)`, x ascending.
 *
 * @param weights non-negative integers per entity
 * @param zeros `drop` counts positive entities, `keep` all registered ones
 * @returns exact ratio in [0, 1 - 1/n]; 0 with flag `n=1` for one entity; `no-weight` when the total is 0
 * Source: Gini 1912; domain 3.4.
 */
export function gini(weights: Weights, zeros: ZeroRule = 'drop'): Measured<Fraction> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const n = BigInt(ranking.count + (zeros === 'keep' ? ranking.zeros : 0));
  if (n === 1n) return measured(fraction(0), 'n=1');
  return measured(reduce({ num: (n + 1n) * ranking.total - 2n * rankWeightedSum(ranking), den: n * ranking.total }));
}

/**
 * Gini coefficient times n / (n - 1), always labelled "corrected".
 *
 * @returns exact ratio in [0, 1]; `too-few-entities` for one entity
 * Source: default of R DescTools; domain 3.4.
 */
export function giniCorrected(weights: Weights, zeros: ZeroRule = 'drop'): Measured<Fraction> {
  const ranking = rank(weights);
  const population = gini(ranking, zeros);
  if (population.reason !== null) return population;
  const n = BigInt(ranking.count + (zeros === 'keep' ? ranking.zeros : 0));
  if (n === 1n) return notMeasured('too-few-entities');
  return measured(reduce({ num: population.value.num * n, den: population.value.den * (n - 1n) }));
}
