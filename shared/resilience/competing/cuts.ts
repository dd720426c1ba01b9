import type { Checkpoint } from '../orders.ts';
import type { PieceTable } from './pieces.ts';

/** A search over subsets of jobs (cuts): what units could serve of a cut is their usable GPUs at the dearest price of the cut. */
export type CutProblem = {
  table: PieceTable;
  /** per job, descending */
  price: readonly number[];
  /** per job, value of all instances wanted */
  demand: readonly number[];
  below: number;
};

export type CutSearch = {
  problem: CutProblem;
  /** units by descending bound, ties by index */
  order: Int32Array;
  /** what the cut of all jobs gives each unit, in that order; no cut gives more */
  bound: Float64Array;
  /** cuts worth a look, as masks of jobs */
  masks: Int32Array;
  /** jobs of each set of pieces, as a mask */
  bits: Int32Array;
};

/** The 31st bit is the sign, and 2^20 cuts take about a second. */
export const MOST_CUT_JOBS = 20;

/**
 * Prepares a search. A job whose GPUs are all usable by another one of the cut, at no higher price, belongs to the cut as well: it takes
 * demand away from the bound and adds no supply. Only cuts that are complete in this sense are kept, cuts of many jobs first.
 *
 * @param problem of at most `MOST_CUT_JOBS` jobs
 */
export function cutSearch(problem: CutProblem): CutSearch {
  const { table, price } = problem;
  const width = price.length;
  const bits = Int32Array.from(table.sets, (set) => set.reduce((mask, job) => mask | (1 << job), 0));
  const whole = coefficients(bits, price, 2 ** width - 1);
  const potential = Float64Array.from({ length: table.units }, (_, unit) => rhoOf(table, whole, unit));
  const order = Int32Array.from(potential.keys()).sort((a, b) => (potential[b] as number) - (potential[a] as number) || a - b);
  const implied = price.map((own, job) =>
    price.reduce((mask, other, candidate) => {
      const covered = other <= own && bits.every((set) => ((set >> candidate) & 1) === 0 || ((set >> job) & 1) === 1);
      return covered ? mask | (1 << candidate) : mask;
    }, 0),
  );
  const masks: number[] = [];
  for (let mask = 2 ** width - 1; mask > 0; mask -= 1) {
    let complete = true;
    for (let job = 0; job < width && complete; job += 1) if ((mask >> job) & 1) complete = ((implied[job] as number) & ~mask) === 0;
    if (complete) masks.push(mask);
  }
  return { problem, order, bound: Float64Array.from(order, (unit) => potential[unit] as number), masks: Int32Array.from(masks), bits };
}

/** Price of each set of pieces in a cut: that of the dearest job of the cut that may run there. */
export function coefficients(bits: Int32Array, price: readonly number[], mask: number): Float64Array {
  const prices = new Float64Array(bits.length);
  for (let set = 0; set < bits.length; set += 1) {
    const both = (bits[set] as number) & mask;
    if (both !== 0) prices[set] = price[31 - Math.clz32(both & -both)] as number;
  }
  return prices;
}

/** Upper bound of the value that one unit can serve of a cut. */
export function rhoOf(table: PieceTable, coefficient: ArrayLike<number>, unit: number): number {
  let sum = 0;
  for (let place = table.first[unit] as number; place < (table.first[unit + 1] as number); place += 1)
    sum += (table.amount[place] as number) * (coefficient[table.setOf[place] as number] as number);
  return sum;
}

/** Value wanted of the jobs outside a cut. */
export function outsideOf(demand: readonly number[], mask: number): number {
  let sum = 0;
  for (let job = 0; job < demand.length; job += 1) if (((mask >> job) & 1) === 0) sum += demand[job] as number;
  return sum;
}

/** need(Z): removing strictly more than this of a cut breaks the limit. Units with an owner only. */
export function needOf({ problem, bits }: CutSearch, mask: number, coefficient = coefficients(bits, problem.price, mask)): number {
  let need = outsideOf(problem.demand, mask) - problem.below;
  const { totals } = problem.table;
  for (let set = 0; set < totals.length; set += 1) need += (totals[set] as number) * (coefficient[set] as number);
  return need;
}

/**
 * Largest values of a cut over units, by the threshold algorithm (Fagin, Lotem, Naor 2003): units are read by descending bound until k values
 * are kept and the next bound is not above the smallest of them.
 *
 * @param enough reading may stop as soon as the sum of the kept values is above this
 * @param excluded unit that may not be removed, -1 = none
 * @returns values kept, descending; fewer than k only where there are fewer units
 */
export function topValues(search: CutSearch, coefficient: ArrayLike<number>, k: number, enough: number, excluded = -1): Float64Array {
  const { order, bound, problem } = search;
  const heap = new Float64Array(Math.min(k, order.length));
  let size = 0;
  let sum = 0;
  if (k === 0) return heap;
  for (let place = 0; place < order.length && sum <= enough; place += 1) {
    if (size === k && (heap[0] as number) >= (bound[place] as number)) break;
    const unit = order[place] as number;
    if (unit === excluded) continue;
    const value = rhoOf(problem.table, coefficient, unit);
    if (size < k) {
      let at = size;
      size += 1;
      sum += value;
      while (at > 0 && (heap[(at - 1) >> 1] as number) > value) {
        heap[at] = heap[(at - 1) >> 1] as number;
        at = (at - 1) >> 1;
      }
      heap[at] = value;
    } else if (value > (heap[0] as number)) {
      sum += value - (heap[0] as number);
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= size) break;
        if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
        if ((heap[child] as number) >= value) break;
        heap[at] = heap[child] as number;
        at = child;
      }
      heap[at] = value;
    }
  }
  return heap.subarray(0, size).sort().reverse();
}

/**
 * Smallest number of units whose loss breaks the limit in some cut.
 *
 * @param startK only numbers below this are looked for
 * @param excluded unit that may not be removed, -1 = none
 * @returns `startK` with mask 0 where there is none; 0 where a cut breaks the limit before any removal
 */
export function smallestOverCuts(search: CutSearch, startK: number, excluded = -1, checkpoint?: Checkpoint): { k: number; mask: number } {
  const { masks, problem } = search;
  // The empty cut: no more than everything is served.
  if (outsideOf(problem.demand, 0) < problem.below) return { k: 0, mask: 0 };
  const prefix = new Float64Array(search.bound.length + 1);
  search.bound.forEach((value, place) => {
    prefix[place + 1] = (prefix[place] as number) + value;
  });
  let k = startK;
  let witness = 0;
  for (let place = 0; place < masks.length && k > 0; place += 1) {
    if ((place & 255) === 255) checkpoint?.(place, masks.length);
    const mask = masks[place] as number;
    if (outsideOf(problem.demand, mask) >= problem.below) continue;
    const coefficient = coefficients(search.bits, problem.price, mask);
    const need = needOf(search, mask, coefficient);
    if (need < 0) return { k: 0, mask };
    if (k === 1 || (prefix[Math.min(k - 1, search.bound.length)] as number) <= need) continue;
    // Reading stops at the first values that are enough, so a smaller number may be found by reading again.
    while (k > 1) {
      const count = countAbove(topValues(search, coefficient, k - 1, need, excluded), need);
      if (count === null) break;
      k = count;
      witness = mask;
    }
  }
  return { k, mask: witness };
}

/** How many of descending values it takes to pass `need`; `null` = all together do not. */
function countAbove(values: Float64Array, need: number): number | null {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) {
    sum += values[place] as number;
    if (sum > need) return place + 1;
  }
  return null;
}
