import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';

/**
 * Atkinson index: `1 - (mean x^(1-e))^(1/(1-e)) / mean x`, for e = 1 with the geometric mean; a cross-check, not offered in views.
 *
 * @param epsilon aversion to inequality, above 0
 * @returns ratio in [0, 1) over positive entities; `no-weight` when the total is 0
 * Source: Atkinson 1970; domain 3.5, reference only.
 */
export function atkinson(weights: Weights, epsilon: number): Measured<number> {
  if (!(epsilon > 0)) throw new RangeError(`epsilon must be above 0, not ${epsilon}`);
  const { count, doubles, doubleTotal } = rank(weights);
  if (count === 0) return notMeasured('no-weight');
  const mean = doubleTotal / count;
  let sum = 0;
  for (const weight of doubles) sum += epsilon === 1 ? Math.log(weight / mean) : (weight / mean) ** (1 - epsilon);
  return measured(1 - (epsilon === 1 ? Math.exp(sum / count) : (sum / count) ** (1 / (1 - epsilon))));
}
