import type { ServedRange } from '../../case/contingencies.ts';
import type { WorkloadClass } from '../../case/portfolio.ts';
import type { Counts } from '../capacity.ts';
import { countCapacities } from '../capacity.ts';
import type { CodedColumn, Inventory } from '../inventory.ts';
import { servedValue } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';

/** Instances of each class that the rows of an inventory could host in independent mode, and what is left after some of them are lost. */
export type RowService = {
  /** capacity of all rows, adverse and favourable; an unbounded one counts as the quantity of its class, which changes no served value */
  total: Ends;
  /** capacity after these rows are lost; O(rows of the removal units that they belong to) */
  without: (lost: ArrayLike<number>) => Ends;
};

/** Instances of each class, adverse and favourable. */
export type Ends = { low: Float64Array; high: Float64Array };

/** Served value of both ends of a capacity. */
export function servedRange(terms: ServiceTerms, capacity: Ends): ServedRange {
  return { low: servedValue(terms, capacity.low), high: servedValue(terms, capacity.high) };
}

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
 * Counts the capacity of an inventory so that any set of rows can be lost: classes of one node row by row, classes of several nodes by
 * counting the removal units that lose rows again, since their instances stand inside one unit.
 *
 * @param inventory checked by `assertInventory`
 * @param classes with whole quantities, in the order of `terms`
 */
export function createRowService(inventory: Inventory, classes: readonly WorkloadClass[], terms: ServiceTerms): RowService {
  const width = classes.length;
  const single = [...classes.keys()].filter((index) => (classes[index] as WorkloadClass).nodes === 1);
  const gangs = [...classes.keys()].filter((index) => (classes[index] as WorkloadClass).nodes > 1);
  const gangClasses = gangs.map((index) => classes[index] as WorkloadClass);
  const bounded = (amount: number, index: number) => (amount === Infinity ? (terms.quantity[index] as number) : amount);

  const rowUnits: CodedColumn = {
    codes: Int32Array.from({ length: inventory.rows }, (_, row) => row),
    labels: Array.from({ length: inventory.rows }, (_, row) => String(row)),
  };
  const byRow = countCapacities(
    { ...inventory, unit: rowUnits },
    single.map((index) => classes[index] as WorkloadClass),
  );
  const total: Ends = { low: new Float64Array(width), high: new Float64Array(width) };
  const addRow = (to: Ends, row: number, sign: 1 | -1) => {
    const first = (byRow.unitOfRow[row] as number) * single.length;
    single.forEach((index, place) => {
      to.low[index] = (to.low[index] as number) + sign * bounded(byRow.low[first + place] as number, index);
      to.high[index] = (to.high[index] as number) + sign * bounded(byRow.high[first + place] as number, index);
    });
  };
  for (let row = 0; row < inventory.rows; row += 1) addRow(total, row, 1);

  const rowsOfUnit = new Map<number, number[]>();
  if (gangs.length > 0)
    inventory.unit.codes.forEach((unit, row) => {
      const rows = rowsOfUnit.get(unit);
      if (rows) rows.push(row);
      else rowsOfUnit.set(unit, [row]);
    });
  const none = (): Ends => ({ low: new Float64Array(width), high: new Float64Array(width) });
  /** Adds the gangs of each unit of the counts, and those of nodes without an owner under -1. */
  const addGangs = (counts: Counts, to: (unit: number) => Ends) => {
    gangs.forEach((index, place) => {
      const add = (ends: Ends, low: number, high: number) => {
        ends.low[index] = (ends.low[index] as number) + low;
        ends.high[index] = (ends.high[index] as number) + bounded(high, index);
      };
      for (let unit = 0; unit < counts.ids.length; unit += 1)
        add(to(unit), counts.low[unit * gangs.length + place] as number, counts.high[unit * gangs.length + place] as number);
      if (counts.unownedIds.length === 0) return;
      add(to(-1), counts.unownedLow[place] as number, 0);
      for (let node = 0; node < counts.unownedIds.length; node += 1)
        add(to(-1), 0, counts.unownedHigh[node * gangs.length + place] as number);
    });
  };
  const gangsOfUnit = new Map<number, Ends>();
  if (gangs.length > 0) {
    const counts = countCapacities(inventory, gangClasses);
    const codeOf = new Int32Array(counts.ids.length).fill(-1);
    counts.unitOfRow.forEach((unit, row) => {
      if (unit >= 0) codeOf[unit] = inventory.unit.codes[row] as number;
    });
    for (const unit of rowsOfUnit.keys()) gangsOfUnit.set(unit, none());
    addGangs(counts, (unit) => gangsOfUnit.get(unit < 0 ? -1 : (codeOf[unit] as number)) as Ends);
    for (const sum of gangsOfUnit.values()) shift(total, sum, 1);
  }

  return {
    total,
    without: (lost) => {
      const left = { low: total.low.slice(), high: total.high.slice() };
      for (let place = 0; place < lost.length; place += 1) addRow(left, lost[place] as number, -1);
      if (gangs.length === 0) return left;
      const isLost = new Set<number>();
      const units = new Set<number>();
      for (let place = 0; place < lost.length; place += 1) {
        isLost.add(lost[place] as number);
        units.add(inventory.unit.codes[lost[place] as number] as number);
      }
      const kept: number[] = [];
      for (const unit of units) {
        shift(left, gangsOfUnit.get(unit) as Ends, -1);
        for (const row of rowsOfUnit.get(unit) as number[]) if (!isLost.has(row)) kept.push(row);
      }
      if (kept.length > 0) addGangs(countCapacities(inventoryOfRows(inventory, Int32Array.from(kept)), gangClasses), () => left);
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

function shift(to: Ends, by: Ends, sign: 1 | -1): void {
  for (let index = 0; index < to.low.length; index += 1) {
    to.low[index] = (to.low[index] as number) + sign * (by.low[index] as number);
    to.high[index] = (to.high[index] as number) + sign * (by.high[index] as number);
  }
}
