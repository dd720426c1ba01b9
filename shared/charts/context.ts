import type { ViewResult } from '../case/view.ts';
import { baseWords, countOf, dimensionNoun, formatAsOf, statedWords, weightNoun } from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame, ChartKind } from './chart.ts';
import { Figure } from './figure.ts';

/** What every number of a chart is relative to; printed as its subtitle and said in its summary. */
export type ChartContext = {
  dataset: string;
  /** e.g. `Share of GPUs by operator` */
  measure: string;
  /** e.g. `%`, `USD per GPU-hour`; empty = the measure says it */
  unit: string;
  base: string | null;
  asOf: string | null;
  /** what is counted, e.g. `41 operators` */
  n: string;
  sample?: boolean;
};

/** Context of a view: `Share of GPUs by operator`, in percent, unless another measure is drawn. */
export function contextOfView(view: ViewResult, measure?: string, unit = '%'): ChartContext {
  const { stamp } = view;
  return {
    dataset: stamp.dataset,
    measure: measure ?? `Share of ${statedWords(view, weightNoun(stamp.weight))} by ${dimensionNoun(stamp.by, 1)}`,
    unit,
    base: stamp.base,
    asOf: stamp.asOf,
    n: countOf(view.entities, stamp.by),
    sample: stamp.sample,
  };
}

/** Measure, unit, base, date and n in one line. */
export function subtitleOf({ dataset, measure, unit, base, asOf, n, sample }: ChartContext): string {
  return [
    sample ? 'SAMPLE' : null,
    dataset === '' ? null : dataset,
    unit === '' ? measure : `${measure}, ${unit}`,
    baseWords(base),
    formatAsOf(asOf),
    `n = ${n}`,
  ]
    .filter((part) => part !== null)
    .join(' | ');
}

/**
 * Summary in words: `{type}. {title}. {measure} in {unit}, {base}, {date}, n = {n}.` and what else the chart has to say.
 *
 * @param parts sentences with their full stop; empty ones are left out
 */
export function summaryText(type: string, title: string, context: ChartContext, parts: readonly string[]): string {
  const { measure, unit, base, asOf, n } = context;
  const stop = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);
  const unitWords = unit === '' ? '' : ` in ${unit === '%' ? 'percent' : unit}`;
  return [`${type}.`, stop(title), `${measure}${unitWords}, ${baseWords(base)}, ${formatAsOf(asOf)}, n = ${n}.`, ...parts]
    .filter((part) => part !== '')
    .join(' ');
}

/** A chart without anything to draw: it says what is so, keeps the header of its table, and has no marks. */
export function stateChart(
  kind: ChartKind,
  type: string,
  title: string,
  reason: string,
  context: ChartContext,
  columns: ChartColumn[],
  frame: ChartFrame,
): Chart {
  const figure = new Figure(frame);
  figure.paragraph(reason, frame.width / 2, frame.height / 2, Math.max(80, frame.width - 48), { colour: frame.theme.ink2, size: 13 });
  return {
    kind,
    title,
    subtitle: subtitleOf(context),
    summary: summaryText(type, title, context, [/[.?]$/.test(reason) ? reason : `${reason}.`]),
    table: { caption: tableCaption(title, context), columns, rows: [] },
    option: figure.option(title),
    series: [],
    labels: figure.boxes,
  };
}

/** Caption of a chart's table: the finding and what it is relative to. */
export function tableCaption(title: string, { measure, unit, base, asOf }: ChartContext): string {
  return `${title.replace(/[.?]$/, '')}. ${unit === '' || unit === '%' ? measure : `${measure}, ${unit}`}, ${baseWords(base)}, ${formatAsOf(asOf)}`;
}
