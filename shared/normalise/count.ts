import { formatDecimal, parseDecimal } from '../columns/decimal.ts';
import { known, missing, type Normalised, unknown } from './result.ts';

/** A whole number: as a number up to 2^53 - 1, as text of digits above, so that no digit is lost. */
export type Whole = number | string;

/** At least `low` and at most `high` (`null` = no upper end stated); an exact count has both equal. `rest` is text beside the count. */
export type Count = { low: Whole; high: Whole | null; rest: string | null };

export type CountOptions = {
  /** thousands mark of the file, where the dialect declares one; without it "1,024" is refused */
  thousands?: ',' | '.' | ' ' | "'" | null;
  unknownTokens?: readonly string[];
};

const AT_LEAST = /^(?:>=|≥|at least|min(?:imum)?\.?)\s*(\S+)$/i;
const ABOVE = /^(?:>|more than|over)\s*(\S+)$/i;
const AT_MOST = /^(?:<=|≤|at most|up to|max(?:imum)?\.?)\s*(\S+)$/i;
const BELOW = /^(?:<|less than|under|fewer than)\s*(\S+)$/i;
const PLUS = /^(\S+?)\s*\+$/;
const RANGE = /^(\d[\d.,']*)\s*(?:-|–|\.\.|to)\s*(\d[\d.,']*)$/i;
const TIMES = /^(\d[\d.,']*)\s*[x×*]\s*(.*)$/i;
const TIMES_BEHIND = /^(.*?)\s*\b[x×]\s*(\d+)$/i;

/**
 * A count of things: "8", "8.0", "8x", "2 x H100" are exact; ">=100" and "100+" are [100, no end); "4-8" is [4, 8].
 *
 * Refused: fractions ("8.5"), negative numbers, approximations ("~100"), marks that the dialect does not declare.
 */
export function normaliseCount(raw: string, options: CountOptions = {}): Normalised<Count> {
  const none = missing(raw, options.unknownTokens);
  if (none) return none;
  const text = raw.trim();
  const thousands = options.thousands ?? null;
  const exact = whole(text, thousands);
  if (exact !== null) return known(raw, exact.plain ? 'count/integer' : 'count/whole-decimal', span(exact.value, exact.value));
  const settled = besideWhole(text);
  if (settled !== null) return known(raw, 'count/double-noise', span(settled, settled), ['double-noise']);
  const bounded = bounds(raw, text, thousands);
  if (bounded) return bounded;
  const times = TIMES.exec(text) ?? swapped(TIMES_BEHIND.exec(text));
  if (times) {
    const count = whole(times[1] as string, thousands);
    const rest = (times[2] as string).trim();
    if (count)
      return known(raw, rest === '' ? 'count/times' : 'count/times-name', { ...span(count.value, count.value), rest: rest || null });
  }
  return refusal(raw, text);
}

function bounds(raw: string, text: string, thousands: string | null): Normalised<Count> | null {
  const read = (pattern: RegExp) => {
    const match = pattern.exec(text);
    return match ? whole(match[1] as string, thousands) : null;
  };
  const atLeast = read(AT_LEAST) ?? read(PLUS);
  if (atLeast) return known(raw, 'count/at-least', span(atLeast.value, null));
  const above = read(ABOVE);
  if (above) return known(raw, 'count/above', span(next(above.value, 1n), null));
  const atMost = read(AT_MOST);
  if (atMost) return known(raw, 'count/at-most', span(0, atMost.value));
  const below = read(BELOW);
  if (below && below.value !== 0) return known(raw, 'count/below', span(0, next(below.value, -1n)));
  const range = RANGE.exec(text);
  const low = range ? whole(range[1] as string, thousands) : null;
  const high = range ? whole(range[2] as string, thousands) : null;
  if (!low || !high) return null;
  if (BigInt(low.value) > BigInt(high.value)) return unknown(raw, 'range-reversed', `In "${text}" the first number is above the second.`);
  return known(raw, 'count/range', span(low.value, high.value));
}

function refusal(raw: string, text: string): Normalised<Count> {
  const decimal = parseDecimal(text);
  if (decimal && decimal.units < 0n) return unknown(raw, 'negative', `"${text}" is below zero.`);
  if (decimal) return unknown(raw, 'fraction', `"${text}" is not a whole number.`);
  if (/^(~|≈|about|approx|circa|ca\.)/i.test(text)) return unknown(raw, 'approximate', `"${text}" is an approximation without bounds.`);
  if (/^\d{1,3}([.,' ]\d{3})+$/.test(text)) {
    return unknown(
      raw,
      'mark-undeclared',
      `The mark in "${text}" may part thousands or a fraction; the dialect of the file does not say which.`,
    );
  }
  return unknown(raw, 'not-a-count', `"${text}" is not a count.`);
}

function whole(text: string, thousands: string | null): { value: Whole; plain: boolean } | null {
  const grouped = thousands !== null && new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})+$`).test(text);
  const digits = grouped ? text.split(thousands).join('') : text;
  const decimal = parseDecimal(digits);
  if (!decimal || decimal.units < 0n || decimal.scale !== 0) return null;
  return { value: wholeOf(decimal.units), plain: /^\+?\d+$/.test(text) };
}

/** A count this near to a whole number, as a part of it, lost digits in a double on its way into the file ("30000.000000000004"). */
const DOUBLE_NOISE = 1_000_000_000n;

function besideWhole(text: string): Whole | null {
  const decimal = parseDecimal(text);
  if (!decimal || decimal.units <= 0n || decimal.scale < 9) return null;
  const one = 10n ** BigInt(decimal.scale);
  const whole = (decimal.units + one / 2n) / one;
  const distance = decimal.units > whole * one ? decimal.units - whole * one : whole * one - decimal.units;
  return whole > 0n && distance * DOUBLE_NOISE <= whole * one ? wholeOf(whole) : null;
}

function wholeOf(value: bigint): Whole {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : formatDecimal({ units: value, scale: 0 });
}

function next(value: Whole, step: bigint): Whole {
  return wholeOf(BigInt(value) + step);
}

function span(low: Whole, high: Whole | null): Count {
  return { low, high, rest: null };
}

function swapped(match: RegExpExecArray | null): string[] | null {
  return match ? [match[0], match[2] as string, match[1] as string] : null;
}
