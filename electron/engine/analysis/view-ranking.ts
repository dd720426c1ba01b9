import type { Group } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import type { Grouping } from '../../../shared/columns/group.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import { byEnds } from './certain.ts';
import type { BoundedWeights } from './open-weight.ts';

const LORENZ_POINTS = 400;

/**
 * Groups by descending weight, where records state bounds by what a group holds at least; ties by key in code unit order. `unknown` is the weight
 * that ranges are over, `total` what shares are of.
 */
export type Ranking = Grouping & { total: bigint; ends: BoundedWeights | null };

/** Groups in the order of a ranking. */
export function rank(grouping: Grouping, ends: BoundedWeights | null): Ranking {
  const { units, keys } = grouping;
  const order = keys.map((_, group) => group);
  order.sort((a, b) => {
    const sides = ends && byEnds(endsAt(ends, keys[a] as string), endsAt(ends, keys[b] as string));
    if (sides) return sides;
    const [left, right] = [units[a] as bigint, units[b] as bigint];
    if (left !== right) return left > right ? -1 : 1;
    return (keys[a] as string) < (keys[b] as string) ? -1 : 1;
  });
  return {
    ...grouping,
    keys: order.map((group) => keys[group] as string),
    codes: Int32Array.from(order, (group) => grouping.codes[group] as number),
    units: order.map((group) => units[group] as bigint),
    rows: Int32Array.from(order, (group) => grouping.rows[group] as number),
    total: units.reduce((sum, value) => sum + value, grouping.unknown.units),
    ends,
  };
}

/** Ends of the weight of a ranked group. */
export function endsAt(ends: BoundedWeights, key: string): { low: bigint; high: bigint | null } {
  return ends.groups.get(key) ?? { low: 0n, high: 0n };
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
    ...endsOf(ranking, ranking.keys[index] as string),
  }));
}

/** Ends of a group's weight, where they differ. */
function endsOf({ ends }: Ranking, key: string): Pick<Group, 'ends'> {
  const found = ends?.groups.get(key);
  if (!ends || !found || found.low === found.high) return {};
  const end = (units: bigint) => decimalToJson({ units, scale: ends.scale });
  return { ends: { low: end(found.low), high: found.high === null ? null : end(found.high) } };
}

/** Units of the groups up to and with each position. */
export function cumulativeUnits(ranking: Ranking): bigint[] {
  let held = 0n;
  return ranking.units.map((units) => {
    held += units;
    return held;
  });
}

/** Lorenz curve of the positive groups: at most 401 of its exact points, both ends included. */
export function lorenzPoints(ranking: Ranking): [number, number][] {
  const ascending = ranking.units.filter((units) => units > 0n).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const known = ascending.reduce((sum, units) => sum + units, 0n);
  const every = Math.max(1, Math.ceil(ascending.length / LORENZ_POINTS));
  const points: [number, number][] = [[0, 0]];
  let held = 0n;
  ascending.forEach((units, index) => {
    held += units;
    if ((index + 1) % every === 0 || index === ascending.length - 1) points.push([(index + 1) / ascending.length, ratio(held, known)]);
  });
  return points;
}
