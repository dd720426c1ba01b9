import type { Fraction } from './exact.ts';
import { floor } from './exact.ts';
import type { Ranking } from './ranking.ts';
import { countAtLeast, weightAt, weightOfLargest } from './ranking.ts';
import { sumOfSquares } from './sums.ts';

/** Largest integer whose square is at most `value` (>= 0), by Newton's method. */
export function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Smallest whole amount from 0 to `most` at which `holds`, which stays true from there on; `null` when it never holds. */
function least(most: bigint, holds: (amount: bigint) => boolean): bigint | null {
  if (!holds(most)) return null;
  let [below, at] = [-1n, most];
  while (at - below > 1n) {
    const middle = (below + at) >> 1n;
    if (holds(middle)) at = middle;
    else below = middle;
  }
  return at;
}

/** `squares[k]` = sum of the squares of the k largest weights. */
function prefixSquares(ranking: Ranking): bigint[] {
  const squares = [0n];
  for (let place = 0; place < ranking.count; place++) squares.push((squares[place] as bigint) + weightAt(ranking, place) ** 2n);
  return squares;
}

/** Squares that the smallest entities together lose when they give up `amount` (> 0), the smallest first. */
function squaresLost(ranking: Ranking, squares: readonly bigint[], amount: bigint): bigint {
  // Entities from rank `kept` on are emptied; the one before them gives the rest.
  let [kept, none] = [ranking.count, 0];
  while (kept - none > 1) {
    const middle = (kept + none) >> 1;
    if (ranking.total - weightOfLargest(ranking, middle) < amount) kept = middle;
    else none = middle;
  }
  const rest = amount - (ranking.total - weightOfLargest(ranking, kept));
  const giver = weightAt(ranking, kept - 1);
  return (squares.at(-1) as bigint) - (squares[kept] as bigint) + giver * giver - (giver - rest) ** 2n;
}

/**
 * Smallest weight that the largest entity has to take over from others, the smallest first, for HHI to rise above a level.
 *
 * Taking from the smallest leaves the most concentrated rest, so that no other transfer of less weight gets there.
 *
 * @param level HHI in 0..1, exact
 * @returns units; 0 where it is above already, `null` where even one entity alone does not pass it
 */
export function takeoverToPassHhi(ranking: Ranking, level: Fraction): bigint | null {
  const { total } = ranking;
  const squares = prefixSquares(ranking);
  const whole = squares.at(-1) as bigint;
  const leader = weightAt(ranking, 0);
  const passes = (sum: bigint) => sum * level.den > level.num * total * total;
  const sumAfter = (amount: bigint) => whole - squaresLost(ranking, squares, amount) + (leader + amount) ** 2n - leader * leader;
  return least(total - leader, (amount) => passes(amount === 0n ? whole : sumAfter(amount)));
}

/**
 * Smallest weight that the largest entities have to give to ever smaller new ones for HHI to fall to a level or below.
 *
 * @param level HHI in 0..1, exact
 * @returns whole units; 0 where it is not above the level
 */
export function spreadToReachHhi(ranking: Ranking, level: Fraction): bigint {
  const { total, count } = ranking;
  const limit = floor({ num: level.num * total * total, den: level.den });
  const squares = prefixSquares(ranking);
  const whole = squares.at(-1) as bigint;
  if (whole <= limit) return 0n;
  const below = (j: number): bigint => whole - (squares[j] as bigint);
  // The j largest are cut to one height: the smallest j at which the height of the next one is low enough.
  let [few, many] = [0, count];
  while (many - few > 1) {
    const j = (few + many) >> 1;
    if (below(j) + BigInt(j) * weightAt(ranking, j) ** 2n <= limit) many = j;
    else few = j;
  }
  const cut = BigInt(many);
  const left = limit - below(many);
  const height = integerRoot(left / cut);
  const oneMore = (left - cut * height * height) / (2n * height + 1n);
  return weightOfLargest(ranking, many) - cut * height - oneMore;
}

/**
 * Smallest part of unknown weight that, held by the largest known entity while the rest is spread without end, lifts HHI above a level.
 *
 * @param level HHI in 0..1, exact
 * @returns units; 0 where HHI is above without it, `null` where all of it is not enough
 */
export function unknownToPassHhi(known: Ranking, unknown: bigint, level: Fraction): bigint | null {
  const total = known.total + unknown;
  const squares = sumOfSquares(known);
  const leader = weightAt(known, 0);
  const passes = (sum: bigint) => sum * level.den > level.num * total * total;
  return least(unknown, (amount) => passes(squares - leader * leader + (leader + amount) ** 2n));
}

/** Smallest transfers that change a Nakamoto coefficient, in units of weight. */
export type CountChange = {
  /** weight that the first `count - 1` have to gain from others for one entity fewer to pass; `null` for a count of 1 */
  readonly fewer: bigint | null;
  /** weight that the members have to lose to ever smaller new entities for one entity more to be needed; `null` where they cannot */
  readonly more: bigint | null;
};

/**
 * Smallest transfers after which another number of entities passes a threshold.
 *
 * @param count Nakamoto coefficient of the ranking at the threshold, strictly more
 * @param threshold share of the total
 * Source: domain 3.3 (margins); the loss reaches below the next weight where entities tie for the last place.
 */
export function countChange(ranking: Ranking, count: number, threshold: Fraction): CountChange {
  const { total } = ranking;
  const limit = floor({ num: threshold.num * total, den: threshold.den });
  const fewer = count === 1 ? null : limit - weightOfLargest(ranking, count - 1) + 1n;
  const next = weightAt(ranking, count);
  const over = weightOfLargest(ranking, count) - limit;
  if (weightOfLargest(ranking, count) - BigInt(count) * next >= over) return { fewer, more: over >= total ? null : over };
  // Below the next weight others take the places: all are cut to the height at which `count` of them hold no more than the limit.
  const height = limit / BigInt(count);
  const above = countAtLeast(ranking, height + 1n);
  const cut = weightOfLargest(ranking, above) - BigInt(above) * height - (limit % BigInt(count));
  return { fewer, more: cut >= total ? null : cut };
}
