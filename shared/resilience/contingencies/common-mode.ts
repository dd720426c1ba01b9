import type { ServedRange, Verdict } from '../../case/contingencies.ts';
import type { WorkloadClass } from '../../case/portfolio.ts';
import type { ServiceMetric } from '../../case/removal.ts';
import type { Inventory } from '../inventory.ts';
import { knowsNodeSize } from '../inventory.ts';
import { limitsOf, servedBy } from '../measures/service-metric.ts';
import type { Checkpoint } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import type { Factor } from './factors.ts';
import type { Ends } from './row-service.ts';
import { capacityWithout } from './row-service.ts';
import { verdictOf } from './served.ts';

/** Everything with one value of a factor lost at once (NERC TPL-001 P7; for countries, blocs, vendors and models: extreme events). */
export type FactorLoss = {
  factor: string;
  value: string;
  /** records, GPUs at the lower end, and removal units with at least one of them; records without an owner count for no unit */
  rows: number;
  gpus: number;
  units: string[];
  served: ServedRange;
  verdict: Verdict;
  /**
   * it breaks the test in the adverse reading, it spans several removal units, and none of them breaks it alone: what the list of single
   * units does not show
   */
  hidden: boolean;
};

/** All values of all factors, and the smallest hidden ones. */
export type CommonMode = {
  start: ServedRange;
  below: number;
  /** by ascending value served, adverse; then favourable; then as the factors stand */
  losses: FactorLoss[];
  /** losses that break the test in the adverse reading, by ascending GPUs: the first is the smallest shared factor that crosses the threshold */
  crossing: FactorLoss[];
  /** those of `crossing` that no single removal unit explains */
  hidden: FactorLoss[];
};

/** What is served without some rows, by any mode: the rows lost in the adverse and in the favourable reading. */
export type LeftWithout = (lost: { low: Int32Array; high: Int32Array }) => ServedRange;

/** What is served before and after rows are lost; `without(unknown)` is for losses whose adverse reading contains the rows `unknown`. */
export type LeftService = {
  start: ServedRange /** the test fails below this */;
  below: number;
  without: (unknown: Int32Array) => LeftWithout;
};

/** What is served of an inventory without some rows with each class asked alone, by any metric. */
export function leftAlone(
  inventory: Inventory,
  classes: readonly WorkloadClass[],
  terms: ServiceTerms,
  metric: ServiceMetric = 'value',
): LeftService {
  const capacity = capacityWithout(inventory, classes, terms);
  const leftOf = ({ low, high }: Ends): ServedRange => ({ low: servedBy(metric, terms, low), high: servedBy(metric, terms, high) });
  return {
    start: leftOf(capacity.start),
    below: limitsOf(metric, terms).below,
    without: (unknown) => {
      const left = capacity.without(unknown);
      return (lost) => leftOf(left(lost));
    },
  };
}

/**
 * Loses every value of every factor in turn, everything placed again on the rest.
 *
 * Capacity is counted over the removal units of `inventory.unit`, so nothing lost gives the numbers of the removal test itself. Rows of
 * unknown value are lost with whichever value goes in the adverse reading, rows that may be one of several with each of these; both stay in
 * the favourable one.
 *
 * @param inventory checked by `assertInventory`
 * @param classes with whole quantities, in the order of `terms`
 * @param left how much is served without some rows: each class asked alone by default
 */
export function commonMode(
  inventory: Inventory,
  classes: readonly WorkloadClass[],
  terms: ServiceTerms,
  factors: readonly Factor[],
  options: { left?: LeftService; checkpoint?: Checkpoint } = {},
): CommonMode {
  const { start, below, without } = options.left ?? leftAlone(inventory, classes, terms);
  const total = factors.reduce((sum, { values }) => sum + values.length, 0);
  const unitBreaks = new Map<number, boolean>();
  const rowsOf = rowsOfUnits(inventory);
  const ownerless = rowsOf.get(-1) ?? new Int32Array(0);
  const withoutUnit = without(ownerless);
  const breaksAlone = (unit: number): boolean => {
    const known = unitBreaks.get(unit);
    if (known !== undefined) return known;
    const rows = rowsOf.get(unit) as Int32Array;
    // As in the table of single losses: what nobody is known to own is lost with whichever unit goes, adversely.
    const breaks = withoutUnit({ low: joined(rows, ownerless), high: rows }).low < below;
    unitBreaks.set(unit, breaks);
    return breaks;
  };
  const losses: FactorLoss[] = [];
  for (const factor of factors) {
    const leftWithout = without(factor.unknown);
    for (const { value, rows, maybe } of factor.values) {
      options.checkpoint?.(losses.length, total);
      const served = leftWithout({ low: joined(joined(rows, maybe), factor.unknown), high: rows });
      const units = new Set<number>();
      let gpus = 0;
      for (const row of rows) {
        const unit = inventory.unit.codes[row] as number;
        if (unit >= 0) units.add(unit);
        gpus += gpusOfRow(inventory, row);
      }
      const verdict = verdictOf(served, below);
      losses.push({
        factor: factor.name,
        value,
        rows: rows.length,
        gpus,
        units: Array.from(units, (unit) => inventory.unit.labels[unit] as string).sort((a, b) => (a < b ? -1 : 1)),
        served,
        verdict,
        hidden: verdict !== 'passes' && start.low >= below && units.size > 1 && ![...units].some(breaksAlone),
      });
    }
  }
  const crossing = losses.filter(({ verdict }) => verdict !== 'passes').sort((a, b) => a.gpus - b.gpus || a.units.length - b.units.length);
  return {
    start,
    below,
    losses: losses.toSorted((a, b) => difference(a.served, b.served)),
    crossing,
    hidden: crossing.filter(({ hidden }) => hidden),
  };
}

function difference(a: ServedRange, b: ServedRange): number {
  return a.low - b.low || a.high - b.high;
}

/** Rows of two lists that share none; the first list itself where the second is empty. */
function joined(a: Int32Array, b: Int32Array): Int32Array {
  if (b.length === 0) return a;
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** GPUs of a row at the lower end. */
function gpusOfRow(inventory: Inventory, row: number): number {
  const gpus = inventory.gpus.low[row] as number;
  return Number.isNaN(gpus) ? 0 : gpus * (knowsNodeSize(inventory, row) ? (inventory.nodes[row] as number) : 1);
}

function rowsOfUnits(inventory: Inventory): Map<number, Int32Array> {
  const rows = new Map<number, number[]>();
  inventory.unit.codes.forEach((unit, row) => {
    const known = rows.get(unit);
    if (known) known.push(row);
    else rows.set(unit, [row]);
  });
  return new Map(Array.from(rows, ([unit, list]) => [unit, Int32Array.from(list)]));
}
