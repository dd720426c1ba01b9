import type { Bound } from '../case/view.ts';
import { NO_VALUE } from './number.ts';

/** A range in words: `2,325 to 4,950`; one number where both ends read the same; open ends are named. */
export function formatRange(low: number | null, high: number | null, format: (value: number | null) => string): string {
  if (low === null && high === null) return NO_VALUE;
  if (low === null) return `up to ${format(high)}`;
  if (high === null) return `${format(low)} or more`;
  const from = format(low);
  const to = format(high);
  if (from === to) return from;
  const unit = / %$/;
  return unit.test(from) && unit.test(to) ? `${from.replace(unit, '')} to ${to}` : `${from} to ${to}`;
}

const outerRange = ({ low, high }: Bound, range: string): string =>
  low === null || high === null ? `${range}, outer bound` : `within ${range}`;

/**
 * A number with its bounds: `4,133 (2,325 to 4,950)`; without brackets where the unknown mass changes nothing that is shown.
 *
 * @param bound low, stated and high in one unit; `null` = undefined or unbounded
 * @param format how one value reads, e.g. `formatHhi`
 * @param outer whether the range is an outer bound: it reads `within ...`, or `..., outer bound` where it has one end
 */
export function formatBound(bound: Bound, format: (value: number | null) => string, outer = false): string {
  const { low, stated, high } = bound;
  if (low === null && high === null) return format(stated);
  const range = formatRange(low, high, format);
  const middle = format(stated);
  return range === middle ? middle : `${middle} (${outer ? outerRange(bound, range) : range})`;
}
