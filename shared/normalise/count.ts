import { formatDecimal, nearestWhole, parseDecimal } from '../columns/decimal.ts';
import { known, missing, type Normalised, unknown } from './result.ts';

/** A whole number: as a number up to 2^53 - 1, as text of digits above, so that no digit is lost. */
export type Whole = number | string;

/** At least `low` and at most `high` (`null` = no upper end stated); an exact count has both equal. `rest` is text beside the count. */
export type Count = { low: Whole; high: Whole | null; rest: string | null };

export type CountOptions = {
  /** thousands mark of the file, where the dialect declares one; without it "1,024" is refused */
  thousands?: ',' | '.' | ' ' | "'" | null;
  unknownTokens?: readonly string[];
  /** whether a name is that of a GPU: only counts of GPUs are added up; without it no list is */
  isGpu?: (name: string) => boolean;
};

const AT_LEAST = /^(?:>=|≥|at least|min(?:imum)?\.?)\s*(\S+)$/i;
const ABOVE = /^(?:>|more than|over)\s*(\S+)$/i;
const AT_MOST = /^(?:<=|≤|at most|up to|max(?:imum)?\.?)\s*(\S+)$/i;
const BELOW = /^(?:<|less than|under|fewer than)\s*(\S+)$/i;
const PLUS = /^(\S+?)\s*\+$/;
const RANGE = /^(\d[\d.,']*)\s*(?:-|–|\.\.|to)\s*(\d[\d.,']*)$/i;
const TIMES = /^(\d[\d.,']*)\s*[x×*]\s*(.*)$/i;
const TIMES_BEHIND = /^(.*?)\s*\b[x×]\s*(\d+)$/i;
const HEXADECIMAL = /^[+-]?0x[0-9a-f]*$/i;
const LIST = /\s*[,;+&/\n]\s*|\s+(?:and|plus)\s+/i;
/** "4x", "4xA100", "x 4" and "8 GPUs" inside a name; "7900 XTX" and "RTX 4090" are none. */
const COUNT_INSIDE =
  /(?<![a-z0-9.])(?:\d{1,6}\s*[x×*](?![a-z])|\d{1,3}[x×*](?=[a-z]+-?\d)|[x×*]\s*\d|\d{1,6}\s*(?:gpus?|cards?|nodes?|pcs|pieces)\b)/i;
/** "8 H100", but not "80 GB" nor "4090". */
const COUNT_FIRST = /^\d{1,3}(?![\d.])(?!\s*(?:gb|gib|gi|g|mb|mib)\b)/i;

/**
 * A count of things: "8", "8.0", "8x", "2 x H100" are exact; ">=100" and "100+" are [100, no end); "4-8" is [4, 8]. "8x H100, 4x A100" is
 * 12 where every part is a count of a known GPU.
 *
 * Refused: fractions ("8.5"), negative numbers, approximations ("~100"), hexadecimal digits, marks that the dialect does not declare, and
 * several counts that are not all counts of GPUs ("8x H100, 64x CPU", "2 x 8").
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
  if (HEXADECIMAL.test(text)) return unknown(raw, 'hexadecimal', `"${text}" is not a decimal number.`);
  const times = timesOf(text, thousands);
  if (times) {
    if (holdsCount(times.name, options.isGpu)) return severalCounts(raw, text, options);
    const { count, name } = times;
    return known(raw, name === '' ? 'count/times' : 'count/times-name', { ...span(count, count), rest: name || null });
  }
  return refusal(raw, text);
}

/** A count and what is counted: "8x H100", "H100 x 8". */
function timesOf(text: string, thousands: string | null): { count: Whole; name: string } | null {
  const times = TIMES.exec(text) ?? swapped(TIMES_BEHIND.exec(text));
  const count = times && whole(times[1] as string, thousands);
  return times && count ? { count: count.value, name: (times[2] as string).trim() } : null;
}

/** Whether the text beside a count states another one: "H100, 4x A100", "8", "H100 and 4 A100", "H100, A100". */
function holdsCount(name: string, isGpu: CountOptions['isGpu']): boolean {
  const [first = '', ...others] = name.split(LIST);
  if (name === '' || isGpu?.(name) === true) return others.some((part) => isGpu?.(part) === true);
  if (/^[\d.,']+$/.test(first) && !isGpu?.(first)) return true;
  return (
    COUNT_INSIDE.test(name) || [first, ...others].some((part) => COUNT_FIRST.test(part)) || others.some((part) => isGpu?.(part) === true)
  );
}

/** The sum of counts of GPUs; any other list of counts has no meaning as one number. */
function severalCounts(raw: string, text: string, { thousands = null, isGpu }: CountOptions): Normalised<Count> {
  const parts = text.split(LIST).map((part) => ({ part, times: timesOf(part, thousands) }));
  const other = parts.find(({ times }) => times === null || isGpu?.(times.name) !== true || holdsCount(times.name, isGpu));
  if (other || parts.length < 2) {
    const why = other && parts.length > 1 ? `"${other.part}" is not a count of a known GPU` : 'it is no list of counts';
    return unknown(raw, 'several-counts', `"${text}" states more than one count, and ${why}.`);
  }
  const counted = parts.flatMap(({ times }) => (times ? [times] : []));
  const sum = wholeOf(counted.reduce((total, { count }) => total + BigInt(count), 0n));
  return known(raw, 'count/sum-of-gpus', { ...span(sum, sum), rest: counted.map(({ name }) => name).join(', ') }, ['counts-added']);
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

/** The whole number of a positive decimal that digits of a double stand beside ("30000.000000000004"); "8.5" has none. */
function besideWhole(text: string): Whole | null {
  const decimal = parseDecimal(text);
  if (!decimal || decimal.units <= 0n || decimal.scale === 0) return null;
  const whole = nearestWhole(decimal);
  return whole && whole.units > 0n ? wholeOf(whole.units) : null;
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
