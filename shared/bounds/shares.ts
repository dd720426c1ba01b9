import type { Fraction } from '../metrics/exact.ts';
import { fraction, reduce } from '../metrics/exact.ts';
import { weightOfLargest } from '../metrics/ranking.ts';
import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { End, ExactBound } from './bound.ts';
import { exactBound } from './bound.ts';

/**
 * Range of CR_k, the share of the k largest: unknown weight dispersed, known weight only, all of it on the largest known entity.
 *
 * @returns shares 0..1
 * Source: domain 4.
 */
export function concentrationRatioBounds(allocation: Allocation, k: number): ExactBound {
  if (isEmpty(allocation)) return exactBound('no-weight', 'no-weight', 'no-weight');
  const { known, unknown, total, dispersal } = allocation;
  const held = weightOfLargest(known, k);
  const dispersed = dispersal.kind === 'records' ? weightOfLargest(dispersal.spread, k) : held;
  return exactBound(
    reduce({ num: dispersed, den: total }),
    known.count === 0 ? 'no-weight' : reduce({ num: held, den: known.total }),
    reduce({ num: held + unknown, den: total }),
  );
}

/** Range of D_inf = 1/CR1 from the range of CR1; `unbounded` where no entity has weight for certain. */
export function inverseShareBounds(cr1: ExactBound): ExactBound {
  const inverse = (end: 'low' | 'stated' | 'high'): End<Fraction> => {
    const share = cr1.exact[end];
    if (share === null) return cr1.reasons[end] ?? 'no-weight';
    return share.num === 0n ? 'unbounded' : fraction(share.den, share.num);
  };
  return exactBound(inverse('high'), inverse('stated'), inverse('low'));
}
