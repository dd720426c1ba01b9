import type { Fraction } from '../metrics/exact.ts';
import { nakamotoCount, passingLimit } from '../metrics/nakamoto.ts';
import type { Ranking } from '../metrics/ranking.ts';
import { countAtLeast, countPassing, weightOfLargest } from '../metrics/ranking.ts';
import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { Bound, End } from './bound.ts';
import { bound, endOf } from './bound.ts';

/**
 * Count for known entities and pieces of one unit together, the most dispersed holding possible: joining pieces never lowers the weight of
 * the k largest. A remainder smaller than the unit is a piece of its own. `limit` must be below the total.
 */
function countWithPieces(known: Ranking, unknown: bigint, unit: bigint, limit: bigint): number {
  const larger = countAtLeast(known, unit);
  const early = countPassing(known, limit);
  if (early !== null && early <= larger) return early;
  const held = weightOfLargest(known, larger);
  const pieces = unknown / unit;
  const needed = (limit - held) / unit + 1n;
  if (needed <= pieces) return larger + Number(needed);
  const remainder = unknown % unit;
  const beforeRemainder = remainder === 0n ? known.count : Math.max(larger, countAtLeast(known, remainder));
  const next = countPassing(known, limit - pieces * unit);
  if (next !== null && next <= beforeRemainder) return next + Number(pieces);
  if (weightOfLargest(known, beforeRemainder) + unknown > limit) return beforeRemainder + Number(pieces) + 1;
  return (countPassing(known, limit - unknown) as number) + Number(pieces) + 1;
}

function largestCount({ known, unknown, dispersal }: Allocation, limit: bigint): End<number> {
  if (dispersal.kind === 'units') return countWithPieces(known, unknown, dispersal.unit, limit);
  if (dispersal.kind === 'records') return countPassing(dispersal.spread, limit) ?? 'unreachable';
  return countPassing(known, limit) ?? 'unbounded';
}

/**
 * Range of the Nakamoto coefficient NC(t), strictly more than `threshold`: all unknown weight on the largest known entity, known weight only,
 * unknown weight in pieces of one unit (or one entity per record).
 *
 * @returns entities; the high end is `unbounded` when the known weight does not pass and no unit is declared; `unreachable` for t >= 1
 * Source: domain 4.
 */
export function nakamotoBounds(allocation: Allocation, threshold: Fraction): Bound {
  if (isEmpty(allocation)) return bound('no-weight', 'no-weight', 'no-weight');
  const { known, unknown, total } = allocation;
  const limit = passingLimit(total, threshold);
  const stated = endOf(nakamotoCount(known, threshold));
  if (total <= limit) return bound('unreachable', stated, 'unreachable');
  const concentrated = countPassing(known, limit - unknown);
  const high = unknown === 0n ? (countPassing(known, limit) as number) : largestCount(allocation, limit);
  return bound(Math.max(1, concentrated ?? 1), stated, high);
}
