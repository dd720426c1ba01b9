import type { ClaimNumber, ClaimResult, ClaimState, ScorecardClaim } from '../case/claims.ts';
import type { Bound, ExactEnds, ViewResult, WholeViewSpec } from '../case/view.ts';
import { boundWords, evenly, type Format, formatCount, formatHhi, formatShare, isOuter, isOutside, plural } from '../format/index.ts';
import { baseSentence } from './statements.ts';

/** A number that is not disclosed reads so. */
const NOT_DISCLOSED = 'n/d';

/** What a claim gives before packs, decisions and its title are put beside it. */
export type ClaimDraft = Omit<ClaimResult, 'title' | 'lines' | 'notApplicable'> & {
  /** exact ends of the headline and of the largest share, which lines of packs are compared with; absent = no line stands beside it */
  readonly exact?: { readonly headline?: ExactEnds; readonly cr1?: ExactEnds };
};

type NumberOptions = {
  view?: WholeViewSpec | null;
  note?: string | null;
  result?: Pick<ViewResult, 'weightBounds'> | null;
  outer?: boolean;
};

/** The value of the known part, where it lies inside the range; `null` otherwise, as it is no value of the claim then. */
export function rangedValue(bound: Bound): number | null {
  return isOutside(bound) ? null : bound.stated;
}

/** A number of a claim from its range; `result` = the view that it was read from, for how its range is written. */
export function claimNumber(
  key: string,
  label: string,
  unit: string,
  bound: Bound,
  format: Format,
  { view = null, note = null, result = null, outer = false }: NumberOptions = {},
): ClaimNumber {
  return {
    key,
    label,
    unit,
    value: rangedValue(bound),
    low: bound.low,
    high: bound.high,
    display:
      bound.stated === null && bound.low === null && bound.high === null ? NOT_DISCLOSED : boundWords(result ?? {}, bound, format, outer),
    view,
    note,
  };
}

/** A number of a view's metrics. */
export function metricNumber(
  result: ViewResult,
  metric: string,
  label: string,
  unit: string,
  bound: Bound,
  format: Format,
  view: WholeViewSpec | null = null,
): ClaimNumber {
  return claimNumber(metric, label, unit, bound, format, { view, result, outer: isOuter(result, metric) });
}

/** A number that the data do not have: printed all the same, because its absence is a finding. */
export function absentNumber(key: string, label: string, unit: string, note: string): ClaimNumber {
  return { key, label, unit, value: null, low: null, high: null, display: NOT_DISCLOSED, view: null, note };
}

/** The Nakamoto coefficients of a view as numbers of a claim. */
export function nakamotoNumbers(result: ViewResult, view: WholeViewSpec | null, suffix = ''): ClaimNumber[] {
  return (['1/3', '1/2', '2/3'] as const).map((threshold) =>
    metricNumber(
      result,
      `nakamoto.${threshold}`,
      `Smallest number with more than ${threshold}${suffix}`,
      result.stamp.by,
      result.metrics.nakamoto[threshold],
      formatCount,
      view,
    ),
  );
}

/** HHI and largest share of a view as numbers of a claim, with a name for what they are by. */
export function concentrationNumbers(result: ViewResult, name: string, view: WholeViewSpec | null, prefix: string): ClaimNumber[] {
  const rename = (number: ClaimNumber, key: string): ClaimNumber => ({ ...number, key });
  return [
    rename(metricNumber(result, 'hhi', `HHI by ${name}`, 'points', result.metrics.hhi, formatHhi, view), `${prefix}.hhi`),
    rename(metricNumber(result, 'cr1', `Largest ${name}`, 'share', result.metrics.cr1, formatShare, view), `${prefix}.cr1`),
  ];
}

/**
 * State of a number: computed when both ends read the same at the precision that is shown and nothing is left aside, bounded otherwise (domain.md 2).
 *
 * @param open whether something beside the range is open, such as records without a weight
 */
export function stateOf({ low, high }: Pick<Bound, 'low' | 'high'>, format: Format, open = false): ClaimState {
  return !open && low !== null && high !== null && format(low) === format(high) ? 'computed' : 'bounded';
}

/** Records without a weight, as a sentence after the base of a claim, with a blank before it; empty = there are none. */
export function weightlessWords(records: number): string {
  return records === 0 ? '' : ` ${plural(records, 'record has', 'records have')} no weight and ${records === 1 ? 'counts' : 'count'} as 0.`;
}

/** What is left aside in a view, in sentences for the notes of a claim. */
export function openNotes(result: ViewResult): string[] {
  const notes: string[] = [];
  if (result.weightMissing > 0)
    notes.push(
      `${formatCount(result.weightMissing)} of ${formatCount(result.rows)} records have no weight: they count as 0, and the range leaves them aside.`,
    );
  if (result.entities > 0 && result.entities < 10) notes.push(`Fewer than 10 ${result.stamp.by} values: HHI cannot fall below 1/n.`);
  return notes;
}

/** Why a view has nothing to measure. */
function nothingWords({ rows, stamp }: ViewResult): string {
  return rows === 0 ? `No record passes the filter ${stamp.where}.` : `None of ${formatCount(rows)} records has any ${stamp.weight}.`;
}

/** Where a view gives a metric: `nakamoto.1/3` stands at `metrics`, `nakamoto`, `1/3`, `stated`. */
export const readingOf = (metric: string): NonNullable<ClaimResult['reading']> => ({
  spread: null,
  at: ['metrics', ...metric.split('.'), 'stated'],
});

/** A claim read from a metric of one view. */
export function viewDraft(
  id: ScorecardClaim,
  about: { measure: string; unit: string; bound: Bound; format: Format; metric: string; statement: (display: string) => string },
  result: ViewResult,
  view: WholeViewSpec,
  numbers: readonly ClaimNumber[],
  notes: readonly string[] = [],
): ClaimDraft {
  const { measure, unit, bound, format, metric, statement } = about;
  if (bound.stated === null && bound.low === null && bound.high === null)
    return { ...notDisclosed(id, measure, unit, [], numbers, [...notes, nothingWords(result)]), view, stamp: result.stamp };
  const display = boundWords(result, bound, format, isOuter(result, metric));
  return {
    id,
    status: stateOf(bound, evenly([bound.low, bound.stated, bound.high], format), result.weightMissing > 0),
    measure,
    unit,
    value: rangedValue(bound),
    low: bound.low,
    high: bound.high,
    display,
    sentence: `${statement(display)} ${baseSentence(result)}${weightlessWords(result.weightMissing)}`,
    view,
    reading: readingOf(metric),
    stamp: result.stamp,
    ...(result.exact
      ? { exact: { ...(metric === 'hhi' || metric === 'cr1' ? { headline: result.exact[metric] } : {}), cr1: result.exact.cr1 } }
      : {}),
    numbers: [...numbers],
    classes: [],
    missing: [],
    notes: [...notes, ...openNotes(result)],
  };
}

/** A claim that cannot be computed: which fields are missing, and why where there is more to say. */
export function notDisclosed(
  id: ScorecardClaim,
  measure: string,
  unit: string,
  missing: readonly string[],
  numbers: readonly ClaimNumber[] = [],
  notes: readonly string[] = [],
): ClaimDraft {
  const needed = missing.length === 0 ? '' : ` Needed: ${missing.join('; ')}.`;
  return {
    id,
    status: 'not-disclosed',
    measure,
    unit,
    value: null,
    low: null,
    high: null,
    display: NOT_DISCLOSED,
    sentence: `${measure} is not disclosed.${needed}`,
    view: null,
    reading: null,
    stamp: null,
    numbers: [...numbers],
    classes: [],
    missing: [...missing],
    notes: [...notes],
  };
}
