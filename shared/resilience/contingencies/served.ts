import type { ServiceTerms } from '../terms.ts';

/** A value over all readings of unknown data: `low` of the adverse one, `high` of the favourable one; both equal where nothing is unknown. */
export type ServedRange = { low: number; high: number };

/** What is left after a loss: the value served, and instances of each class that can be served. */
export type Left = { value: ServedRange; byClass: { low: Float64Array; high: Float64Array } };

/** Whether what is left fails the test: in every reading, in the adverse reading only, or in none. */
export type Verdict = 'fails' | 'fails-adverse' | 'holds';

/** Verdict of a served range: the test fails exactly where less than `below` is served. */
export function verdictOf({ low, high }: ServedRange, below: number): Verdict {
  return high < below ? 'fails' : low < below ? 'fails-adverse' : 'holds';
}

/** Instances of each class that are served where so many could be hosted: the smaller of quantity and capacity. */
export function servedByClass(terms: Pick<ServiceTerms, 'quantity'>, available: ArrayLike<number>): Float64Array {
  return terms.quantity.map((wanted, index) => Math.min(wanted, available[index] as number));
}
