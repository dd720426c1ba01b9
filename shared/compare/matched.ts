import type { MatchedEntity, Move, Reattributed } from '../case/compare.ts';
import { decimalToJson } from '../columns/decimal.ts';
import type { Fraction } from '../metrics/exact.ts';
import { compare, fraction, subtract, toNumber } from '../metrics/exact.ts';
import type { AliasSet, Snapshot } from './hhi-change.ts';
import { entitiesOf } from './hhi-change.ts';

/** An entity of either snapshot with its exact weights; `rank` 1 = largest, `null` = not in that snapshot. */
export type Matched = {
  readonly key: string;
  readonly move: Move;
  readonly a: bigint;
  readonly b: bigint;
  readonly rankA: number | null;
  readonly rankB: number | null;
};

/** All entities of two snapshots under one alias set, largest change of share first. */
export type Matching = {
  readonly entities: readonly Matched[];
  readonly totalA: bigint;
  readonly totalB: bigint;
  readonly counts: { entered: number; left: number; matched: number; grew: number; shrank: number; same: number };
};

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const bySize = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
const sumOf = (weights: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const weight of weights) sum += weight;
  return sum;
};

function ranksOf(entities: ReadonlyMap<string, bigint>): Map<string, number> {
  const order = [...entities].sort(([a, x], [b, y]) => bySize(x, y) || byName(a, b));
  return new Map(order.map(([key], index) => [key, index + 1]));
}

function moveOf(a: bigint, b: bigint): Move {
  if (a === 0n) return 'entered';
  if (b === 0n) return 'left';
  return a === b ? 'same' : a < b ? 'grew' : 'shrank';
}

/**
 * Matches the entities of two snapshots by name under one alias set.
 *
 * @param before, after weight per account, integers in one unit
 * @param aliases alias set of the later snapshot, for both (domain 3.7)
 */
export function matchEntities(before: Snapshot, after: Snapshot, aliases?: AliasSet): Matching {
  const [earlier, later] = [entitiesOf(before, aliases), entitiesOf(after, aliases)];
  const [ranksA, ranksB] = [ranksOf(earlier), ranksOf(later)];
  const [totalA, totalB] = [sumOf(earlier.values()), sumOf(later.values())];
  const counts = { entered: 0, left: 0, matched: 0, grew: 0, shrank: 0, same: 0 };
  const entities = [...new Set([...earlier.keys(), ...later.keys()])].map((key): Matched => {
    const [a, b] = [earlier.get(key) ?? 0n, later.get(key) ?? 0n];
    const move = moveOf(a, b);
    counts[move] += 1;
    if (a > 0n && b > 0n) counts.matched += 1;
    return { key, move, a, b, rankA: ranksA.get(key) ?? null, rankB: ranksB.get(key) ?? null };
  });
  // |b/TB - a/TA| compared without division: both have the denominator TA x TB
  const change = ({ a, b }: Matched): bigint => {
    const difference = b * totalA - a * totalB;
    return difference < 0n ? -difference : difference;
  };
  entities.sort((x, y) => bySize(change(x), change(y)) || byName(x.key, y.key));
  return { entities, totalA, totalB, counts };
}

const share = (part: bigint, total: bigint): Fraction => (total === 0n ? fraction(0) : fraction(part, total));

/** A matched entity as table row: weights as they are written, shares of the known weight. */
export function matchedRow({ key, move, a, b, rankA, rankB }: Matched, { totalA, totalB }: Matching, scale: number): MatchedEntity {
  const place = (units: bigint, total: bigint, rank: number | null) =>
    rank === null ? null : { value: decimalToJson({ units, scale }), share: toNumber(share(units, total)), rank };
  return {
    key,
    move,
    a: place(a, totalA, rankA),
    b: place(b, totalB, rankB),
    shareChange: toNumber(subtract(share(b, totalB), share(a, totalA))),
  };
}

const POINTS = 10_000n;

/**
 * Entities that an alias set joins or takes apart in one snapshot, with the effect on HHI in points, largest first; the effects of all of them
 * add up to the re-attribution.
 *
 * @param snapshot weight per account of the earlier snapshot
 */
export function reattributedEntities(snapshot: Snapshot, before: AliasSet, after: AliasSet): Reattributed[] {
  const then = new Map<string, Map<string, bigint>>();
  const now = new Map<string, Map<string, bigint>>();
  const put = (map: Map<string, Map<string, bigint>>, whole: string, part: string, weight: bigint) => {
    const parts = map.get(whole) ?? new Map<string, bigint>();
    map.set(whole, parts);
    parts.set(part, (parts.get(part) ?? 0n) + weight);
  };
  let total = 0n;
  for (const [account, weight] of snapshot) {
    if (weight === 0n) continue;
    const [old, fresh] = [before.get(account) ?? account, after.get(account) ?? account];
    put(then, old, fresh, weight);
    put(now, fresh, old, weight);
    total += weight;
  }
  const found: { entry: Omit<Reattributed, 'points'>; points: Fraction }[] = [];
  const look = (map: Map<string, Map<string, bigint>>, kind: Reattributed['kind'], sign: bigint) => {
    for (const [entity, parts] of map) {
      if (parts.size < 2) continue;
      let [sum, squares] = [0n, 0n];
      for (const weight of parts.values()) {
        sum += weight;
        squares += weight * weight;
      }
      const points = fraction(sign * POINTS * (sum * sum - squares), total * total);
      found.push({
        entry: { entity, kind, of: [...parts].sort(([a, x], [b, y]) => bySize(x, y) || byName(a, b)).map(([name]) => name) },
        points,
      });
    }
  };
  look(now, 'joined', 1n);
  look(then, 'split', -1n);
  const size = ({ num, den }: Fraction): Fraction => ({ num: num < 0n ? -num : num, den });
  found.sort((x, y) => compare(size(y.points), size(x.points)) || byName(x.entry.entity, y.entry.entity));
  return found.map(({ entry, points }) => ({ ...entry, points: toNumber(points) }));
}
