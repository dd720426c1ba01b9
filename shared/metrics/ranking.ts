import { rejectNegative } from './exact.ts';
import { descendingOrder } from './order.ts';

/**
 * Positive weights from the largest to the smallest, sorted once and read by every metric.
 *
 * `exact.kind` is `doubles` where every sum stays below 2^52, so that double arithmetic on these integers is exact; `bigints` otherwise.
 */
export type Ranking = {
  /** marks a value as a ranking beside plain arrays */
  readonly ranked: true;
  /** entities with positive weight */
  readonly count: number;
  /** entities with weight 0, dropped by default */
  readonly zeros: number;
  readonly total: bigint;
  /** position in the input of each rank; order inside a tie is by label, else by position, for listing only */
  readonly order: Uint32Array;
  /** weight of each rank as the nearest double, and the total likewise; for logarithms only */
  readonly doubles: Float64Array;
  readonly doubleTotal: number;
  /** `prefix[k]` = weight of the k largest, k = 0..count */
  readonly exact:
    | { readonly kind: 'doubles'; readonly weights: Float64Array; readonly prefix: Float64Array }
    | { readonly kind: 'bigints'; readonly weights: readonly bigint[]; readonly prefix: readonly bigint[] };
};

/** Integer weights per entity in any order (a Float64Array must hold safe integers), or a ranking made before. */
export type Weights = readonly bigint[] | Float64Array | Ranking;

const EXACT_TOTAL = 2 ** 52;
const MAX_DOUBLE_BITS = 1000;

function isRanking(weights: Weights): weights is Ranking {
  return 'ranked' in weights;
}

/** Sorts each run of ranks that count as equal; runs already in order are left alone. */
function sortRuns(order: Uint32Array, sameRun: (first: number, rank: number) => boolean, compare: (a: number, b: number) => number): void {
  for (let start = 0, end = 1, sorted = true; end <= order.length; end++) {
    if (end < order.length && sameRun(start, end)) {
      sorted &&= compare(order[end - 1] as number, order[end] as number) <= 0;
      continue;
    }
    if (!sorted) order.subarray(start, end).sort(compare);
    start = end;
    sorted = true;
  }
}

/** Orders equal weights by label, in code unit order: row order never changes a listing. */
function orderTies(order: Uint32Array, weights: ArrayLike<number | bigint>, labels: readonly string[]): void {
  const label = (position: number): string => labels[position] ?? '';
  sortRuns(
    order,
    (first, rank) => weights[first] === weights[rank],
    (a, b) => (label(a) < label(b) ? -1 : label(a) > label(b) ? 1 : a - b),
  );
}

function rankDoubles(positions: Uint32Array, values: Float64Array, zeros: number, total: number, labels?: readonly string[]): Ranking {
  const ranks = descendingOrder(values);
  const order = new Uint32Array(ranks.length);
  const weights = new Float64Array(ranks.length);
  const prefix = new Float64Array(ranks.length + 1);
  let sum = 0;
  for (let i = 0; i < ranks.length; i++) {
    const rank = ranks[i] as number;
    const weight = values[rank] as number;
    order[i] = positions[rank] as number;
    weights[i] = weight;
    sum += weight;
    prefix[i + 1] = sum;
  }
  if (labels) orderTies(order, weights, labels);
  return {
    ranked: true,
    count: weights.length,
    zeros,
    total: BigInt(total),
    order,
    doubles: weights,
    doubleTotal: total,
    exact: { kind: 'doubles', weights, prefix },
  };
}

function rankBigints(units: readonly bigint[], labels?: readonly string[]): Ranking {
  const positions: number[] = [];
  let total = 0n;
  for (let position = 0; position < units.length; position++) {
    const weight = units[position] as bigint;
    if (weight > 0n) positions.push(position);
    total += weight;
  }
  const shift = BigInt(Math.max(0, total.toString(16).length * 4 - MAX_DOUBLE_BITS));
  const count = positions.length;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const weight = units[positions[i] as number] as bigint;
    keys[i] = Number(shift === 0n ? weight : weight >> shift);
  }
  const ranks = descendingOrder(keys);
  const order = new Uint32Array(count);
  const doubles = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const rank = ranks[i] as number;
    order[i] = positions[rank] as number;
    doubles[i] = keys[rank] as number;
  }
  // Rounding to doubles keeps the order but can make neighbours equal: settle such runs exactly.
  const weightAt = (position: number): bigint => units[position] as bigint;
  sortRuns(
    order,
    (first, rank) => doubles[first] === doubles[rank],
    (a, b) => (weightAt(a) > weightAt(b) ? -1 : weightAt(a) < weightAt(b) ? 1 : a - b),
  );
  const weights = new Array<bigint>(count);
  for (let i = 0; i < count; i++) weights[i] = weightAt(order[i] as number);
  if (labels) orderTies(order, weights, labels);
  const prefix = new Array<bigint>(count + 1);
  prefix[0] = 0n;
  for (let i = 0; i < count; i++) prefix[i + 1] = (prefix[i] as bigint) + (weights[i] as bigint);
  return {
    ranked: true,
    count,
    zeros: units.length - count,
    total,
    order,
    doubles,
    doubleTotal: Number(total >> shift),
    exact: { kind: 'bigints', weights, prefix },
  };
}

/**
 * Sorts weights once; a ranking is returned as it is.
 *
 * @param weights non-negative integers per entity
 * @param labels stable ids per entity; they order ties, for listing only
 * @throws ChokepointError `negative-weight` with positions
 */
export function rank(weights: Weights, labels?: readonly string[]): Ranking {
  if (isRanking(weights)) return weights;
  const positions = new Uint32Array(weights.length);
  const values = new Float64Array(weights.length);
  const negative: number[] = [];
  let count = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const value = Number(weights[i]);
    if (value > 0) {
      positions[count] = i;
      values[count] = value;
      count += 1;
      total += value;
    } else if (value < 0) {
      negative.push(i);
    }
    if (!Number.isInteger(value) && value !== Number.POSITIVE_INFINITY) throw new RangeError(`weight at position ${i} is not an integer`);
  }
  rejectNegative(negative);
  // Each value is at most the total: below 2^52 neither a value nor a partial sum was rounded.
  if (total <= EXACT_TOTAL) {
    return rankDoubles(positions.subarray(0, count), values.subarray(0, count), weights.length - count, total, labels);
  }
  return rankBigints(weights instanceof Float64Array ? Array.from(weights, BigInt) : weights, labels);
}

/** Weight of a rank, 0 = largest; 0 beyond the last. */
export function weightAt(ranking: Ranking, position: number): bigint {
  return BigInt(ranking.exact.weights[position] ?? 0);
}

/** Weight of the k largest entities together; k beyond n means all. */
export function weightOfLargest(ranking: Ranking, k: number): bigint {
  return BigInt(ranking.exact.prefix[Math.min(k, ranking.count)] as number | bigint);
}

/** Smallest k whose k largest hold more than `limit`, or `null` when all together do not. */
export function countPassing(ranking: Ranking, limit: bigint): number | null {
  const { prefix } = ranking.exact;
  if (ranking.total <= limit) return null;
  // Comparing a double with a bigint is exact in the language; a double limit keeps the fast case fast.
  let below = -1;
  let passing = ranking.count;
  while (passing - below > 1) {
    const middle = (below + passing) >> 1;
    if ((prefix[middle] as number | bigint) > limit) passing = middle;
    else below = middle;
  }
  return passing;
}

/** Number of entities with a weight of at least `weight` (> 0). */
export function countAtLeast(ranking: Ranking, weight: bigint): number {
  const { weights } = ranking.exact;
  let kept = 0;
  let dropped = ranking.count + 1;
  while (dropped - kept > 1) {
    const middle = (kept + dropped) >> 1;
    if ((weights[middle - 1] as number | bigint) >= weight) kept = middle;
    else dropped = middle;
  }
  return kept;
}

/** Positions in the input of the ranks `from` to `to` (excluded), as a plain list. */
export function positionsOf(ranking: Ranking, from: number, to: number): number[] {
  const positions = new Array<number>(to - from);
  for (let rank = from; rank < to; rank++) positions[rank - from] = ranking.order[rank] as number;
  return positions;
}
