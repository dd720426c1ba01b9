import { ChokepointError } from '../case/error.ts';
import type { Decimal } from '../columns/decimal.ts';
import { decimalOf, parseDecimal, rescale } from '../columns/decimal.ts';

/** An exact ratio of integers; `den` > 0 after `reduce`. */
export type Fraction = { readonly num: bigint; readonly den: bigint };

/** Weights as integers: value = `units[i] / 10^scale`. */
export type ExactWeights = { readonly units: bigint[]; readonly scale: number };

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/**
 * Lowest terms with a positive denominator.
 *
 * @throws RangeError for a denominator of 0
 */
export function reduce({ num, den }: Fraction): Fraction {
  if (den === 0n) throw new RangeError('fraction with denominator 0');
  let a = magnitude(num);
  let b = magnitude(den);
  while (b !== 0n) [a, b] = [b, a % b];
  if (den < 0n) a = -a;
  return { num: num / a, den: den / a };
}

/** A reduced fraction from two integers (`den` 1 when absent). */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  return reduce({ num: BigInt(num), den: BigInt(den) });
}

/** Negative, 0 or positive as `a` is below, equal to or above `b`; denominators must be positive. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** a + b in lowest terms. */
export function add(a: Fraction, b: Fraction): Fraction {
  return reduce({ num: a.num * b.den + b.num * a.den, den: a.den * b.den });
}

/** a - b in lowest terms. */
export function subtract(a: Fraction, b: Fraction): Fraction {
  return reduce({ num: a.num * b.den - b.num * a.den, den: a.den * b.den });
}

/** a x b in lowest terms. */
export function multiply(a: Fraction, b: Fraction): Fraction {
  return reduce({ num: a.num * b.num, den: a.den * b.den });
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const bitsAtMost = (value: bigint): number => value.toString(16).length * 4;

/** Nearest double of a fraction, correctly rounded unless the result is subnormal; `den` must be positive. */
export function toNumber({ num, den }: Fraction): number {
  const size = magnitude(num);
  if (size <= SAFE && den <= SAFE) return Number(num) / Number(den);
  // A quotient of at least 60 bits with a sticky last bit rounds the same way as the exact ratio.
  const shift = 64 + bitsAtMost(den) - bitsAtMost(size);
  const dividend = shift > 0 ? size << BigInt(shift) : size;
  const divisor = shift < 0 ? den << BigInt(-shift) : den;
  const quotient = dividend / divisor;
  const sticky = quotient * divisor === dividend ? quotient : quotient | 1n;
  const half = Math.trunc(-shift / 2);
  const nearest = Number(sticky) * 2 ** half * 2 ** (-shift - half);
  return num < 0n ? -nearest : nearest;
}

/**
 * Reads "1/3", "33/100", "0.33" or "1800" exactly.
 *
 * @throws ChokepointError `not-a-fraction` for any other text
 */
export function parseFraction(text: string): Fraction {
  const parts = text.split('/').map((part) => parseDecimal(part));
  const [num, den = { units: 1n, scale: 0 }] = parts;
  if (!num || parts.length > 2 || !den || den.units === 0n) {
    throw new ChokepointError(
      'not-a-fraction',
      `"${text}" is not a fraction or a number.`,
      'Write a fraction such as 1/3 or a decimal such as 0.5.',
      {
        text,
      },
    );
  }
  return reduce({ num: num.units * 10n ** BigInt(den.scale), den: den.units * 10n ** BigInt(num.scale) });
}

/** "num/den", or "num" for an integer, in lowest terms. */
export function formatFraction(value: Fraction): string {
  const { num, den } = reduce(value);
  return den === 1n ? num.toString() : `${num}/${den}`;
}

/** Integer part of a fraction, rounded down; `den` must be positive. */
export function floor({ num, den }: Fraction): bigint {
  const quotient = num / den;
  return num < 0n && quotient * den !== num ? quotient - 1n : quotient;
}

/** Refuses weights below zero: nothing is shifted or clipped (domain 3.1). */
export function rejectNegative(positions: readonly number[]): void {
  if (positions.length === 0) return;
  throw new ChokepointError(
    'negative-weight',
    `${positions.length === 1 ? 'One weight is' : `${positions.length} weights are`} below zero, the first at position ${positions[0]}.`,
    'Correct or exclude these rows, or choose another weight column.',
    { index: positions[0], positions: positions.slice(0, 100), count: positions.length },
  );
}

function readWeight(value: number | string | bigint): Decimal | null {
  if (typeof value === 'bigint') return { units: value, scale: 0 };
  if (typeof value === 'string') return parseDecimal(value);
  return Number.isFinite(value) ? decimalOf(value) : null;
}

/**
 * Weights as integers at their smallest common power of ten; a double is read as its shortest round-trip decimal.
 *
 * @param values numbers, decimal texts or integers, in any unit
 * @throws ChokepointError `not-a-number` or `negative-weight` with the zero-based positions in `details`
 */
export function exactWeights(values: readonly (number | string | bigint)[]): ExactWeights {
  const decimals: Decimal[] = [];
  const unreadable: number[] = [];
  const negative: number[] = [];
  let scale = 0;
  values.forEach((value, position) => {
    const decimal = readWeight(value);
    if (!decimal) {
      unreadable.push(position);
      return;
    }
    if (decimal.units < 0n) negative.push(position);
    if (decimal.scale > scale) scale = decimal.scale;
    decimals.push(decimal);
  });
  if (unreadable.length > 0) {
    throw new ChokepointError(
      'not-a-number',
      `${unreadable.length === 1 ? 'One weight is' : `${unreadable.length} weights are`} not a number, the first at position ${unreadable[0]}.`,
      'Correct or exclude these rows, or map them to "unknown".',
      { index: unreadable[0], positions: unreadable.slice(0, 100), count: unreadable.length },
    );
  }
  rejectNegative(negative);
  return { units: decimals.map((decimal) => (decimal.scale === scale ? decimal.units : rescale(decimal, scale))), scale };
}
