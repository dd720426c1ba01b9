import type { ServiceTerms, Supply } from './terms.ts';

/** Instances that all units together could host, per class; nodes without an owner are not in it. */
export function totalCapacity(supply: Supply): Float64Array {
  const { units, classes, capacity } = supply;
  const totals = new Float64Array(classes);
  for (let unit = 0, cell = 0; unit < units; unit += 1)
    for (let index = 0; index < classes; index += 1, cell += 1) totals[index] = (totals[index] as number) + (capacity[cell] as number);
  return totals;
}

/** Served value in independent mode: sum over classes of value * min(quantity, available) (removal-test.md 1). */
export function servedValue(terms: Pick<ServiceTerms, 'quantity' | 'value'>, available: Float64Array): number {
  let served = 0;
  for (let index = 0; index < available.length; index += 1)
    served += (terms.value[index] as number) * Math.min(terms.quantity[index] as number, available[index] as number);
  return served;
}

/** Served value before any removal; nodes without an owner still count. */
export function servedAtStart(supply: Supply, terms: ServiceTerms): number {
  return servedValue(
    terms,
    totalCapacity(supply).map((total, index) => total + (supply.unattributed[index] as number)),
  );
}

/** Served value after any set of units is removed (indices, in any order, each once). */
export function servedWithout(supply: Supply, terms: ServiceTerms, removed: Iterable<number>): number {
  const available = totalCapacity(supply);
  let count = 0;
  for (const unit of removed) {
    count += 1;
    for (let index = 0; index < supply.classes; index += 1)
      available[index] = (available[index] as number) - (supply.capacity[unit * supply.classes + index] as number);
  }
  return count === 0 ? servedAtStart(supply, terms) : servedValue(terms, available);
}

/** Served value lost by each unit when it alone is removed (N-1), in unit order. */
export function singleLosses(supply: Supply, terms: ServiceTerms): Float64Array {
  const start = servedAtStart(supply, terms);
  const totals = totalCapacity(supply);
  const available = new Float64Array(supply.classes);
  return Float64Array.from({ length: supply.units }, (_, unit) => {
    for (let index = 0; index < supply.classes; index += 1)
      available[index] = (totals[index] as number) - (supply.capacity[unit * supply.classes + index] as number);
    return start - servedValue(terms, available);
  });
}
