const WINDOW = /(?:^|[^0-9])(\d{1,3})\s*[-_ ]?\s*(d|days?|h|hours?|w|weeks?|m|months?|y|years?)(?![a-z])/i;
const DAYS: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, w: 7 };

/**
 * The window that a header names: "uptime7d", "uptime_30d", "Uptime (24 hours)"; in days, `null` where none is named.
 *
 * Months and years have no fixed number of days and give `null`: a person states the window.
 */
export function uptimeWindow(header: string): number | null {
  const match = WINDOW.exec(header);
  if (!match) return /\b(daily|per day)\b/i.test(header) ? 1 : /\b(weekly|per week)\b/i.test(header) ? 7 : null;
  const days = DAYS[(match[2] as string).charAt(0).toLowerCase()];
  return days === undefined ? null : Number(match[1]) * days;
}
