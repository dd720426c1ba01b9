// Random inputs shared by the property tests of metrics and bounds.
import fc from 'fast-check';
import type { Fraction } from '../../shared/metrics/exact.ts';
import { fraction } from '../../shared/metrics/exact.ts';
import type { Ratio } from './naive.ts';

export const small = fc.bigInt({ min: 0n, max: 12n });
export const wide = fc.bigInt({ min: 0n, max: 2n ** 70n });
/** Weights on both sides of the limit below which doubles are exact. */
const around = fc.bigInt({ min: 2n ** 51n - 3n, max: 2n ** 53n + 3n });
export const weight = fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: wide }, { weight: 1, arbitrary: around });
export const weights = fc.array(weight, { minLength: 1, maxLength: 40 }).filter((list) => list.some((each) => each > 0n));
export const positive = fc.array(fc.bigInt({ min: 1n, max: 30n }), { minLength: 1, maxLength: 8 });
/** Thresholds from 0 to below 1. */
export const threshold = fc
  .tuple(fc.bigInt({ min: 0n, max: 11n }), fc.bigInt({ min: 1n, max: 12n }))
  .filter(([num, den]) => num < den)
  .map(([num, den]) => fraction(num, den));

/** A fraction in the form of the second implementation. */
export const ratio = ({ num, den }: Fraction): Ratio => [num, den];

/** The value of a defined number. */
export function must<Value>({ value }: { value: Value | null }): Value {
  if (value === null) throw new Error('no value');
  return value;
}
