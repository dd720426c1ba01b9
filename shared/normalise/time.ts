import { known, missing, type Normalised, unknown } from './result.ts';

/** How bare numbers of a time column are read. Block heights need a table of heights and times and are none of these. */
export type NumericTime = 'epoch-seconds' | 'epoch-milliseconds' | 'serial-1900' | 'serial-1904';

/** Order of day and month in dates such as 03/04/2026. */
export type DateOrder = 'day-first' | 'month-first';

export type TimeColumn = {
  order: DateOrder | null;
  numeric: NumericTime | null;
  /** minutes east of UTC for cells without a zone; `null` = not stated: then the cell is read as UTC, with a note */
  zoneMinutes: number | null;
};

/** An instant in milliseconds since 1970-01-01T00:00:00Z, and how finely the cell states it. */
export type Time = { epochMilliseconds: number; precision: 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction' };

export const NO_TIME_COLUMN: TimeColumn = { order: null, numeric: null, zoneMinutes: null };

const DAY = 86_400_000;
const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/i;
const LOCAL = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?)?$/i;

/**
 * Order of day and month in a column, by all its dates together; `null` where no date tells or where dates contradict each other.
 *
 * "13/02/2026" can only be day first, "02/13/2026" only month first.
 */
export function dateOrder(cells: Iterable<string>): DateOrder | null {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const cell of cells) {
    const match = LOCAL.exec(cell.trim());
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[2])];
    if (first > 12 && second <= 12) dayFirst += 1;
    else if (second > 12 && first <= 12) monthFirst += 1;
  }
  if (dayFirst > 0 === monthFirst > 0) return null;
  return dayFirst > 0 ? 'day-first' : 'month-first';
}

/**
 * What the bare numbers of a column are, where nine tenths of them lie in one span: seconds or milliseconds of the years 2001 to 2100,
 * or days of a spreadsheet of the years 2000 to 2100 (1900 system). `null` otherwise: a person says what they are.
 */
export function numericTime(cells: Iterable<string>): NumericTime | null {
  const votes: Record<'epoch-seconds' | 'epoch-milliseconds' | 'serial-1900', number> = {
    'epoch-seconds': 0,
    'epoch-milliseconds': 0,
    'serial-1900': 0,
  };
  let all = 0;
  for (const cell of cells) {
    if (!/^\d+(\.\d+)?$/.test(cell.trim())) continue;
    const value = Number(cell);
    all += 1;
    if (value >= 1e9 && value < 4.2e9) votes['epoch-seconds'] += 1;
    else if (value >= 1e12 && value < 4.2e12) votes['epoch-milliseconds'] += 1;
    else if (value >= 36_526 && value < 73_416) votes['serial-1900'] += 1;
  }
  const [kind, most] = (Object.entries(votes) as [NumericTime, number][]).reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return all > 0 && 10 * most >= 9 * all ? kind : null;
}

/**
 * A time as a UTC instant: ISO 8601 (also a year, a month or a day alone), dates with slashes by the order of the column, numbers by the
 * kind of the column. Days that do not exist are refused. A fraction finer than a millisecond is cut, not rounded; the raw text stays.
 */
export function normaliseTime(raw: string, column: TimeColumn = NO_TIME_COLUMN, unknownTokens?: readonly string[]): Normalised<Time> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  if (/^\d+(\.\d+)?$/.test(text) && (column.numeric !== null || !/^(19|20)\d{2}$/.test(text))) return numeric(raw, Number(text), column);
  const iso = ISO.exec(text);
  if (iso) return fromIso(raw, iso, column);
  const local = LOCAL.exec(text);
  return local ? fromLocal(raw, local, column) : unknown(raw, 'not-a-time', `"${text}" is not a time that this column may hold.`);
}

function numeric(raw: string, value: number, { numeric: kind }: TimeColumn): Normalised<Time> {
  if (kind === null) return unknown(raw, 'kind-unknown', `"${raw.trim()}" may be seconds, milliseconds, days or a block height.`);
  if (kind === 'epoch-seconds' || kind === 'epoch-milliseconds') {
    const epochMilliseconds = Math.floor(kind === 'epoch-seconds' ? value * 1000 : value);
    if (epochMilliseconds > 8.64e15) return unknown(raw, 'out-of-range', `"${raw.trim()}" is outside the calendar.`);
    return known(raw, `time/${kind}`, {
      epochMilliseconds,
      precision: kind === 'epoch-seconds' && value % 1 === 0 ? 'second' : 'fraction',
    });
  }
  // Day 60 of the 1900 system is 29 February 1900, which did not exist; days before it are one too low against the calendar.
  const serial = kind === 'serial-1904' ? value + 1462 : value < 60 ? value + 1 : value;
  if (kind === 'serial-1900' && value >= 60 && value < 61)
    return unknown(raw, 'no-such-day', 'Day 60 is 29 February 1900, which did not exist.');
  if (serial > 2_958_466) return unknown(raw, 'out-of-range', `"${raw.trim()}" is outside the calendar of spreadsheets.`);
  const epochMilliseconds = Math.round((serial - 25_569) * DAY);
  return known(raw, `time/${kind}`, { epochMilliseconds, precision: value % 1 === 0 ? 'day' : 'second' });
}

function fromIso(raw: string, match: RegExpExecArray, column: TimeColumn): Normalised<Time> {
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const precision = fraction ? 'fraction' : second ? 'second' : minute ? 'minute' : day ? 'day' : month ? 'month' : 'year';
  const milliseconds = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const parts = [year, month ?? '1', day ?? '1', hour ?? '0', minute ?? '0', second ?? '0'].map(Number);
  return instant(raw, 'time/iso', parts, milliseconds, precision, zone ?? null, column);
}

function fromLocal(raw: string, match: RegExpExecArray, column: TimeColumn): Normalised<Time> {
  const [, first, second, year, hour, minute, seconds, half] = match;
  if (column.order === null && first !== second) {
    const [a, b] = [Number(first), Number(second)];
    if (a <= 12 && b <= 12)
      return unknown(raw, 'order-unknown', `"${raw.trim()}" may be day first or month first.`, ['day-first', 'month-first']);
  }
  const dayFirst = column.order === 'day-first' || (column.order === null && Number(first) > 12);
  const [day, month] = dayFirst ? [first, second] : [second, first];
  const hours = Number(hour ?? 0);
  if (half && (hours < 1 || hours > 12)) return unknown(raw, 'no-such-time', `"${raw.trim()}" names an hour that does not exist.`);
  const clock = half ? (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : hours;
  const precision = seconds ? 'second' : minute ? 'minute' : 'day';
  const parts = [year, month, day, clock, minute ?? 0, seconds ?? 0].map(Number);
  return instant(raw, dayFirst ? 'time/day-first' : 'time/month-first', parts, 0, precision, null, column);
}

function instant(
  raw: string,
  rule: string,
  parts: readonly number[],
  milliseconds: number,
  precision: Time['precision'],
  zone: string | null,
  column: TimeColumn,
): Normalised<Time> {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return unknown(raw, 'no-such-day', `"${raw.trim()}" names a day that does not exist.`);
  }
  if (hour > 23 || minute > 59 || second > 59) return unknown(raw, 'no-such-time', `"${raw.trim()}" names an hour that does not exist.`);
  const east = zone === null ? (column.zoneMinutes ?? 0) : zoneMinutes(zone);
  const wall = date.getTime() + (hour * 3600 + minute * 60 + second) * 1000 + milliseconds;
  const notes = zone === null && column.zoneMinutes === null && precision !== 'year' && precision !== 'month' ? ['zone-unknown'] : [];
  return known(raw, rule, { epochMilliseconds: wall - east * 60_000, precision }, notes);
}

function zoneMinutes(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}
