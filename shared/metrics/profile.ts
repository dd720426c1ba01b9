import type { Allocation } from '../bounds/allocation.ts';
import { allocationOf } from '../bounds/allocation.ts';
import type { MetricBounds, StandardThreshold } from '../bounds/bounds-of.ts';
import { boundsOf, STANDARD_THRESHOLDS } from '../bounds/bounds-of.ts';
import type { Fraction } from './exact.ts';
import { parseFraction, reduce } from './exact.ts';
import type { NakamotoDetail } from './nakamoto.ts';
import { nakamoto } from './nakamoto.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import { maximumShare } from './shares.ts';

/** What a profile is made from: weights as integers in one unit. */
export type ProfileInput = {
  /** weight per known entity; zeros are dropped */
  readonly known: Weights;
  /** weight whose entity is unknown */
  readonly unknownMass: bigint;
  /** smallest amount of weight that cannot be divided (1 GPU, 1 node); `null` when none is declared */
  readonly unknownUnit: bigint | null;
  /** stable ids of the entities, as `known`; they order ties in listings and change no number */
  readonly labels?: readonly string[];
};

/** Every number of a view; ranges are over all ways in which the unknown weight could be held. */
export type ConcentrationProfile = MetricBounds & {
  /** n: known entities with positive weight */
  readonly entities: number;
  /** entities with weight 0, left out of n */
  readonly zeros: number;
  readonly knownWeight: bigint;
  readonly unknownWeight: bigint;
  readonly totalWeight: bigint;
  /** exact share of the unknown weight in the total; `null` when the total is 0 */
  readonly unknownShare: Fraction | null;
  /** positions of all entities that tie for the largest known weight */
  readonly leaders: readonly number[];
  /** the stated Nakamoto coefficients in detail; `null` where not defined */
  readonly nakamotoDetail: Readonly<Record<StandardThreshold, NakamotoDetail | null>>;
};

function profileOf(allocation: Allocation): ConcentrationProfile {
  const { known, unknown, total } = allocation;
  const details = STANDARD_THRESHOLDS.map((threshold) => [threshold, nakamoto(known, parseFraction(threshold)).value]);
  return {
    ...boundsOf(allocation),
    entities: known.count,
    zeros: known.zeros,
    knownWeight: known.total,
    unknownWeight: unknown,
    totalWeight: total,
    unknownShare: total === 0n ? null : reduce({ num: unknown, den: total }),
    leaders: maximumShare(known).value?.leaders ?? [],
    nakamotoDetail: Object.fromEntries(details) as Record<StandardThreshold, NakamotoDetail | null>,
  };
}

/**
 * Every number of a view: HHI, CR1, CR4, Nakamoto coefficients, Gini, Theil, entropy and effective numbers, each with its range.
 *
 * @returns `stated` from the known weight only; `low` and `high` over all allocations of the unknown weight; equal when nothing is unknown
 * @throws ChokepointError `negative-weight`, `unit-not-positive`
 * Source: domain 3 and 4.
 */
export function concentrationProfile({ known, unknownMass, unknownUnit, labels }: ProfileInput): ConcentrationProfile {
  return profileOf(allocationOf(rank(known, labels), unknownMass, unknownUnit));
}
