import { servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** Removal by hand and by slider: exact integers, the same whatever the order of steps. */
export type RemovalState = {
  /** removes a unit, or puts it back; O(classes) */
  toggle: (unit: number) => void;
  /** removes exactly the first k units of an order; O(steps from the last call with the same order and no toggle between) */
  setPrefix: (order: ArrayLike<number>, k: number) => void;
  /** puts everything back */
  reset: () => void;
  isRemoved: (unit: number) => boolean;
  /** units removed now */
  removedCount: () => number;
  /** value that is served now; O(classes) */
  served: () => number;
  /** instances served of each class now, in class order */
  servedByClass: () => Float64Array;
  /** value that changes hands when this unit is toggled: lost if it stands, gained back if it is removed; O(classes) */
  marginal: (unit: number) => number;
};

/** State of a removal for one reading of the data; keeps one capacity row and one flag a unit. */
export function createRemovalState(supply: Supply, terms: Pick<ServiceTerms, 'quantity' | 'value'>): RemovalState {
  const { units, classes, capacity, unattributed } = supply;
  const totals = totalCapacity(supply);
  const available = totals.slice();
  const row = new Float64Array(classes);
  const removed = new Uint8Array(units);
  let count = 0;
  let prefixOrder: ArrayLike<number> | null = null;
  let prefix = 0;

  const flip = (unit: number) => {
    const sign = removed[unit] === 1 ? 1 : -1;
    removed[unit] = sign === 1 ? 0 : 1;
    count -= sign;
    for (let index = 0, cell = unit * classes; index < classes; index += 1, cell += 1)
      available[index] = (available[index] as number) + sign * (capacity[cell] as number);
  };
  const reset = () => {
    available.set(totals);
    removed.fill(0);
    count = 0;
    prefixOrder = null;
    prefix = 0;
  };
  const valueAt = (removals: number, toggled: number | null): number => {
    const sign = toggled === null ? 0 : removed[toggled] === 1 ? 1 : -1;
    for (let index = 0; index < classes; index += 1) {
      const change = toggled === null ? 0 : sign * (capacity[toggled * classes + index] as number);
      row[index] = (available[index] as number) + change + (removals === 0 ? (unattributed[index] as number) : 0);
    }
    return servedValue(terms, row);
  };

  return {
    toggle: (unit) => {
      prefixOrder = null;
      flip(unit);
    },
    setPrefix: (order, k) => {
      if (prefixOrder !== order) {
        reset();
        prefixOrder = order;
      }
      const target = Math.max(0, Math.min(k, order.length));
      for (; prefix < target; prefix += 1) flip(order[prefix] as number);
      for (; prefix > target; prefix -= 1) flip(order[prefix - 1] as number);
    },
    reset,
    isRemoved: (unit) => removed[unit] === 1,
    removedCount: () => count,
    served: () => valueAt(count, null),
    servedByClass: () =>
      available.map((left, index) => Math.min(terms.quantity[index] as number, left + (count === 0 ? (unattributed[index] as number) : 0))),
    marginal: (unit) => {
      const after = removed[unit] === 1 ? count - 1 : count + 1;
      return Math.abs(valueAt(count, null) - valueAt(after, unit));
    },
  };
}
