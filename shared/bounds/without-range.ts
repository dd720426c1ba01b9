import type { Fraction } from '../metrics/exact.ts';
import { toNumber } from '../metrics/exact.ts';
import type { Measured } from '../metrics/measured.ts';
import type { Allocation } from './allocation.ts';
import type { Bound, ExactBound } from './bound.ts';
import { bound, endOf, exactBound, mapEnd } from './bound.ts';

/**
 * Gini, Theil and evenness get no range while weight is unknown: the entry of small entities moves them both ways. Stated value only.
 *
 * Source: domain 4.
 */
export function withoutRange(allocation: Allocation, stated: Measured<number>): Bound {
  const end = endOf(stated);
  return allocation.unknown === 0n ? bound(end, end, end) : bound('no-range', end, 'no-range');
}

/** The same for an exact ratio. */
export function exactWithoutRange(allocation: Allocation, stated: Measured<Fraction>): ExactBound {
  const end = endOf(stated);
  if (allocation.unknown === 0n) return exactBound(end, end, end);
  return { ...bound('no-range', mapEnd(end, toNumber), 'no-range'), exact: { low: null, stated: stated.value, high: null } };
}
