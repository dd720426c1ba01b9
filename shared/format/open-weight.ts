import type { Bound, Group, ShareRange, ViewResult } from '../case/view.ts';
import { evenly, formatBound, formatRange } from './bound.ts';
import { type Format, formatCount, formatQuantity, formatShare } from './number.ts';
import { dimensionNoun, plural, weightNoun } from './words.ts';

type Open = Pick<ViewResult, 'stamp' | 'partial' | 'partialTotal' | 'weightBounds'>;

/** `124 GPUs`, `1 record`: an amount of a weight, with the verb that follows it. */
function amount({ stamp }: Pick<ViewResult, 'stamp'>, value: number | string): { words: string; are: string } {
  const one = Number(value) === 1 && stamp.weight === 'count';
  return { words: one ? '1 record' : `${formatQuantity(value)} ${weightNoun(stamp)}`, are: one ? 'is' : 'are' };
}

/** Weight of a group over the bounds that its records state: `18 to 28`, `18 or more`. */
export function endsWords({ low, high }: NonNullable<Group['ends']>): string {
  return high === null ? `${formatQuantity(low)} or more` : `${formatQuantity(low)} to ${formatQuantity(high)}`;
}

/** What a value that is named in part may be: `any`, `A or B`, `any of 31: A, B, C …`. */
export function fitsWords({ among, fits = [] }: NonNullable<ViewResult['partial']>[number]): string {
  if (among === null) return 'any';
  if (among > 3 || fits.length < among) return `any of ${formatCount(among)}${fits.length > 0 ? `: ${fits.slice(0, 3).join(', ')} …` : ''}`;
  return fits.length < 2 ? (fits[0] as string) : `${fits.slice(0, -1).join(', ')} or ${fits.at(-1)}`;
}

/** One sentence on weight of values that are named in part; `null` where there is none. */
export function partialNote(view: Open): string | null {
  const { partialTotal: total, stamp } = view;
  if (!total || total.groups === 0) return null;
  const { words, are } = amount(view, total.value);
  return `${words} (${formatShare(total.share)}) ${are} named in part: they count for every ${dimensionNoun(stamp.by, 1)} that fits.`;
}

/** One sentence on records whose weight states bounds, or has no match in the dataset that it is joined from; `null` where there is none. */
export function boundsNote(view: Open): string | null {
  const { weightBounds: ends, stamp } = view;
  if (!ends) return null;
  const weight = weightNoun(stamp.weight);
  const amounts = weightNoun(stamp);
  if (stamp.joined?.some(({ column }) => column === stamp.weight))
    return `${plural(ends.rows, 'record')} without a match may have any ${weight}: ${endsWords(ends)}${stamp.weightUnit === undefined ? '' : ` ${stamp.weightUnit}`} with them; they count in the ranges, and in no stated value.`;
  if (stamp.weightIs !== undefined)
    return `${plural(ends.rows, 'record')} ${ends.rows === 1 ? 'leaves its' : 'leave their'} weight open: ${endsWords(ends)} ${amounts} with them; they count in the ranges, and in no stated value.`;
  const verb = ends.rows === 1 ? 'states' : 'state';
  return `${plural(ends.rows, 'record')} ${verb} bounds instead of a number: ${endsWords(ends)} ${amounts} with them; they count in the ranges, and in no stated value.`;
}

/** Whether the value of the known part lies outside the range: weight that is named in part may fit none of the values that are known. */
export function isOutside({ low, stated, high }: Bound): boolean {
  return stated !== null && ((low !== null && stated < low) || (high !== null && stated > high));
}

/**
 * A number of a view with its range. Where records state bounds, or the known part lies outside the range, the number is of a part alone and the range
 * goes first: `66.7 % to 80 % (records with a number alone: 100 %)`.
 */
export function boundWords({ weightBounds }: Pick<ViewResult, 'weightBounds'>, value: Bound, format: Format, outer = false): string {
  const { low, stated, high } = value;
  if ((!weightBounds && !isOutside(value)) || (low === null && high === null)) return formatBound(value, format, outer);
  const even = evenly([low, stated, high], format);
  if (low === high) return even(low);
  const range = high === null ? `at least ${even(low)}` : low === null ? `at most ${even(high)}` : formatRange(low, high, even);
  return `${outer ? `within ${range}` : range} (${weightBounds ? 'records with a number' : 'what is named in full'} alone: ${even(stated)})`;
}

/** A share of a view: where records state bounds its range goes first, as in `boundWords`. */
export function shareWords(view: Pick<ViewResult, 'weightBounds'>, share: number, range: ShareRange | undefined): string {
  if (range) return boundWords(view, { ...range, stated: share }, formatShare);
  return view.weightBounds ? `${formatShare(share)} of what is stated` : formatShare(share);
}

/** The same where there is room for a range alone: `33.3 to 40.0 %`. */
export function shareRangeWords(share: number, range: ShareRange | undefined): string {
  return range ? formatRange(range.low, range.high, formatShare) : formatShare(share);
}

/** A number that leaves out records that state bounds is called so: `stated GPUs`. */
export const statedWords = ({ weightBounds }: Pick<ViewResult, 'weightBounds'>, words: string): string =>
  weightBounds ? `stated ${words}` : words;

/** What the mark of an outer bound says: `†` on the card, words in a report. */
export function outerWords(mark: string): string {
  return `${mark} marks an outer bound: there are too many ways to assign the open weight to try them all, so the true range lies inside it and may be narrower.`;
}

/** The same where ranges are written by `formatBound`. */
export const OUTER_WORDS = outerWords('"within" or "outer bound"');

/** Whether a range of a view is an outer bound: its ends may lie further out than anything that the data allow. */
export function isOuter({ outer }: Pick<ViewResult, 'outer'>, metric: string): boolean {
  if (!outer || outer.length === 0) return false;
  // a number that is worked out from another one has its ends
  const source = { 'effectiveNumber.q2': 'hhi', 'effectiveNumber.qInf': 'cr1' }[metric] ?? metric;
  return outer.includes(source) || outer.includes(source.split('.')[0] as string);
}
