import { smallestOverCuts } from './cut-tree.ts';
import type { CutTables } from './cuts.ts';
import { cutTables, excesses, scarceClasses, sumsAlong } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { columnOf, crossingWithin, greedyOrder, improveAttack, largestByWeight, orderByWeight, potentialValues } from './orders.ts';
import { servedAtStart, servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** More scarce classes than this are not enumerated: a cut is one number of 32 bits. */
export const MAX_CUT_CLASSES = 30;

/** Why no removal can break the test. */
export type NeverReason = 'threshold-zero' | 'no-demand';

export type BreakingPoint = {
  /** size of the smallest attack known; `null` = never */
  k: number | null;
  /** no smaller number of removals breaks the test; equals `k` when proven */
  kLow: number | null;
  proven: boolean;
  never: NeverReason | null;
  /** an attack of size k as unit indices, ascending; empty also where one owner of all unattributed nodes is the attack */
  members: number[];
  /** how the lower end is shown */
  method: 'enumeration' | 'order-statistic' | 'none';
  /** non-empty class subsets covered by the proof (examined or excluded by an exact reduction) */
  subsets: number;
};

export type SearchOptions = { maxCutClasses?: number; checkpoint?: Checkpoint };

/**
 * Exact breaking point of one reading of the data in independent mode: the smallest number of units whose removal leaves less than
 * `terms.below` served (removal-test.md 4.3 to 4.5). With more scarce classes than can be enumerated it is a bracket kLow..k.
 *
 * Nodes without an owner (`supply.unattributed`) count before any removal and are lost with the first one (section 6).
 */
export function findBreakingPoint(supply: Supply, terms: ServiceTerms, options: SearchOptions = {}): BreakingPoint {
  const { units } = supply;
  if (terms.below === 0) return { ...settled(null, supply), never: terms.demand === 0 ? 'no-demand' : 'threshold-zero' };
  if (servedAtStart(supply, terms) < terms.below) return settled(0, supply);
  const start = servedValue(terms, totalCapacity(supply));
  if (start < terms.below) return settled(1, supply);

  let best = units;
  let members: ArrayLike<number> = Int32Array.from({ length: units }, (_, unit) => unit);
  const consider = (order: Int32Array) => {
    const k = crossingWithin(supply, terms, order, best - 1);
    if (k === null) return;
    best = k;
    members = order.subarray(0, k);
  };
  // The static orders: by potential value, then by each class alone, as far as they can still be the shortest attack.
  consider(orderByWeight(potentialValues(supply, terms)));
  const tops = Array.from({ length: supply.classes }, (_, index) => {
    const column = columnOf(supply, index);
    const order = largestByWeight(column, best);
    consider(order);
    return sumsAlong(column, order, terms.value[index] as number);
  });
  const excess = excesses(supply, terms);
  const kLow = orderStatisticBound(tops, excess, start, terms.below, best);
  const found = (method: BreakingPoint['method'], low: number): BreakingPoint => ({
    k: best,
    kLow: low,
    proven: low === best,
    never: null,
    members: Array.from(members).sort((a, b) => a - b),
    method,
    subsets: 2 ** supply.classes - 1,
  });
  if (kLow === best) return found('order-statistic', best);

  const scarce = scarceClasses(tops, excess, best - 1);
  if (scarce.length > (options.maxCutClasses ?? MAX_CUT_CLASSES)) {
    consider(greedyOrder(supply, terms, best - 1, options.checkpoint));
    members = improveAttack(supply, terms, Array.from(members), options.checkpoint);
    best = members.length;
    return found('order-statistic', kLow);
  }
  const tables = cutTables(supply, terms, scarce, tops);
  const { k, mask, low } = smallestOverCuts(tables, best, -1, options.checkpoint, kLow);
  if (k < best) {
    best = k;
    members = attackOfCut(supply, terms, cutOf(tables, mask), k);
  }
  return found('enumeration', low);
}

/** Class indices of a mask. */
function cutOf(tables: CutTables, mask: number): number[] {
  return tables.classes.filter((_, bit) => ((mask >> bit) & 1) === 1);
}

/** The k units that can host most value of the classes of a cut, ties by index. */
function attackOfCut(supply: Supply, terms: ServiceTerms, cut: readonly number[], k: number): Int32Array {
  const rho = Float64Array.from({ length: supply.units }, (_, unit) =>
    cut.reduce((sum, index) => sum + (terms.value[index] as number) * (supply.capacity[unit * supply.classes + index] as number), 0),
  );
  return orderByWeight(rho).subarray(0, k);
}

/**
 * A lower bound of the breaking point without any search: k removals lose at most, in each class, what its own k largest units exceed its
 * surplus by. Smallest k (at most `limit`) for which that could break the limit.
 */
function orderStatisticBound(tops: readonly Float64Array[], excess: Float64Array, start: number, below: number, limit: number): number {
  for (let k = 1; k < limit; k += 1) {
    let loss = 0;
    for (let index = 0; index < tops.length; index += 1)
      loss += Math.max(0, ((tops[index] as Float64Array)[k] as number) - Math.max(0, excess[index] as number));
    if (start - loss < below) return k;
  }
  return limit;
}

function settled(k: number | null, supply: Supply): BreakingPoint {
  return { k, kLow: k, proven: true, never: null, members: [], method: 'enumeration', subsets: 2 ** supply.classes - 1 };
}
