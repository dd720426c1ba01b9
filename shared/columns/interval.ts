import type { Decimal } from './decimal.ts';
import type { Formula, FormulaFunction, Operator } from './formula.ts';

/** An exact fraction with `d` > 0, or without an end: `d` = 0 and `n` = 1 or -1. */
export type Rational = { n: bigint; d: bigint };

/** Ends of a number; equal where it is known. `null` = there is no value at all. */
export type Interval = { low: Rational; high: Rational } | null;

/** Ends that are endless. */
export const ABOVE: Rational = { n: 1n, d: 0n };
export const BELOW: Rational = { n: -1n, d: 0n };
const ZERO: Rational = { n: 0n, d: 1n };
const ENDLESS: Interval = { low: BELOW, high: ABOVE };

/** The exact fraction of a decimal. */
export const rationalOf = ({ units, scale }: Decimal): Rational => ({ n: units, d: 10n ** BigInt(scale) });

const isEndless = ({ d }: Rational): boolean => d === 0n;

/** -1, 0 or 1. */
function order(a: Rational, b: Rational): number {
  if (isEndless(a) && isEndless(b)) return Number(a.n - b.n);
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

const least = (ends: readonly Rational[]): Rational => ends.reduce((a, b) => (order(b, a) < 0 ? b : a));
const most = (ends: readonly Rational[]): Rational => ends.reduce((a, b) => (order(b, a) > 0 ? b : a));

/** Sum of two lower or of two upper ends: one that is endless stays so. */
function plus(a: Rational, b: Rational): Rational {
  if (isEndless(a)) return a;
  if (isEndless(b)) return b;
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

const negated = ({ n, d }: Rational): Rational => ({ n: -n, d });

function times(a: Rational, b: Rational): Rational {
  if (a.n === 0n || b.n === 0n) return ZERO;
  if (isEndless(a) || isEndless(b)) return a.n > 0n === b.n > 0n ? ABOVE : BELOW;
  return { n: a.n * b.n, d: a.d * b.d };
}

/** One divided by a number that is not zero. */
function inverse({ n, d }: Rational): Rational {
  if (d === 0n) return ZERO;
  return n < 0n ? { n: -d, d: -n } : { n: d, d: n };
}

type Ends = NonNullable<Interval>;

function product(a: Ends, b: Ends): Interval {
  const ends = [times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)];
  return { low: least(ends), high: most(ends) };
}

/** A divisor that may be zero and may be on one side of it opens that side; one that is zero has no quotient. */
function quotient(a: Ends, b: Ends): Interval {
  const [below, above] = [order(b.low, ZERO), order(b.high, ZERO)];
  if (below === 0 && above === 0) return null;
  if (below < 0 && above > 0) return ENDLESS;
  return product(a, { low: above === 0 ? BELOW : inverse(b.high), high: below === 0 ? ABOVE : inverse(b.low) });
}

const isKnown = (interval: Interval): boolean => interval !== null && order(interval.low, interval.high) === 0;

const APPLY: Record<Exclude<Operator | FormulaFunction, 'coalesce'>, (a: Ends, b: Ends) => Interval> = {
  '+': (a, b) => ({ low: plus(a.low, b.low), high: plus(a.high, b.high) }),
  '-': (a, b) => ({ low: plus(a.low, negated(b.high)), high: plus(a.high, negated(b.low)) }),
  '*': product,
  '/': quotient,
  min: (a, b) => ({ low: least([a.low, b.low]), high: least([a.high, b.high]) }),
  max: (a, b) => ({ low: most([a.low, b.low]), high: most([a.high, b.high]) }),
};

function apply(operator: Operator | FormulaFunction, a: Interval, b: Interval): Interval {
  // what is filled is what no record states as a number
  if (operator === 'coalesce') return isKnown(a) || b === null ? a : isKnown(b) || a === null ? b : a;
  return a === null || b === null ? null : APPLY[operator](a, b);
}

/**
 * Range of a formula over ranges of its columns (interval arithmetic; R. E. Moore, Interval Analysis, 1966): every value of the columns inside their
 * ranges gives a value inside. It is the smallest such range where no column is named twice. Quotients by a range that holds zero are open.
 *
 * @returns `null` where an operand has no value
 */
export function intervalOf(formula: Formula, columnOf: (name: string, at: number) => Interval): Interval {
  switch (formula.type) {
    case 'number': {
      const value = rationalOf(formula.value);
      return { low: value, high: value };
    }
    case 'column':
      return columnOf(formula.name, formula.at);
    case 'negate': {
      const part = intervalOf(formula.part, columnOf);
      return part && { low: negated(part.high), high: negated(part.low) };
    }
    case 'binary':
      return apply(formula.operator, intervalOf(formula.left, columnOf), intervalOf(formula.right, columnOf));
    case 'call':
      return formula.parts.map((part) => intervalOf(part, columnOf)).reduce((a, b) => apply(formula.name, a, b));
  }
}

/** The end as an exact decimal, `null` = endless; fractions that come from decimals without division alone. */
export function decimalOfRational({ n, d }: Rational): Decimal | null {
  if (d === 0n) return null;
  let [units, scale] = [n, d.toString().length - 1];
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}

/** Nearest double of an end, `null` = endless or too large for one. */
export function doubleOfRational({ n, d }: Rational): number | null {
  if (d === 0n) return null;
  const digits = (value: bigint) => value.toString().length;
  const shift = 40 - (digits(n) - digits(d));
  // 40 digits of the quotient as an integer, then one rounding
  const whole = shift >= 0 ? (n * 10n ** BigInt(shift)) / d : n / (d * 10n ** BigInt(-shift));
  const value = Number(`${whole}e${-shift}`);
  return Number.isFinite(value) ? value : null;
}
