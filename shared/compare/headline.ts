import type { ChangeParts, ComparedChange, CompareResult, Part } from '../case/compare.ts';
import { PARTS } from '../case/compare.ts';
import type { Bound } from '../case/view.ts';
import { formatCount, formatHhi, formatPoints, formatShare } from '../format/index.ts';

type Counts = Pick<ComparedChange['counts'], 'entered' | 'left' | 'matched'>;

/** What a headline is made from. */
export type HeadlineInput = {
  /** names of the two sides, different from each other */
  readonly from: string;
  readonly to: string;
  readonly hhi: ChangeParts | null;
  /** change over all ways to hold the unknown weight */
  readonly bounds: Bound;
  readonly knownOnly: boolean;
  readonly counts: Counts;
  /** whether the sides are snapshots of one network; else words of comparison stand instead of words of change */
  readonly inTime: boolean;
  /** whether both sides are one dataset under different entity policies */
  readonly sameDataset: boolean;
};

/** Words of a part, for a sentence and for a table. */
export const PART_WORDS: Record<Part, { label: string; reads: string; cause: string }> = {
  reattribution: { label: 'Re-attribution', reads: 'we learned who is who', cause: 'attribution' },
  exit: { label: 'Exit', reads: 'left', cause: 'those that left' },
  entry: { label: 'Entry', reads: 'arrived', cause: 'those that arrived' },
  own_growth: { label: 'Own growth', reads: 'those in both grew or shrank', cause: 'growth of those in both' },
  total_effect: { label: 'Total effect', reads: 'the total around them grew or shrank', cause: 'the total around them' },
};

/** Points of HHI with their sign: `+235`, `−0.2`, `0`; two decimals below 1 so that a small part does not read as none. */
export function formatChange(points: number | null): string {
  if (points === null) return formatHhi(null);
  const size = Math.abs(points);
  if (size === 0) return '0';
  const digits = size < 0.005 ? '< 0.01' : size < 0.995 ? size.toFixed(2) : formatHhi(size);
  return `${points < 0 ? '\u2212' : '+'}${digits}`;
}

formatChange.even = {
  scale: 1,
  words: (points: number, decimals: number) => `${points < 0 ? '\u2212' : '+'}${formatHhi.even.words(Math.abs(points), decimals)}`,
};

const unsigned = (points: number): string => formatChange(Math.abs(points)).slice(1);

/** A change of share in percentage points with its sign, with as many decimals as it takes: `+0.1 points`, `−0.003 points`. */
export function formatShareChange(fraction: number): string {
  const size = Math.abs(fraction) * 100;
  if (size === 0 || size >= 0.995) return formatPoints(fraction);
  const decimals = Math.min(6, Math.max(2, Math.ceil(-Math.log10(size)) + 1));
  return `${fraction < 0 ? '\u2212' : '+'}${size.toFixed(decimals)} points`;
}

function largestPart({ parts }: ChangeParts): Part {
  return PARTS.reduce((best, part) => (Math.abs(parts[part]) > Math.abs(parts[best]) ? part : best), 'exit' as Part);
}

/** Whether the change has one sign over all ways to hold the unknown weight. */
function undetermined({ bounds, knownOnly }: HeadlineInput): boolean {
  const { low, high } = bounds;
  return knownOnly && (low === null || high === null || (low < 0 && high > 0));
}

function rangeWords({ low, high }: Bound): string {
  if (low === null || high === null) return 'without an end on one side';
  return `${formatChange(low)} to ${formatChange(high)}`;
}

/**
 * Says that two sides have no entity or almost none in common: fewer than a tenth of the smaller one. `null` where they have; then a change from
 * the one to the other is one of the names rather than of who holds what.
 */
function apartWords({ entered, left, matched }: Counts): string | null {
  const smaller = matched + Math.min(entered, left);
  if (matched === 0) return 'no entity is in both';
  if (matched * 10 >= smaller) return null;
  return `only ${formatCount(matched)} of ${formatCount(smaller)} entities ${matched === 1 ? 'is' : 'are'} in both`;
}

function changeSentence(input: HeadlineInput, hhi: ChangeParts): string {
  const { change, parts, a, b } = hhi;
  const { from, to } = input;
  if (input.sameDataset) {
    if (change === 0) return 'The two policies give the same HHI: no merge has any weight in it';
    return `Attribution alone ${change > 0 ? 'raises' : 'lowers'} HHI by ${unsigned(change)}, from ${formatHhi(a)} to ${formatHhi(b)}; nothing else changed`;
  }
  const rest = change - parts.reattribution;
  const apart = input.inTime || input.counts.matched === 0 ? apartWords(input.counts) : null;
  if (apart !== null || !input.inTime) {
    const tail =
      apart !== null ? `; ${apart}` : parts.reattribution === 0 ? '' : `; ${formatChange(parts.reattribution)} of it is attribution`;
    if (change === 0) return `HHI of ${to} and ${from} is the same, ${formatHhi(a)}${tail}`;
    return `HHI of ${to} is ${unsigned(change)} ${change > 0 ? 'above' : 'below'} that of ${from}, ${formatHhi(b)} against ${formatHhi(a)}${tail}`;
  }
  if (change === 0) {
    if (rest === 0) return `HHI did not change: ${formatHhi(a)}`;
    return `HHI did not change, ${formatHhi(a)}: attribution moved it by ${formatChange(parts.reattribution)}, everything else by ${formatChange(rest)}`;
  }
  const [noun, verb, over] = change > 0 ? ['rise', 'rose', rest < 0] : ['fall', 'fell', rest > 0];
  const otherVerb = rest > 0 ? 'rose' : 'fell';
  if (parts.reattribution !== 0 && (over || rest === 0)) {
    const without = rest === 0 ? 'the index did not change' : `the index ${otherVerb} by ${unsigned(rest)}`;
    return `The ${noun} of ${unsigned(change)} comes from attribution; without it ${without}`;
  }
  const size = `HHI ${verb} by ${unsigned(change)} to ${formatHhi(b)}`;
  if (parts.reattribution !== 0 && Math.abs(rest) > Math.abs(change))
    return `${size}; attribution hid part of it (${formatChange(parts.reattribution)}), without it the index ${otherVerb} by ${unsigned(rest)}`;
  if (parts.reattribution !== 0) return `${size}; ${unsigned(parts.reattribution)} of it is attribution, ${unsigned(rest)} is not`;
  const largest = largestPart(hhi);
  return `${size}, most by ${PART_WORDS[largest].cause} (${formatChange(parts[largest])})`;
}

/**
 * The finding of a comparison in one sentence: direction and size of the change and whether attribution made it; undetermined where the unknown
 * weight could turn it round (domain 4: a verdict only over the whole range).
 */
export function compareHeadline(input: HeadlineInput, reason: string | null): string {
  const { hhi } = input;
  if (hhi === null)
    return reason === 'no-weight' ? 'HHI has no change: one of the sides has no known weight' : 'HHI has no change that can be computed';
  const sentence = changeSentence(input, hhi);
  if (!input.knownOnly) return sentence;
  if (undetermined(input))
    return `Undetermined whether HHI ${input.inTime ? 'rose or fell' : 'is higher or lower'}: ${rangeWords(input.bounds)} over the unknown weight. Known weight only: ${sentence}`;
  return `${sentence}. Known weight only; ${rangeWords(input.bounds)} over the unknown weight`;
}

/**
 * The same for a row of several snapshots: first to last. Where two neighbours have no entity or almost none in common nothing rises or falls:
 * the names may be written in different ways.
 *
 * @param points in the order of their dates
 * @param inTime whether all are snapshots of one network; else the ends are compared and nothing rises or falls
 * @param steps entities of neighbours, as of `seriesSteps`
 */
export function seriesHeadline(
  points: readonly { name: string; hhi: Bound }[],
  inTime: boolean,
  steps: readonly { from: string; to: string; counts: Counts }[],
): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.hhi.stated === null || last.hhi.stated === null) return 'HHI is not defined on every date';
  const change = last.hhi.stated - first.hhi.stated;
  const known = points.some(({ hhi }) => hhi.low !== hhi.high) ? ' of the known weight' : '';
  if (change === 0)
    return `HHI${known} is ${formatHhi(first.hhi.stated)} at both ends of ${points.length} ${inTime ? 'snapshots' : 'datasets'}`;
  const [lowest, highest] = [last.hhi.low, first.hhi.high];
  const sure =
    change > 0
      ? lowest !== null && highest !== null && lowest > highest
      : last.hhi.high !== null && first.hhi.low !== null && last.hhi.high < first.hhi.low;
  const [from, to] = [formatHhi(first.hhi.stated), formatHhi(last.hhi.stated)];
  const step = inTime ? steps.find(({ counts }) => apartWords(counts) !== null) : undefined;
  const moved = inTime && step === undefined;
  const against = `HHI${known} of ${last.name} is ${unsigned(change)} ${change > 0 ? 'above' : 'below'} that of ${first.name}, ${to} against ${from}`;
  const direction = moved
    ? `HHI${known} ${change > 0 ? 'rose' : 'fell'} by ${unsigned(change)}, from ${from} to ${to} over ${points.length} snapshots`
    : step
      ? `${against}; of ${step.from} and ${step.to}, ${apartWords(step.counts)}`
      : `${against}; ${points.length} datasets of different networks`;
  return known === '' || sure ? direction : `${direction}; the unknown weight leaves open whether it ${moved ? 'did' : 'is'}`;
}

/** A share with its place: `24.1 % (1)`. */
export function placeWords(place: { share: number; rank: number } | null): string {
  return place === null ? '—' : `${formatShare(place.share)} (${place.rank})`;
}

/** Neighbours of a series with the entities that are in one and in both. */
export function seriesSteps({ sides, changes }: Pick<CompareResult, 'sides' | 'changes'>): { from: string; to: string; counts: Counts }[] {
  const name = (index: number) => sides[index]?.dataset.name ?? '';
  return changes.map(({ from, to, counts }) => ({ from: name(from), to: name(to), counts }));
}
