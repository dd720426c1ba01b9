import type { Fraction } from '../fraction.ts';
import { lowestTerms } from '../fraction.ts';

/**
 * Resilience index: mean over k = 0..units of the worst share of the demand that is still served after k removals, from 0 to 1
 * (Schneider et al., PNAS 2011, with the largest cluster replaced by service; removal-test.md 4.10).
 *
 * @param k ascending numbers of removals from 0 at which the worst case is known; a curve that ends at a served 0 is known beyond it
 * @param served worst case served at each of them, never rising
 * @returns lower and upper bound, equal where every k is known: between known points the worst case lies between its neighbours;
 *   `null` without demand
 */
export function resilienceIndex(
  k: readonly number[],
  served: readonly number[],
  demand: number,
  units: number,
): { low: Fraction; high: Fraction } | null {
  if (demand === 0) return null;
  let low = 0;
  let high = 0;
  k.forEach((at, place) => {
    const value = served[place] as number;
    const next = k[place + 1] ?? units + 1;
    const beyond = served[place + 1] ?? 0;
    low += value + beyond * (next - at - 1);
    high += value * (next - at);
  });
  const den = demand * (units + 1);
  return { low: lowestTerms({ num: low, den }), high: lowestTerms({ num: high, den }) };
}
