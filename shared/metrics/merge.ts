import { ChokepointError } from '../case/error.ts';
import type { Fraction } from './exact.ts';
import { fraction, reduce } from './exact.ts';
import { hhi } from './hhi.ts';
import type { Measured } from './measured.ts';
import { mapMeasured, measured, notMeasured } from './measured.ts';
import { nakamotoCount } from './nakamoto.ts';
import { rank } from './ranking.ts';
import { maximumShare } from './shares.ts';

/** A value before and after a merge. */
export type Step<Value> = { readonly before: Value; readonly after: Value };

/** What becomes of the headline numbers when some entities are treated as one; exact ratios, HHI in 0..1. */
export type MergeImpact = {
  /** members with positive weight, and their weights from the largest */
  readonly members: readonly number[];
  readonly memberWeights: readonly bigint[];
  readonly deltaHhi: Fraction;
  readonly hhi: Step<Fraction>;
  readonly entities: Step<number>;
  readonly cr1: Step<Fraction>;
  /** by threshold as given, for example "1/3" */
  readonly nakamoto: Readonly<Record<string, Step<number | null>>>;
};

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

/**
 * Effect of merging entities on HHI, number of entities, CR1 and Nakamoto coefficients, before and after.
 *
 * @param units non-negative integers per entity
 * @param merge zero-based positions of the entities to merge
 * @param thresholds by name, exact shares; 1/3, 1/2 and 2/3 by default
 * @returns `no-weight` when the total is 0
 * @throws ChokepointError `entity-unknown`, `negative-weight`
 * Source: domain 3.2 and 5.
 */
export function mergeImpact(
  units: readonly bigint[],
  merge: readonly number[],
  thresholds: Readonly<Record<string, Fraction>> = { '1/3': fraction(1, 3), '1/2': fraction(1, 2), '2/3': fraction(2, 3) },
): Measured<MergeImpact> {
  const before = rank(units);
  const weightOf = (position: number): bigint => units[position] as bigint;
  const members = distinctPositions(units, merge)
    .filter((position) => weightOf(position) > 0n)
    .sort((a, b) => (weightOf(a) > weightOf(b) ? -1 : weightOf(a) < weightOf(b) ? 1 : a - b));
  const memberWeights = members.map(weightOf);
  const mergedUnits = [...units];
  for (const position of members) mergedUnits[position] = 0n;
  const [first] = members;
  if (first !== undefined) mergedUnits[first] = memberWeights.reduce((sum, weight) => sum + weight, 0n);
  const after = rank(mergedUnits);
  const step = <Value>(of: (ranking: typeof before) => Measured<Value>): Step<Value> => ({
    before: of(before).value as Value,
    after: of(after).value as Value,
  });
  return mapMeasured(deltaHhi(units, merge), (delta) => ({
    members,
    memberWeights,
    deltaHhi: delta,
    hhi: step(hhi),
    entities: { before: before.count, after: after.count },
    cr1: step((ranking) => mapMeasured(maximumShare(ranking), ({ share }) => share)),
    nakamoto: Object.fromEntries(
      Object.entries(thresholds).map(([name, threshold]) => [name, step<number | null>((ranking) => nakamotoCount(ranking, threshold))]),
    ),
  }));
}
