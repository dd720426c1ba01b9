/** What stands where there is no value. */
export const NO_VALUE = '—';
const MINUS = '\u2212';

/**
 * How a value is written in words. `even` is there where the number of decimals depends on the size of the value: the same with a given number of
 * them, so that the ends of a range can be written alike; `scale` = what the value is multiplied by to be the number that is shown.
 */
export type Format = {
  (value: number | null): string;
  even?: { scale: number; words(value: number, decimals: number): string };
};

/** Puts thousands commas into plain decimal digits (`-1234567.5`), with a true minus sign. */
function grouped(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction] = (negative ? text.slice(1) : text).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${negative ? MINUS : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Fixed decimals without a negative zero. */
function fixed(value: number, decimals: number): string {
  const text = Math.abs(value) >= 1e21 ? BigInt(Math.round(value)).toString() : value.toFixed(decimals);
  return grouped(/^-0(\.0*)?$/.test(text) ? text.slice(1) : text);
}

/** Plain decimal text of a number or exact text, all stored digits, no exponent. */
function plainText(value: number | string): string | null {
  if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
  if (!Number.isFinite(value)) return null;
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) >= 1 ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}

/**
 * A number with all its digits, for readouts: `1,904,369.369828`; exact texts keep every digit.
 *
 * @param value number, exact decimal text, or `null`
 */
export function formatExact(value: number | string | null): string {
  const text = value === null ? null : plainText(value);
  return text === null ? NO_VALUE : grouped(text);
}

/**
 * A quantity in a table or sentence: integers in full, other numbers to the digits that matter.
 *
 * @param value number or exact decimal text in any unit; at 1,000 and more no decimals, at 10 one, at 1 two, else three figures
 */
export function formatQuantity(value: number | string | null): string {
  const text = value === null ? null : plainText(value);
  if (text === null) return NO_VALUE;
  if (!text.includes('.')) return grouped(text);
  const number = Number(text);
  const size = Math.abs(number);
  if (size > Number.MAX_SAFE_INTEGER) return grouped(text.slice(0, text.indexOf('.')));
  if (size >= 1000) return fixed(number, 0);
  if (size >= 10) return fixed(number, 1);
  if (size >= 1) return fixed(number, 2);
  return grouped(plainText(Number(number.toPrecision(3))) ?? '0');
}

/** A count of things: an integer with thousands separators. */
export function formatCount(value: number | string | null): string {
  if (typeof value === 'number') return Number.isFinite(value) ? fixed(Math.round(value), 0) : NO_VALUE;
  return formatExact(value);
}

/** Herfindahl-Hirschman index in points, 0 to 10,000: an integer, one decimal below 100 (domain.md 3.1, rule 5). */
export function formatHhi(points: number | null): string {
  if (points === null || !Number.isFinite(points)) return NO_VALUE;
  const small = Math.abs(points) < 99.95;
  return fixed(points, small ? 1 : 0);
}

formatHhi.even = { scale: 1, words: (points: number, decimals: number) => fixed(points, decimals) };

/**
 * Digits of a share in percent without the sign `%`: one decimal, two below 1 %; never rounded up to 100 or down to 0.
 *
 * @param fraction 0..1
 */
export function formatPercentDigits(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return NO_VALUE;
  const percent = fraction * 100;
  const size = Math.abs(percent);
  if (size === 0) return '0';
  if (size < 0.005) return percent < 0 ? `${MINUS}< 0.01` : '< 0.01';
  if (percent < 100 && percent >= 99.95) return '> 99.9';
  return size < 0.995 ? fixed(percent, 2) : fixed(percent, 1);
}

/** A share as text, `24.1 %`; see `formatPercentDigits`. */
export function formatShare(fraction: number | null): string {
  const digits = formatPercentDigits(fraction);
  return digits === NO_VALUE ? digits : `${digits} %`;
}

formatShare.even = { scale: 100, words: (fraction: number, decimals: number) => `${fixed(fraction * 100, decimals)} %` };

/** A difference of shares in percentage points with its sign: `+0.1 points`. */
export function formatPoints(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return NO_VALUE;
  const digits = formatPercentDigits(Math.abs(fraction));
  if (fraction === 0) return '0 points';
  return `${fraction < 0 ? MINUS : '+'}${digits} points`;
}

/** Gini, Theil and their like: three decimals. */
export function formatIndex(value: number | null): string {
  return value === null || !Number.isFinite(value) ? NO_VALUE : fixed(value, 3);
}

/** Bits of entropy: two decimals. */
export function formatBits(value: number | null): string {
  return value === null || !Number.isFinite(value) ? NO_VALUE : fixed(value, 2);
}

/** Effective number of entities: one decimal, none from 1,000 on. */
export function formatEffectiveNumber(value: number | null): string {
  return value === null || !Number.isFinite(value) ? NO_VALUE : fixed(value, Math.abs(value) >= 1000 ? 0 : 1);
}

formatEffectiveNumber.even = { scale: 1, words: (value: number, decimals: number) => fixed(value, decimals) };

/** Size of a file: `4,096 bytes`, `12.3 kB`, `1.5 MB` (powers of 1,000). */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${fixed(value, value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** Makes the blanks of a short text unbreakable, so that `24.1 %` stays on one line. */
export function keepTogether(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
