import type { Counts } from '../capacity.ts';
import { crossingOf, curveOf, orderByWeight, potentialValues } from '../orders.ts';
import { servedAtStart } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

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

/** Removals until largest-first breaks the test, by each weight. */
export function orderCrossings(supply: Supply, terms: ServiceTerms, weights: readonly UnitWeight[]): OrderCrossing[] {
  return weights.map(({ name, weights: list }) => ({
    name,
    k:
      terms.below === 0
        ? null
        : servedAtStart(supply, terms) < terms.below
          ? 0
          : crossingOf(curveOf(supply, terms, orderByWeight(list)), terms.below),
  }));
}
