import type { Counts } from '../capacity.ts';
import type { Meter } from '../meters/meter.ts';
import { orderByWeight, potentialValues } from '../orders.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { smallestWhere } from './halving.ts';

/** A weight by which units are removed largest first: one number a unit, in the order of the supply. */
export type UnitWeight = { name: string; weights: ArrayLike<number> };

/** How many removals largest-first needs by one weight: a heuristic, never below the breaking point. `null` = it never breaks the test. */
export type OrderCrossing = { name: string; k: number | null };

/** The weights that every network has: GPUs, value if each class came alone, and instances of each class. */
export function usualWeights(counts: Counts, supply: Supply, terms: ServiceTerms): UnitWeight[] {
  const column = (index: number) =>
    Float64Array.from({ length: supply.units }, (_, unit) => supply.capacity[unit * supply.classes + index] as number);
  return [
    { name: 'GPUs', weights: counts.gpus },
    { name: 'value that each unit could serve', weights: potentialValues(supply, terms) },
    ...terms.names.map((name, index) => ({ name: `instances of ${name}`, weights: column(index) })),
  ];
}

/** Sums a column of the rows over the units of the supply; rows without an owner or a number count for none. */
export function weightOfRows(counts: Counts, name: string, rows: ArrayLike<number>): UnitWeight {
  const weights = new Float64Array(counts.ids.length);
  counts.unitOfRow.forEach((unit, row) => {
    const amount = rows[row] as number;
    if (unit >= 0 && !Number.isNaN(amount)) weights[unit] = (weights[unit] as number) + amount;
  });
  return { name, weights };
}

/** Removals until largest-first breaks the test for certain, by each weight. What is served never rises along an order, so halving finds it. */
export function orderCrossings(meter: Meter, weights: readonly UnitWeight[]): OrderCrossing[] {
  const { below } = meter.limits;
  return weights.map(({ name, weights: list }) => {
    const order = orderByWeight(list);
    const breaks = (k: number) => {
      const left = (k === 0 ? meter.start : meter.totals).slice();
      for (let place = 0; place < k; place += 1) meter.take(left, order[place] as number);
      return meter.bounds(left).high < below;
    };
    return { name, k: breaks(0) ? 0 : smallestWhere(0, order.length, breaks) };
  });
}
