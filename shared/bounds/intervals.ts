import { compare, type Fraction, fraction, parseFraction, reduce } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import { allocationOf } from './allocation.ts';
import { type Bound, bound, type End, type ExactBound, exactBound } from './bound.ts';
import { boundsOf, STANDARD_THRESHOLDS, type StandardThreshold } from './bounds-of.ts';
import { effectiveNumberBounds } from './hhi.ts';
import type { MarkedBounds } from './set-valued.ts';
import { inverseShareBounds } from './shares.ts';

/** Weight of an entity: at least `low`, at most `high` (`null` = no end); `stated` is the part that is exact. */
export type WeightInterval = { readonly low: bigint; readonly stated: bigint; readonly high: bigint | null };

/** Most entities with an interval whose ends are all tried for the largest HHI: 2^10. */
const MOST_INTERVALS = 10;

/**
 * Ranges of all metrics where weights are intervals ("at least 100 GPUs"), and further weight is of unknown holder.
 *
 * CR_k and HHI are smallest where every weight is as near to one common value as its interval allows (exact); CR_k is largest with k entities
 * at their upper and all others at their lower ends (exact); HHI is largest at a corner, found by trying all while they are few, else CR1 bounds
 * it from above, named in `outer`. Unknown weight is spread without end (NC: in pieces of one `unit`, none above a weight), or all on one entity. An end that an unbounded weight decides is
 * `unbounded`. Gini, Theil and entropies have no range.
 *
 * @param unknown weight whose holder is unknown
 */
export function intervalBounds(weights: readonly WeightInterval[], unknown: WeightInterval, unit: bigint | null): MarkedBounds {
  const stated = boundsOf(
    allocationOf(
      weights.map((weight) => weight.stated),
      0n,
      unit,
    ),
  );
  const outer = new Set<string>();
  const held = weights.filter(({ high }) => high === null || high > 0n);
  const open = held.some(({ high }) => high === null) || unknown.high === null;
  const k1 = largestShare(held, unknown, 1);
  const cr = (of: ExactBound, k: number): ExactBound =>
    exactBound(smallestShare(held, unknown, k), statedOf(of), largestShare(held, unknown, k));
  const cr1 = cr(stated.cr1, 1);
  const high: End<Fraction> =
    open || typeof k1 === 'string' ? (typeof k1 === 'string' ? k1 : 'unbounded') : largestHhi(held, unknown, k1, outer);
  const low = smallestHhi(held, unknown);
  const pieces = piecesOf(unknown, unit);
  const pieceCount = Number(pieces.reduce((sum, { count }) => sum + count, 0n));
  const points = (end: End<Fraction>): End<Fraction> => (typeof end === 'string' ? end : toPoints(end));
  const hhi = exactBound(points(low), statedOf(stated.hhi), points(high));
  const nakamoto = (threshold: StandardThreshold): Bound => {
    const t = parseFraction(threshold);
    const passes = (end: End<Fraction>) => end === 'unbounded' || (typeof end !== 'string' && compare(end, t) > 0);
    const first = (test: (k: number) => boolean, last = held.length): number | null => {
      let [below, at] = [0, last];
      if (at === 0 || !test(at)) return null;
      while (at - below > 1) {
        const middle = (below + at) >> 1;
        if (test(middle)) at = middle;
        else below = middle;
      }
      return at;
    };
    const own = stated.nakamoto[threshold];
    const least = first((k) => passes(largestShare(held, unknown, k)));
    const most = first((k) => {
      const share = smallestShare(held, unknown, k, pieces);
      return typeof share !== 'string' && compare(share, t) > 0;
    }, held.length + pieceCount);
    return bound(least ?? (held.length === 0 ? 'no-weight' : 1), own.stated ?? own.reasons.stated ?? 'no-weight', most ?? 'unbounded');
  };
  const without = (of: Bound): Bound => bound('no-range', of.stated ?? of.reasons.stated ?? 'no-weight', 'no-range');
  const exactWithout = (of: ExactBound): ExactBound => exactBound('no-range', statedOf(of), 'no-range');
  const certain = held.filter((weight) => weight.low > 0n).length;
  const { q0, q1 } = stated.effectiveNumber;
  return {
    hhi,
    cr1,
    cr4: cr(stated.cr4, 4),
    nakamoto: Object.fromEntries(STANDARD_THRESHOLDS.map((threshold) => [threshold, nakamoto(threshold)])) as Record<
      StandardThreshold,
      Bound
    >,
    gini: exactWithout(stated.gini),
    theil: without(stated.theil),
    shannonBits: without(stated.shannonBits),
    effectiveNumber: {
      q0: bound(
        Math.max(1, certain),
        q0.stated ?? q0.reasons.stated ?? 'no-weight',
        unknown.high === 0n || pieceCount > 0 ? held.length + pieceCount : 'unbounded',
      ),
      q1: without(q1),
      q2: effectiveNumberBounds(hhi),
      qInf: inverseShareBounds(cr1),
    },
    outer: [...outer],
  };
}

/**
 * Ends of the share of the k largest, as in `intervalBounds`; an end that only ever larger weights come near is 0 or 1, `null` = no weight.
 *
 * @param weights of all entities that are known
 */
export function largestSharesOf(
  weights: readonly WeightInterval[],
  unknown: WeightInterval,
  k: number,
): Record<'low' | 'high', Fraction | null> {
  const held = weights.filter(({ high }) => high === null || high > 0n);
  const end = (share: End<Fraction>, limit: number) => (share === 'unbounded' ? fraction(limit) : typeof share === 'string' ? null : share);
  return { low: end(smallestShare(held, unknown, k), 0), high: end(largestShare(held, unknown, k), 1) };
}

const statedOf = (of: ExactBound): End<Fraction> => of.exact.stated ?? of.reasons.stated ?? 'no-weight';
const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
const larger = (a: bigint, b: bigint): bigint => (descending(a, b) > 0 ? b : a);
/** The value of an interval that is nearest to `level`. */
const near = ({ low, high }: WeightInterval, level: bigint): bigint => (level < low ? low : high !== null && level > high ? high : level);

/** Levels at which some weight stops following, ascending. */
function levelsOf(weights: readonly WeightInterval[]): bigint[] {
  const ends = weights.flatMap(({ low, high }) => (high === null ? [low] : [low, high]));
  return [...new Set(ends)].sort((a, b) => -descending(a, b));
}

/** Unknown weight in as many entities as can be: pieces of one unit, and what remains as one more; none without a unit or an end. */
type Piece = { readonly size: bigint; readonly count: bigint };

function piecesOf({ high }: WeightInterval, unit: bigint | null): Piece[] {
  if (unit === null || high === null) return [];
  const all = [
    { size: unit, count: high / unit },
    { size: high % unit, count: 1n },
  ];
  return all.filter(({ size, count }) => size > 0n && count > 0n);
}

/**
 * Smallest share of the k largest: the sum of the k largest minus any share of the total is least where every weight is as near as it may to one
 * level, and that level is an end of an interval (linear between them). The ratio has one valley over the levels, which is searched.
 */
function smallestShare(
  weights: readonly WeightInterval[],
  unknown: WeightInterval,
  k: number,
  pieces: readonly Piece[] = [],
): End<Fraction> {
  if (unknown.high === null) return 'unbounded';
  const levels = [...new Set([...levelsOf(weights), ...pieces.map(({ size }) => size)])].sort((a, b) => -descending(a, b));
  // nobody is known: unknown weight spread without end gives nobody a share
  if (levels.length === 0) return unknown.high === 0n ? 'no-weight' : fraction(0);
  // weights that state no more than "at least 0" follow any level
  if (levels.at(-1) === 0n) levels.push(1n);
  const entities = pieces.reduce((sum, piece) => sum + Number(piece.count), weights.length);
  const count = BigInt(Math.min(k, entities));
  // min over the level of k c + sum of (low - c)+ is the sum of the k largest; at any other level it is more, so that the ratio has one valley
  const share = (level: bigint): Fraction | null => {
    const total = weights.reduce((sum, weight) => sum + near(weight, level), unknown.high as bigint);
    const more = pieces.reduce((sum, { size, count: many }) => sum + (size > level ? many * (size - level) : 0n), 0n);
    const above = weights.reduce((sum, { low }) => sum + (low > level ? low - level : 0n), more);
    return total === 0n ? null : fraction(count * level + above, total);
  };
  let [from, to] = [0, levels.length - 1];
  // levels at which nothing is held have no share
  while (from < to && share(levels[from] as bigint) === null) from += 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    const [here, next] = [share(levels[middle] as bigint), share(levels[middle + 1] as bigint)];
    if (here !== null && next !== null && compare(here, next) <= 0) to = middle;
    else from = middle + 1;
  }
  return share(levels[from] as bigint) ?? 'no-weight';
}

/** Largest share of k entities: they at their upper, the others at their lower ends, unknown weight theirs (Dinkelbach 1967, exact). */
function largestShare(weights: readonly WeightInterval[], unknown: WeightInterval, k: number): End<Fraction> {
  if (unknown.high === null || weights.some(({ high }) => high === null)) return 'unbounded';
  const lows = weights.reduce((sum, { low }) => sum + low, 0n);
  let ratio = fraction(0);
  for (;;) {
    const { num, den } = ratio;
    const gain = ({ low, high }: WeightInterval) => (high as bigint) * (den - num) + low * num;
    const chosen = [...weights].sort((a, b) => descending(gain(a), gain(b))).slice(0, k);
    const part = chosen.reduce((sum, { high }) => sum + (high as bigint), unknown.high);
    const total = part + lows - chosen.reduce((sum, { low }) => sum + low, 0n);
    if (total === 0n) return 'no-weight';
    const next = fraction(part, total);
    if (compare(next, ratio) <= 0) return ratio.num === 0n ? next : ratio;
    ratio = next;
  }
}

/**
 * Smallest HHI: every weight as near as it may to c = (sum of squares) / (sum), the level at which no weight would move. With B the squares and A
 * the sum of the weights that cannot follow and k the number of those that can, c = B / A and HHI = B / (A^2 + k B).
 */
function smallestHhi(weights: readonly WeightInterval[], unknown: WeightInterval): End<Fraction> {
  if (unknown.high === null) return 'unbounded';
  if (weights.length === 0) return unknown.high === 0n ? 'no-weight' : fraction(0);
  const levels = levelsOf(weights);
  const moves = (level: bigint): boolean => {
    const held = weights.map((weight) => near(weight, level));
    const total = held.reduce((sum, weight) => sum + weight, unknown.high as bigint);
    return held.reduce((sum, weight) => sum + weight * weight, 0n) > level * total;
  };
  let [below, at] = [-1, levels.length];
  while (at - below > 1) {
    const middle = (below + at) >> 1;
    if (moves(levels[middle] as bigint)) below = middle;
    else at = middle;
  }
  // between the levels `below` and `at` the same weights follow
  const follows = ({ low, high }: WeightInterval) =>
    low <= (levels[below] ?? -1n) && (high === null || (at < levels.length && high >= (levels[at] as bigint)));
  const fixed = weights
    .filter((weight) => !follows(weight))
    .map((weight) => (at < levels.length ? near(weight, levels[at] as bigint) : (weight.high as bigint)));
  const free = BigInt(weights.length - fixed.length);
  const sum = fixed.reduce((total, weight) => total + weight, unknown.high);
  const squares = fixed.reduce((total, weight) => total + weight * weight, 0n);
  if (sum === 0n) return free === 0n ? 'no-weight' : fraction(1n, free);
  return squares === 0n ? fraction(0) : reduce({ num: squares, den: sum * sum + free * squares });
}

/** Largest HHI over the corners of the intervals, with the unknown weight on one entity; CR1, which is never below HHI, where they are many. */
function largestHhi(weights: readonly WeightInterval[], unknown: WeightInterval, cr1: Fraction, outer: Set<string>): Fraction {
  const moving = weights.filter(({ low, high }) => low !== high);
  const fixed = weights.filter(({ low, high }) => low === high).map(({ low }) => low);
  if (moving.length > MOST_INTERVALS) {
    outer.add('hhi');
    return cr1;
  }
  const largest = fixed.reduce(larger, 0n);
  const rest = fixed.reduce((sum, weight) => ({ total: sum.total + weight, squares: sum.squares + weight * weight }), {
    total: 0n,
    squares: 0n,
  });
  let best = fraction(0);
  const take = (total: bigint, squares: bigint) => {
    if (total === 0n) return;
    const hhi = { num: squares, den: total * total };
    if (compare(hhi, best) > 0) best = reduce(hhi);
  };
  for (let corner = 0; corner < 2 ** moving.length; corner++) {
    const ends = moving.map(({ low, high }, place) => ((corner >> place) & 1 ? (high as bigint) : low));
    const total = ends.reduce((sum, weight) => sum + weight, rest.total);
    const squares = ends.reduce((sum, weight) => sum + weight * weight, rest.squares);
    const host = ends.reduce(larger, largest);
    for (const mass of [unknown.low, unknown.high as bigint]) take(total + mass, squares + 2n * mass * host + mass * mass);
  }
  return best;
}
