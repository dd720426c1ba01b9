import type { CutTables } from './cuts.ts';
import { createTopReader, cutTables, excesses, needOf, scarceClasses, topBound, topSums } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { crossingOf, curveOf, greedyOrder, improveAttack, orderByWeight, staticOrders } from './orders.ts';
import { servedAtStart, servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** More scarce classes than this are not enumerated: 2^20 cuts take about a second. */
export const MAX_CUT_CLASSES = 20;

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
    const k = crossingOf(curveOf(supply, terms, order), terms.below) ?? units;
    if (k >= best) return;
    best = k;
    members = order.subarray(0, k);
  };
  for (const order of staticOrders(supply, terms)) consider(order);

  const tops = topSums(supply, terms, best);
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
  const { k, mask } = smallestOverCuts(tables, best, -1, options.checkpoint);
  if (k < best) {
    best = k;
    members = attackOfCut(supply, terms, cutOf(tables, mask), k);
  }
  return found('enumeration', best);
}

/**
 * Smallest k below `startK` for which some cut loses more than its need to its k largest units, or `startK` with mask 0.
 *
 * Tried first: all classes, single classes, all but one; then every subset in Gray-code order, where need and bound change by one class.
 *
 * @param excluded unit that may not be removed, -1 = none
 */
export function smallestOverCuts(
  tables: CutTables,
  startK: number,
  excluded: number,
  checkpoint?: Checkpoint,
): { k: number; mask: number } {
  const width = tables.classes.length;
  const all = 2 ** width - 1;
  const reader = createTopReader(tables, Math.max(0, startK - 1), excluded);
  let k = startK;
  let witness = 0;
  const visit = (mask: number, need: number) => {
    while (k > 1 && topBound(tables, mask, k - 1) > need && reader.sum(mask, k - 1, need) > need) {
      k = reader.smallestAbove(need);
      witness = mask;
    }
  };
  const first = new Set([all]);
  for (let bit = 0; bit < width; bit += 1) first.add(1 << bit).add(all ^ (1 << bit));
  for (const mask of first) if (mask !== 0) visit(mask, needOf(tables, mask));
  let mask = 0;
  let need = tables.spare;
  let bound = 0;
  for (let step = 1; step <= all && k > 1; step += 1) {
    if ((step & 255) === 0) checkpoint?.(step, all);
    const bit = 31 - Math.clz32(step & -step);
    mask ^= 1 << bit;
    const sign = (mask >> bit) & 1 ? 1 : -1;
    need += sign * (tables.excess[bit] as number);
    bound += sign * ((tables.tops[bit] as Float64Array)[k - 1] as number);
    if (bound <= need) continue;
    const before = k;
    visit(mask, need);
    if (k !== before) bound = topBound(tables, mask, k - 1);
  }
  return { k, mask: witness };
}

/** Class indices of a mask. */
export function cutOf(tables: CutTables, mask: number): number[] {
  return tables.classes.filter((_, bit) => ((mask >> bit) & 1) === 1);
}

/** The k units that can host most value of the classes of a cut, ties by index. */
export function attackOfCut(supply: Supply, terms: ServiceTerms, cut: readonly number[], k: number): Int32Array {
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
