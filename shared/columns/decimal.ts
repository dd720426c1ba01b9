/** An exact decimal number: `units / 10^scale`, scale >= 0. */
export type Decimal = { units: bigint; scale: number };

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * Reads a number from its text without passing through a double.
 *
 * @param text digits with optional sign, point and exponent (`9.90E+22`); outer blanks allowed, no thousands marks
 * @returns the exact value with trailing fraction zeros removed, or `null` when the text is not such a number
 */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '', fraction = '', exponent] = match;
  if (whole === '' && fraction === '') return null;
  let digits = whole + fraction;
  let scale = fraction.length - (exponent === undefined ? 0 : Number(exponent));
  if (Math.abs(scale) > 400) return null;
  if (scale < 0) {
    digits += '0'.repeat(-scale);
    scale = 0;
  }
  let units = BigInt(digits);
  while (scale > 0 && units % 10n === 0n) {
    if (units === 0n) {
      scale = 0;
      break;
    }
    units /= 10n;
    scale -= 1;
  }
  return { units: sign === '-' ? -units : units, scale };
}

/**
 * The decimal that a double stands for: its shortest round-trip text.
 *
 * @throws RangeError for NaN and infinities
 */
export function decimalOf(value: number | bigint): Decimal {
  const decimal = parseDecimal(String(value));
  if (!decimal) throw new RangeError(`not a finite number: ${value}`);
  return decimal;
}

/** Plain text of a decimal: no exponent, no thousands marks, no trailing zeros. */
export function formatDecimal({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString();
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/**
 * Units of a decimal at a larger or equal scale.
 *
 * @throws RangeError when digits would be lost
 */
export function rescale(value: Decimal, scale: number): bigint {
  if (scale >= value.scale) return value.units * 10n ** BigInt(scale - value.scale);
  const divisor = 10n ** BigInt(value.scale - scale);
  if (value.units % divisor !== 0n) throw new RangeError('scale too small for this value');
  return value.units / divisor;
}

/** Decimal as a JSON value: a number below 2^53 (the nearest double where it has a fraction), exact text from there on. */
export function decimalToJson(value: Decimal): number | string {
  const text = formatDecimal(value);
  const number = Number(text);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : text;
}

/** Nearest double of a decimal. */
export function decimalToNumber(value: Decimal): number {
  return Number(formatDecimal(value));
}

/** A count this near to a whole number, as a part of it, lost digits in a double on its way into the file ("30000.000000000004"). */
const DOUBLE_NOISE = 1_000_000_000n;
/** And no further away than this part of one. */
const LARGEST_NOISE = 1_000_000n;

/** The whole number that a decimal stands beside by no more than the error of a double; `null` for a true fraction such as 8.5 or 1234567890.5. */
export function nearestWhole({ units, scale }: Decimal): Decimal | null {
  const one = 10n ** BigInt(scale);
  const size = units < 0n ? -units : units;
  const whole = (size + one / 2n) / one;
  const distance = size > whole * one ? size - whole * one : whole * one - size;
  if (distance * DOUBLE_NOISE > (size > one ? size : one) || distance * LARGEST_NOISE > one) return null;
  return { units: units < 0n ? -whole : whole, scale: 0 };
}
