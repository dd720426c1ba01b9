import type { ServedCurve } from '../curves.ts';
import { spread } from '../curves.ts';
import { worstCase } from '../envelope.ts';
import type { Checkpoint } from '../orders.ts';
import type { RandomBand, RandomDraws } from '../random.ts';
import type { ServiceTerms } from '../terms.ts';
import { attackOrders, lowerProblem, upperProblem } from './breaking-point.ts';
import type { CutProblem } from './cuts.ts';
import { coefficients, cutSearch, MOST_CUT_JOBS, needOf, topValues } from './cuts.ts';
import { take } from './flow.ts';
import { packedValue } from './placement.ts';
import { competingRandom } from './random.ts';
import { servedAlong } from './served-along.ts';
import type { CompetingSupply } from './supply.ts';
import { lowFromFlow, servedBounds } from './supply.ts';

/** The worst case is computed for every k up to here, then at about this many points more. */
const DENSE = 100;
/** Points of an order at which jobs are packed for a lower end; between them the packing of the next point holds. */
const PACKED = 12;
/** Random removal is recorded at about twice as many numbers of removals. */
const RANDOM_POINTS = 20;

/**
 * Curves of one reading in competing mode, as those of the independent mode: `served` is the flow bound, no more can be served; `servedLow`
 * is served for certain. A packing after more removals of the same order holds for fewer as well (removal-test.md 3), so it never rises.
 *
 * @param breakingPoint size of the smallest attack known, `null` = never
 * @param random seed and trials, `null` = no random curves
 */
export function competingCurves(
  supply: CompetingSupply,
  terms: ServiceTerms,
  largestFirst: Int32Array,
  breakingPoint: number | null,
  options: { maxCutClasses: number; random: RandomDraws | null; checkpoint?: Checkpoint },
): { curves: ServedCurve[]; random: RandomBand | null } {
  const { units } = supply.alone;
  const { checkpoint } = options;
  const ks = spread(units, DENSE, breakingPoint);
  const start = servedBounds(supply, terms, []);
  const points = spread(Math.min(units, Math.max(DENSE, Math.ceil(1.25 * (breakingPoint ?? 0)))), DENSE, breakingPoint);
  // Both axes at once, so that each order is gone along only once.
  const every = [...new Set([...ks, ...points])].sort((a, b) => a - b);
  const placeOf = new Map(every.map((k, place) => [k, place]));
  const at = (values: readonly number[], wanted: readonly number[]) => wanted.map((k) => values[placeOf.get(k) as number] as number);
  const largest = servedAlong(supply, terms, largestFirst, every, start.high);
  const high = at(largest, ks);
  const low = lowCurve(supply, largestFirst, ks, start.low).map((value, index) => Math.min(value, high[index] as number));
  const best = bestFound(supply, terms, every, start.high, checkpoint).map((value, place) => Math.min(value, largest[place] as number));
  const curves: ServedCurve[] = [untilZero('largest-first', ks, high, low), untilZero('best-found', ks, at(best, ks))];
  const worst = competingWorstCase(supply, terms, points, { ...options, known: at(best, points) });
  if (worst) {
    const served = worst.high.map((value, index) => (points[index] === 0 ? start.high : value));
    const certain = worst.low.map((value, index) => (points[index] === 0 ? start.low : Math.min(value, served[index] as number)));
    curves.push(untilZero('worst-case', points, served), untilZero('worst-case-low', points, certain));
  }
  if (!options.random || units === 0) return { curves, random: null };
  const drawn = spread(units, RANDOM_POINTS, breakingPoint);
  const random = competingRandom(supply, terms, drawn, options.random, start.high, checkpoint);
  curves.push(
    untilZero('random-median', drawn, random.median),
    untilZero('random-p05', drawn, random.p05),
    untilZero('random-p95', drawn, random.p95),
  );
  return { curves, random };
}

/** Least that is served at most along any of the static attacks; each k takes the attack that hurts most there. */
function bestFound(
  supply: CompetingSupply,
  terms: ServiceTerms,
  ks: readonly number[],
  start: number,
  checkpoint?: Checkpoint,
): readonly number[] {
  const best = ks.map(() => start);
  for (const order of attackOrders(supply)) {
    checkpoint?.(0, 1);
    servedAlong(supply, terms, order, ks, start).forEach((value, index) => {
      best[index] = Math.min(best[index] as number, value);
    });
  }
  return best;
}

/**
 * Worst case over all sets of k units: of what can be served at most, and of what whole jobs are served for certain (removal-test.md 4.3,
 * 4.7). The upper end is the least of three bounds: the cuts over GPUs that classes share, the best attack found, and the exact worst case
 * with each class asked alone, which is the lower one where instances do not fit the GPUs that cuts count.
 *
 * @param ks ascending numbers of removals, each at most the number of units; nodes without an owner are gone
 * @param known served at most after some attack of each size; default: the static attacks are gone along
 * @returns value of service for each k, or `null` where classes are too many to go through their subsets
 */
export function competingWorstCase(
  supply: CompetingSupply,
  terms: ServiceTerms,
  ks: readonly number[],
  { maxCutClasses = MOST_CUT_JOBS, known, checkpoint }: { maxCutClasses?: number; known?: readonly number[]; checkpoint?: Checkpoint } = {},
): { high: number[]; low: number[] } | null {
  const { jobs, lower } = supply;
  if (jobs.jobs.length > Math.min(maxCutClasses, MOST_CUT_JOBS)) return null;
  let high = envelopeOf(upperProblem(supply), ks, jobs.demand, checkpoint).map((value) => Math.floor(value / jobs.scale));
  // Elsewhere the cuts are never above the other two.
  if (supply.aloneMatters) {
    const attacked = known ?? bestFound(supply, terms, ks, terms.demand, checkpoint);
    const alone = worstCase(supply.alone, terms, ks, maxCutClasses, [], checkpoint);
    high = high.map((value, index) => Math.min(value, attacked[index] as number, alone?.[index] ?? value));
  }
  const even = lowerProblem(supply);
  const dearest = jobs.jobs[0]?.price ?? 0;
  if (even === null || lower.loss === null) return { high, low: ks.map(() => 0) };
  const volume = even.demand.reduce((sum, amount) => sum + amount, 0);
  const low = envelopeOf(even, ks, volume, checkpoint).map((value) => {
    const missing = Math.max(0, volume + (lower.loss as number) - value);
    return Math.max(0, Math.ceil((jobs.demand - dearest * missing) / jobs.scale));
  });
  return { high, low: low.map((value, index) => Math.min(value, high[index] as number)) };
}

function envelopeOf(problem: CutProblem, ks: readonly number[], demand: number, checkpoint?: Checkpoint): number[] {
  const search = cutSearch(problem);
  const last = ks[ks.length - 1] ?? 0;
  const best = ks.map(() => demand);
  search.masks.forEach((mask, step) => {
    if ((step & 63) === 63) checkpoint?.(step, search.masks.length);
    const coefficient = coefficients(search.bits, problem.price, mask);
    const whole = needOf(search, mask, coefficient) + problem.below;
    const values = topValues(search, coefficient, last, Infinity);
    let left = whole;
    let taken = 0;
    ks.forEach((k, index) => {
      for (; taken < k; taken += 1) left -= values[taken] as number;
      if (left < (best[index] as number)) best[index] = left;
    });
  });
  return best;
}

function lowCurve(supply: CompetingSupply, order: ArrayLike<number>, ks: readonly number[], start: number): number[] {
  const left = supply.lower.totals.slice();
  const flags = new Uint8Array(supply.alone.units);
  const every = Math.max(1, Math.ceil(ks.length / PACKED));
  const exact = supply.lower === supply.pieces && supply.jobs.uniform && supply.lower.loss === 0;
  let removed = 0;
  const low = ks.map((k, index) => {
    for (; removed < k; removed += 1) {
      const unit = order[removed] as number;
      take(supply.lower, left, unit);
      flags[unit] = 1;
    }
    if (k === 0) return start;
    const certain = lowFromFlow(supply, left);
    if (exact || index % every !== 0) return certain;
    return Math.max(certain, Math.floor(packedValue(supply, flags) / supply.jobs.scale));
  });
  for (let index = low.length - 2; index >= 0; index -= 1) low[index] = Math.max(low[index] as number, low[index + 1] as number);
  return low;
}

function untilZero(order: ServedCurve['order'], ks: readonly number[], values: readonly number[], low?: readonly number[]): ServedCurve {
  const end = values.indexOf(0);
  const length = end < 0 ? values.length : end + 1;
  return { order, k: ks.slice(0, length), served: values.slice(0, length), ...(low ? { servedLow: low.slice(0, length) } : {}) };
}
