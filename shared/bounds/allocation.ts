import { ChokepointError } from '../case/error.ts';
import { rejectNegative } from '../metrics/exact.ts';
import type { Ranking, Weights } from '../metrics/ranking.ts';
import { rank } from '../metrics/ranking.ts';

/** How far unknown weight can be spread: without end, into pieces of one unit, or record by record. */
export type Dispersal =
  | { readonly kind: 'without-limit' }
  | { readonly kind: 'units'; readonly unit: bigint }
  | { readonly kind: 'records'; readonly spread: Ranking; readonly records: number };

/** Known weight, unknown weight and how the latter can be spread: all that a range depends on. */
export type Allocation = {
  readonly known: Ranking;
  readonly unknown: bigint;
  /** known and unknown weight together */
  readonly total: bigint;
  readonly dispersal: Dispersal;
};

/**
 * Allocation of a mass of unknown weight.
 *
 * @param known non-negative integers per known entity
 * @param unknown weight in the same unit
 * @param unit smallest amount that cannot be divided (1 GPU, 1 node) in the same unit; `null` when none is declared
 * @throws ChokepointError `negative-weight`, `unit-not-positive`
 */
export function allocationOf(known: Weights, unknown: bigint, unit: bigint | null): Allocation {
  const ranking = rank(known);
  if (unknown < 0n) rejectNegative([ranking.count + ranking.zeros]);
  if (unit !== null && unit <= 0n) {
    throw new ChokepointError('unit-not-positive', `The unit of unknown weight is ${unit}.`, 'Declare a unit above zero, or none.', {
      unit: unit.toString(),
    });
  }
  return {
    known: ranking,
    unknown,
    total: ranking.total + unknown,
    dispersal: unit === null ? { kind: 'without-limit' } : { kind: 'units', unit },
  };
}

/**
 * Allocation of unknown records of which each belongs to exactly one entity.
 *
 * @param known non-negative integers per known entity
 * @param unknownRecords weight of each unknown record in the same unit
 * @throws ChokepointError `negative-weight`
 */
export function allocationOfRecords(known: readonly bigint[], unknownRecords: readonly bigint[]): Allocation {
  const ranking = rank(known);
  const records = rank(unknownRecords);
  return {
    known: ranking,
    unknown: records.total,
    total: ranking.total + records.total,
    dispersal: { kind: 'records', spread: rank([...known, ...unknownRecords]), records: records.count },
  };
}

/** True when nothing is known and nothing unknown: no number is defined. */
export function isEmpty(allocation: Allocation): boolean {
  return allocation.total === 0n;
}
