import type { Bound, ExactNumber, Group, ViewResult } from '../case/view.ts';
import { type Decimal, parseDecimal, rescale } from '../columns/decimal.ts';
import { toNumber } from '../metrics/exact.ts';

/** Weights of a view as integers of one scale. */
type Ends = { stated: bigint; low: bigint; high: bigint | null };

const decimalOf = (value: ExactNumber): Decimal => parseDecimal(String(value)) as Decimal;

/** Integers at one scale from numbers or exact texts. */
function units(values: readonly ExactNumber[]): bigint[] {
  const decimals = values.map(decimalOf);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  return decimals.map((decimal) => rescale(decimal, scale));
}

const ratio = (part: bigint, total: bigint): number | null => (total === 0n ? null : toNumber({ num: part, den: total }));

/** Weights of listed groups, of the rest that is known, and of the unknown part. */
function weightsOf(result: ViewResult, groups: readonly Group[]): { groups: Ends[]; rest: Ends; unknown: bigint } {
  const bounds = result.weightBounds;
  const texts: ExactNumber[] = [
    result.total,
    result.unknown.value,
    bounds?.low ?? result.total,
    bounds ? (bounds.high ?? 0) : result.total,
  ];
  for (const { value, ends } of groups) texts.push(value, ends?.low ?? value, ends ? (ends.high ?? 0) : value);
  const [total, unknown, low, high, ...others] = units(texts) as [bigint, bigint, bigint, bigint, ...bigint[]];
  const listed = groups.map(
    ({ ends }, index): Ends => ({
      stated: others[3 * index] as bigint,
      low: others[3 * index + 1] as bigint,
      high: ends && ends.high === null ? null : (others[3 * index + 2] as bigint),
    }),
  );
  const sum = (of: (each: Ends) => bigint) => listed.reduce((all, each) => all + of(each), 0n);
  const rest: Ends = {
    stated: total - unknown - sum(({ stated }) => stated),
    low: low - unknown - sum((each) => each.low),
    high: bounds && bounds.high === null ? null : high - unknown - sum((each) => each.high ?? 0n),
  };
  if (rest.low < 0n) rest.low = 0n;
  return { groups: listed, rest, unknown };
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
  const { groups: listed, rest, unknown } = weightsOf(result, groups);
  const sum = (of: (each: Ends) => bigint) => listed.reduce((all, each) => all + of(each), 0n);
  const stated = sum((each) => each.stated);
  const low = sum((each) => each.low);
  const endless = listed.some(({ high }) => high === null);
  const most = endless ? null : sum((each) => each.high as bigint);
  const known = stated + rest.stated;
  return {
    low: rest.high === null ? 0 : ratio(low, low + rest.high + unknown),
    stated: known === 0n ? null : ratio(stated, known),
    high: most === null ? 1 : ratio(most + (open ? unknown : 0n), most + rest.low + unknown),
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

/** Share of the one group of a key; without such a group the known share is 0. Partial values that cannot be it stay out of its high end. */
export function shareOfKey(result: ViewResult, key: string): Bound {
  const group = result.top.filter((each) => each.key === key);
  const share = shareOf(result, group);
  if (result.weightBounds || !result.partial || result.partial.length === 0) return share;
  const never = result.partial.filter(({ among, fits = [] }) => among !== null && fits.length === among && !fits.includes(key));
  if (never.length === 0) return share;
  const [total, unknown, own, ...closed] = units([
    result.total,
    result.unknown.value,
    group[0]?.value ?? 0,
    ...never.map(({ value }) => value),
  ]) as [bigint, bigint, bigint, ...bigint[]];
  const open = unknown - closed.reduce((sum, each) => sum + each, 0n);
  return { ...share, high: ratio(own + open, total) };
}
