import type { Reading } from '../../../shared/normalise/reading.ts';
import { dateOrder, normaliseTime, numericTime, type Time } from '../../../shared/normalise/time.ts';

/** UTC text of a time, as fine as its cell states it: a day stays a day. */
function textOf({ epochMilliseconds, precision }: Time): string {
  const iso = new Date(epochMilliseconds).toISOString();
  const length = { year: 4, month: 7, day: 10, minute: 16, second: 19, fraction: 23 }[precision];
  return length <= 10 ? iso.slice(0, length) : `${iso.slice(0, length)}Z`;
}

/** Times of a column in UTC; the order of day and month, and what bare numbers are, decided by the column. */
export function readTimes(dictionary: readonly string[]): { readings: Reading[]; decisions: string[] } {
  const column = { order: dateOrder(dictionary), numeric: numericTime(dictionary), zoneMinutes: null };
  const notes = new Set<string>();
  const readings = dictionary.map((raw): Reading => {
    const time = normaliseTime(raw, column, []);
    if (!time.known) {
      const { reason, message, candidates } = time;
      return { raw, value: null, among: null, state: 'unmapped', rule: null, reason, message, candidates };
    }
    for (const note of time.notes) notes.add(note);
    return { raw, value: textOf(time.value), among: null, state: 'mapped', rule: time.rule, reason: null, message: null, candidates: [] };
  });
  return {
    readings,
    decisions: [
      ...(column.order === null
        ? []
        : [`Dates are read ${column.order === 'day-first' ? 'day first' : 'month first'}: other readings do not exist.`]),
      ...(column.numeric === null ? [] : [`Numbers are read as ${column.numeric.replace('-', ' ')}.`]),
      ...(notes.has('zone-unknown') ? ['Times without a zone are read as UTC.'] : []),
    ],
  };
}
