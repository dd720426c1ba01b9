import { totalCapacity } from '../../shared/resilience/service.ts';
import type { Supply } from '../../shared/resilience/terms.ts';

/**
 * Capacity that is left after each prefix of an order: row k = after k removals, row-major (units + 1) x classes. Row 0 leaves out nodes
 * without an owner; `servedAtStart` has them.
 */
export function prefixTable(supply: Supply, order: ArrayLike<number>): Float64Array {
  const { classes, capacity } = supply;
  const table = new Float64Array((order.length + 1) * classes);
  table.set(totalCapacity(supply));
  for (let k = 0, cell = 0; k < order.length; k += 1)
    for (let index = 0; index < classes; index += 1, cell += 1)
      table[cell + classes] = (table[cell] as number) - (capacity[(order[k] as number) * classes + index] as number);
  return table;
}
