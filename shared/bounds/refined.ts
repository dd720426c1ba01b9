import type { Fraction } from '../metrics/exact.ts';
import { add, compare, fraction, multiply, parseFraction, reduce, toNumber } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import { allocationOf, allocationOfRecords } from './allocation.ts';
import { balancedLoads } from './balanced.ts';
import { bound, exactBound } from './bound.ts';
import { boundsOf, type MetricBounds, STANDARD_THRESHOLDS, type StandardThreshold } from './bounds-of.ts';
import { effectiveNumberBounds } from './hhi.ts';
import { inverseShareBounds } from './shares.ts';

/** A narrower range of the same metrics from one more thing that is known of the unknown weight. */
export type Refinement = { readonly kind: 'record-grain' | 'closed-list'; readonly ranges: MetricBounds };

/**
 * Ranges at record grain: each unknown record belongs to exactly one entity, so that the dispersed end makes every record an entity of its own.
 *
 * @param records weight of each unknown record
 * Source: domain 4, refinements.
 */
export function atRecordGrain(known: readonly bigint[], records: readonly bigint[]): Refinement {
  return { kind: 'record-grain', ranges: boundsOf(allocationOfRecords(known, records)) };
}

/**
 * Ranges over a closed list: unknown weight belongs to values of a list that has no others, so that the dispersed end fills the smallest of them
 * up to one level. That allocation is majorized by every other one.
 *
 * @param known weight per known value
 * @param unknown weight of unknown value
 * @param size values on the list, those with known weight among them
 * @returns `null` where more values are known than the list has
 * Source: domain 4, refinements.
 */
export function overClosedList(known: readonly bigint[], unknown: bigint, size: number): Refinement | null {
  const held = known.filter((weight) => weight > 0n);
  if (held.length > size || unknown === 0n) return null;
  const all = [...held, ...new Array<bigint>(size - held.length).fill(0n)];
  const values = all.map((_, place) => place);
  const loads = balancedLoads({ values, open: [{ weight: unknown, among: values }] }, all).sort((a, b) => -compare(a, b));
  const open = boundsOf(allocationOf(held, unknown, null));
  const total = held.reduce((sum, weight) => sum + weight, unknown);
  const share = (load: Fraction): Fraction => reduce({ num: load.num, den: load.den * total });
  const sum = (list: readonly Fraction[]): Fraction => list.reduce(add, fraction(0));
  const shares = loads.map(share);
  const low = (of: MetricBounds['cr1'], value: Fraction) => exactBound(value, of.exact.stated ?? 'no-weight', of.exact.high ?? 'no-weight');
  const hhi = low(open.hhi, toPoints(sum(shares.map((each) => multiply(each, each)))));
  const cr1 = low(open.cr1, sum(shares.slice(0, 1)));
  const nats = shares.reduce((rest, each) => rest - toNumber(each) * Math.log(toNumber(each)), 0);
  const rising = (of: MetricBounds['shannonBits'], high: number) => bound(of.low ?? 'no-weight', of.stated ?? 'no-weight', high);
  const counts = (threshold: StandardThreshold) => {
    const t = parseFraction(threshold);
    let passed = fraction(0);
    const count = shares.findIndex((each) => {
      passed = add(passed, each);
      return compare(passed, t) > 0;
    });
    return rising(open.nakamoto[threshold], count + 1);
  };
  return {
    kind: 'closed-list',
    ranges: {
      ...open,
      hhi,
      cr1,
      cr4: low(open.cr4, sum(shares.slice(0, 4))),
      nakamoto: Object.fromEntries(STANDARD_THRESHOLDS.map((threshold) => [threshold, counts(threshold)])) as MetricBounds['nakamoto'],
      shannonBits: rising(open.shannonBits, nats / Math.LN2),
      effectiveNumber: {
        q0: rising(open.effectiveNumber.q0, size),
        q1: rising(open.effectiveNumber.q1, Math.exp(nats)),
        q2: effectiveNumberBounds(hhi),
        qInf: inverseShareBounds(cr1),
      },
    },
  };
}
