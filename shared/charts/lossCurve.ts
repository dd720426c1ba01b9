import { dimensionNoun, formatCount, plural } from '../format/index.ts';
import { drawLevel, drawUpright, rangeOf, type Scale, scaleOf, tickWidth } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure, type Plot } from './figure.ts';
import { sentenceCase, spread } from './labels.ts';
import { fitText } from './measure.ts';
import { cellFormatOf, formatTick, formatValue, type ValueFormat } from './values.ts';

/** One value after each number of removals, from 0 on; `null` = undefined there, which leaves a gap. */
export type LossLine = { id: string; label: string; points: readonly { k: number; value: number | null }[] };
export type LossCurveInput = {
  context: ChartContext;
  /** what is drawn, as in `headroom of the portfolio` */
  measure: string;
  format: ValueFormat;
  /** removal unit: name of a column */
  by: string;
  /** at most four; all in one unit */
  lines: readonly LossLine[];
  /** a level that decides, e.g. headroom 1 */
  reference?: { at: number; label: string };
  finding?: string;
};

const DASHES: (number[] | undefined)[] = [undefined, [6, 3], [2, 3], [10, 3, 2, 3]];

/**
 * A measure that changes as units are lost: one step line each, on an axis of its own beside the removal curve.
 */
export function lossCurve(input: LossCurveInput, frame: ChartFrame): Chart {
  const { context, measure, format, by, lines, reference } = input;
  const { theme, width, height } = frame;
  const columns: ChartColumn[] = [
    { id: 'removed', label: `${dimensionNoun(by, 2)} removed`, format: 'count' },
    ...lines.map(({ id, label }): ChartColumn => ({ id, label: sentenceCase(label), format: cellFormatOf(format) })),
  ];
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  if (values.length === 0)
    return stateChart(
      'loss-curve',
      'Loss curve',
      `The ${measure} is not known`,
      `No number of removed ${dimensionNoun(by, 2)} gives it a value.`,
      context,
      columns,
      frame,
    );
  const figure = new Figure(frame);
  const range = rangeOf([...values, ...(reference ? [reference.at] : [])], true);
  const top = 12;
  const plotHeight = Math.max(40, height - top - 44);
  const y = scaleOf(range.low, range.high, top + plotHeight, top, Math.max(2, Math.floor(plotHeight / 40)));
  const tick = (value: number): string => formatTick(value, format);
  const left = tickWidth(figure, y, tick) + 14;
  const last = (line: LossLine) => line.points.filter(({ value }) => value !== null).at(-1);
  const ends = [
    ...lines.flatMap((line, index) => {
      const end = last(line);
      return end ? [{ text: line.label, k: end.k, value: end.value ?? 0, colour: colourOf(index, frame) }] : [];
    }),
    ...(reference ? [{ text: reference.label, k: 0, value: reference.at, colour: theme.reference }] : []),
  ];
  const right = Math.min(width * 0.32, Math.max(...ends.map(({ text }) => frame.measure(text, 12, 600))) + 26);
  const plot: Plot = { left, top, width: Math.max(60, width - left - right), height: plotHeight };
  // The axis ends where the last line does: beyond it nothing has a value.
  const most = Math.max(1, ...lines.map((line) => last(line)?.k ?? 0));
  const x = scaleOf(0, most, left, left + plot.width, Math.max(1, Math.min(most, Math.floor(plot.width / 52))));
  x.ticks = x.ticks.filter(Number.isInteger);
  drawUpright(figure, plot, y, tick);
  drawLevel(figure, plot, x, formatCount, false);
  figure.add(`${dimensionNoun(by, 2)} removed`, left + plot.width / 2, height - 8, { size: 11, colour: theme.ink3, align: 'center' });
  if (reference) figure.line(left, y.at(reference.at), left + plot.width, y.at(reference.at), theme.reference, [6, 4], 1.25, 2);
  for (const [index, line] of lines.entries()) drawSteps(figure, line, index, x, y, most);
  const edge = left + plot.width;
  const places = spread(
    ends.map(({ value }) => ({ at: y.at(value), size: 15 })),
    top - 4,
    top + plotHeight + 6,
    2,
  );
  for (const [index, { text, value, colour }] of ends.entries()) {
    const at = places[index] ?? y.at(value);
    figure.line(edge + 1, y.at(value), edge + 8, at, colour, [1, 2]);
    figure.add(fitText(text, right - 14, 12, 600, frame.measure), edge + 12, at, { weight: 600, colour });
  }
  const title = input.finding ?? findingOf(input);
  return {
    kind: 'loss-curve',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Loss curve', title, context, sentences(input, most)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: [...new Set(lines.flatMap(({ points }) => points.map(({ k }) => k)))]
        .sort((a, b) => a - b)
        .map((k) => [k, ...lines.map(({ points }) => points.find((point) => point.k === k)?.value ?? null)]),
    },
    option: figure.option(title),
    series: lines.map(({ id, label, points }) => ({
      name: label,
      marks: points
        .filter(({ k }) => k <= most)
        .map(({ k, value }) => ({
          id: `:${id}-${k}`,
          x: x.at(k) - 5,
          y: (value === null ? top + plotHeight : y.at(value)) - 5,
          width: 10,
          height: 10,
          readout: `${label} | ${formatCount(k)} ${dimensionNoun(by, k)} removed | ${value === null ? 'no value' : formatValue(value, format)}`,
        })),
    })),
    labels: figure.boxes,
  };
}

const colourOf = (index: number, { theme }: ChartFrame): string =>
  [theme.worst, theme.largest, theme.bestFound, theme.random][index] ?? theme.accent;

function drawSteps(figure: Figure, { points }: LossLine, index: number, x: Scale, y: Scale, most: number): void {
  const stroke = colourOf(index, figure.frame);
  const dash = DASHES[index];
  let path: [number, number][] = [];
  const end = () => {
    if (path.length > 1) figure.polyline(path, { stroke, lineWidth: 2, ...(dash && { dash }), z: 5 });
    path = [];
  };
  for (const [place, { k, value }] of points.entries()) {
    if (value === null) {
      end();
      continue;
    }
    path.push([x.at(k), y.at(value)], [x.at(points[place + 1]?.k ?? Math.min(most, k + 1)), y.at(value)]);
  }
  end();
}

function findingOf({ lines, measure, by, format }: LossCurveInput): string {
  const line = lines[0];
  const stated = line?.points.filter(({ value }) => value !== null) ?? [];
  const [first, last] = [stated[0], stated.at(-1)];
  if (!first || !last) return `The ${measure} is not known`;
  const [from, to] = [formatValue(first.value, format), formatValue(last.value, format)];
  if (first === last) return `The ${measure} is ${from}`;
  if (from === to) return `The ${measure} stays at ${from} up to ${formatCount(last.k)} ${dimensionNoun(by, last.k)} removed`;
  const verb = (last.value ?? 0) > (first.value ?? 0) ? 'rises' : 'falls';
  return `The ${measure} ${verb} from ${from} to ${to} after ${formatCount(last.k)} ${dimensionNoun(by, last.k)}`;
}

function sentences({ lines, format, by, reference }: LossCurveInput, most: number): string[] {
  const runs = lines.map(({ label, points }) => {
    const stated = points.filter(({ value }) => value !== null);
    const [first, last] = [stated[0], stated.at(-1)];
    if (!first || !last) return `${label} has no value`;
    return `${label} ${formatValue(first.value, format)} with ${formatCount(first.k)} removed, ${formatValue(last.value, format)} with ${formatCount(last.k)}`;
  });
  const below = reference && lines[0]?.points.find(({ value }) => value !== null && value < reference.at);
  return [
    `Up to ${plural(most, dimensionNoun(by, 1), dimensionNoun(by, 2))} removed. ${sentenceCase(runs.join('; '))}.`,
    reference
      ? below
        ? `It is below ${reference.label} from ${formatCount(below.k)} removed.`
        : `It stays at or above ${reference.label}.`
      : '',
  ];
}
