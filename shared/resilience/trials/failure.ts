import { ChokepointError } from '../../case/error.ts';
import { servedAtStart, servedValue, totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { identitiesOf, keyOf, seedBase } from './keys.ts';
import type { SampleError } from './quantiles.ts';
import { sampleError, servedQuantile, stepOf } from './quantiles.ts';
import { BINS } from './tables.ts';

/** Served value when every unit fails on its own, per probability asked. */
export type FailureBand = {
  trials: number;
  /** the probabilities, or the mean of those of the units */
  p: number[];
  p05: number[];
  median: number[];
  p95: number[];
  /** share of the trials that fall below the limit */
  failing: number[];
  mean: number[];
  /** mean number of units that failed */
  failed: number[];
  error: SampleError;
};

export type IndependentFailure = {
  /** runs more trials */
  run: (trials: number) => void;
  band: () => FailureBand;
};

/**
 * Independent failure by the keys of random removal: a unit fails where its key, read as a fraction of 2^32, is below its probability. So
 * sets are nested over rising probabilities, a unit without capacity changes nothing, and scenarios with the same seed are compared pairwise.
 *
 * @param probabilities ascending, each for all units; or one row with a probability for each unit, in unit order (such as 1 - uptime)
 * @throws ChokepointError `probability-invalid` where one is not between 0 and 1, or they do not ascend
 */
export function createIndependentFailure(
  supply: Supply,
  terms: ServiceTerms,
  probabilities: { all: readonly number[] } | { each: ArrayLike<number> },
  seed: number,
): IndependentFailure {
  const { units, classes, capacity } = supply;
  const each = 'each' in probabilities ? Float64Array.from(probabilities.each) : null;
  const all = 'all' in probabilities ? Float64Array.from(probabilities.all) : new Float64Array(0);
  assertProbabilities(each ?? all, each === null);
  const points = each ? 1 : all.length;
  const limits = all.map((p) => p * 2 ** 32);
  const limitOf = each?.map((p) => p * 2 ** 32);
  const identities = identitiesOf(supply.ids, units);
  const base = seedBase(seed);
  const totals = totalCapacity(supply);
  const start = servedAtStart(supply, terms);
  /** capacity lost from one probability to the next, row-major points x classes */
  const lost = new Float64Array(points * classes);
  const fallen = new Int32Array(points);
  const available = new Float64Array(classes);
  const bins = new Int32Array(points * BINS);
  const sums = new Float64Array(points);
  const failures = new Int32Array(points);
  const failed = new Float64Array(points);
  let trials = 0;

  const pointOf = (unit: number, key: number): number => {
    if (limitOf) return key < (limitOf[unit] as number) ? 0 : 1;
    let low = 0;
    let high = points;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (key < (limits[middle] as number)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const trial = (number: number) => {
    lost.fill(0);
    fallen.fill(0);
    for (let unit = 0; unit < units; unit += 1) {
      const point = pointOf(unit, keyOf(base, number, identities[unit] as number, identities[units + unit] as number));
      if (point === points) continue;
      fallen[point] = (fallen[point] as number) + 1;
      for (let index = 0; index < classes; index += 1)
        lost[point * classes + index] = (lost[point * classes + index] as number) + (capacity[unit * classes + index] as number);
    }
    available.set(totals);
    let count = 0;
    for (let point = 0; point < points; point += 1) {
      for (let index = 0; index < classes; index += 1)
        available[index] = (available[index] as number) - (lost[point * classes + index] as number);
      count += fallen[point] as number;
      const served = count === 0 ? start : servedValue(terms, available);
      const bin = terms.demand === 0 ? BINS - 1 : Math.floor((served / terms.demand) * (BINS - 1));
      bins[point * BINS + bin] = (bins[point * BINS + bin] as number) + 1;
      sums[point] = (sums[point] as number) + served;
      failed[point] = (failed[point] as number) + count;
      if (served < terms.below) failures[point] = (failures[point] as number) + 1;
    }
  };
  const perPoint = <T>(value: (point: number) => T): T[] => Array.from({ length: points }, (_, point) => value(point));
  const step = stepOf(terms.value);
  const served = (share: number) =>
    perPoint((point) => servedQuantile(bins, point, share, { trials, demand: terms.demand, step, least: 0 }));
  const perTrial = (counts: ArrayLike<number>) => Array.from(counts, (count) => count / Math.max(1, trials));

  return {
    run: (count) => {
      for (let run = 0; run < count; run += 1) trial(trials + run);
      trials += count;
    },
    band: () => ({
      trials,
      p: each ? [each.reduce((sum, p) => sum + p, 0) / Math.max(1, units)] : Array.from(all),
      p05: served(0.05),
      median: served(0.5),
      p95: served(0.95),
      failing: perTrial(failures),
      mean: perTrial(sums),
      failed: perTrial(failed),
      error: sampleError(trials, points),
    }),
  };
}

/** @throws ChokepointError `probability-invalid` where one is not between 0 and 1, or they do not ascend */
export function assertProbabilities(values: Float64Array, ascending: boolean): void {
  const place = values.findIndex((p, at) => !(p >= 0 && p <= 1) || (ascending && at > 0 && p < (values[at - 1] as number)));
  if (place < 0) return;
  const value = values[place] as number;
  throw new ChokepointError(
    'probability-invalid',
    `The probability of failure ${value} ${value >= 0 && value <= 1 ? 'is smaller than the one before it' : 'is not between 0 and 1'}.`,
    'Give fractions from 0 to 1 in ascending order; an uptime of 99.5 % is a probability of 0.005.',
    { value: String(value), place },
  );
}
