import type { Fraction } from './exact.ts';
import { fraction, reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { countAtLeast, positionsOf, rank, weightAt, weightOfLargest } from './ranking.ts';

/** Share of the largest entity and all entities that tie for it. */
export type MaximumShare = { readonly share: Fraction; readonly leaders: readonly number[] };

/**
 * Concentration ratio CR_k: share of the k largest entities.
 *
 * @param k number of entities, at least 1
 * @returns exact ratio in [k/n, 1]; 1 with flag `k>n` when there are fewer; `no-weight` when the total is 0
 * @throws RangeError when k is not a positive integer
 * Source: domain 3.2.
 */
export function concentrationRatio(weights: Weights, k: number): Measured<Fraction> {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k must be a positive integer, not ${k}`);
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  if (k > ranking.count) return measured(fraction(1), 'k>n');
  return measured(reduce({ num: weightOfLargest(ranking, k), den: ranking.total }));
}

/**
 * Maximum share CR1 (Berger-Parker) with every entity that holds it.
 *
 * @returns exact ratio and the positions of all tied leaders; `no-weight` when the total is 0
 * Source: Berger & Parker 1970; domain 3.2.
 */
export function maximumShare(weights: Weights): Measured<MaximumShare> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const largest = weightAt(ranking, 0);
  const leaders = positionsOf(ranking, 0, countAtLeast(ranking, largest));
  return measured({ share: reduce({ num: largest, den: ranking.total }), leaders });
}
