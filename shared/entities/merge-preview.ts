import type { Fraction } from '../metrics/exact.ts';
import { reduce } from '../metrics/exact.ts';
import { passingLimit } from '../metrics/nakamoto.ts';
import type { Ranking } from '../metrics/ranking.ts';
import { countAtLeast, rank, weightAt, weightOfLargest } from '../metrics/ranking.ts';
import { sumOfSquares } from '../metrics/sums.ts';

/** Headline numbers of a view; `null` where there is no weight, or a threshold cannot be passed. HHI and CR1 as exact ratios in 0..1. */
export type Headline = {
  readonly hhi: Fraction | null;
  readonly entities: number;
  readonly cr1: Fraction | null;
  /** by threshold as given */
  readonly nakamoto: Readonly<Record<string, number | null>>;
};

/** Thresholds of the Nakamoto coefficient by name, exact shares. */
export type Thresholds = Readonly<Record<string, Fraction>>;

export const STANDARD_THRESHOLDS: Thresholds = { '1/3': { num: 1n, den: 3n }, '1/2': { num: 1n, den: 2n }, '2/3': { num: 2n, den: 3n } };

/** Answers what a merge would do without doing it: the weights are sorted once, each answer takes O(log n). */
export type MergePreview = {
  /** weight of the whole view, unknown weight included */
  readonly total: bigint;
  readonly before: Headline;
  /** rise of HHI times total squared: 2 x_a x_b; 0 for an entity with itself */
  pairRise(a: number, b: number): bigint;
  /** headline numbers if these two entities were one */
  afterPair(a: number, b: number): Headline;
  /** rise of HHI times total squared if all of these were one: (sum x)^2 - sum x^2 */
  groupRise(entities: readonly number[]): bigint;
  /** headline numbers if all of these entities were one; O(m log n) for m entities */
  afterGroup(entities: readonly number[]): Headline;
  /** rise of HHI times total squared if a record of unknown owner belonged to the largest entity: 2 x_1 r + r^2 */
  recordRise(weight: bigint): bigint;
  /** headline numbers if a record of unknown owner belonged to the largest entity */
  afterRecord(weight: bigint): Headline;
};

/** Smallest k in 1..count with `sumOfLargest(k) > limit`, or `null`. */
function countPassingSum(count: number, limit: bigint, sumOfLargest: (k: number) => bigint): number | null {
  if (count === 0 || sumOfLargest(count) <= limit) return null;
  let below = 0;
  let passing = count;
  while (passing - below > 1) {
    const middle = (below + passing) >> 1;
    if (sumOfLargest(middle) > limit) passing = middle;
    else below = middle;
  }
  return passing;
}

/**
 * Prepares previews for a list of weights.
 *
 * @param units non-negative integers per entity
 * @param unknown weight without an entity that belongs to the total, taken as infinitely dispersed (domain 4); default 0
 * @throws ChokepointError `negative-weight`
 * Source: domain 3.2, 3.3, 5.
 */
export function createMergePreview(units: readonly bigint[], thresholds: Thresholds = STANDARD_THRESHOLDS, unknown = 0n): MergePreview {
  const ranking: Ranking = rank(units);
  const total = ranking.total + unknown;
  const squares = sumOfSquares(ranking);
  const rankOf = new Int32Array(units.length).fill(-1);
  ranking.order.forEach((position, place) => {
    rankOf[position] = place;
  });
  const limits = Object.entries(thresholds).map(([name, threshold]) => [name, passingLimit(total, threshold)] as const);
  const headline = (squaresAfter: bigint, entities: number, largest: bigint, sumOfLargest: (k: number) => bigint): Headline => ({
    hhi: total === 0n ? null : reduce({ num: squaresAfter, den: total * total }),
    entities,
    cr1: total === 0n ? null : reduce({ num: largest, den: total }),
    nakamoto: Object.fromEntries(limits.map(([name, limit]) => [name, countPassingSum(entities, limit, sumOfLargest)])),
  });
  const before = headline(squares, ranking.count, weightAt(ranking, 0), (k) => weightOfLargest(ranking, k));
  const weightOf = (entity: number): bigint => units[entity] ?? 0n;
  const pairRise = (a: number, b: number): bigint => (a === b ? 0n : 2n * weightOf(a) * weightOf(b));
  const distinct = (entities: readonly number[]): number[] => [...new Set(entities)].filter((entity) => (rankOf[entity] ?? -1) >= 0);
  const groupRise = (entities: readonly number[]): bigint => {
    const weights = distinct(entities).map(weightOf);
    const sum = weights.reduce((held, weight) => held + weight, 0n);
    return sum * sum - weights.reduce((held, weight) => held + weight * weight, 0n);
  };
  const recordRise = (weight: bigint): bigint => weight * (2n * weightAt(ranking, 0) + weight);
  return {
    total,
    before,
    pairRise,
    recordRise,
    afterPair: (a, b) => {
      const first = Math.min(rankOf[a] ?? -1, rankOf[b] ?? -1);
      const second = Math.max(rankOf[a] ?? -1, rankOf[b] ?? -1);
      if (a === b || first < 0) return before;
      const merged = weightOf(a) + weightOf(b);
      /** Weight of the j largest that are neither of the two. */
      const others = (j: number): bigint => {
        if (j <= first) return weightOfLargest(ranking, j);
        const withoutFirst = weightOfLargest(ranking, j + 1) - weightAt(ranking, first);
        return j + 1 <= second ? withoutFirst : weightOfLargest(ranking, j + 2) - merged;
      };
      const ahead = Math.min(first, countAtLeast(ranking, merged));
      const sumOfLargest = (k: number): bigint => (k <= ahead ? others(k) : others(k - 1) + merged);
      return headline(squares + pairRise(a, b), ranking.count - 1, sumOfLargest(1), sumOfLargest);
    },
    groupRise,
    afterGroup: (entities) => {
      const members = distinct(entities);
      if (members.length <= 1) return before;
      const ranks = members.map((entity) => rankOf[entity] as number).sort((a, b) => a - b);
      const merged = members.reduce((sum, entity) => sum + weightOf(entity), 0n);
      /** Weight of the j largest that are none of the members. */
      const others = (j: number): bigint => {
        let place = j;
        let held = 0n;
        for (const each of ranks) {
          if (each >= place) break;
          place += 1;
          held += weightAt(ranking, each);
        }
        return weightOfLargest(ranking, place) - held;
      };
      const atLeast = countAtLeast(ranking, merged);
      const ahead = atLeast - ranks.filter((each) => each < atLeast).length;
      const sumOfLargest = (k: number): bigint => (k <= ahead ? others(k) : others(k - 1) + merged);
      return headline(squares + groupRise(members), ranking.count - members.length + 1, sumOfLargest(1), sumOfLargest);
    },
    afterRecord: (weight) => {
      // With no known entity the record is the first one.
      const entities = Math.max(ranking.count, weight > 0n ? 1 : 0);
      return headline(squares + recordRise(weight), entities, weightAt(ranking, 0) + weight, (k) => weightOfLargest(ranking, k) + weight);
    },
  };
}
