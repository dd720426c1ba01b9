import { ChokepointError } from '../case/error.ts';
import { parseDecimal } from '../columns/decimal.ts';

/** An exact non-negative fraction; both parts are safe integers, the denominator is at least 1, not reduced. */
export type Fraction = { num: number; den: number };

/**
 * Reads an exact fraction from its text: `9/10`, `0.9` or `90%`; no double is involved.
 *
 * @returns the fraction as written (not reduced), or `null` when the text is none or its parts pass 2^53
 */
export function parseFraction(text: string): Fraction | null {
  const trimmed = text.trim();
  const slash = /^(\d{1,15})\s*\/\s*(\d{1,15})$/.exec(trimmed);
  if (slash) {
    const den = Number(slash[2]);
    return den === 0 ? null : { num: Number(slash[1]), den };
  }
  const percent = trimmed.endsWith('%');
  const decimal = parseDecimal(percent ? trimmed.slice(0, -1) : trimmed);
  if (!decimal || decimal.units < 0n) return null;
  const num = Number(decimal.units);
  const den = 10 ** (decimal.scale + (percent ? 2 : 0));
  return Number.isSafeInteger(num) && Number.isSafeInteger(den) ? { num, den } : null;
}

/**
 * Reads a threshold: the share of the portfolio's value that must stay served.
 *
 * @throws ChokepointError `threshold-invalid` for anything but a fraction from 0 to 1
 */
export function parseThreshold(text: string): Fraction {
  const fraction = parseFraction(text);
  if (fraction && fraction.num <= fraction.den) return fraction;
  if (fraction === null && isShare(text.trim()))
    throw new ChokepointError(
      'threshold-invalid',
      `The threshold "${text}" has more digits than can be computed with exactly.`,
      'Write it with at most 15 digits, such as 0.9 or 9/10.',
      { threshold: text },
    );
  throw new ChokepointError(
    'threshold-invalid',
    `The threshold "${text}" is not a share from 0 to 1.`,
    'Write it as a decimal (0.9), a fraction (9/10) or a percentage (90%).',
    { threshold: text },
  );
}

/** Whether a text is a share from 0 to 1 of any number of digits. */
function isShare(text: string): boolean {
  const parts = /^(\d+)(?:\.(\d+))?(%?)$/.exec(text);
  if (parts) {
    const [, whole = '', places = '', percent] = parts;
    return BigInt(whole + places) <= 10n ** BigInt(places.length + (percent === '' ? 0 : 2));
  }
  const slash = /^(\d+)\s*\/\s*(\d+)$/.exec(text);
  return slash !== null && BigInt(slash[2] as string) > 0n && BigInt(slash[1] as string) <= BigInt(slash[2] as string);
}

/** `floor(fraction * whole)` in exact integers; `whole` is a non-negative integer below 2^53. */
export function floorOf(fraction: Fraction, whole: number): number {
  return Number((BigInt(fraction.num) * BigInt(whole)) / BigInt(fraction.den));
}

/** `ceil(fraction * whole)` in exact integers; `whole` is a non-negative integer below 2^53. */
export function ceilOf(fraction: Fraction, whole: number): number {
  const den = BigInt(fraction.den);
  return Number((BigInt(fraction.num) * BigInt(whole) + den - 1n) / den);
}

/** The same fraction in lowest terms; `num` may be 0, `den` is positive. */
export function lowestTerms({ num, den }: Fraction): Fraction {
  let [a, b] = [num, den];
  while (b !== 0) [a, b] = [b, a % b];
  return { num: num / a, den: den / a };
}

/** Negative, 0 or positive as `a` is below, equal to or above `b`, exactly; a denominator of 0 is infinity. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
