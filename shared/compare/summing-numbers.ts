import type { ChangeParts, Part } from '../case/compare.ts';
import { PARTS } from '../case/compare.ts';
import type { Fraction } from '../metrics/exact.ts';
import { floor, formatFraction, fraction, multiply, subtract, toNumber } from '../metrics/exact.ts';
import type { HhiChange } from './hhi-change.ts';

const MANTISSA = 51;
const FINEST = 40;
/** Coarser steps would put the index itself further than 5e-10 points off. */
const COARSEST = 30;

/** Bits of the integer part of the largest magnitude. */
function wholeBits(values: readonly Fraction[]): number {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(toNumber(value))), 1);
  return Math.floor(Math.log2(most)) + 1;
}

/** A fraction as a count of grid steps, rounded to the nearest. */
function nearest(value: Fraction, steps: bigint): bigint {
  return floor({ num: 2n * value.num * steps + value.den, den: 2n * value.den });
}

/** Parts of a change by the names that they have outside. */
function partsOfChange(change: HhiChange): Record<Part, Fraction> {
  return {
    reattribution: change.reAttribution,
    exit: change.exit,
    entry: change.entry,
    own_growth: change.ownGrowth,
    total_effect: change.totalEffect,
  };
}

/** Parts in whole grid steps that add up to `wanted`: rounded down, and what is missing given by largest remainder; a part that is 0 stays 0. */
function stepsOfParts(exact: Record<Part, Fraction>, steps: bigint, wanted: bigint): Record<Part, bigint> {
  const rounded = PARTS.map((part) => {
    const scaled = multiply(exact[part], fraction(steps));
    const count = floor(scaled);
    return { part, count, remainder: toNumber(subtract(scaled, fraction(count))) };
  });
  const open = rounded.filter(({ part }) => exact[part].num !== 0n).sort((x, y) => y.remainder - x.remainder);
  let missing = wanted - rounded.reduce((sum, { count }) => sum + count, 0n);
  for (let turn = 0; missing !== 0n && open.length > 0; turn++) {
    const up = missing > 0n;
    const next = open[up ? turn % open.length : open.length - 1 - (turn % open.length)];
    if (next) next.count += up ? 1n : -1n;
    missing -= up ? 1n : -1n;
  }
  return Object.fromEntries(rounded.map(({ part, count }) => [part, count])) as Record<Part, bigint>;
}

/**
 * A change and its parts as doubles that add up without rounding, in any order, and as exact fractions.
 *
 * All are multiples of one small power of two (2^-37 of a point where no part is above 10,000), so no sum of them rounds; each lies within one
 * such step of its fraction, and a part that is 0 stays 0. Where a part passes two million points (a total that shrank to a tenth or less), no
 * doubles add up to the change: each is then the nearest one, and only the fractions add up.
 */
export function summingNumbers(change: HhiChange): ChangeParts {
  const exact = partsOfChange(change);
  const texts = Object.fromEntries(PARTS.map((part) => [part, formatFraction(exact[part])])) as Record<Part, string>;
  const fractions = {
    a: formatFraction(change.before),
    b: formatFraction(change.after),
    change: formatFraction(change.total),
    parts: texts,
  };
  const bits = Math.min(FINEST, MANTISSA - wholeBits([change.before, change.after, ...PARTS.map((part) => exact[part])]));
  if (bits < COARSEST) {
    const nearestParts = Object.fromEntries(PARTS.map((part) => [part, toNumber(exact[part])])) as Record<Part, number>;
    return { a: toNumber(change.before), b: toNumber(change.after), change: toNumber(change.total), parts: nearestParts, exact: fractions };
  }
  const steps = 1n << BigInt(bits);
  const number = (count: bigint): number => Number(count) / Number(steps);
  const [a, b] = [nearest(change.before, steps), nearest(change.after, steps)];
  const counts = stepsOfParts(exact, steps, b - a);
  const parts = Object.fromEntries(PARTS.map((part) => [part, number(counts[part])])) as Record<Part, number>;
  return { a: number(a), b: number(b), change: number(b - a), parts, exact: fractions };
}
