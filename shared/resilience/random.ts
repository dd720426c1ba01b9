import { formatCount } from '../format/index.ts';
import type { ServiceTerms, Supply } from './terms.ts';
import { createCompiledWalk } from './trials/kernel/compiled.ts';
import type { SampleError } from './trials/quantiles.ts';
import { placeOfRank, rankOf, sampleError, servedQuantile, stepOf } from './trials/quantiles.ts';
import { BINS, trialTables } from './trials/tables.ts';
import { createWalk } from './trials/walk.ts';

/** Spread of the served value after k units are removed at random, each set of k equally likely. */
export type RandomBand = {
  trials: number;
  k: number[];
  /** served value at the quantile, or below it by less than a thousandth of the demand */
  p05: number[];
  median: number[];
  p95: number[];
  /** share of the trials that fall below the limit, per k: P(S < threshold * D | k) */
  failing: number[];
  /** mean served value, per k */
  mean: number[];
  /**
   * quantiles of the number of removals that first fell below the limit, exact within the trials; `null` = not within the removals that
   * were asked for
   */
  crossing: { p05: number | null; median: number | null; p95: number | null };
  error: SampleError;
  /** quantiles are not exact: the demand has more steps than are kept apart */
  rounded: boolean;
};

export type RandomRemoval = {
  /** runs more trials; call in chunks to show the band as it sharpens */
  run: (trials: number) => void;
  /** `least`: what is served at least after each recorded number of removals, where that is known */
  band: (least?: readonly number[]) => RandomBand;
};

/**
 * Exact-k random removal by common random numbers: in each trial every unit gets a key that depends only on the seed, the number of the
 * trial and the unit's id, and units fall in the order of their keys. Adding or dropping a unit leaves all other keys as they are, so two
 * scenarios with the same seed are compared pairwise. The same seed gives the same band, bit for bit, in chunks of any size and by either
 * kernel.
 *
 * @param ks ascending numbers of removals to record, each at most the number of units
 * @param kernel `compiled` falls back to `typescript` where it cannot run
 */
export function createRandomRemoval(
  supply: Supply,
  terms: ServiceTerms,
  ks: readonly number[],
  seed: number,
  kernel: 'compiled' | 'typescript' = 'compiled',
): RandomRemoval {
  const tables = trialTables(supply, terms, ks, seed);
  const walk = (kernel === 'compiled' ? createCompiledWalk(tables) : null) ?? createWalk(tables);
  const { bins, sums, failures, crossings } = tables;
  let trials = 0;

  const { demand } = terms;
  const step = stepOf(terms.value);
  const served = (share: number, least?: readonly number[]) =>
    ks.map((_, position) => servedQuantile(bins, position, share, { trials, demand, step, least: least?.[position] ?? 0 }));
  const crossing = (share: number): number | null => {
    if (trials === 0) return null;
    const k = placeOfRank(crossings, rankOf(share, trials));
    return k < crossings.length - 1 ? k : null;
  };
  return {
    run: (count) => {
      walk(trials, count);
      trials += count;
    },
    band: (least) => ({
      trials,
      k: [...ks],
      p05: served(0.05, least),
      median: served(0.5, least),
      p95: served(0.95, least),
      failing: Array.from(failures, (count) => count / Math.max(1, trials)),
      mean: Array.from(sums, (sum) => sum / Math.max(1, trials)),
      crossing: { p05: crossing(0.05), median: crossing(0.5), p95: crossing(0.95) },
      error: sampleError(trials, ks.length),
      rounded: demand / step > BINS - 1,
    }),
  };
}

/** How random removal was drawn, and whether fewer trials than were asked for. @param asked 0 = as many as fit the work */
export function randomNotes(band: (Pick<RandomBand, 'trials'> & { rounded?: boolean }) | null, seed: number, asked: number): string[] {
  if (band === null) return [];
  const cut = asked > band.trials ? ` ${formatCount(asked)} were asked for; the network is too large to draw more within seconds.` : '';
  return [
    `Random removal: ${band.trials} trials, seed ${seed}, every set of k units equally likely.${cut}`,
    ...(band.rounded ? ['Medians and percentiles of random removal are rounded down by less than a thousandth of the demand.'] : []),
  ];
}

/** What is drawn at random: a seed, a number of draws, and whom to tell how many are done. */
export type RandomDraws = { seed: number; trials: number; drawn?: (done: number, total: number) => void };
