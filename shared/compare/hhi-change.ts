import type { Fraction } from '../metrics/exact.ts';
import { fraction, rejectNegative, subtract } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import type { Measured } from '../metrics/measured.ts';
import { measured, notMeasured } from '../metrics/measured.ts';

/** Weight per account, integers in one unit for both snapshots. */
export type Snapshot = ReadonlyMap<string, bigint>;

/** Account to entity; accounts that are absent stand for themselves. */
export type AliasSet = ReadonlyMap<string, string>;

/** Change of HHI split into its causes, exact ratios in points (0..10000); the parts add up exactly to `total`. */
export type HhiChange = {
  readonly before: Fraction;
  readonly after: Fraction;
  /** we learned who is who */
  readonly reAttribution: Fraction;
  /** entities arrived; entities left */
  readonly entry: Fraction;
  readonly exit: Fraction;
  /** entities of both snapshots grew or shrank */
  readonly ownGrowth: Fraction;
  /** the network around them grew or shrank */
  readonly totalEffect: Fraction;
  /** after - before */
  readonly total: Fraction;
  readonly entities: { readonly entered: number; readonly left: number; readonly stayed: number };
};

const NO_ALIASES: AliasSet = new Map();

/** Weight per entity of a snapshot under an alias set; accounts without weight are left out. */
export function entitiesOf(snapshot: Snapshot, aliases: AliasSet = NO_ALIASES): Map<string, bigint> {
  const entities = new Map<string, bigint>();
  for (const [account, weight] of snapshot) {
    if (weight === 0n) continue;
    const entity = aliases.get(account) ?? account;
    entities.set(entity, (entities.get(entity) ?? 0n) + weight);
  }
  return entities;
}

function totalOf(snapshot: Snapshot): bigint {
  const weights = [...snapshot.values()];
  rejectNegative(weights.flatMap((weight, position) => (weight < 0n ? [position] : [])));
  return weights.reduce((sum, weight) => sum + weight, 0n);
}

const sumOfSquares = (entities: Iterable<bigint>): bigint => {
  let sum = 0n;
  for (const weight of entities) sum += weight * weight;
  return sum;
};

/**
 * Splits the change of HHI between two snapshots into re-attribution, entry, exit, own growth and total effect.
 *
 * @param before earlier snapshot
 * @param after later snapshot, same unit of weight
 * @param aliasesBefore alias set of the earlier analysis
 * @param aliasesAfter alias set of the later one; all parts but re-attribution use it on both sides
 * @returns points; `no-weight` when a snapshot has no weight
 * @throws ChokepointError `negative-weight`
 * Source: domain 3.7.
 */
export function hhiChange(
  before: Snapshot,
  after: Snapshot,
  aliasesBefore: AliasSet = NO_ALIASES,
  aliasesAfter: AliasSet = NO_ALIASES,
): Measured<HhiChange> {
  const totalBefore = totalOf(before);
  const totalAfter = totalOf(after);
  if (totalBefore === 0n || totalAfter === 0n) return notMeasured('no-weight');
  const earlier = entitiesOf(before, aliasesAfter);
  const later = entitiesOf(after, aliasesAfter);
  const points = (squares: bigint, total: bigint): Fraction => toPoints({ num: squares, den: total * total });

  let exited = 0n;
  let entered = 0n;
  let stayedBefore = 0n;
  let stayedAfter = 0n;
  const entities = { entered: 0, left: 0, stayed: 0 };
  for (const [entity, weight] of earlier) {
    const now = later.get(entity);
    if (now === undefined) {
      exited += weight * weight;
      entities.left += 1;
    } else {
      stayedBefore += weight * weight;
      stayedAfter += now * now;
      entities.stayed += 1;
    }
  }
  for (const [entity, weight] of later) {
    if (earlier.has(entity)) continue;
    entered += weight * weight;
    entities.entered += 1;
  }
  const first = points(sumOfSquares(entitiesOf(before, aliasesBefore).values()), totalBefore);
  const regrouped = points(sumOfSquares(earlier.values()), totalBefore);
  const last = points(sumOfSquares(later.values()), totalAfter);
  const parts = {
    reAttribution: subtract(regrouped, first),
    entry: points(entered, totalAfter),
    exit: subtract(fraction(0), points(exited, totalBefore)),
    ownGrowth: points(stayedAfter - stayedBefore, totalAfter),
    totalEffect: subtract(points(stayedBefore, totalAfter), points(stayedBefore, totalBefore)),
  };
  return measured({ before: first, after: last, ...parts, total: subtract(last, first), entities });
}
