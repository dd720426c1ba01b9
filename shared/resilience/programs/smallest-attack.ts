import { servedAtStart, servedValue, servedWithout, totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { type LinearProgram, programBuilder, type Solve } from './linear-program.ts';

/** Breaking point by a solver that shares nothing with the enumeration of cuts; costs replace the number of units where given. */
export type SolvedBreakingPoint = {
  /** smallest attack found, in cost; `null` = never, or none found in time */
  k: number | null;
  /** no cheaper attack exists; `null` = never */
  kLow: number | null;
  proven: boolean;
  /** unit indices, ascending; served value counted again in integers */
  members: number[];
  /** value that is left after `members` are gone; `null` without an attack */
  served: number | null;
};

export type SmallestAttackOptions = {
  seconds: number;
  /** whole cost of each unit's removal, at least 1; default 1 each */
  costs?: ArrayLike<number>;
};

/**
 * The smallest attack in independent mode as one mixed-integer program (removal-test.md 4.8): choose units z, say of each class whether it
 * runs short (y), and let the values that the chosen units leave add up to less than the limit.
 *
 * The attack is rounded and counted again in integers, and the lower end is the solver's own bound, rounded up.
 *
 * @throws what `solve` throws
 */
export function smallestAttack(supply: Supply, terms: ServiceTerms, solve: Solve, options: SmallestAttackOptions): SolvedBreakingPoint {
  if (terms.below === 0) return { k: null, kLow: null, proven: true, members: [], served: null };
  const served = servedAtStart(supply, terms);
  if (served < terms.below) return { k: 0, kLow: 0, proven: true, members: [], served };
  const costs = options.costs ?? new Float64Array(supply.units).fill(1);
  // Nodes without an owner carry the service, and the first removal takes them too: whichever unit it is, or their unknown owner.
  const owned = servedValue(terms, totalCapacity(supply));
  if (owned < terms.below) {
    const cheapest = Array.from(costs).reduce((least, cost) => Math.min(least, cost), supply.units === 0 ? 1 : Infinity);
    return { k: cheapest, kLow: cheapest, proven: true, members: [], served: owned };
  }
  const alike = alikeUnits(supply, costs);
  const solution = solve(attackProgram(supply, terms, costs, alike), { seconds: options.seconds, gap: 0.5 });
  const kLow = Math.max(1, Math.ceil(solution.bound - 1e-6));
  const members = alike.flatMap((units, column) => units.slice(0, Math.round(solution.values?.[column] ?? 0))).sort((a, b) => a - b);
  const left = servedWithout(supply, terms, members);
  if (solution.values === null || left >= terms.below) return { k: null, kLow, proven: false, members: [], served: null };
  const k = members.reduce((sum, unit) => sum + (costs[unit] as number), 0);
  return { k, kLow, proven: kLow >= k, members, served: left };
}

/** Units with some capacity, those of the same capacities and cost together: the solver need not tell them apart. */
function alikeUnits({ units, classes, capacity }: Supply, costs: ArrayLike<number>): number[][] {
  const alike = new Map<string, number[]>();
  for (let unit = 0; unit < units; unit += 1) {
    const row = capacity.subarray(unit * classes, (unit + 1) * classes);
    if (row.every((amount) => amount === 0)) continue;
    const key = `${costs[unit]} ${row.join()}`;
    const known = alike.get(key);
    if (known) known.push(unit);
    else alike.set(key, [unit]);
  }
  return [...alike.values()];
}

/** Columns: how many of each group of alike units are removed first, then value served and shortage of each class. */
function attackProgram(supply: Supply, terms: ServiceTerms, costs: ArrayLike<number>, alike: readonly number[][]): LinearProgram {
  const builder = programBuilder('minimise');
  const totals = totalCapacity(supply);
  const groups = alike.map((units) => builder.column({ cost: costs[units[0] as number] as number, upper: units.length, whole: true }));
  const losses = (index: number, value: number) =>
    groups.map((column, group): [number, number] => {
      const unit = (alike[group] as number[])[0] as number;
      return [column, value * (supply.capacity[unit * supply.classes + index] as number)];
    });
  const served: number[] = [];
  for (let index = 0; index < supply.classes; index += 1) {
    const value = terms.value[index] as number;
    const quantity = terms.quantity[index] as number;
    const total = totals[index] as number;
    if (value * quantity === 0) continue;
    const column = builder.column({ upper: value * quantity });
    served.push(column);
    if (total < quantity) {
      // short already: it serves what is left
      builder.row(value * total, Infinity, [[column, 1], ...losses(index, value)]);
      continue;
    }
    const short = builder.column({ upper: 1, whole: true });
    // not short: all is served; short: all that is left is served, and the row holds in both cases
    builder.row(value * quantity, Infinity, [
      [column, 1],
      [short, value * quantity],
    ]);
    builder.row(value * quantity, Infinity, [[column, 1], [short, -value * (total - quantity)], ...losses(index, value)]);
  }
  builder.row(
    -Infinity,
    terms.below - 1,
    served.map((column) => [column, 1] as const),
  );
  return builder.build();
}
