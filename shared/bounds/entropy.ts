import { allEqual, entropyNats } from '../metrics/entropy.ts';
import { toNumber } from '../metrics/exact.ts';
import { weightAt } from '../metrics/ranking.ts';
import type { Allocation } from './allocation.ts';
import { isEmpty } from './allocation.ts';
import type { Bound, End } from './bound.ts';
import { bound, mapEnd } from './bound.ts';

/** Entropy in nats when all unknown weight belongs to the largest known entity, from the entropy of the known weight by grouping. */
function concentratedNats({ known, unknown, total }: Allocation, knownNats: number): number {
  if (known.count <= 1) return 0;
  const largest = weightAt(known, 0);
  const ratio = (num: bigint, den: bigint): number => toNumber({ num, den });
  const largestOfKnown = ratio(largest, known.total);
  const othersOfKnown = knownNats + largestOfKnown * Math.log(largestOfKnown);
  const knownShare = ratio(known.total, total);
  const leader = ratio(largest + unknown, total);
  const others = ratio(known.total - largest, total);
  return Math.max(0, knownShare * othersOfKnown - others * Math.log(knownShare) - leader * Math.log(leader));
}

/**
 * Range of the Shannon entropy in nats: all unknown weight on the largest known entity, known weight only, each unknown record its own
 * entity. At any coarser grain than records the high end is `unbounded`.
 *
 * Source: domain 4.
 */
export function entropyBounds(allocation: Allocation): Bound {
  if (isEmpty(allocation)) return bound('no-weight', 'no-weight', 'no-weight');
  const { known, unknown, dispersal } = allocation;
  const nats: End<number> = known.count === 0 ? 'no-weight' : entropyNats(known);
  if (unknown === 0n) return bound(nats, nats, nats);
  const low = typeof nats === 'number' ? concentratedNats(allocation, nats) : 0;
  return bound(low, nats, dispersal.kind === 'records' ? entropyNats(dispersal.spread) : 'unbounded');
}

const endsOf = ({ low, stated, high, reasons }: Bound): [End<number>, End<number>, End<number>] => [
  low ?? reasons.low ?? 'no-weight',
  stated ?? reasons.stated ?? 'no-weight',
  high ?? reasons.high ?? 'no-weight',
];

/** A range with a rising function applied to each end, for example nats to bits or to the effective number D_1. */
export function mapBound(from: Bound, rising: (value: number) => number): Bound {
  const [low, stated, high] = endsOf(from);
  return bound(mapEnd(low, rising), mapEnd(stated, rising), mapEnd(high, rising));
}

/** D_1 = exp(H); a whole number for equal known entities without unknown weight, as logarithms would leave a rounding error. */
export function hillOneBounds(allocation: Allocation, nats: Bound): Bound {
  const { known, unknown } = allocation;
  if (unknown === 0n && allEqual(known)) return bound(known.count, known.count, known.count);
  return mapBound(nats, Math.exp);
}
