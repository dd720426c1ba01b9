import { smallestOverCuts } from './breaking-point.ts';
import { createTopReader, cutTables, excesses, needOf, scarceClasses, topBound, topSums } from './cuts.ts';
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
  const reader = createTopReader(tables, k);
  const all = 2 ** scarce.length - 1;
  const found = new Map<string, number[]>();
  let visits = 0;
  let complete = true;
  for (let mask = 1; mask <= all && complete; mask += 1) {
    if ((mask & 255) === 0) options.checkpoint?.(mask, all);
    const need = needOf(tables, mask);
    if (topBound(tables, mask, k) <= need || reader.sum(mask, k, need) <= need) continue;
    const rho = new Float64Array(supply.units);
    tables.order.forEach((unit, place) => {
      for (let bit = 0; bit < scarce.length; bit += 1)
        if ((mask >> bit) & 1) rho[unit] = (rho[unit] as number) + (tables.weighted[place * scarce.length + bit] as number);
    });
    complete = subsetsAbove(rho, k, need, (attack) => {
      visits += 1;
      const units = [...attack].sort((a, b) => a - b);
      const key = units.join();
      if (!found.has(key) && found.size === cap) return false;
      found.set(key, units);
      return visits < 50 * cap;
    });
  }
  const attacks = [...found.values()].sort((a, b) => {
    const place = a.findIndex((unit, index) => unit !== b[index]);
    return place < 0 ? 0 : (a[place] as number) - (b[place] as number);
  });
  let inEvery: number[] | null = null;
  if (complete) inEvery = members.filter((unit) => attacks.every((attack) => attack.includes(unit)));
  else if (members.length <= MOST_TRIALS)
    inEvery = members.filter((unit) => smallestOverCuts(tables, k + 1, unit, options.checkpoint).k > k);
  return { attacks, complete, inEvery };
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
