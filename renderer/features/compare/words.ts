import type { ComparedSide } from '../../../shared/case/compare.ts';
import type { ChartContext } from '../../../shared/charts/index.ts';
import { baseWords, countOf, dimensionNoun, formatAsOf, plural, weightNoun } from '../../../shared/format/index.ts';

/** The sign that stands beside every number of sides that are not comparable. */
const MARK_SIGN = '‡';

/** A number with the mark of a comparison that is shown although the sides are not comparable. */
export const marked = (text: string, mark: string | null): string => (mark === null ? text : `${text}\u00a0${MARK_SIGN}`);

/** A finding with the mark in words. */
export const markedFinding = (text: string, mark: string | null): string => (mark === null ? text : `${text} (${mark})`);

/** What the marks mean, below a table or figure; `null` where there are none. */
export const markNote = (mark: string | null): string | null => (mark === null ? null : `${MARK_SIGN} ${mark}: shown all the same.`);

/** `HHI of GPUs by operator`. */
export function measureWords({ spec }: ComparedSide, what = 'HHI'): string {
  return `${what} of ${weightNoun(spec.weight)} by ${dimensionNoun(spec.by, 1)}`;
}

/** The rung that the numbers of a side count. */
export const baseOf = ({ view, dataset }: ComparedSide): string | null => (view ? view.stamp.base : dataset.base);

/** What the numbers of a side are relative to, in one line. */
export function sideWords(side: ComparedSide): string {
  const { letter, dataset, view, spec } = side;
  const n = view ? `n = ${countOf(view.entities, spec.by)}` : 'not computed';
  return `${letter}: ${dataset.name}, ${baseWords(baseOf(side))}, ${formatAsOf(dataset.asOf)}, ${n}`;
}

/** Distance in time: `92 days apart`, `one snapshot`. */
export function distanceWords(days: number | null): string {
  if (days === null) return 'distance in time not known';
  if (days === 0) return 'same date';
  const whole = Math.round(Math.abs(days));
  return `${plural(whole, 'day')} apart${days < 0 ? ', B before A' : ''}`;
}

/** Context of a figure about two sides: that of the second, with both names. */
export function contextOf(a: ComparedSide, b: ComparedSide, measure: string, unit: string): ChartContext {
  const same = baseOf(a) === baseOf(b);
  return {
    dataset: a.dataset.name === b.dataset.name ? b.dataset.name : `${a.dataset.name} and ${b.dataset.name}`,
    measure,
    unit,
    base: same ? baseOf(b) : `${baseWords(baseOf(a))} against ${baseWords(baseOf(b))}`,
    asOf: b.dataset.asOf,
    n: `${a.view?.entities ?? 0} and ${b.view ? countOf(b.view.entities, b.spec.by) : 0}`,
    sample: a.dataset.sample || b.dataset.sample,
  };
}
