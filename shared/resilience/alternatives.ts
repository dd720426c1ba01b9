import { breakingCuts, MOST_SUMS, smallestOverCuts } from './cut-tree.ts';
import type { CutTables } from './cuts.ts';
import { createTopReader, cutTables, excesses, scarceClasses, topSums } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { orderByWeight } from './orders.ts';
import type { ServiceTerms, Supply } from './terms.ts';

export type Alternatives = {
  /** minimum attacks found, each as ascending unit indices, in ascending order */
  attacks: number[][];
  /** whether these are all */
  complete: boolean;
  /** units that are in every minimum attack, ascending; `null` = not decided */
  inEvery: number[] | null;
};

/** Attacks that are listed at most, and members that are tried one by one where the list is not complete. */
const DEFAULT_CAP = 200;
const MOST_TRIALS = 100;

/**
 * All minimum attacks of a proven breaking point up to a cap, and the units that none of them can do without (removal-test.md 4.11).
 *
 * @param k proven breaking point, at least 1, of units with an owner
 * @param members one minimum attack
 */
export function minimumAttacks(
  supply: Supply,
  terms: ServiceTerms,
  k: number,
  members: readonly number[],
  options: { cap?: number; maxCutClasses: number; checkpoint?: Checkpoint },
): Alternatives {
  const cap = options.cap ?? DEFAULT_CAP;
  const tops = topSums(supply, terms, k);
  const scarce = scarceClasses(tops, excesses(supply, terms), k);
  if (scarce.length > options.maxCutClasses) return { attacks: [[...members]], complete: false, inEvery: null };
  const tables = cutTables(supply, terms, scarce, tops);
  const found = new Map<string, number[]>();
  let visits = 0;
  const complete = breakingCuts(
    tables,
    k,
    createTopReader(tables, k),
    (mask, need) => {
      const rho = new Float64Array(supply.units);
      tables.order.forEach((unit, place) => {
        for (let bit = 0; bit < scarce.length; bit += 1)
          if ((mask >> bit) & 1) rho[unit] = (rho[unit] as number) + (tables.weighted[place * scarce.length + bit] as number);
      });
      return subsetsAbove(rho, k, need, (attack) => {
        visits += 1;
        const units = [...attack].sort((a, b) => a - b);
        const key = units.join();
        if (!found.has(key) && found.size === cap) return false;
        found.set(key, units);
        return visits < 50 * cap;
      });
    },
    { sums: MOST_SUMS },
    options.checkpoint,
  );
  const attacks = [...found.values()].sort((a, b) => {
    const place = a.findIndex((unit, index) => unit !== b[index]);
    return place < 0 ? 0 : (a[place] as number) - (b[place] as number);
  });
  let inEvery: number[] | null = null;
  if (complete) inEvery = members.filter((unit) => attacks.every((attack) => attack.includes(unit)));
  else if (members.length <= MOST_TRIALS) inEvery = essential(tables, k, members, options.checkpoint);
  return { attacks, complete, inEvery };
}

/** Members that stand in every attack of size k: without them no cut passes its need. `null` where the search gave up on one. */
function essential(tables: CutTables, k: number, members: readonly number[], checkpoint?: Checkpoint): number[] | null {
  const budget = { sums: MOST_SUMS };
  const needed: number[] = [];
  for (const unit of members) {
    const without = smallestOverCuts(tables, k + 1, unit, checkpoint, k, budget);
    if (!without.complete) return null;
    if (without.k > k) needed.push(unit);
  }
  return needed;
}

/** Visits every k-subset whose sum is more than `need`, by depth first over descending values; `false` from the visitor stops. */
export function subsetsAbove(rho: Float64Array, k: number, need: number, visit: (attack: readonly number[]) => boolean): boolean {
  const order = orderByWeight(rho);
  const prefix = new Float64Array(order.length + 1);
  order.forEach((unit, place) => {
    prefix[place + 1] = (prefix[place] as number) + (rho[unit] as number);
  });
  const chosen: number[] = [];
  const choose = (from: number, sum: number): boolean => {
    const left = k - chosen.length;
    if (left === 0) return visit(chosen);
    for (let place = from; place + left <= order.length; place += 1) {
      if (sum + (prefix[place + left] as number) - (prefix[place] as number) <= need) return true;
      const unit = order[place] as number;
      chosen.push(unit);
      const goOn = choose(place + 1, sum + (rho[unit] as number));
      chosen.pop();
      if (!goOn) return false;
    }
    return true;
  };
  return choose(0, 0);
}
