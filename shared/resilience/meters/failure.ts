import { assertProbabilities } from '../trials/failure.ts';
import { identitiesOf, keyOf, seedBase } from '../trials/keys.ts';
import type { SampleError } from '../trials/quantiles.ts';
import { rankOf, sampleError } from '../trials/quantiles.ts';
import type { Meter } from './meter.ts';

/** Quantiles and mean of what is served over draws. */
export type ServedSpread = { p05: number; median: number; p95: number; mean: number };

/** Served when every unit fails on its own, per probability asked, by any metric and placement. */
export type MeteredFailure = {
  trials: number;
  /** the probabilities, or the mean of those of the units */
  p: number[];
  /** share of the trials that miss the limit: for certain, and at most */
  failing: { low: number; high: number }[];
  /** served for certain, and at most */
  served: { low: ServedSpread; high: ServedSpread }[];
  /** mean number of units that failed */
  failed: number[];
  error: SampleError;
};

/** Steps of all trials together, some seconds. */
const WORK = 1e9;
const LEAST_TRIALS = 200;

/** Trials that are drawn at most, so that all bounds take seconds. */
export function mostFailureTrials({ units, totals, steps }: Pick<Meter, 'units' | 'totals' | 'steps'>, points: number): number {
  return Math.max(LEAST_TRIALS, Math.floor(WORK / Math.max(1, units * 20 + points * (steps + totals.length))));
}

/**
 * Independent failure by the keys of `createIndependentFailure`: the same seed draws the same sets of units.
 *
 * @param probabilities ascending, each for all units; or one for each unit, in unit order
 * @throws ChokepointError `probability-invalid`
 */
export function failureMetered(
  meter: Meter,
  probabilities: { all: readonly number[] } | { each: ArrayLike<number> },
  { seed, trials, drawn }: { seed: number; trials: number; drawn?: (done: number, total: number) => void },
): MeteredFailure {
  const { units, ids, limits, totals, start } = meter;
  const each = 'each' in probabilities ? Float64Array.from(probabilities.each) : null;
  const all = 'all' in probabilities ? Float64Array.from(probabilities.all) : new Float64Array(0);
  assertProbabilities(each ?? all, each === null);
  const points = each ? 1 : all.length;
  const identities = identitiesOf(ids, units);
  const base = seedBase(seed);
  const low = Array.from({ length: points }, () => new Float64Array(trials));
  const high = Array.from({ length: points }, () => new Float64Array(trials));
  const failed = new Float64Array(points);
  const keys = new Float64Array(units);
  for (let trial = 0; trial < trials; trial += 1) {
    drawn?.(trial, trials);
    for (let unit = 0; unit < units; unit += 1)
      keys[unit] = keyOf(base, trial, identities[unit] as number, identities[units + unit] as number);
    const left = totals.slice();
    const gone = new Uint8Array(units);
    let count = 0;
    for (let point = 0; point < points; point += 1) {
      for (let unit = 0; unit < units; unit += 1) {
        if (gone[unit] === 1 || (keys[unit] as number) >= (each ? (each[unit] as number) : (all[point] as number)) * 2 ** 32) continue;
        gone[unit] = 1;
        count += 1;
        meter.take(left, unit);
      }
      const served = meter.bounds(count === 0 ? start : left);
      (low[point] as Float64Array)[trial] = served.low;
      (high[point] as Float64Array)[trial] = served.high;
      failed[point] = (failed[point] as number) + count;
    }
  }
  const share = (values: Float64Array) => values.reduce((sum, value) => sum + (value < limits.below ? 1 : 0), 0) / Math.max(1, trials);
  return {
    trials,
    p: each ? [each.reduce((sum, p) => sum + p, 0) / Math.max(1, units)] : Array.from(all),
    failing: high.map((values, point) => ({ low: share(values), high: share(low[point] as Float64Array) })),
    served: high.map((values, point) => ({ low: spreadOf(low[point] as Float64Array), high: spreadOf(values) })),
    failed: Array.from(failed, (count) => count / Math.max(1, trials)),
    error: sampleError(trials, points),
  };
}

function spreadOf(values: Float64Array): ServedSpread {
  const sorted = values.toSorted();
  const at = (share: number) => sorted[rankOf(share, values.length) - 1] ?? 0;
  return {
    p05: at(0.05),
    median: at(0.5),
    p95: at(0.95),
    mean: values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length),
  };
}
