import type { Group, ShareRange } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { toNumber } from '../../../shared/metrics/exact.ts';
import type { BoundedWeights } from './open-weight.ts';

type Ends = { low: bigint; high: bigint | null };

/** Ends of many weights together: `endless` of them have no upper end and are not in `high`. */
export type EndSum = { low: bigint; high: bigint; endless: number };

/** Ends of the weight of all groups of a ranking, and of the first ones of it. */
export type RankedEnds = BoundedWeights & { all: EndSum; first: EndSum[] };

/** A sum with one weight more. */
export const plus = (sum: EndSum, { low, high }: Ends): EndSum =>
  high === null
    ? { ...sum, low: sum.low + low, endless: sum.endless + 1 }
    : { low: sum.low + low, high: sum.high + high, endless: sum.endless };

/** The sum of no weights. */
export const NOTHING: EndSum = { low: 0n, high: 0n, endless: 0 };

/** Ends of the weight of a group. */
export function endsAt(ends: BoundedWeights, key: string): Ends {
  return ends.groups.get(key) ?? { low: 0n, high: 0n };
}

/** The ends with their sums in the order of the ranking. */
export function rankedEnds(ends: BoundedWeights, keys: readonly string[]): RankedEnds {
  let sum = NOTHING;
  const first = keys.map((key) => {
    sum = plus(sum, endsAt(ends, key));
    return sum;
  });
  return { ...ends, first, all: [...ends.groups.values(), ends.unknown].reduce(plus, NOTHING) };
}

const part = (own: bigint, others: bigint): number => (own === 0n ? 0 : toNumber({ num: own, den: own + others }));

/** Smallest share: own weight at its lower end, all other weight at its upper one; largest: the other way round. */
function rangeOf({ all }: RankedEnds, own: EndSum): ShareRange {
  return {
    low: all.endless > own.endless ? 0 : part(own.low, all.high - own.high),
    high: own.endless > 0 ? 1 : part(own.high, all.low - own.low),
  };
}

/** Share of one weight of a ranking over all ends. */
export const shareRangeOf = (ends: RankedEnds, own: Ends): ShareRange => rangeOf(ends, plus(NOTHING, own));

/** Share of several weights of a ranking together over all ends. */
export const sharedRangeOf = (ends: RankedEnds, own: readonly Ends[]): ShareRange => rangeOf(ends, own.reduce(plus, NOTHING));

/** Share of the first groups together, as many as `count`, over all ends. */
export const firstRangeOf = (ends: RankedEnds, count: number): ShareRange =>
  rangeOf(ends, count === 0 ? NOTHING : (ends.first[count - 1] as EndSum));

/** Share of the groups from the place `from` on together, over all ends. */
export function restRangeOf(ends: RankedEnds, from: number): ShareRange {
  const [last, before] = [ends.first.at(-1) ?? NOTHING, from === 0 ? NOTHING : (ends.first[from - 1] as EndSum)];
  return rangeOf(ends, { low: last.low - before.low, high: last.high - before.high, endless: last.endless - before.endless });
}

/** Ends of the weight that may be of any group: of records without one, and of values that are named in part. */
export function unknownEnds(ends: BoundedWeights, partial: readonly string[]): NonNullable<Group['ends']> {
  const { low, high, endless } = [ends.unknown, ...partial.map((key) => endsAt(ends, key))].reduce(plus, NOTHING);
  const end = (units: bigint) => decimalToJson({ units, scale: ends.scale });
  return { low: end(low), high: endless > 0 ? null : end(high) };
}

/** What a line of a table says of its ends: the weight where they differ, and the share. */
export function lineEnds(ends: RankedEnds, { low, high }: Ends): Pick<Group, 'ends' | 'shareRange'> {
  const shareRange = shareRangeOf(ends, { low, high });
  if (low === high) return { shareRange };
  const end = (units: bigint) => decimalToJson({ units, scale: ends.scale });
  return { shareRange, ends: { low: end(low), high: high === null ? null : end(high) } };
}
