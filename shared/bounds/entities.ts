import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { Bound } from './bound.ts';
import { bound } from './bound.ts';

/**
 * Range of the number of entities n = D_0: the known ones, and as many more as the unknown weight has units or records.
 *
 * @returns entities; the high end is `unbounded` when unknown weight has no declared unit
 * Source: domain 4.
 */
export function entityBounds(allocation: Allocation): Bound {
  if (isEmpty(allocation)) return bound('no-weight', 'no-weight', 'no-weight');
  const { known, unknown, dispersal } = allocation;
  const stated = known.count === 0 ? 'no-weight' : known.count;
  const low = Math.max(known.count, 1);
  if (unknown === 0n) return bound(low, stated, known.count);
  if (dispersal.kind === 'without-limit') return bound(low, stated, 'unbounded');
  // A remainder smaller than the unit is a piece of its own.
  const pieces = dispersal.kind === 'records' ? dispersal.records : Number((unknown + dispersal.unit - 1n) / dispersal.unit);
  return bound(low, stated, known.count + pieces);
}
