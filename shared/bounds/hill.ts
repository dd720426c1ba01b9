import { toNumber } from '../metrics/exact.ts';
import type { HillOrder } from '../metrics/hill.ts';
import { hill } from '../metrics/hill.ts';
import { rank, weightAt } from '../metrics/ranking.ts';
import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { Bound, End } from './bound.ts';
import { bound, endOf } from './bound.ts';

/** Sum of (weight / total)^q over the ranks, as a logarithm. */
function logPowers(doubles: Float64Array, total: number, order: HillOrder): number {
  let sum = 0;
  for (let i = 0; i < doubles.length; i++) sum += ((doubles[i] as number) / total) ** order;
  return Math.log(sum);
}

/**
 * Range of the Hill number of an order above 1 other than infinity: all unknown weight on the largest known entity (least), spread without end
 * or, at record grain, record by record (most).
 *
 * @returns effective number of entities; `unbounded` where no entity has weight for certain
 * @throws RangeError for an order of 1 or less, whose upper end needs another rule
 * Source: Hill 1973; domain 3.5 and 4 (D_q falls with every step of concentration).
 */
export function hillBounds(allocation: Allocation, order: HillOrder): Bound {
  if (!(order > 1) || order === Number.POSITIVE_INFINITY) throw new RangeError(`an order above 1 is expected, not ${order}`);
  if (isEmpty(allocation)) return bound('no-weight', 'no-weight', 'no-weight');
  const { known, unknown, total, dispersal } = allocation;
  const stated: End<number> = known.count === 0 ? 'no-weight' : endOf(hill(known, order));
  if (unknown === 0n) return bound(stated, stated, stated);
  const held = Array.from({ length: known.count }, (_, place) => weightAt(known, place));
  const concentrated = hill(rank([(held[0] ?? 0n) + unknown, ...held.slice(1)]), order).value as number;
  if (dispersal.kind === 'records') return bound(concentrated, stated, endOf(hill(dispersal.spread, order)));
  if (known.count === 0) return bound(concentrated, stated, 'unbounded');
  const whole = known.doubleTotal * toNumber({ num: total, den: known.total });
  return bound(concentrated, stated, Math.exp(logPowers(known.doubles, whole, order) / (1 - order)));
}
