import type { Curve } from '../../shared/metrics/curves.ts';
import { type Fraction, fraction, reduce, toNumber } from '../../shared/metrics/exact.ts';
import { hhi } from '../../shared/metrics/hhi.ts';
import { type Measured, mapMeasured, measured, notMeasured } from '../../shared/metrics/measured.ts';
import { deltaHhi, type Step } from '../../shared/metrics/merge.ts';
import { nakamotoCount } from '../../shared/metrics/nakamoto.ts';
import { rank, type Weights, weightAt, weightOfLargest } from '../../shared/metrics/ranking.ts';
import { maximumShare } from '../../shared/metrics/shares.ts';

// Answers that vectors ask for whole; the product gives them in parts, and takes the quicker way to a merge.

/**
 * Shares of the total, from the largest to the smallest.
 *
 * @returns exact ratios; `no-weight` when the total is 0
 */
export function shares(weights: Weights): Measured<readonly Fraction[]> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  return measured(Array.from({ length: ranking.count }, (_, i) => reduce({ num: weightAt(ranking, i), den: ranking.total })));
}

/** Concentration curve: (0, 0), then (k, share of the k largest entities). */
export function concentrationCurve(weights: Weights): Measured<Curve> {
  const ranking = rank(weights);
  if (ranking.count === 0) return notMeasured('no-weight');
  const shareAt = (k: number) => toNumber({ num: weightOfLargest(ranking, k), den: ranking.total });
  return measured(Array.from({ length: ranking.count + 1 }, (_, k) => [k, shareAt(k)] as const));
}

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
  const members = [...new Set(merge)]
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
