import type { Bound, ExactNumber, Group, ViewResult } from '../case/view.ts';
import { type Decimal, parseDecimal, rescale } from '../columns/decimal.ts';
import { toNumber } from '../metrics/exact.ts';

/** Weights of a view as integers of one scale. */
type Ends = { stated: bigint; low: bigint; high: bigint | null };

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

/** Weights of listed groups, of the other known ones together, and of the unknown part. */
function weightsOf(result: ViewResult, groups: readonly Group[]): { groups: Ends[]; rest: Ends; unknown: Ends } {
  const { total, unknown, weightBounds } = result;
  const texts = (value: ExactNumber, ends: Group['ends'] | null): ExactNumber[] => [
    value,
    ends?.low ?? value,
    ends ? (ends.high ?? 0) : value,
  ];
  const listed = groups.map(({ value, ends }): [ExactNumber, Group['ends'] | null] => [value, ends]);
  const given = [[total, weightBounds], [unknown.value, unknown.ends], ...listed] as const;
  const numbers = units(given.flatMap(([value, ends]) => texts(value, ends)));
  const [all, open, ...held] = given.map(
    ([, ends], index): Ends => ({
      stated: numbers[3 * index] as bigint,
      low: numbers[3 * index + 1] as bigint,
      high: ends && ends.high === null ? null : (numbers[3 * index + 2] as bigint),
    }),
  ) as [Ends, Ends, ...Ends[]];
  const sum = (of: (each: Ends) => bigint) => [open, ...held].reduce((most, each) => most + of(each), 0n);
  const rest: Ends = {
    stated: all.stated - sum(({ stated }) => stated),
    low: all.low - sum(({ low }) => low),
    // where the whole has no upper end because of what is listed or unknown, the rest is at most anything all the same
    high: all.high === null ? null : all.high - sum(({ high }) => high ?? 0n),
  };
  return { groups: held, rest, unknown: open };
}

/**
 * Share of some groups together over every way in which the open weight could be held.
 *
 * @param result of a view with unknown weight as bounds, where `groups` come from
 * @param open whether unknown weight may belong to them
 * @returns low, stated (of the known weight alone) and high, 0..1; where records state bounds the ends are outer bounds
 * Source: domain 4.
 */
export function shareOf(result: ViewResult, groups: readonly Group[], open = true): Bound {
  const { groups: held, rest, unknown } = weightsOf(result, groups);
  const sum = (of: (each: Ends) => bigint) => held.reduce((all, each) => all + of(each), 0n);
  const stated = sum((each) => each.stated);
  const low = sum((each) => each.low);
  const most = held.some(({ high }) => high === null) ? null : sum((each) => each.high as bigint);
  const known = stated + rest.stated;
  // unknown weight at its most is held by the others at one end and by the groups at the other; where it cannot be theirs it is at its least
  const other = unknown.high === null || rest.high === null ? null : rest.high + unknown.high;
  const own = open ? unknown.high : 0n;
  const against = rest.low + (open ? 0n : unknown.low);
  return {
    low: other === null ? 0 : ratio(low, low + other),
    stated: known === 0n ? null : ratio(stated, known),
    high: most === null || own === null ? 1 : ratio(most + own, most + own + against),
  };
}

/**
 * Share of the k largest groups of a view: CR_k with bounds.
 *
 * @param k at most as many as the view lists; fewer groups give all of them
 * Source: domain 3.2 and 4.
 */
export function largestShares(result: ViewResult, k: number): Bound {
  const groups = result.top.slice(0, k);
  const share = shareOf(result, groups);
  if (!result.weightBounds) return share;
  // another set may be the largest inside the ends, so only the low end of this set holds
  return { ...share, high: k >= result.entities ? share.high : 1 };
}

/** Share of a key that the view counts among its other groups: nothing tells its known weight but that it is not above any that is listed. */
function shareOfUnlisted(result: ViewResult): Bound {
  const { groups, rest, unknown } = weightsOf(result, result.top);
  const least = groups.reduce((sum, { low }) => sum + low, 0n);
  // listed groups go by what they hold at least; where records state bounds the key may hold all that the others can
  const smallest = result.weightBounds ? null : groups.reduce((most, { low }) => lesser(low, most), rest.stated);
  const own = smallest ?? rest.high;
  const most = own === null || unknown.high === null ? null : own + unknown.high;
  const others = least + (smallest === null ? 0n : rest.low - smallest);
  return { low: 0, stated: null, high: most === null ? 1 : ratio(most, most + others) };
}

/**
 * Share of the one group of a key; of a key that no record has the known share is 0, and of one that may be among the groups that are not listed it
 * is not told. Partial values that cannot be it stay out of its high end.
 */
export function shareOfKey(result: ViewResult, key: string): Bound {
  const group = result.top.filter((each) => each.key === key);
  const unlisted = group.length === 0 && result.entities > result.top.length;
  const share = unlisted ? shareOfUnlisted(result) : shareOf(result, group);
  if (result.weightBounds || !result.partial || result.partial.length === 0) return share;
  const never = result.partial.filter(({ among, fits = [] }) => among !== null && fits.length === among && !fits.includes(key));
  if (never.length === 0) return share;
  const own = group[0]?.value ?? (unlisted ? result.other.value : 0);
  const [total, unknown, held, listed, ...closed] = units([
    result.total,
    result.unknown.value,
    own,
    unlisted ? (result.top.at(-1)?.value ?? own) : own,
    ...never.map(({ value }) => value),
  ]) as [bigint, bigint, bigint, bigint, ...bigint[]];
  const open = unknown - closed.reduce((sum, each) => sum + each, 0n);
  return { ...share, high: ratio(lesser(held, listed) + open, total) };
}
