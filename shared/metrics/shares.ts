import type { Fraction } from './exact.ts';
import { fraction, reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { countAtLeast, positionsOf, rank, weightAt, weightOfLargest } from './ranking.ts';
import { scan } from './scan.ts';

/** Share of the largest entity and all entities that tie for it. */
export type MaximumShare = { readonly share: Fraction; readonly leaders: readonly number[] };

/** Most entities that are looked for without sorting. */
const FEW = 16;

/** Next place from `from` on with more than the last of the largest; the length where there is none. */
function nextAbove(weights: Float64Array, from: number, largest: Float64Array): number {
  // read from an array of doubles, and nothing else in the loop: so it runs at full speed
  const least = largest[largest.length - 1] as number;
  const { length } = weights;
  let place = from;
  while (place < length && (weights[place] as number) <= least) place += 1;
  return place;
}

/** What the k largest of many weights hold, and the total; `null` where sorting is needed. */
function largestHeld(weights: Float64Array, k: number): Fraction | null {
  if (k > FEW || weights.length < 256) return null;
  const { exact, total } = scan(weights);
  if (!exact || total === 0) return null;
  const largest = new Float64Array(k);
  for (let i = nextAbove(weights, 0, largest); i < weights.length; i = nextAbove(weights, i + 1, largest)) {
    const weight = weights[i] as number;
    let place = k - 1;
    for (; place > 0 && (largest[place - 1] as number) < weight; place--) largest[place] = largest[place - 1] as number;
    largest[place] = weight;
  }
  // fewer than k hold anything: the ranking says so with a flag
  return largest[k - 1] === 0 ? null : { num: BigInt(largest.reduce((sum, weight) => sum + weight, 0)), den: BigInt(total) };
}

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
  const found = weights instanceof Float64Array ? largestHeld(weights, k) : null;
  if (found) return measured(reduce(found));
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
