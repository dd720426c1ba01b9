import { rejectNegative } from './exact.ts';
import { descendingOrder } from './order.ts';
import { type Runs, runsByCounting, scan, sortedWeights, writtenOut } from './scan.ts';

/**
 * Positive weights from the largest to the smallest, sorted once and read by every metric.
 *
 * `exact.kind` is `doubles` or `runs` where every sum stays below 2^52, so that double arithmetic on these integers is exact; `bigints` otherwise.
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
  /** `prefix[k]` = weight of the k largest, k = 0..count; of the k largest runs of equal weights where `kind` is `runs` */
  readonly exact:
    | CountedRuns
    | { readonly kind: 'doubles'; readonly weights: Float64Array; readonly prefix: Float64Array }
    | { readonly kind: 'bigints'; readonly weights: readonly bigint[]; readonly prefix: readonly bigint[] };
};

/** Runs of equal weights; `starts[run]` = entities before it, with the number of all at the end. */
export type CountedRuns = Runs & { readonly kind: 'runs'; readonly starts: Float64Array; readonly prefix: Float64Array };

/** Integer weights per entity in any order (a Float64Array must hold safe integers), or a ranking made before. */
export type Weights = readonly bigint[] | Float64Array | Ranking;

const MAX_DOUBLE_BITS = 1000;

function isRanking(weights: Weights): weights is Ranking {
  return 'ranked' in weights;
}

/** Sorts each run of ranks that count as equal; runs already in order are left alone. */
export function sortRuns(
  order: Uint32Array,
  sameRun: (first: number, rank: number) => boolean,
  compare: (a: number, b: number) => number,
): void {
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

/** Positions of the positive weights by rank, equal ones by label, else by position. */
function orderOf(values: Float64Array, labels?: readonly string[]): Uint32Array {
  const positions = new Uint32Array(values.length);
  const positive = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > 0) {
      positions[count] = i;
      positive[count] = value;
      count += 1;
    }
  }
  const order = descendingOrder(positive.subarray(0, count)).map((rank) => positions[rank] as number);
  if (labels)
    orderTies(
      order,
      Float64Array.from(order, (position) => values[position] as number),
      labels,
    );
  return order;
}

function countedRunsOf({ weights, counts }: Runs): CountedRuns {
  const starts = new Float64Array(weights.length + 1);
  const prefix = new Float64Array(weights.length + 1);
  for (let run = 0; run < weights.length; run++) {
    starts[run + 1] = (starts[run] as number) + (counts[run] as number);
    prefix[run + 1] = (prefix[run] as number) + (counts[run] as number) * (weights[run] as number);
  }
  return { kind: 'runs', weights, counts, starts, prefix };
}

function prefixOf(weights: Float64Array): Float64Array {
  const prefix = new Float64Array(weights.length + 1);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] as number;
    prefix[i + 1] = sum;
  }
  return prefix;
}

/** A ranking in doubles; who holds which rank is asked for less often than how much it holds. */
function rankDoubles(
  values: Float64Array,
  total: number,
  exact: Exclude<Ranking['exact'], { kind: 'bigints' }>,
  labels?: readonly string[],
): Ranking {
  const count = exact.kind === 'runs' ? (exact.starts.at(-1) as number) : exact.weights.length;
  let order: Uint32Array | null = null;
  let doubles: Float64Array | null = exact.kind === 'runs' ? null : exact.weights;
  return {
    ranked: true,
    count,
    zeros: values.length - count,
    total: BigInt(total),
    get order() {
      order ??= orderOf(values, labels);
      return order;
    },
    get doubles() {
      doubles ??= writtenOut(exact as CountedRuns, count);
      return doubles;
    },
    doubleTotal: total,
    exact,
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
  const values = weights instanceof Float64Array ? weights : Float64Array.from(weights, Number);
  const counted = runsByCounting(values);
  if (counted) return rankDoubles(values, counted.total, countedRunsOf(counted.runs), labels);
  const { exact, total } = scan(values);
  // Each value is at most the total: below 2^52 neither a value nor a partial sum was rounded.
  if (exact) {
    const sorted = sortedWeights(values);
    return rankDoubles(values, total, { kind: 'doubles', weights: sorted, prefix: prefixOf(sorted) }, labels);
  }
  const negative: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < 0) negative.push(i);
    if (!Number.isInteger(value) && value !== Number.POSITIVE_INFINITY) throw new RangeError(`weight at position ${i} is not an integer`);
  }
  rejectNegative(negative);
  return rankBigints(weights instanceof Float64Array ? Array.from(weights, BigInt) : weights, labels);
}

/** First place from 0 to `most` where `holds`, which stays true from there on; `most` + 1 where it never does. */
function firstPlace(most: number, holds: (place: number) => boolean): number {
  let below = -1;
  let at = most + 1;
  while (at - below > 1) {
    const middle = (below + at) >> 1;
    if (holds(middle)) at = middle;
    else below = middle;
  }
  return at;
}

/** The run that a rank lies in; the number of runs beyond the last. */
function runOf({ starts, weights }: CountedRuns, position: number): number {
  return firstPlace(weights.length - 1, (run) => (starts[run + 1] as number) > position);
}

/** Weight of a rank, 0 = largest; 0 beyond the last. */
export function weightAt({ exact }: Ranking, position: number): bigint {
  return BigInt(exact.weights[exact.kind === 'runs' ? runOf(exact, position) : position] ?? 0);
}

/** Weight of the k largest entities together; k beyond n means all. */
export function weightOfLargest({ exact, count }: Ranking, k: number): bigint {
  const wanted = Math.min(k, count);
  if (exact.kind !== 'runs') return BigInt(exact.prefix[wanted] as number | bigint);
  const run = runOf(exact, wanted);
  return BigInt((exact.prefix[run] as number) + (wanted - (exact.starts[run] as number)) * (exact.weights[run] ?? 0));
}

/** Smallest k whose k largest hold more than `limit`, or `null` when all together do not. */
export function countPassing({ exact, count, total }: Ranking, limit: bigint): number | null {
  if (total <= limit) return null;
  // Comparing a double with a bigint is exact in the language, and quick.
  if (exact.kind !== 'runs') return firstPlace(count, (place) => (exact.prefix[place] as number | bigint) > limit);
  if (limit < 0n) return 0;
  const run = firstPlace(exact.weights.length - 1, (place) => (exact.prefix[place + 1] as number) > limit);
  const missing = limit - BigInt(exact.prefix[run] as number);
  return (exact.starts[run] as number) + Number(missing / BigInt(exact.weights[run] as number)) + 1;
}

/** Number of entities with a weight of at least `weight` (> 0). */
export function countAtLeast({ exact }: Ranking, weight: bigint): number {
  const dropped = firstPlace(exact.weights.length - 1, (place) => (exact.weights[place] as number | bigint) < weight);
  return exact.kind === 'runs' ? (exact.starts[dropped] as number) : dropped;
}

/** Positions in the input of the ranks `from` to `to` (excluded), as a plain list. */
export function positionsOf(ranking: Ranking, from: number, to: number): number[] {
  const positions = new Array<number>(to - from);
  for (let rank = from; rank < to; rank++) positions[rank - from] = ranking.order[rank] as number;
  return positions;
}
