import type { Fraction } from '../metrics/exact.ts';
import { parseFraction } from '../metrics/exact.ts';
import { gini } from '../metrics/gini.ts';
import { assertHillOrder } from '../metrics/hill.ts';
import { measured, notMeasured } from '../metrics/measured.ts';
import { theilFromEntropy } from '../metrics/theil.ts';
import type { Allocation } from './allocation.ts';
import type { Bound, ExactBound } from './bound.ts';
import { entityBounds } from './entities.ts';
import { entropyBounds, hillOneBounds, mapBound } from './entropy.ts';
import { effectiveNumberBounds, hhiBounds } from './hhi.ts';
import { nakamotoBounds } from './nakamoto.ts';
import { concentrationRatioBounds, inverseShareBounds } from './shares.ts';
import { exactWithoutRange, withoutRange } from './without-range.ts';

/** Thresholds of every view; "33 %" is not one of them. */
export const STANDARD_THRESHOLDS = ['1/3', '1/2', '2/3'] as const;
export type StandardThreshold = (typeof STANDARD_THRESHOLDS)[number];

/** Every number of a view with its range. */
export type MetricBounds = {
  /** points, 0..10000; exact ratios likewise in points */
  readonly hhi: ExactBound;
  /** shares, 0..1 */
  readonly cr1: ExactBound;
  readonly cr4: ExactBound;
  /** entities */
  readonly nakamoto: Readonly<Record<StandardThreshold, Bound>>;
  readonly gini: ExactBound;
  /** nats */
  readonly theil: Bound;
  readonly shannonBits: Bound;
  /** Hill numbers of order 0, 1, 2 and infinity */
  readonly effectiveNumber: { readonly q0: Bound; readonly q1: Bound; readonly q2: ExactBound; readonly qInf: ExactBound };
};

const nakamotoRanges = (allocation: Allocation): Record<StandardThreshold, Bound> => {
  const range = (threshold: StandardThreshold): Bound => nakamotoBounds(allocation, parseFraction(threshold) as Fraction);
  return { '1/3': range('1/3'), '1/2': range('1/2'), '2/3': range('2/3') };
};

/**
 * Ranges of all metrics of a view over every way in which the unknown weight could be held.
 *
 * @param allocation from `allocationOf` (a mass) or `allocationOfRecords` (record grain)
 * @returns low, stated (known weight only) and high; `null` with its reason where undefined or unbounded
 * @throws Error when Hill numbers rise with their order, which would be a bug
 * Source: domain 3 and 4.
 */
export function boundsOf(allocation: Allocation): MetricBounds {
  const { known } = allocation;
  const hhi = hhiBounds(allocation);
  const cr1 = concentrationRatioBounds(allocation, 1);
  const nats = entropyBounds(allocation);
  const effectiveNumber = {
    q0: entityBounds(allocation),
    q1: hillOneBounds(allocation, nats),
    q2: effectiveNumberBounds(hhi),
    qInf: inverseShareBounds(cr1),
  };
  // The high ends belong to one allocation unless pieces of one unit limit n alone: the ends of HHI and CR1 leave the unit aside (domain 4).
  const sameAllocation = allocation.dispersal.kind === 'units' && allocation.unknown > 0n ? ['low', 'stated'] : ['low', 'stated', 'high'];
  for (const end of sameAllocation as ('low' | 'stated' | 'high')[]) {
    const { q0, q1, q2, qInf } = effectiveNumber;
    assertHillOrder([q0[end], q1[end], q2[end], qInf[end]].filter((number) => number !== null));
  }
  const theil = nats.stated === null ? notMeasured('no-weight') : measured(theilFromEntropy(known, nats.stated));
  return {
    hhi,
    cr1,
    cr4: concentrationRatioBounds(allocation, 4),
    nakamoto: nakamotoRanges(allocation),
    gini: exactWithoutRange(allocation, gini(known)),
    theil: withoutRange(allocation, theil),
    shannonBits: mapBound(nats, (value) => value / Math.LN2),
    effectiveNumber,
  };
}
