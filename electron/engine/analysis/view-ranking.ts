import type { Group, Together } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import type { Grouping } from '../../../shared/columns/group.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { descendingOrder } from '../../../shared/metrics/order.ts';
import { sortRuns } from '../../../shared/metrics/ranking.ts';
import { byEnds } from './certain.ts';
import type { BoundedWeights } from './open-weight.ts';
import { endsAt, firstRangeOf, lineEnds, type RankedEnds, rankedEnds, sharedRangeOf } from './view-ends.ts';

const LORENZ_POINTS = 400;

/**
 * Groups by descending weight, where records state bounds by what a group holds at least; ties by key in code unit order. `unknown` is the weight
 * that ranges are over, `total` what shares are of.
 */
export type Ranking = Grouping & { total: bigint; ends: RankedEnds | null };

/** Positions of the groups from the largest on, ties by key. */
function orderOf({ doubles, units, keys }: Grouping, ends: BoundedWeights | null): Uint32Array {
  const byKey = (a: number, b: number) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1);
  if (doubles !== null && ends === null) {
    const order = descendingOrder(doubles);
    sortRuns(order, (first, rank) => doubles[order[first] as number] === doubles[order[rank] as number], byKey);
    return order;
  }
  return Uint32Array.from(keys, (_, group) => group).sort((a, b) => {
    const sides = ends && byEnds(endsAt(ends, keys[a] as string), endsAt(ends, keys[b] as string));
    if (sides) return sides;
    const [left, right] = [units[a] as bigint, units[b] as bigint];
    return left === right ? byKey(a, b) : left > right ? -1 : 1;
  });
}

/** Groups in the order of a ranking. */
export function rank(grouping: Grouping, ends: BoundedWeights | null): Ranking {
  const { units, keys, codes, rows, doubles, unknown } = grouping;
  const order = orderOf(grouping, ends);
  const count = order.length;
  const sorted = {
    keys: new Array<string>(count),
    units: new Array<bigint>(count),
    codes: new Int32Array(count),
    rows: new Int32Array(count),
    doubles: doubles && new Float64Array(count),
  };
  let total = 0;
  for (let place = 0; place < count; place++) {
    const group = order[place] as number;
    sorted.keys[place] = keys[group] as string;
    sorted.units[place] = units[group] as bigint;
    sorted.codes[place] = codes[group] as number;
    sorted.rows[place] = rows[group] as number;
    if (doubles === null || sorted.doubles === null) continue;
    sorted.doubles[place] = doubles[group] as number;
    total += doubles[group] as number;
  }
  const known = doubles === null ? units.reduce((sum, value) => sum + value, 0n) : BigInt(total);
  return { ...grouping, ...sorted, total: known + unknown.units, ends: ends && rankedEnds(ends, sorted.keys) };
}

export const ratio = (part: bigint, total: bigint): number => (total === 0n ? 0 : toNumber({ num: part, den: total }));

/**
 * A window of the ranking as table rows.
 *
 * @param ranking groups in descending order
 * @param indices positions in the ranking, in the order wanted
 * @param held cumulative units before each position, from `cumulativeUnits`
 */
export function groupsAt(ranking: Ranking, indices: readonly number[], held: readonly bigint[]): (Group & { rank: number })[] {
  return indices.map((index) => ({
    rank: index + 1,
    key: ranking.keys[index] as string,
    value: decimalToJson({ units: ranking.units[index] as bigint, scale: ranking.scale }),
    share: ratio(ranking.units[index] as bigint, ranking.total),
    cumulative: ratio(held[index] as bigint, ranking.total),
    rows: ranking.rows[index] as number,
    ...(ranking.ends && {
      ...lineEnds(ranking.ends, endsAt(ranking.ends, ranking.keys[index] as string)),
      cumulativeRange: firstRangeOf(ranking.ends, index + 1),
    }),
  }));
}

/** Some groups as one, exactly; keys without a group count nothing. */
export function togetherOf(ranking: Ranking, keys: readonly string[]): Together {
  const wanted = new Set(keys);
  const places = ranking.keys.flatMap((key, place) => (wanted.has(key) ? [place] : []));
  const units = places.reduce((sum, place) => sum + (ranking.units[place] as bigint), 0n);
  const { ends } = ranking;
  return {
    groups: places.length,
    value: decimalToJson({ units, scale: ranking.scale }),
    share: ratio(units, ranking.total),
    ...(ends && {
      shareRange: sharedRangeOf(
        ends,
        places.map((place) => endsAt(ends, ranking.keys[place] as string)),
      ),
    }),
  };
}

/** Units of the groups up to and with each position, of the first ones. */
export function cumulativeUnits({ units }: Ranking, count = units.length): bigint[] {
  const held: bigint[] = new Array(count);
  let sum = 0n;
  for (let place = 0; place < count; place++) {
    sum += units[place] as bigint;
    held[place] = sum;
  }
  return held;
}

/** Lorenz curve of the positive groups: at most 401 of its exact points, both ends included. */
export function lorenzPoints({ units, doubles, ends }: Ranking): [number, number][] {
  const weights = doubles ?? units;
  // a ranking without bounds stands in descending order
  const order =
    ends === null ? null : units.map((_, place) => place).sort((a, b) => ((units[a] as bigint) > (units[b] as bigint) ? -1 : 1));
  const at = (place: number) => weights[order === null ? place : (order[place] as number)] as bigint | number;
  let count = weights.length;
  while (count > 0 && at(count - 1) <= 0) count -= 1;
  const every = Math.max(1, Math.ceil(count / LORENZ_POINTS));
  const held: [number, bigint][] = [];
  let [exact, plain] = [0n, 0];
  for (let place = 1; place <= count; place++) {
    const weight = at(count - place);
    if (typeof weight === 'number') plain += weight;
    else exact += weight;
    if (place % every === 0 || place === count) held.push([place / count, exact + BigInt(plain)]);
  }
  const known = held.at(-1)?.[1] ?? 0n;
  return [[0, 0], ...held.map(([share, part]): [number, number] => [share, ratio(part, known)])];
}
