import type { Bound, NAKAMOTO_THRESHOLDS, Stamp, ViewResult } from '../case/view.ts';
import {
  baseWords,
  boundsNote,
  countOf,
  entityWords,
  formatAsOf,
  formatEffectiveNumber,
  formatQuantity,
  formatRange,
  formatShare,
  formatStamp,
  isOutside,
  listOf,
  NO_VALUE,
  partialNote,
  plural,
  weightNoun,
} from '../format/index.ts';

/** How far a metric of a view is settled: Gini and Theil have no range, so with unknown weight they speak of the known part only. */
export type Settled = 'computed' | 'bounded' | 'known-part' | 'not-computed';

/** How far a metric of a view is settled. */
export function statusOf({ low, stated, high }: Bound): Settled {
  if (stated === null) return 'not-computed';
  if (low === null && high === null) return 'known-part';
  return low === high ? 'computed' : 'bounded';
}

/** `of GPUs by operator`: what every measure of a view is of. */
export function ofWords({ stamp }: Pick<ViewResult, 'stamp'>): string {
  return `of ${weightNoun(stamp.weight)} by ${stamp.by}`;
}

/** Why a view has no value of a metric, in words behind a colon. */
function noValueWords({ stamp, rows, unknown, partialTotal }: ViewResult): string {
  const weight = weightNoun(stamp.weight);
  if (rows === 0) return 'no record passes the filter';
  if (partialTotal && partialTotal.groups > 0) return `of no ${weight} is the ${stamp.by} named in full`;
  return Number(unknown.value) > 0 ? `the ${stamp.by} of all ${weight} is unknown` : `no record has any ${weight}`;
}

/**
 * The sentence on a measure that has no value: that it is not computed, why, and what it may be where the data bound it.
 *
 * @param subject the measure, e.g. `HHI of GPUs by operator`
 * @param display its number, a dash with its range in brackets
 * @param unit what stands behind the range, e.g. `points`
 * @returns `null` where there is a value, or a range that does not stand beside one
 */
export function notComputedStatement(result: ViewResult, subject: string, display: string, unit = ''): string | null {
  if (!display.startsWith(NO_VALUE)) return null;
  const range = display.slice(NO_VALUE.length).replace(/^ \((.*)\)$/, '$1');
  const mayBe = range === '' ? '' : `; with any ${result.stamp.by} it would be ${range}${unit && ` ${unit}`}`;
  return `${subject} is not computed: ${noValueWords(result)}${mayBe}.`;
}

/** The sentence on HHI; `display` is its number with bounds, in points. */
export function hhiStatement(result: ViewResult, display: string): string {
  const subject = `HHI ${ofWords(result)}`;
  const none = notComputedStatement(result, subject, display, 'points');
  if (none !== null) return none;
  const equal = result.metrics.effectiveNumber.q2;
  // the known part alone is no reading of a range that it lies outside of
  const holders =
    isOutside(result.metrics.hhi) || equal.stated === null
      ? formatRange(equal.low, equal.high, formatEffectiveNumber)
      : formatEffectiveNumber(equal.stated);
  return `${subject} is ${display} points, as concentrated as ${holders} equal holders.`;
}

/** Who the largest holders are, as far as the weights settle it. */
export function largestStatement(result: ViewResult, display: string): string {
  const of = ofWords(result);
  const known = result.unknown.rows > 0 ? 'known ' : '';
  if (result.weightBounds) {
    const share = `the largest share is ${display}${result.metrics.cr1.high === null ? ', without an upper bound' : ''}`;
    if (result.leaders.length === 0)
      return `The largest ${known}holder ${of} is undetermined: records state bounds instead of numbers; ${share}.`;
    const whoever = `${listOf(result.leaders, 5)} ${result.leaders.length > 1 ? 'are the largest' : 'is the largest'} ${known}${result.leaders.length > 1 ? 'holders' : 'holder'} ${of}`;
    return `${whoever}, whatever the records with bounds hold; ${share}.`;
  }
  if (isOutside(result.metrics.cr1))
    return `The largest share ${of} is ${display}: what is named in part may be none of the values that are named in full.`;
  const none = notComputedStatement(result, `The largest share ${of}`, display);
  if (none !== null) return none;
  return result.leaders.length > 1
    ? `The largest ${known}holders ${of}, ${listOf(result.leaders, 5)}, have ${display} each.`
    : `The largest ${known}holder ${of}, ${result.leaders[0] ?? 'none'}, has ${display}.`;
}

/** The sentence on a Nakamoto coefficient with its members as far as they are settled. */
export function nakamotoStatement(result: ViewResult, threshold: (typeof NAKAMOTO_THRESHOLDS)[number], display: string): string {
  const none = notComputedStatement(result, `The smallest number with more than ${threshold} ${ofWords(result)}`, display);
  if (none !== null) return none;
  const { metrics, nakamotoDetail } = result;
  const detail = nakamotoDetail[threshold];
  const isOpen = metrics.nakamoto[threshold].low !== metrics.nakamoto[threshold].high && !result.weightBounds;
  const members = detail
    ? ` (${isOpen ? 'by the known weight: ' : ''}${listOf(detail.members, 5)}${detail.unique ? '' : '; set not unique'})`
    : '';
  return `More than ${threshold} ${ofWords(result)} is held by ${display}${members}.`;
}

/** Weight that is named in part, and records that state bounds, as far as there are any. */
function openWords(result: ViewResult): string {
  return [partialNote(result), boundsNote(result)].map((note) => (note === null ? '' : `; ${note.replace(/\.$/, '')}`)).join('');
}

const unknownWords = ({ stamp, unknown }: ViewResult): string =>
  unknown.rows === 0 ? `no unknown ${stamp.by}` : `unknown ${stamp.by} ${formatShare(unknown.share)} of the weight`;

/** What the numbers of a view are relative to, in one line: stamp, n, total, unknown part. */
export function contextOfView(result: ViewResult): string {
  const { stamp } = result;
  return `${formatStamp(stamp)}; n = ${countOf(result.entities, stamp.by)}, total ${formatQuantity(result.total)} ${weightNoun(stamp)}${result.weightBounds ? ' stated' : ''}, ${unknownWords(result)}${openWords(result)}`;
}

/** The same as the second sentence of a claim (domain.md 9): base, n, total, date, filter, entity policy, unknown part. */
export function baseSentence(result: ViewResult): string {
  const { stamp, unknown } = result;
  const of = `${countOf(result.entities, stamp.by)}, ${formatQuantity(result.total)} ${weightNoun(stamp)}${result.weightBounds ? ' stated' : ''}`;
  return `${baseParts(stamp, of, unknown.rows === 0 ? null : unknown.share, result.weightMissing)}${openWords(result)}.`;
}

/**
 * What every number of a claim is relative to, without the full stop (domain.md 9).
 *
 * @param of n and the total of the weight
 * @param unknown unknown share of the weight, 0..1; `null` = nothing is unknown
 * @param weightless records without a weight
 */
export function baseParts(stamp: Stamp, of: string, unknown: number | null, weightless = 0): string {
  const open = [
    ...(unknown === null ? [] : [`${formatShare(unknown)} of the weight`]),
    ...(weightless === 0 ? [] : [`the weight of ${plural(weightless, 'record')}`]),
  ];
  return [
    `Base: ${baseWords(stamp.base)}, ${of}, ${stamp.asOf === null ? '' : 'as of '}${formatAsOf(stamp.asOf)}`,
    ...(stamp.where === '' ? [] : [`filter: ${stamp.where}`]),
    ...(stamp.entities === null ? [] : [entityWords(stamp.entities, stamp.merged).replace(/^entities /, 'entities: ')]),
    `unknown: ${open.length === 0 ? 'none' : open.join(' and ')}`,
  ].join('; ');
}
