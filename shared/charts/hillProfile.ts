import type { Bound, ViewResult } from '../case/view.ts';
import { boundWords, countOf, dimensionNoun, formatEffectiveNumber, formatQuantity, formatRange, weightNoun } from '../format/index.ts';
import { drawLevel, drawUpright, rangeOf, scaleOf, tickWidth } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, contextOfView, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure, type Plot } from './figure.ts';
import { numberWord, sentenceCase, spread } from './labels.ts';
import { fitText } from './measure.ts';
import { emptyWords } from './pareto.ts';

/** Effective number of entities of one order; `q` = 0 counts all alike, a higher one the large ones more; `null` = infinity. */
export type HillPoint = { q: number | null; number: Bound };
export type HillProfileInput = { view: ViewResult; points?: readonly HillPoint[] };

const COLUMNS: ChartColumn[] = [
  { id: 'q', label: 'Order q', format: 'text' },
  { id: 'low', label: 'Low', format: 'figure' },
  { id: 'stated', label: 'Known only', format: 'figure' },
  { id: 'high', label: 'High', format: 'figure' },
];
const LAST_Q = 4;

/** The orders that every view has: 0, 1, 2 and infinity. */
export function hillPointsOf({ metrics: { effectiveNumber } }: ViewResult): HillPoint[] {
  return [
    { q: 0, number: effectiveNumber.q0 },
    { q: 1, number: effectiveNumber.q1 },
    { q: 2, number: effectiveNumber.q2 },
    { q: null, number: effectiveNumber.qInf },
  ];
}

const qText = (q: number | null): string => (q === null ? '∞' : String(q));

/**
 * Hill profile of a view: effective number of entities over the order q from 0 to 4, with the band that unknown weight leaves where both its
 * ends are known; the order infinity (1 / largest share) stands at the right edge.
 *
 * @param points ascending in q; those of the view when absent
 * Source: Hill 1973.
 */
export function hillProfile({ view, points = hillPointsOf(view) }: HillProfileInput, frame: ChartFrame): Chart {
  const { theme, width, height } = frame;
  const { stamp } = view;
  const many = dimensionNoun(stamp.by, 2);
  const context = contextOfView(view, `Effective number of ${many} by order q, weighted by ${weightNoun(stamp.weight)}`, '');
  const empty = emptyWords(view);
  const drawn = points.filter(({ q, number }) => number.stated !== null && (q === null || q <= LAST_Q));
  const line = drawn.filter((point): point is HillPoint & { q: number } => point.q !== null);
  if (empty || line.length === 0) {
    const words = empty ?? { title: `No effective number of ${many} can be stated`, reason: 'No order has a value for the known part.' };
    return stateChart('hill-profile', 'Hill profile', words.title, words.reason, context, COLUMNS, frame);
  }
  const infinity = drawn.find(({ q }) => q === null) ?? null;
  const values = drawn.flatMap(({ number: { low, stated, high } }) => [low, stated, high].filter((value) => value !== null));
  const least = Math.min(...values);
  const most = Math.max(...values);
  const log = least > 0 && most / least > 20;
  const figure = new Figure(frame);
  const top = 14;
  const plotHeight = Math.max(40, height - top - 44);
  const yRange = log ? { low: Math.min(1, least), high: most * 1.1 } : rangeOf([1, ...values], true);
  const y = scaleOf(yRange.low, yRange.high, top + plotHeight, top, Math.max(2, Math.floor(plotHeight / 44)), log);
  const left = tickWidth(figure, y, formatQuantity) + 14;
  const ends = endLabels(view, line.at(-1), infinity);
  const right = Math.max(...ends.map(({ text }) => frame.measure(text, 12, 600))) + 34;
  const plot: Plot = { left, top, width: Math.max(60, width - left - right), height: plotHeight };
  const last = Math.max(2, Math.ceil(line.at(-1)?.q ?? LAST_Q));
  const x = scaleOf(0, last, left, left + plot.width, 4);
  drawUpright(figure, plot, y, formatQuantity);
  drawLevel(figure, plot, { ...x, ticks: [0, 1, 2, 3, 4].filter((q) => q <= last) }, String, false);
  const words = `order q: a higher one counts large ${many} more${log ? '; log scale' : ''}`;
  figure.add(fitText(words, width - 8, 11, 400, frame.measure), width / 2, height - 8, { size: 11, colour: theme.ink3, align: 'center' });

  drawBand(figure, line, x.at, y.at, Math.max(top, 0));
  const path = line.map(({ q, number }): [number, number] => [x.at(q), y.at(number.stated ?? 0)]);
  figure.polyline(path, { stroke: theme.accent, lineWidth: 2, z: 5 });
  for (const [index, { q, number }] of line.entries())
    if (line.length <= 12 || Number.isInteger(q))
      figure.circle(path[index]?.[0] ?? 0, path[index]?.[1] ?? 0, 3.5, { fill: theme.accent, z: 6 }, { id: `q${q}`, value: number.stated });
  const edge = left + plot.width;
  const places = spread(
    ends.map(({ value }) => ({ at: y.at(value), size: 16 })),
    top - 4,
    top + plotHeight + 4,
    2,
  );
  for (const [index, { text, value, from }] of ends.entries()) {
    const at = places[index] ?? 0;
    figure.line(from === null ? edge : x.at(from), y.at(value), edge + 10, at, theme.ink3, [2, 2]);
    figure.add(text, edge + 16, at, { size: 12, weight: 600, colour: from === null ? theme.ink2 : theme.accent });
  }
  if (infinity)
    figure.circle(edge, y.at(infinity.number.stated ?? 0), 3.5, { fill: theme.panel, stroke: theme.ink2, lineWidth: 1.5, z: 6 });

  const title = titleOf(view, drawn);
  return {
    kind: 'hill-profile',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Hill profile', title, context, sentences(view, drawn, context)),
    table: {
      caption: tableCaption(title, context),
      columns: COLUMNS,
      rows: drawn.map(({ q, number }) => [qText(q), number.low, number.stated, number.high]),
    },
    option: figure.option(title),
    series: [
      {
        name: 'Effective number',
        marks: drawn.map(({ q, number }) => ({
          id: `:hill-${q ?? 'infinity'}`,
          x: (q === null ? edge : x.at(q)) - 4,
          y: y.at(number.stated ?? 0) - 4,
          width: 8,
          height: 8,
          readout: `q = ${qText(q)} | as many as ${boundWords(view, number, formatEffectiveNumber)} equal ${many}`,
        })),
      },
    ],
    labels: figure.boxes,
  };
}

type EndLabel = { text: string; value: number; from: number | null };

/** A number; where records state bounds low to high. */
const endText = ({ weightBounds }: ViewResult, { low, stated, high }: HillPoint['number']): string =>
  weightBounds && (low !== null || high !== null) ? formatRange(low, high, formatEffectiveNumber) : formatEffectiveNumber(stated);

/** Words at the right edge: the last order and infinity. */
function endLabels(view: ViewResult, last: (HillPoint & { q: number }) | undefined, infinity: HillPoint | null): EndLabel[] {
  const labels: EndLabel[] = [];
  if (last && last.number.stated !== null)
    labels.push({ text: `q = ${last.q}: ${endText(view, last.number)}`, value: last.number.stated, from: last.q });
  if (infinity && infinity.number.stated !== null)
    labels.push({ text: `q = ∞: ${endText(view, infinity.number)}`, value: infinity.number.stated, from: null });
  return labels;
}

/** Area between low and high, over the orders where both are known. */
function drawBand(
  figure: Figure,
  line: readonly (HillPoint & { q: number })[],
  x: (q: number) => number,
  y: (value: number) => number,
  top: number,
): void {
  const { theme } = figure.frame;
  const known = line.filter(({ number }) => number.low !== null);
  const open = known.some(({ number }) => number.high === null);
  if (known.length < 2 || known.every(({ number }) => number.low === number.high)) return;
  const upper = known.map(({ q, number }): [number, number] => [x(q), number.high === null ? top : y(number.high)]);
  const lower = known.map(({ q, number }): [number, number] => [x(q), y(number.low ?? 0)]);
  figure.polygon([...upper, ...[...lower].reverse()], { fill: theme.randomGround, z: 1 });
  figure.polyline(lower, { stroke: theme.unknown, dash: [4, 3], z: 2 });
  if (!open) figure.polyline(upper, { stroke: theme.unknown, dash: [4, 3], z: 2 });
}

function titleOf(view: ViewResult, drawn: readonly HillPoint[]): string {
  const { stamp, entities } = view;
  const many = dimensionNoun(stamp.by, 2);
  const number = drawn.find(({ q }) => q === 2)?.number;
  const two = number?.stated ?? null;
  if (entities === 1) return `One ${dimensionNoun(stamp.by, 1)} holds all of the known ${weightNoun(stamp.weight)}`;
  if (view.weightBounds && number && number.low !== null)
    return `${countOf(entities, stamp.by)} are as concentrated as ${formatRange(number.low, number.high, formatEffectiveNumber)} equal ones`;
  if (two === null) return `${sentenceCase(numberWord(entities))} ${many} hold the known ${weightNoun(stamp.weight)}`;
  return `${countOf(entities, stamp.by)} ${Math.abs(two - entities) < 0.05 ? 'hold equal parts' : `are as concentrated as ${formatEffectiveNumber(two)} equal ones`}`;
}

function sentences(view: ViewResult, drawn: readonly HillPoint[], { measure }: ChartContext): string[] {
  const said = drawn.filter(({ q }) => q === null || [0, 1, 2].includes(q));
  const banded = drawn.some(({ number }) => number.low !== number.high);
  return [
    `${sentenceCase(said.map(({ q, number }) => `q = ${qText(q)}: ${boundWords(view, number, formatEffectiveNumber)}`).join('; '))}.`,
    'The number falls from the count of all to 1 / largest share; a steep fall means few large and many small ones.',
    banded
      ? 'Uncertainty: the band is what the unknown weight leaves open.'
      : `Uncertainty: none from unknown weight in ${measure.toLowerCase()}.`,
  ];
}
