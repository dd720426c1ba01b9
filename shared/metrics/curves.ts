import { toNumber } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank, weightOfLargest } from './ranking.ts';

/** Points from the origin on; both coordinates never fall. */
export type Curve = readonly (readonly [x: number, y: number])[];

/** Ranks 0..count, thinned evenly to at most `maxPoints`, first and last kept. */
function ranksShown(count: number, maxPoints: number): number[] {
  const steps = Math.min(count, Math.max(2, Math.floor(maxPoints)) - 1);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round((step / steps) * count));
}

/**
 * Lorenz curve: (0, 0), then (i/n, share of the i smallest entities).
 *
 * @param maxPoints thins the curve evenly; every point given is on it
 * @returns points from (0, 0) to (1, 1); `no-weight` when the total is 0
 * Source: Lorenz 1905; domain 3.4.
 */
export function lorenz(weights: Weights, maxPoints = Number.POSITIVE_INFINITY): Measured<Curve> {
  const ranking = rank(weights);
  const n = ranking.count;
  if (n === 0) return notMeasured('no-weight');
  const left = (i: number) => toNumber({ num: ranking.total - weightOfLargest(ranking, n - i), den: ranking.total });
  return measured(ranksShown(n, maxPoints).map((i) => [i / n, left(i)] as const));
}
