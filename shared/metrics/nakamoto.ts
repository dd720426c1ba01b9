import { ChokepointError } from '../case/error.ts';
import type { Fraction } from './exact.ts';
import { floor, formatFraction, reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import type { Ranking, Weights } from './ranking.ts';
import { countAtLeast, countPassing, positionsOf, rank, weightAt, weightOfLargest } from './ranking.ts';

/** `>` is ours; `>=` only reproduces numbers of other systems (presets). */
export type Passing = '>' | '>=';

/** Smallest set that passes a threshold, its margins and its alternatives. */
export type NakamotoDetail = {
  readonly count: number;
  /** positions in the input, largest first */
  readonly members: readonly number[];
  /** exact share of the members */
  readonly share: Fraction;
  /** share - threshold */
  readonly over: Fraction;
  /** threshold - share of the members without the smallest; 0 = exactly the threshold */
  readonly short: Fraction;
  /** `over` and `short` in units of weight */
  readonly overWeight: Fraction;
  readonly shortWeight: Fraction;
  /** the smallest member weighs as much as the largest non-member: the list of members is arbitrary */
  readonly tie: boolean;
  /** positions of all entities of that weight, in and out of the set; empty without a tie */
  readonly tied: readonly number[];
  /** no other set of `count` entities passes */
  readonly unique: boolean;
  /** that many of the first members are in every set of `count` entities that passes */
  readonly essential: number;
};

/**
 * Integer limit L so that a sum of integers passes the threshold exactly when it is above L.
 *
 * @throws ChokepointError `threshold-negative`
 */
export function passingLimit(total: bigint, threshold: Fraction, passing: Passing = '>'): bigint {
  if (threshold.num < 0n) {
    throw new ChokepointError(
      'threshold-negative',
      `The threshold ${formatFraction(threshold)} is below zero.`,
      'Choose a share from 0 to 1.',
    );
  }
  const exact = { num: threshold.num * total, den: threshold.den };
  const whole = floor(exact);
  return passing === '>=' && whole * exact.den === exact.num ? whole - 1n : whole;
}

function detail(ranking: Ranking, count: number, threshold: Fraction, limit: bigint): NakamotoDetail {
  const { total } = ranking;
  const held = weightOfLargest(ranking, count);
  const before = weightOfLargest(ranking, count - 1);
  const smallest = weightAt(ranking, count - 1);
  const next = weightAt(ranking, count);
  const overWeight = reduce({ num: held * threshold.den - threshold.num * total, den: threshold.den });
  const shortWeight = reduce({ num: threshold.num * total - before * threshold.den, den: threshold.den });
  const tie = next === smallest;
  // A set without member i holds at most held - x(i) + x(k+1): members heavier than this slack are in every passing set.
  const slack = held + next - limit;
  const essential = next === 0n ? count : Math.min(count, countAtLeast(ranking, slack));
  return {
    count,
    // names are asked for less often than the number, and may be many
    get members() {
      return positionsOf(ranking, 0, count);
    },
    share: reduce({ num: held, den: total }),
    over: reduce({ num: overWeight.num, den: overWeight.den * total }),
    short: reduce({ num: shortWeight.num, den: shortWeight.den * total }),
    overWeight,
    shortWeight,
    tie,
    get tied() {
      return tie ? positionsOf(ranking, countAtLeast(ranking, smallest + 1n), countAtLeast(ranking, smallest)) : [];
    },
    unique: next === 0n || before + next <= limit,
    essential,
  };
}

/**
 * Nakamoto coefficient: the smallest number of entities that together hold strictly more than `threshold` of the total.
 *
 * @param weights non-negative integers per entity, in any order; zeros are ignored
 * @param threshold exact share, for example `{ num: 1n, den: 3n }`
 * @param passing `>` unless a compatibility preset asks for `>=`
 * @returns count, members, exact margins, tie and uniqueness; `no-weight` without weight, `unreachable` when all together do not pass
 * @throws ChokepointError `threshold-negative`
 * Source: Srinivasan & Lee 2017; strict ">" as in dfinity/dre; domain 3.3.
 */
export function nakamoto(weights: Weights, threshold: Fraction, passing: Passing = '>'): Measured<NakamotoDetail> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const limit = passingLimit(ranking.total, threshold, passing);
  const count = countPassing(ranking, limit);
  return count === null ? notMeasured('unreachable') : measured(detail(ranking, Math.max(1, count), threshold, limit));
}

/** The count of `nakamoto` alone. */
export function nakamotoCount(weights: Weights, threshold: Fraction, passing: Passing = '>'): Measured<number> {
  return mapMeasured(nakamoto(weights, threshold, passing), ({ count }) => count);
}
