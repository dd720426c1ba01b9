import type { Fraction } from './exact.ts';
import { descendingOrder } from './order.ts';

/** Non-negative integers: doubles of at most 2^53, or bigints. */
export type Integers = Float64Array | readonly bigint[];

const EXACT = 2 ** 52;

/** Integers as doubles where every one fits, so that the fast paths apply. */
export function compact(values: readonly bigint[]): Integers {
  return values.every((value) => value <= 2n ** 53n) ? Float64Array.from(values, Number) : values;
}

/**
 * Sum of products that may not fit a double, exact.
 *
 * @param near the product in doubles, factors of at least 1 first: exact where it is at most 2^52
 * @param exact the same in bigints, asked for where it is more
 */
export function sumExactly(count: number, near: (index: number) => number, exact: (index: number) => bigint): bigint {
  let whole = 0n;
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const term = near(index);
    if (term > EXACT) {
      whole += exact(index);
      continue;
    }
    sum += term;
    if (sum >= EXACT) {
      whole += BigInt(sum);
      sum = 0;
    }
  }
  return whole + BigInt(sum);
}

/** Positions of integers from the smallest to the largest; equal ones in any order. */
export function ascendingOrder(values: Integers): Uint32Array {
  if (values instanceof Float64Array) return descendingOrder(values).reverse();
  return Uint32Array.from(values, (_, position) => position).sort((a, b) => {
    const [left, right] = [values[a] as bigint, values[b] as bigint];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/**
 * Sum of fractions by halves, so that numerators grow as slowly as they can; not reduced.
 *
 * Distinct denominators multiply: some thousands of them are still quick.
 */
export function sumOfFractions(terms: readonly Fraction[], from = 0, to = terms.length): Fraction {
  if (to - from === 0) return { num: 0n, den: 1n };
  if (to - from === 1) return terms[from] as Fraction;
  const middle = (from + to) >> 1;
  const left = sumOfFractions(terms, from, middle);
  const right = sumOfFractions(terms, middle, to);
  return { num: left.num * right.den + right.num * left.den, den: left.den * right.den };
}
