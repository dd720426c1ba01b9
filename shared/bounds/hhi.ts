import type { Fraction } from '../metrics/exact.ts';
import { fraction, reduce } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import { weightAt } from '../metrics/ranking.ts';
import { sumOfSquares } from '../metrics/sums.ts';
import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { End, ExactBound } from './bound.ts';
import { exactBound, mapEnd } from './bound.ts';

type Ends = { readonly low: End<Fraction>; readonly stated: End<Fraction>; readonly high: End<Fraction> };

function hhiEnds(allocation: Allocation): Ends {
  if (isEmpty(allocation)) return { low: 'no-weight', stated: 'no-weight', high: 'no-weight' };
  const { known, unknown, total, dispersal } = allocation;
  const squares = sumOfSquares(known);
  const largest = weightAt(known, 0);
  const dispersed = dispersal.kind === 'records' ? sumOfSquares(dispersal.spread) : squares;
  const concentrated = squares - largest * largest + (largest + unknown) * (largest + unknown);
  return {
    low: reduce({ num: dispersed, den: total * total }),
    stated: known.count === 0 ? 'no-weight' : reduce({ num: squares, den: known.total * known.total }),
    high: reduce({ num: concentrated, den: total * total }),
  };
}

/**
 * Range of HHI in points: unknown weight infinitely dispersed (record grain: each record its own entity), known weight only, all of it on
 * the largest known entity, which majorizes every other allocation.
 *
 * @returns points 0..10000; the low end is a limit that is not reached while unknown weight is spread without end
 * Source: domain 4.
 */
export function hhiBounds(allocation: Allocation): ExactBound {
  const { low, stated, high } = hhiEnds(allocation);
  return exactBound(mapEnd(low, toPoints), mapEnd(stated, toPoints), mapEnd(high, toPoints));
}

/** Range of the effective number 1/HHI from the range of HHI in points; `unbounded` where HHI has no positive lower end. */
export function effectiveNumberBounds(hhiPoints: ExactBound): ExactBound {
  const inverse = (end: 'low' | 'stated' | 'high'): End<Fraction> => {
    const points = hhiPoints.exact[end];
    if (points === null) return hhiPoints.reasons[end] ?? 'no-weight';
    return points.num === 0n ? 'unbounded' : fraction(points.den * 10_000n, points.num);
  };
  return exactBound(inverse('high'), inverse('stated'), inverse('low'));
}
