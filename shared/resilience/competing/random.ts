import type { Checkpoint } from '../orders.ts';
import type { RandomBand, RandomDraws } from '../random.ts';
import type { ServiceTerms } from '../terms.ts';
import { identitiesOf, keyOf, seedBase } from '../trials/keys.ts';
import { rankOf, sampleError } from '../trials/quantiles.ts';
import { servedAlong } from './served-along.ts';
import type { CompetingSupply } from './supply.ts';

/** Steps of all trials together, some seconds; each trial needs a flow at every point. */
const WORK = 1e9;
/** Trials that are drawn whatever they cost. */
const LEAST_TRIALS = 200;
/** Steps of a flow for each pair of jobs and each set of nodes. */
const FLOW_STEPS = 20;

/** Trials that are drawn at most, so that all flows take seconds: fewer for more units, points, classes and kinds of nodes. */
export function mostCompetingTrials({ alone, jobs, pieces }: Pick<CompetingSupply, 'alone' | 'jobs' | 'pieces'>, points: number): number {
  const flow = FLOW_STEPS * jobs.jobs.length ** 2 * pieces.sets.length;
  const order = alone.units * (FLOW_STEPS + alone.classes);
  return Math.max(LEAST_TRIALS, Math.floor(WORK / Math.max(1, order + points * flow)));
}

/**
 * Exact-k random removal in competing mode, by the keys of the independent mode: the same seed draws the same sets of units. Served is the
 * flow bound; no more can be served. A crossing is the first recorded number of removals at which the bound is below the limit.
 *
 * @param ks ascending numbers of removals, each at most the number of units
 * @param start served at most before any removal
 * @returns with the trials that were drawn, at most `mostCompetingTrials`
 */
export function competingRandom(
  supply: CompetingSupply,
  terms: ServiceTerms,
  ks: readonly number[],
  { seed, trials, drawn }: RandomDraws,
  start: number,
  checkpoint?: Checkpoint,
): RandomBand {
  const { units, ids } = supply.alone;
  const count = Math.min(trials, mostCompetingTrials(supply, ks.length));
  const identities = identitiesOf(ids, units);
  const base = seedBase(seed);
  const keys = new Float64Array(units);
  const served = ks.map(() => new Float64Array(count));
  const crossings = new Float64Array(count).fill(Infinity);
  for (let trial = 0; trial < count; trial += 1) {
    checkpoint?.(trial, count);
    drawn?.(trial, count);
    // 32 bits of key above 20 bits of index in one double: the index breaks ties and comes back out after sorting.
    for (let unit = 0; unit < units; unit += 1)
      keys[unit] = keyOf(base, trial, identities[unit] as number, identities[units + unit] as number) * 2 ** 20 + unit;
    const order = Int32Array.from(keys.sort(), (key) => key % 2 ** 20);
    servedAlong(supply, terms, order, ks, start).forEach((value, position) => {
      (served[position] as Float64Array)[trial] = value;
      if (value < terms.below) crossings[trial] = Math.min(crossings[trial] as number, ks[position] as number);
    });
  }
  const quantile = (share: number) =>
    served.map((values) => (count === 0 ? terms.demand : (values.toSorted()[rankOf(share, count) - 1] as number)));
  const sorted = crossings.toSorted();
  const crossing = (share: number) => {
    const k = sorted[rankOf(share, count) - 1];
    return k === undefined || k === Infinity ? null : k;
  };
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  return {
    trials: count,
    k: [...ks],
    p05: quantile(0.05),
    median: quantile(0.5),
    p95: quantile(0.95),
    failing: served.map((values) => mean(values.map((value) => (value < terms.below ? 1 : 0)))),
    mean: served.map(mean),
    crossing: { p05: crossing(0.05), median: crossing(0.5), p95: crossing(0.95) },
    error: sampleError(count, ks.length),
    rounded: false,
  };
}
