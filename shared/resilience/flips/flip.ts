import type { Flip } from '../../case/contingencies.ts';
import type { Checkpoint } from '../orders.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import type { ServiceTerms } from '../terms.ts';
import type { PointRange } from './point.ts';

/** One kind of flips, with what a person must know about them. */
export type FlipPart = { flips: Flip[]; notes: string[] };

/** What a part is made from: the test as it stands and the ways to ask it again. */
export type FlipContext = {
  prepared: PreparedRemoval;
  before: PointRange;
  by: string;
  maxCutClasses: number;
  /** breaking point with other terms */
  solve: (terms: ServiceTerms) => PointRange;
  checkpoint: Checkpoint | undefined;
};

/** Ends of a breaking point without its proof, as a flip prints them. */
export const endsOf = ({ low, high }: PointRange): Flip['before'] => ({ low, high });

/** A flip that is not there: no change of its kind turns the conclusion. */
export function noFlip(kind: Flip['kind'], change: string, before: PointRange, proven: boolean, note: string | null = null): Flip {
  return { kind, change, size: null, unit: '', turnsAt: null, before: endsOf(before), after: endsOf(before), proven, note };
}
