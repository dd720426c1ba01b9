import { worstCase } from './envelope.ts';
import type { Checkpoint } from './orders.ts';
import { curveOf, greedyOrder, staticOrders } from './orders.ts';
import type { RandomBand, RandomDraws } from './random.ts';
import { createRandomRemoval } from './random.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** Served value after k removals, k ascending from 0; a curve ends at the first 0. */
export type ServedCurve = {
  order: 'largest-first' | 'best-found' | 'worst-case' | 'worst-case-low' | 'random-median' | 'random-p05' | 'random-p95';
  k: number[];
  /** in competing mode no more than this can be served */
  served: number[];
  /** in competing mode: served for certain; absent where `served` is exact or nothing better than 0 is known */
  servedLow?: number[];
};

/** Additions that the greedy attack may cost on top of the static orders. */
const GREEDY_WORK = 2e8;
/** The worst case is computed for every k up to here, then at about this many points more. */
const DENSE = 100;
const RANDOM_POINTS = 200;
const CHUNK = 200;

/**
 * The curves of one reading of the data, over one axis: largest-first by the given order, best found (the lowest of all heuristic attacks
 * at each k, so no single attack), exact worst case, and median with 5 and 95 % quantile of random removal.
 *
 * @param breakingPoint size of the smallest attack known, `null` = never
 * @param random seed and number of trials, `null` = no random curves
 * @returns the curves, and the whole statement of the random ones
 */
export function curvesOf(
  supply: Supply,
  terms: ServiceTerms,
  largestFirst: Int32Array,
  breakingPoint: number | null,
  options: { maxCutClasses: number; random: RandomDraws | null; checkpoint?: Checkpoint },
): { curves: ServedCurve[]; random: RandomBand | null } {
  const { units, classes } = supply;
  const { checkpoint } = options;
  const largest = curveOf(supply, terms, largestFirst);
  const best = largest.slice();
  const lower = (curve: Float64Array) => {
    for (let k = 0; k <= units; k += 1) best[k] = Math.min(best[k] as number, curve[k] as number);
  };
  for (const order of staticOrders(supply, terms)) lower(curveOf(supply, terms, order));
  const steps = Math.min(units, Math.max(DENSE, breakingPoint ?? 0), Math.floor(GREEDY_WORK / Math.max(1, units * classes)));
  lower(curveOf(supply, terms, greedyOrder(supply, terms, steps, checkpoint)));

  const last = Math.min(units, Math.max(DENSE, Math.ceil(1.25 * (breakingPoint ?? 0))));
  const points = spread(last, DENSE, breakingPoint);
  const worst = worstCase(supply, terms, points, options.maxCutClasses, best, checkpoint);
  const all = Array.from(largest.keys());
  const curves: ServedCurve[] = [untilZero('largest-first', all, largest), untilZero('best-found', all, best)];
  if (worst) curves.push(untilZero('worst-case', points, worst));
  let band: RandomBand | null = null;
  if (options.random && units > 0) {
    const ks = spread(units, RANDOM_POINTS, breakingPoint);
    const removal = createRandomRemoval(supply, terms, ks, options.random.seed);
    for (let done = 0; done < options.random.trials; done += CHUNK) {
      checkpoint?.(done, options.random.trials);
      options.random.drawn?.(done, options.random.trials);
      removal.run(Math.min(CHUNK, options.random.trials - done));
    }
    // What is left after more removals is no more, so the next point of the worst case bounds the numbers between.
    band = removal.band(ks.map((k) => worst?.[points.findIndex((point) => point >= k)] ?? (k === 0 ? (largest[0] as number) : 0)));
    curves.push(untilZero('random-median', ks, band.median), untilZero('random-p05', ks, band.p05), untilZero('random-p95', ks, band.p95));
  }
  return { curves, random: band };
}

/** 0..last: every number up to `dense`, about `dense` more evenly spread, and the two at the breaking point. */
export function spread(last: number, dense: number, breakingPoint: number | null): number[] {
  const ks = new Set<number>();
  for (let k = 0; k <= Math.min(last, dense); k += 1) ks.add(k);
  for (let point = 1; point <= dense; point += 1) if (last > dense) ks.add(dense + Math.round((point * (last - dense)) / dense));
  if (breakingPoint !== null) for (const k of [breakingPoint - 1, breakingPoint]) if (k >= 0 && k <= last) ks.add(k);
  return [...ks].sort((a, b) => a - b);
}

function untilZero(order: ServedCurve['order'], ks: readonly number[], values: ArrayLike<number>): ServedCurve {
  const served = Array.from(values);
  const end = served.indexOf(0);
  const length = end < 0 ? served.length : end + 1;
  return { order, k: ks.slice(0, length), served: served.slice(0, length) };
}
