/** What a number format shows: `plain` numbers stay as they are. */
export type NumberKind = 'plain' | 'percent' | 'date' | 'time' | 'moment';

const BUILT_IN: Readonly<Record<number, NumberKind>> = {
  9: 'percent',
  10: 'percent',
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'moment',
  45: 'time',
  46: 'time',
  47: 'time',
};

/**
 * Kind of a number format of a workbook.
 *
 * @param code text of a format that the workbook defines itself, e.g. `yyyy\-mm\-dd`
 * Source: ECMA-376 part 1, 18.8.30 and 18.8.31
 */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return BUILT_IN[id] ?? 'plain';
  // texts in quotes, escaped characters, colours and conditions say nothing; elapsed time such as [h] does
  const bare = (code.split(';')[0] as string)
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase();
  if (/general/.test(bare)) return 'plain';
  const date = /[yd]/.test(bare) || (/m/.test(bare) && !/[hs]/.test(bare));
  const time = /[hs]/.test(bare);
  if (date && time) return 'moment';
  return date ? 'date' : time ? 'time' : bare.includes('%') ? 'percent' : 'plain';
}

const DAY = 86_400;

/**
 * ISO date, instant or time of day of a serial number.
 *
 * @param serial days since the epoch of the workbook, with a fraction for the time of day
 * @param from1904 the workbook counts from 1904-01-01 instead of 1899-12-31
 * @returns `2026-04-24`, `2026-04-24T13:30:00` or `13:30:00`; `null` for numbers that are no date, among them the 29th of February
 *   1900, which the calendar of spreadsheets has and the true one has not
 * Source: ECMA-376 part 1, 18.17.4.1
 */
export function isoOfSerial(serial: number, kind: NumberKind, from1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null;
  const seconds = Math.round(serial * DAY);
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  if (kind === 'time' && days === 0) return time;
  if (!from1904 && days === 60) return null;
  const offset = from1904 ? 0 : days > 60 ? -1 : 0;
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 31);
  const date = new Date(epoch + (days + offset) * DAY * 1000).toISOString().slice(0, 10);
  return rest === 0 ? date : `${date}T${time}`;
}
