import type { ServiceTerms } from '../terms.ts';
import { take } from './flow.ts';
import type { CompetingSupply } from './supply.ts';

/**
 * Upper bound of what is served along one order of removals.
 *
 * @param order unit indices
 * @param ks ascending numbers of removals
 * @param start served at most before any removal
 * @returns value of service for each entry of `ks`
 */
export function servedAlong(
  supply: CompetingSupply,
  terms: ServiceTerms,
  order: ArrayLike<number>,
  ks: readonly number[],
  start: number,
): number[] {
  const { alone, pieces, jobs } = supply;
  const left = pieces.totals.slice();
  const instances = new Float64Array(alone.classes);
  alone.capacity.forEach((amount, cell) => {
    instances[cell % alone.classes] = (instances[cell % alone.classes] as number) + amount;
  });
  let removed = 0;
  return ks.map((k) => {
    for (; removed < k; removed += 1) {
      const unit = order[removed] as number;
      take(pieces, left, unit);
      for (let index = 0; index < alone.classes; index += 1)
        instances[index] = (instances[index] as number) - (alone.capacity[unit * alone.classes + index] as number);
    }
    if (k === 0) return start;
    const shared = Math.floor(supply.flow(left).value / jobs.scale);
    if (!supply.aloneMatters) return shared;
    const single = instances.reduce(
      (sum, amount, index) => sum + (terms.value[index] as number) * Math.min(terms.quantity[index] as number, amount),
      0,
    );
    return Math.min(shared, single);
  });
}
