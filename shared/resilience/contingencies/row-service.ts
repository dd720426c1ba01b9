import type { WorkloadClass } from '../../case/portfolio.ts';
import { domainOf } from '../../case/portfolio.ts';
import { completedBy, copiesOf, groupRows } from '../capacity.ts';
import { eligibilityOf } from '../eligibility.ts';
import type { CodedColumn, Inventory } from '../inventory.ts';
import { knowsNodeSize } from '../inventory.ts';
import { slotsOf } from '../resources.ts';
import type { ServiceTerms } from '../terms.ts';

/** Instances of each class that the rows of an inventory could host in independent mode, and what is left after some of them are lost. */
export type RowService = {
  /** capacity of all rows, adverse and favourable; an unbounded one counts as the quantity of its class, which changes no served value */
  total: Ends;
  /** capacity after these rows are lost, each once; O(rows lost, and groups of nodes of their removal units) */
  without: (lost: ArrayLike<number>) => Ends;
};

/** Instances of each class, adverse and favourable. */
export type Ends = { low: Float64Array; high: Float64Array };

/** The inventory of some of its rows, in their order; labels of columns stay as they are. */
export function inventoryOfRows(inventory: Inventory, rows: Int32Array): Inventory {
  const coded = <T extends CodedColumn | undefined>(column: T): T =>
    column && { ...column, codes: rows.map((row) => column.codes[row] as number) };
  const numbers = <T extends Float64Array | undefined>(column: T): T =>
    column && (Float64Array.from(rows, (row) => column[row] as number) as T);
  const ends = <T extends { low: Float64Array; high: Float64Array } | undefined>(column: T): T =>
    column && { ...column, low: numbers(column.low), high: numbers(column.high) };
  const { nodeSizeKnown, verified } = inventory;
  return {
    ...inventory,
    rows: rows.length,
    unit: coded(inventory.unit),
    gpus: ends(inventory.gpus),
    nodes: rows.map((row) => inventory.nodes[row] as number),
    nodeSizeKnown: nodeSizeKnown && Uint8Array.from(rows, (row) => nodeSizeKnown[row] as number),
    gpuModel: coded(inventory.gpuModel),
    vramGib: numbers(inventory.vramGib),
    vramRange: ends(inventory.vramRange),
    country: coded(inventory.country),
    uptime: numbers(inventory.uptime),
    verified: verified && Int8Array.from(rows, (row) => verified[row] as number),
    priceUsdPerGpuHour: numbers(inventory.priceUsdPerGpuHour),
    priceRange: ends(inventory.priceRange),
    site: coded(inventory.site),
    provider: coded(inventory.provider),
    region: coded(inventory.region),
  };
}

/**
 * Counts the capacity of an inventory so that any set of rows can be lost: classes of one node row by row, classes of several nodes by the
 * groups of nodes that stand together, since their instances stand inside one unit and domain. Counted as `countCapacities` does, summed over
 * all units and nodes without an owner.
 *
 * @param inventory checked by `assertInventory`
 * @param classes with whole quantities, in the order of `terms`
 */
export function createRowService(inventory: Inventory, classes: readonly WorkloadClass[], terms: ServiceTerms): RowService {
  const counters = classes.map((workload, index) => createCounter(inventory, workload, terms.quantity[index] as number));
  const sums = (left: readonly { low: number; high: number }[]): Ends => ({
    low: Float64Array.from(left, ({ low }) => low),
    high: Float64Array.from(left, ({ high }) => high),
  });
  return {
    total: sums(counters.map(({ total }) => total)),
    without: (lost) => sums(counters.map((counter) => counter.without(lost))),
  };
}

type Sum = { low: number; high: number };
type Counter = { total: Sum; without: (lost: ArrayLike<number>) => Sum };

/** Slots of each row on all its nodes, adverse and favourable; an unbounded row gives enough for the whole quantity. */
function slotsOfRows(inventory: Inventory, workload: WorkloadClass, quantity: number): { low: Float64Array; high: Float64Array } {
  const answers = eligibilityOf(inventory, workload);
  const low = new Float64Array(inventory.rows);
  const high = new Float64Array(inventory.rows);
  for (let row = 0; row < inventory.rows; row += 1) {
    if (answers[row] === 0) continue;
    const slots = slotsOf(inventory, row, workload, answers[row] as number);
    const copies = copiesOf(inventory, row);
    low[row] = copies * slots.low;
    high[row] = slots.high === Infinity ? quantity * workload.nodes : copies * slots.high;
  }
  return { low, high };
}

function createCounter(inventory: Inventory, workload: WorkloadClass, quantity: number): Counter {
  const slots = slotsOfRows(inventory, workload, quantity);
  return workload.nodes === 1 ? countRows(slots) : countGroups(inventory, workload, slots);
}

function countRows({ low, high }: { low: Float64Array; high: Float64Array }): Counter {
  const add = (sum: Sum, amounts: ArrayLike<number>, sign: 1 | -1, rowOf: (place: number) => number): Sum => {
    for (let place = 0; place < amounts.length; place += 1) {
      sum.low += sign * (low[rowOf(place)] as number);
      sum.high += sign * (high[rowOf(place)] as number);
    }
    return sum;
  };
  const total = add({ low: 0, high: 0 }, low, 1, (place) => place);
  return { total, without: (lost) => add({ ...total }, lost, -1, (place) => lost[place] as number) };
}

/** Gangs: nodes that stand together by unit and domain; a node of unknown domain or owner stands alone, or completes what it can. */
function countGroups(inventory: Inventory, workload: WorkloadClass, slots: { low: Float64Array; high: Float64Array }): Counter {
  const { nodes: size } = workload;
  const owners = inventory.unit.codes;
  const groups = groupRows(inventory, domainOf(workload), owners);
  const low = new Float64Array(groups.unit.length);
  const high = new Float64Array(groups.unit.length);
  const loose = new Float64Array(inventory.unit.labels.length);
  const groupsOfUnit: number[][] = inventory.unit.labels.map(() => []);
  groups.unit.forEach((unit, group) => {
    if (unit >= 0) (groupsOfUnit[unit] as number[]).push(group);
  });
  /** Instances that a row completes by itself, where it belongs to no group of a unit. */
  const alone = (row: number): Sum => {
    const owned = (owners[row] as number) >= 0;
    const grouped = (groups.ofRow[row] as number) >= 0;
    if (owned && grouped) return { low: 0, high: 0 };
    const copies = copiesOf(inventory, row);
    const together = grouped || knowsNodeSize(inventory, row);
    const each = { low: (slots.low[row] as number) / copies, high: (slots.high[row] as number) / copies };
    return {
      low: together ? copies * Math.floor(each.low / size) : 0,
      high: owned ? 0 : copies * (together ? Math.ceil(each.high / size) : each.high),
    };
  };
  const shift = (row: number, sign: 1 | -1) => {
    const unit = owners[row] as number;
    const group = groups.ofRow[row] as number;
    if (unit < 0) return;
    if (group >= 0) {
      low[group] = (low[group] as number) + sign * (slots.low[row] as number);
      high[group] = (high[group] as number) + sign * (slots.high[row] as number);
    } else loose[unit] = (loose[unit] as number) + sign * (slots.high[row] as number);
  };
  const ofUnit = (unit: number): Sum => {
    const sum = { low: 0, high: 0 };
    const gaps: number[] = [];
    for (const group of groupsOfUnit[unit] as number[]) {
      const slotsHigh = high[group] as number;
      sum.low += Math.floor((low[group] as number) / size);
      sum.high += Math.floor(slotsHigh / size);
      if (slotsHigh % size > 0) gaps.push(size - (slotsHigh % size));
    }
    if ((loose[unit] as number) > 0) sum.high += completedBy(loose[unit] as number, gaps, size);
    return sum;
  };
  const total: Sum = { low: 0, high: 0 };
  for (let row = 0; row < inventory.rows; row += 1) {
    shift(row, 1);
    const own = alone(row);
    total.low += own.low;
    total.high += own.high;
  }
  const before = inventory.unit.labels.map((_, unit) => ofUnit(unit));
  for (const sum of before) {
    total.low += sum.low;
    total.high += sum.high;
  }
  return {
    total,
    without: (lost) => {
      const left = { ...total };
      const units = new Set<number>();
      for (let place = 0; place < lost.length; place += 1) {
        const row = lost[place] as number;
        if ((slots.high[row] as number) === 0) continue;
        shift(row, -1);
        const own = alone(row);
        left.low -= own.low;
        left.high -= own.high;
        if ((owners[row] as number) >= 0) units.add(owners[row] as number);
      }
      for (const unit of units) {
        const after = ofUnit(unit);
        left.low += after.low - (before[unit] as Sum).low;
        left.high += after.high - (before[unit] as Sum).high;
      }
      for (let place = 0; place < lost.length; place += 1)
        if ((slots.high[lost[place] as number] as number) > 0) shift(lost[place] as number, 1);
      return left;
    },
  };
}

/**
 * Capacity of an inventory without some rows, adverse and favourable, where the two readings may lose different rows.
 *
 * `without(unknown)` is for losses whose adverse reading contains the rows `unknown`: it counts them out once, not anew with each loss.
 */
export function capacityWithout(
  inventory: Inventory,
  classes: readonly WorkloadClass[],
  terms: ServiceTerms,
): { start: Ends; without: (unknown: Int32Array) => (lost: { low: Int32Array; high: Int32Array }) => Ends } {
  const whole = createRowService(inventory, classes, terms);
  return {
    start: whole.total,
    without: (unknown) => {
      if (unknown.length === 0)
        return ({ low, high }) => {
          const left = whole.without(high);
          return low === high ? left : { low: whole.without(low).low, high: left.high };
        };
      const isUnknown = new Uint8Array(inventory.rows);
      for (const row of unknown) isUnknown[row] = 1;
      const known = Int32Array.from({ length: inventory.rows }, (_, row) => row).filter((row) => isUnknown[row] === 0);
      const place = new Int32Array(inventory.rows);
      known.forEach((row, index) => {
        place[row] = index;
      });
      const adverse = createRowService(inventoryOfRows(inventory, known), classes, terms);
      return ({ low, high }) => ({
        low: adverse.without(low.filter((row) => isUnknown[row] === 0).map((row) => place[row] as number)).low,
        high: whole.without(high).high,
      });
    },
  };
}
