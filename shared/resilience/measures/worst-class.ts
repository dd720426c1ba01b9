import type { NeverReason } from '../breaking-point.ts';
import type { Fraction } from '../fraction.ts';
import { ceilOf, compareFractions, lowestTerms } from '../fraction.ts';
import { orderByWeight } from '../orders.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

/** Breaking point of a metric that looks at classes one by one. */
export type ClassMetricPoint = {
  /** size of the smallest attack known; `null` = never */
  k: number | null;
  /** no smaller number of removals breaks the test; equals `k` when proven */
  kLow: number | null;
  proven: boolean;
  never: NeverReason | null;
  /** an attack of size k as unit indices, ascending; empty also where one owner of all unattributed nodes is the attack */
  members: number[];
  /** classes that it takes below their limit, ascending */
  classes: number[];
};

/** Smallest number of units that take a class alone below a number of instances; `null` = never. Members are its largest units. */
export function classBreakingPoint(supply: Supply, index: number, below: number): { k: number; members: number[] } | null {
  if (below === 0) return null;
  const column = Float64Array.from({ length: supply.units }, (_, unit) => supply.capacity[unit * supply.classes + index] as number);
  let left = column.reduce((sum, amount) => sum + amount, 0);
  if (left + (supply.unattributed[index] as number) < below) return { k: 0, members: [] };
  if (left < below) return { k: 1, members: [] };
  const order = orderByWeight(column);
  let k = 0;
  for (; left >= below; k += 1) left -= column[order[k] as number] as number;
  return { k, members: Array.from(order.subarray(0, k)).sort((a, b) => a - b) };
}

/**
 * Breaking point of the worst class, independent mode: the smallest number of units after which some class serves less than the threshold of
 * its own quantity. Exact: the smallest of the classes' own breaking points, by sums of their largest units (removal-test.md 4.10).
 */
export function worstClassBreakingPoint(supply: Supply, terms: ServiceTerms): ClassMetricPoint {
  let best: ClassMetricPoint = {
    k: null,
    kLow: null,
    proven: true,
    never: terms.quantity.some((wanted) => wanted > 0) ? 'threshold-zero' : 'no-demand',
    members: [],
    classes: [],
  };
  for (let index = 0; index < supply.classes; index += 1) {
    const own = classBreakingPoint(supply, index, ceilOf(terms.threshold, terms.quantity[index] as number));
    if (own === null || (best.k !== null && own.k >= best.k)) continue;
    best = { k: own.k, kLow: own.k, proven: true, never: null, members: own.members, classes: [index] };
  }
  return best;
}

/** Share of its quantity that the worst class is served to, and that class; `null` = nothing is wanted. */
export type WorstClassService = { share: Fraction; class: number } | null;

/** Worst class for given capacities, ties to the first class. */
export function worstClassOf(terms: Pick<ServiceTerms, 'quantity'>, available: ArrayLike<number>): WorstClassService {
  let worst: WorstClassService = null;
  terms.quantity.forEach((wanted, index) => {
    if (wanted === 0) return;
    const share = { num: Math.min(wanted, Math.max(0, available[index] as number)), den: wanted };
    if (worst === null || compareFractions(share, worst.share) < 0) worst = { share, class: index };
  });
  const found = worst as WorstClassService;
  return found && { share: lowestTerms(found.share), class: found.class };
}

/** Smallest service of the worst class after any k removals, exact, k = 0..units. */
export function worstClassCurve(supply: Supply, terms: ServiceTerms): WorstClassService[] {
  return leastCapacities(supply).map((available) => worstClassOf(terms, available));
}

/** Per k = 0..units the capacity that each class keeps after its own k largest units are removed; k = 0 counts nodes without an owner. */
export function leastCapacities(supply: Supply): Float64Array[] {
  const { units, classes, capacity, unattributed } = supply;
  const left = totalCapacity(supply);
  const columns = Array.from({ length: classes }, (_, index) =>
    Float64Array.from({ length: units }, (_, unit) => capacity[unit * classes + index] as number).sort(),
  );
  const rows = [left.map((amount, index) => amount + (unattributed[index] as number))];
  for (let k = 1; k <= units; k += 1) {
    columns.forEach((column, index) => {
      left[index] = (left[index] as number) - (column[units - k] as number);
    });
    rows.push(left.slice());
  }
  return rows;
}
