import { type Ends, leastShare, mostShare } from '../../../shared/bounds/ends.ts';
import type { Group, ShareRange, ViewResult } from '../../../shared/case/view.ts';
import { decimalToJson } from '../../../shared/columns/decimal.ts';
import { type Fraction, toNumber } from '../../../shared/metrics/exact.ts';
import type { BoundedWeights } from './open-weight.ts';

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

const endsOf = ({ low, high, endless }: EndSum): Ends => ({ low, high: endless > 0 ? null : high });
const minus = (sum: EndSum, less: EndSum): EndSum => ({
  low: sum.low - less.low,
  high: sum.high - less.high,
  endless: sum.endless - less.endless,
});

/** Share over all ends of what is held, beside everything else of the ranking; nothing has a share of 0. */
function rangeOf({ all }: RankedEnds, held: EndSum): ShareRange {
  const [own, others] = [endsOf(held), endsOf(minus(all, held))];
  const share = (of: Fraction | null) => (of === null ? 0 : toNumber(of));
  return { low: share(leastShare(own, others)), high: share(mostShare(own, others)) };
}

/** Share of one weight of a ranking over all ends. */
export const shareRangeOf = (ends: RankedEnds, own: Ends): ShareRange => rangeOf(ends, plus(NOTHING, own));

/** Share of several weights of a ranking together over all ends. */
export const sharedRangeOf = (ends: RankedEnds, own: readonly Ends[]): ShareRange => rangeOf(ends, own.reduce(plus, NOTHING));

/** Share of the first groups together, as many as `count`, over all ends. */
export const firstRangeOf = (ends: RankedEnds, count: number): ShareRange =>
  rangeOf(ends, count === 0 ? NOTHING : (ends.first[count - 1] as EndSum));

/** The groups from the place `from` on together: their weight, and their share over all ends. */
export function restOf(ends: RankedEnds, from: number): Pick<ViewResult['other'], 'ends' | 'shareRange'> {
  const [last, before] = [ends.first.at(-1) ?? NOTHING, from === 0 ? NOTHING : (ends.first[from - 1] as EndSum)];
  const rest = minus(last, before);
  return { ends: writtenEnds(ends, endsOf(rest)), shareRange: rangeOf(ends, rest) };
}

/** Ends of a weight of the ranking as they cross a port. */
function writtenEnds({ scale }: RankedEnds, { low, high }: Ends): NonNullable<Group['ends']> {
  const end = (units: bigint) => decimalToJson({ units, scale });
  return { low: end(low), high: high === null ? null : end(high) };
}

/** Ends of the weight that may be of any group: of records without one, and of values that are named in part. */
export function unknownEnds(ends: RankedEnds, partial: readonly string[]): NonNullable<Group['ends']> {
  return writtenEnds(ends, endsOf([ends.unknown, ...partial.map((key) => endsAt(ends, key))].reduce(plus, NOTHING)));
}

/** What a line of a table says of its ends: the weight where they differ, and the share. */
export function lineEnds(ends: RankedEnds, { low, high }: Ends): Pick<Group, 'ends' | 'shareRange'> {
  const shareRange = shareRangeOf(ends, { low, high });
  return low === high ? { shareRange } : { shareRange, ends: writtenEnds(ends, { low, high }) };
}
