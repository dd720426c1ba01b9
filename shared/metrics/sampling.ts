import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ChokepointError } from '../case/error.ts';
import type { SamplingResult } from '../case/measures.ts';
import { binomialUpperTail } from './binomial.ts';
import type { Fraction } from './exact.ts';
import { parseFraction, toNumber } from './exact.ts';
import { finiteSampleEffectiveNumber, finiteSampleHhi } from './finite-sample-hhi.ts';
import { toPoints } from './hhi.ts';
import { nakamotoCount } from './nakamoto.ts';
import { type Ranking, rank, weightOfLargest } from './ranking.ts';

/** Sampled units: entity (position) and weight of each; `null` weight = every unit counts one. */
export type SampledUnits = { readonly entities: Int32Array; readonly weights: Float64Array | null; readonly entityCount: number };

/** Draws of the bootstrap unless that were too much work. */
const REPLICATES = 1000;
/** Most units drawn over all replicates, and the fewest replicates. */
const MOST_DRAWS = 20_000_000;
const FEWEST_REPLICATES = 100;
/** One-sided level of the test. */
const LEVEL = 0.05;
/** Days that a sample has to cover for the test of a Nakamoto coefficient. */
const FEWEST_DAYS = 7;

type Indices = { hhi: number; effectiveNumber: number; cr1: number; gini: number };

/** Indices of sums per entity in doubles: a replicate is random anyway. */
function indicesOf(sums: Float64Array): Indices {
  const held = sums.filter((sum) => sum > 0).sort();
  const n = held.length;
  let total = 0;
  let squares = 0;
  let ranked = 0;
  for (let i = 0; i < n; i++) {
    const weight = held[i] as number;
    total += weight;
    squares += weight * weight;
    ranked += (2 * (i + 1) - n - 1) * weight;
  }
  const hhi = squares / (total * total);
  return { hhi: hhi * 10_000, effectiveNumber: 1 / hhi, cr1: (held[n - 1] as number) / total, gini: ranked / (n * total) };
}

function sumsOf({ entities, weights, entityCount }: SampledUnits, draw: (place: number) => number): Float64Array {
  const sums = new Float64Array(entityCount);
  for (let place = 0; place < entities.length; place++) {
    const unit = draw(place);
    const entity = entities[unit] as number;
    sums[entity] = (sums[entity] as number) + (weights === null ? 1 : (weights[unit] as number));
  }
  return sums;
}

/**
 * Percentile intervals (2.5 % to 97.5 %) of HHI, effective number, largest share and Gini by a seeded bootstrap over the sampled units.
 *
 * @param seed of the generator xoroshiro128+; the same seed gives the same intervals
 * @returns intervals and the number of replicates; fewer than 1,000 where the sample is large
 * Source: Efron 1979 (percentile method).
 */
export function bootstrapIntervals(
  units: SampledUnits,
  seed: number,
): { replicates: number; intervals: { id: keyof Indices; value: number; low: number; high: number }[] } {
  const count = units.entities.length;
  const replicates = Math.max(FEWEST_REPLICATES, Math.min(REPLICATES, Math.floor(MOST_DRAWS / Math.max(1, count))));
  const random = xoroshiro128plus(seed);
  const drawn = Array.from({ length: replicates }, () => indicesOf(sumsOf(units, () => uniformInt(random, 0, count - 1))));
  const own = indicesOf(sumsOf(units, (place) => place));
  const names = ['hhi', 'effectiveNumber', 'cr1', 'gini'] as const;
  return {
    replicates,
    intervals: names.map((id) => {
      const ascending = Float64Array.from(drawn, (each) => each[id]).sort();
      const at = (level: number) => ascending[Math.min(replicates - 1, Math.ceil(level * replicates) - 1)] as number;
      return { id, value: own[id], low: at(0.025), high: at(0.975) };
    }),
  };
}

/** Largest k at which the k largest are shown to hold no more than the threshold, and smallest at which they are shown to hold more. */
export type CountRange = { readonly low: number; readonly high: number | null };

/**
 * Range of the Nakamoto coefficient of what a sample is drawn from: k is accepted when the k largest exceed `threshold` by a one-sided binomial
 * test at p < 0.05, and refused when they stay below it by the same test on the other side.
 *
 * @param events number of sampled events per entity
 * @returns smallest k that is not refused and smallest that is accepted; `high` `null` where none is; `null` without events
 * Source: domain 4 after arXiv 2403.13736, 2501.18279.
 */
export function nakamotoOfSample(events: Ranking, threshold: Fraction): CountRange | null {
  if (events.count === 0) return null;
  const trials = Number(events.total);
  const t = toNumber(threshold);
  const hits = (k: number) => Number(weightOfLargest(events, k));
  const more = (k: number) => binomialUpperTail(hits(k), trials, t) < LEVEL;
  const less = (k: number) => binomialUpperTail(trials - hits(k), trials, 1 - t) < LEVEL;
  const first = (holds: (k: number) => boolean): number | null => {
    let [below, at] = [0, events.count];
    if (!holds(at)) return null;
    while (at - below > 1) {
      const middle = (below + at) >> 1;
      if (holds(middle)) at = middle;
      else below = middle;
    }
    return at;
  };
  return { low: first((k) => !less(k)) ?? events.count, high: first(more) };
}

const NAMES = { hhi: 'HHI', effectiveNumber: 'effective number', cr1: 'largest share', gini: 'Gini' } as const;

/** What a census has instead of an interval. */
const CENSUS_WORDS =
  'A census: every record of the base is here, so there is no sampling error and no confidence interval. What is uncertain is attribution and self-report: see the bounds.';

/** The answer for a census: none, and why. */
export function censusResult(sampled: number): SamplingResult {
  return { kind: 'census', method: CENSUS_WORDS, replicates: 0, seed: 0, sampled, intervals: [], nakamoto: [] };
}

/**
 * Statistical uncertainty of a sample of events (jobs, blocks, leases over time).
 *
 * @param units sampled units with a known entity
 * @param thresholds of the Nakamoto coefficient, as text
 * @param windowDays days that the sample covers; `null` = not stated
 * @throws ChokepointError `sample-empty`
 * Source: domain 4.
 */
export function samplingResult(
  units: SampledUnits,
  thresholds: readonly string[],
  windowDays: number | null,
  seed: number,
): SamplingResult {
  if (units.entities.length === 0)
    throw new ChokepointError(
      'sample-empty',
      'No sampled record has a known entity, so there is no interval.',
      'Choose another dimension or filter.',
    );
  const { replicates, intervals } = bootstrapIntervals(units, seed);
  const events = rank(sumsOf({ ...units, weights: null }, (place) => place));
  const unweighted = units.weights === null;
  const short = windowDays !== null && windowDays < FEWEST_DAYS;
  const fair = unweighted ? finiteSampleHhi(events).value : null;
  const pairs = unweighted ? finiteSampleEffectiveNumber(events).value : null;
  return {
    kind: 'sample',
    method: `Indices: percentile bootstrap over ${units.entities.length} sampled records, B = ${replicates}, seed ${seed}, 95 % (2.5 % to 97.5 %). Nakamoto coefficients: one-sided binomial test, p < 0.05.`,
    replicates,
    seed,
    sampled: units.entities.length,
    intervals: [
      ...intervals.map(({ id, value, low, high }) => ({ id, name: NAMES[id], value, low, high })),
      ...(fair === null
        ? []
        : [
            { id: 'hhiFiniteSample', name: 'HHI, finite-sample', value: toNumber(toPoints(fair)), low: null, high: null },
            {
              id: 'effectiveNumberFiniteSample',
              name: 'effective number, finite-sample',
              value: pairs && toNumber(pairs),
              low: null,
              high: null,
            },
          ]),
    ],
    nakamoto: thresholds.map((threshold) => {
      const exact = parseFraction(threshold);
      const stated = nakamotoCount(events, exact).value;
      const none = { threshold, stated, low: null, high: null };
      if (!unweighted) return { ...none, words: 'No test: it needs a count of events; choose "count" as weight.' };
      if (short) return { ...none, words: `No test: the sample covers ${windowDays} days, fewer than ${FEWEST_DAYS}.` };
      const range = nakamotoOfSample(events, exact);
      if (range === null) return { ...none, words: 'No events.' };
      const window = windowDays === null ? ' The window is not stated; it should be at least 7 days.' : '';
      const words =
        range.high === null
          ? `k ≥ ${range.low}: no number of the entities in the sample exceeds ${threshold} at p < 0.05.`
          : range.low === range.high
            ? `k = ${range.high}: the ${range.high} largest exceed ${threshold} at p < 0.05, and fewer are shown not to.`
            : `k = ${range.low} to ${range.high}: the ${range.high} largest exceed ${threshold} at p < 0.05; from ${range.low} on it is not refused.`;
      return { ...none, ...range, words: `${words}${window}` };
    }),
  };
}
