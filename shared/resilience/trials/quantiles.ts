import { greatestCommonDivisor } from '../competing/problem.ts';
import { BINS } from './tables.ts';

/** What a sample of trials says, with its error. */
export type SampleError = {
  /** the statements hold with this probability */
  level: number;
  /** the share of trials below any value is off by no more than this, at one number of removals */
  pointwise: number;
  /** the same at all recorded numbers of removals at once */
  simultaneous: number;
};

const LEVEL = 0.95;

/**
 * Error of an empirical distribution: sqrt(ln(2 / a) / 2n) with a = 5 %, or 5 % divided by the number of distributions that are read
 * together (Dvoretzky, Kiefer, Wolfowitz 1956 with the constant of Massart 1990; Bonferroni).
 *
 * @returns shares of 1, at most 1
 */
export function sampleError(trials: number, points: number): SampleError {
  const error = (alpha: number) => Math.min(1, Math.sqrt(Math.log(2 / alpha) / (2 * Math.max(1, trials))));
  return { level: LEVEL, pointwise: error(1 - LEVEL), simultaneous: error((1 - LEVEL) / Math.max(1, points)) };
}

/** Rank of a quantile among `trials` ascending values, from 1. */
export function rankOf(share: number, trials: number): number {
  return Math.max(1, Math.ceil(share * trials));
}

/** Index of the first counter at which the running sum from `from` on reaches the rank; `counters.length` where it never does. */
export function placeOfRank(counters: ArrayLike<number>, rank: number, from = 0, end = counters.length): number {
  let seen = 0;
  for (let place = from; place < end; place += 1) {
    seen += counters[place] as number;
    if (seen >= rank) return place;
  }
  return end;
}

/** What one value of service is a multiple of: the greatest common divisor of the values of the classes, at least 1. */
export function stepOf(value: ArrayLike<number>): number {
  return Math.max(1, Array.from(value).reduce(greatestCommonDivisor, 0));
}

/**
 * Least served value that can stand in the bin that holds a quantile of row `position` of the counted trials: exact where the bin holds one
 * multiple of `step` only, otherwise below the quantile by less than a thousandth of the demand.
 *
 * @param least nothing less is served in any trial
 */
export function servedQuantile(
  bins: Int32Array,
  position: number,
  share: number,
  { trials, demand, step, least }: { trials: number; demand: number; step: number; least: number },
): number {
  if (trials === 0 || demand === 0) return demand;
  const place = Math.min(placeOfRank(bins, rankOf(share, trials), position * BINS, (position + 1) * BINS) - position * BINS, BINS - 1);
  // The division is that of the count, so its rounding puts a value into the same bin.
  const isBelow = (steps: number) => Math.floor(((steps * step) / demand) * (BINS - 1)) < place;
  let steps = Math.floor(((place / (BINS - 1)) * demand) / step);
  while (steps > 0 && !isBelow(steps - 1)) steps -= 1;
  while (isBelow(steps)) steps += 1;
  return Math.max(least, steps * step);
}
