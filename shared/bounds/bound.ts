import type { Fraction } from '../metrics/exact.ts';
import { toNumber } from '../metrics/exact.ts';
import type { Measured, UndefinedReason } from '../metrics/measured.ts';

/** Smallest, stated and largest value over all ways in which unknown weight could be held; stated = known weight only. */
export type Bound = {
  readonly low: number | null;
  readonly stated: number | null;
  readonly high: number | null;
  /** why an end or the stated value is null */
  readonly reasons: { readonly low?: UndefinedReason; readonly stated?: UndefinedReason; readonly high?: UndefinedReason };
};

/** A bound with the exact ratios behind it, in the same scale; decisions compare these. */
export type ExactBound = Bound & {
  readonly exact: { readonly low: Fraction | null; readonly stated: Fraction | null; readonly high: Fraction | null };
};

/** One end of a range: a value or the reason why there is none. */
export type End<Value> = Value | UndefinedReason;

const isReason = (end: unknown): end is UndefinedReason => typeof end === 'string';

/** A bound from its three ends. */
export function bound(low: End<number>, stated: End<number>, high: End<number>): Bound {
  const reasons: { low?: UndefinedReason; stated?: UndefinedReason; high?: UndefinedReason } = {};
  if (isReason(low)) reasons.low = low;
  if (isReason(stated)) reasons.stated = stated;
  if (isReason(high)) reasons.high = high;
  return { low: isReason(low) ? null : low, stated: isReason(stated) ? null : stated, high: isReason(high) ? null : high, reasons };
}

/** A bound from three exact ends, with `scale` applied to each (10000 makes points of an index in 0..1). */
export function exactBound(low: End<Fraction>, stated: End<Fraction>, high: End<Fraction>): ExactBound {
  const number = (end: End<Fraction>): End<number> => (isReason(end) ? end : toNumber(end));
  const ratio = (end: End<Fraction>): Fraction | null => (isReason(end) ? null : end);
  return { ...bound(number(low), number(stated), number(high)), exact: { low: ratio(low), stated: ratio(stated), high: ratio(high) } };
}

/** The end that a measured value stands for. */
export function endOf<Value>(of: Measured<Value>): End<Value> {
  return of.reason === null ? of.value : of.reason;
}

/** Applies a function to an end that is a value. */
export function mapEnd<From extends object | number, To>(end: End<From>, apply: (value: From) => To): End<To> {
  return isReason(end) ? end : apply(end);
}
