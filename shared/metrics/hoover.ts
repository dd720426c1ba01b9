import type { Fraction } from './exact.ts';
import { reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { countAtLeast, rank, weightOfLargest } from './ranking.ts';

/**
 * Hoover index: `1/2 sum |p_i - 1/n|`, the share that would have to move for all entities to hold the same.
 *
 * @returns exact ratio in [0, 1 - 1/n] over positive entities; `no-weight` when the total is 0
 * Source: Hoover 1936; domain 3.5, optional.
 */
export function hoover(weights: Weights): Measured<Fraction> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const n = BigInt(ranking.count);
  // Entities above the mean T/n hold, together, what exceeds their equal share: sum over x > T/n of (n x - T) / (n T).
  const above = countAtLeast(ranking, ranking.total / n + 1n);
  return measured(reduce({ num: n * weightOfLargest(ranking, above) - BigInt(above) * ranking.total, den: n * ranking.total }));
}
