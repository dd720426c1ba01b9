const DAY = 86_400_000;

/** Instants in milliseconds: from `start` (inclusive) to `end` (exclusive). */
export type TimeWindow = { start: number; end: number };

/**
 * The days that end at an as-of date: a date counts to the end of its day (UTC), an instant up to itself.
 *
 * @param asOf ISO date or instant
 */
export function windowOf(asOf: string, days: number): TimeWindow {
  const end = Date.parse(asOf) + (asOf.length <= 10 ? DAY : 1);
  return { start: end - days * DAY, end };
}

/** ISO text of an instant; a day where it is the very start of one. */
export function momentText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return milliseconds % DAY === 0 ? text.slice(0, 10) : text.replace('.000Z', 'Z');
}

/**
 * Hours between two dates of facts, without sign. Where one of them is a day only, instants of that day are no hours apart from it.
 *
 * @returns `null` where one is not stated
 */
export function spreadHours(one: string | null, other: string | null): number | null {
  if (one === null || other === null) return null;
  const spanOf = (text: string) => {
    const start = Date.parse(text);
    return { start, end: text.length <= 10 ? start + DAY : start };
  };
  if (one.length <= 10 && other.length <= 10) return Math.abs(Date.parse(one) - Date.parse(other)) / 3_600_000;
  const [a, b] = [spanOf(one), spanOf(other)];
  return Math.max(0, a.start - b.end, b.start - a.end) / 3_600_000;
}
