import { type Ends, leastShare, mostShare, NOTHING, together } from '../bounds/ends.ts';
import { largestSharesOf, type WeightInterval } from '../bounds/intervals.ts';
import type { Bound, ExactNumber, Group, ViewResult } from '../case/view.ts';
import { type Decimal, parseDecimal, rescale } from '../columns/decimal.ts';
import { isOuter } from '../format/index.ts';
import { type Fraction, toNumber } from '../metrics/exact.ts';

const decimalOf = (value: ExactNumber): Decimal => parseDecimal(String(value)) as Decimal;

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

/** Integers at one scale from numbers or exact texts. */
function units(values: readonly ExactNumber[]): bigint[] {
  const decimals = values.map(decimalOf);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  return decimals.map((decimal) => rescale(decimal, scale));
}

const ratio = (part: bigint, total: bigint): number | null => (total === 0n ? null : toNumber({ num: part, den: total }));
const share = (of: Fraction | null): number | null => of && toNumber(of);

/** Weights of groups that a view lists, of all other known ones together, and of the unknown part; as integers of one scale. */
type Weights = { groups: WeightInterval[]; rest: WeightInterval; unknown: WeightInterval };

function weightsOf({ top, other, unknown: nobody }: ViewResult, groups: readonly Group[]): Weights {
  const chosen = new Set(groups.map(({ key }) => key));
  const given = [nobody, other, ...groups, ...top.filter(({ key }) => !chosen.has(key))];
  const numbers = units(given.flatMap(({ value, ends }) => [value, ends?.low ?? value, ends ? (ends.high ?? 0) : value]));
  const [unknown, unlisted, ...listed] = given.map(
    ({ ends }, index): WeightInterval => ({
      stated: numbers[3 * index] as bigint,
      low: numbers[3 * index + 1] as bigint,
      high: ends?.high === null ? null : (numbers[3 * index + 2] as bigint),
    }),
  ) as [WeightInterval, WeightInterval, ...WeightInterval[]];
  return { groups: listed.slice(0, groups.length), rest: sumOf([unlisted, ...listed.slice(groups.length)]), unknown };
}

const sumOf = (weights: readonly WeightInterval[]): WeightInterval => ({
  ...together(weights),
  stated: weights.reduce((sum, { stated }) => sum + stated, 0n),
});

/**
 * Share of some groups together over every way in which the open weight could be held.
 *
 * @param result of a view with unknown weight as bounds, where `groups` come from
 * @param open whether unknown weight may belong to them
 * @returns low, stated (of the known weight alone) and high, 0..1: both ends are reached, or come near to without end where a weight has none
 * Source: domain 4.
 */
export function shareOf(result: ViewResult, groups: readonly Group[], open = true): Bound {
  const { groups: held, rest, unknown } = weightsOf(result, groups);
  const own = sumOf(held);
  // unknown weight is held by the others at one end and by the groups at the other, unless it cannot be theirs
  const others = together([rest, unknown]);
  return {
    low: share(leastShare(own, others)),
    stated: ratio(own.stated, own.stated + rest.stated),
    high: share(open ? mostShare(together([own, unknown]), rest) : mostShare(own, others)),
  };
}

/**
 * Share of the k largest groups of a view: CR_k with bounds.
 *
 * @param k at most as many as the view lists; fewer groups give all of them
 * @returns the bound, and whether its ends may lie further out than anything that the data allow
 * Source: domain 3.2 and 4.
 */
export function largestShares(result: ViewResult, k: number): { bound: Bound; outer: boolean } {
  const first = shareOf(result, result.top.slice(0, k));
  if (!result.weightBounds) return { bound: first, outer: false };
  // another set may be the largest inside the ends: of groups that are not listed nothing is told, so that only the low end of this set holds
  if (result.entities > result.top.length) return { bound: { ...first, high: 1 }, outer: true };
  const { groups, unknown } = weightsOf(result, result.top);
  const { low, high } = largestSharesOf(groups, unknown, k);
  const stated = groups.map((group) => group.stated).sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  const sum = (values: readonly bigint[]) => values.reduce((all, value) => all + value, 0n);
  return {
    bound: { low: share(low), stated: ratio(sum(stated.slice(0, k)), sum(stated)), high: share(high) },
    outer: isOuter(result, 'cr1'),
  };
}

/** Share of a key that the view counts among its other groups: nothing tells its known weight but that it is not above any that is listed. */
function shareOfUnlisted(result: ViewResult): Bound {
  const { groups, rest, unknown } = weightsOf(result, result.top);
  const listed = together(groups);
  // listed groups go by what they hold at least; where records state bounds the key may hold all that the others can
  const smallest = result.weightBounds ? null : groups.reduce((most, { low }) => lesser(low, most), rest.stated);
  const own: Ends = smallest === null ? { low: 0n, high: rest.high } : { low: 0n, high: smallest };
  const others: Ends = smallest === null ? NOTHING : { low: rest.low - smallest, high: rest.low };
  return { low: 0, stated: null, high: share(mostShare(together([own, unknown]), together([listed, others]))) };
}

/**
 * Share of the one group of a key; of a key that no record has the known share is 0, and of one that may be among the groups that are not listed it
 * is not told. Partial values that cannot be it stay out of its high end.
 */
export function shareOfKey(result: ViewResult, key: string): Bound {
  const group = result.top.filter((each) => each.key === key);
  const unlisted = group.length === 0 && result.entities > result.top.length;
  const bound = unlisted ? shareOfUnlisted(result) : shareOf(result, group);
  if (result.weightBounds || !result.partial || result.partial.length === 0) return bound;
  const never = result.partial.filter(({ among, fits = [] }) => among !== null && fits.length === among && !fits.includes(key));
  if (never.length === 0) return bound;
  const own = group[0]?.value ?? (unlisted ? result.other.value : 0);
  const [total, unknown, held, listed, ...closed] = units([
    result.total,
    result.unknown.value,
    own,
    unlisted ? (result.top.at(-1)?.value ?? own) : own,
    ...never.map(({ value }) => value),
  ]) as [bigint, bigint, bigint, bigint, ...bigint[]];
  const open = unknown - closed.reduce((sum, each) => sum + each, 0n);
  return { ...bound, high: ratio(lesser(held, listed) + open, total) };
}
