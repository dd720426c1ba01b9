import type { Fraction } from '../fraction.ts';
import { compareFractions, lowestTerms } from '../fraction.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { leastCapacities } from './worst-class.ts';

/** Largest factor by which all quantities can be multiplied and still be served in full, and the class that sets it; `null` = no demand. */
export type Headroom = { factor: Fraction; class: number } | null;

/** Headroom for given capacities in independent mode: min over classes of capacity / quantity, ties to the first class (removal-test.md 4.12). */
function headroomOf(terms: Pick<ServiceTerms, 'quantity'>, available: ArrayLike<number>): Headroom {
  let least: Headroom = null;
  terms.quantity.forEach((wanted, index) => {
    if (wanted === 0) return;
    const factor = { num: available[index] as number, den: wanted };
    if (least === null || compareFractions(factor, least.factor) < 0) least = { factor, class: index };
  });
  const found = least as Headroom;
  return found && { factor: lowestTerms(found.factor), class: found.class };
}

/** Headroom after a set of units is removed. */
export function headroomWithout(supply: Supply, terms: Pick<ServiceTerms, 'quantity'>, removed: Iterable<number>): Headroom {
  const available = totalCapacity(supply);
  let count = 0;
  for (const unit of removed) {
    count += 1;
    for (let index = 0; index < supply.classes; index += 1)
      available[index] = (available[index] as number) - (supply.capacity[unit * supply.classes + index] as number);
  }
  return headroomOf(terms, count === 0 ? available.map((amount, index) => amount + (supply.unattributed[index] as number)) : available);
}

/** Smallest headroom after any k removals, exact, k = 0..units: each class loses its own k largest units. */
export function worstHeadroom(supply: Supply, terms: Pick<ServiceTerms, 'quantity'>): Headroom[] {
  return leastCapacities(supply).map((available) => headroomOf(terms, available));
}
