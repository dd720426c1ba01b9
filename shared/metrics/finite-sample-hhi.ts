import type { Fraction } from './exact.ts';
import { reduce } from './exact.ts';
import type { Measured } from './measured.ts';
import { measured, notMeasured } from './measured.ts';
import type { Weights } from './ranking.ts';
import { rank } from './ranking.ts';
import { sumOfSquares } from './sums.ts';

/**
 * Finite-sample HHI: `sum x(x-1) / (N(N-1))`, only for counts that are a sample of events.
 *
 * @param counts events per entity
 * @returns exact ratio in [0, 1]; `no-weight` without events, `too-few-entities` with one event
 * Source: Simpson 1949; domain 3.2.
 */
export function finiteSampleHhi(counts: Weights): Measured<Fraction> {
  const ranking = rank(counts);
  if (ranking.total === 0n) return notMeasured('no-weight');
  if (ranking.total === 1n) return notMeasured('too-few-entities');
  return measured(reduce({ num: sumOfSquares(ranking) - ranking.total, den: ranking.total * (ranking.total - 1n) }));
}

/**
 * Inverse of the finite-sample HHI; may exceed n.
 *
 * @returns exact ratio; `unbounded` when no two events share an entity
 */
export function finiteSampleEffectiveNumber(counts: Weights): Measured<Fraction> {
  const index = finiteSampleHhi(counts);
  if (index.reason !== null) return index;
  return index.value.num === 0n ? notMeasured('unbounded') : measured({ num: index.value.den, den: index.value.num });
}
