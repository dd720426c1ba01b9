import { ChokepointError } from '../case/error.ts';
import type { Fraction } from './exact.ts';
import { reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import { rank } from './ranking.ts';

/** A value before and after a merge. */
export type Step<Value> = { readonly before: Value; readonly after: Value };

function distinctPositions(units: readonly bigint[], positions: readonly number[]): number[] {
  const distinct = [...new Set(positions)];
  const outside = distinct.filter((position) => units[position] === undefined);
  if (outside.length > 0) {
    throw new ChokepointError(
      'entity-unknown',
      `No entity at position ${outside.join(', ')}.`,
      'Choose entities of this view and merge again.',
      { positions: outside },
    );
  }
  return distinct;
}

/**
 * Change of HHI when entities are merged: `(sum p)^2 - sum p^2`, for a pair 2 p_a p_b.
 *
 * @param units non-negative integers per entity
 * @param merge zero-based positions of the entities to merge; repeated positions count once
 * @returns exact ratio in [0, 1); `no-weight` when the total is 0
 * @throws ChokepointError `entity-unknown` for a position outside the list, `negative-weight`
 * Source: domain 3.2.
 */
export function deltaHhi(units: readonly bigint[], merge: readonly number[]): Measured<Fraction> {
  const { total } = rank(units);
  if (total === 0n) return notMeasured('no-weight');
  let sum = 0n;
  let squares = 0n;
  for (const position of distinctPositions(units, merge)) {
    const weight = units[position] as bigint;
    sum += weight;
    squares += weight * weight;
  }
  return measured(reduce({ num: sum * sum - squares, den: total * total }));
}
