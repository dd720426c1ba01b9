import type { Bound } from '../case/view.ts';
import { type Format, NO_VALUE } from './number.ts';

const decimalsOf = (text: string): number => /^[^\d]*[\d,]+\.(\d+)/.exec(text)?.[1]?.length ?? 0;

/**
 * The format that writes several values of one number with the same decimals: as many as the finest of them takes, and no more than three
 * significant figures of the width between them or two of the smallest; `99 (95 to 105)`, not `99.0 (95.0 to 105)`, and `0.07 % (0.06 to 25.00 %)`,
 * not `0.1 % (0.1 to 25.0 %)`. What is 0, or marked by `<` or `>`, stays as it is.
 *
 * @param values ends and middle, in one unit; `null` = none
 */
export function evenly(values: readonly (number | null)[], format: Format): Format {
  const { even } = format;
  const known = values.filter((value) => value !== null && value !== 0 && !/[<>]/.test(format(value))) as number[];
  const decimals = known.map((value) => decimalsOf(format(value)));
  const most = Math.max(0, ...decimals);
  if (even === undefined || decimals.every((each) => each === most)) return format;
  const width = (Math.max(...known) - Math.min(...known)) * even.scale;
  const smallest = Math.min(...known.map((value) => Math.abs(value))) * even.scale;
  const digits = Math.max(0, 2 - Math.floor(Math.log10(width)), 1 - Math.floor(Math.log10(smallest)));
  const chosen = Math.min(most, digits);
  return (value) => (value !== null && known.includes(value) ? even.words(value, chosen) : format(value));
}

/** A range in words: `2,325 to 4,950`; one number where both ends read the same; open ends are named. */
export function formatRange(low: number | null, high: number | null, format: Format): string {
  if (low === null && high === null) return NO_VALUE;
  if (low === null) return `up to ${format(high)}`;
  if (high === null) return `${format(low)} or more`;
  const even = evenly([low, high], format);
  const from = even(low);
  const to = even(high);
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
export function formatBound(bound: Bound, format: Format, outer = false): string {
  const { low, stated, high } = bound;
  if (low === null && high === null) return format(stated);
  const even = evenly([low, stated, high], format);
  const range = formatRange(low, high, even);
  const middle = even(stated);
  return range === middle ? middle : `${middle} (${outer ? outerRange(bound, range) : range})`;
}
