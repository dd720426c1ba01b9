import type { ServedRange, Verdict } from '../../case/contingencies.ts';
import type { ServiceTerms } from '../terms.ts';

/** Verdict of a served range: the test breaks exactly where less than `below` is served; `open` = in the adverse reading only. */
export function verdictOf({ low, high }: ServedRange, below: number): Verdict {
  return high < below ? 'breaks' : low < below ? 'open' : 'passes';
}

/** Instances of each class that are served where so many could be hosted: the smaller of quantity and capacity. */
export function servedByClass(terms: Pick<ServiceTerms, 'quantity'>, available: ArrayLike<number>): Float64Array {
  return terms.quantity.map((wanted, index) => Math.min(wanted, available[index] as number));
}
