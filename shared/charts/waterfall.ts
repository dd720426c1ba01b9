import { formatCount } from '../format/index.ts';
import { drawLevel, scaleOf } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { cellFormatOf, formatChange, formatTick, formatValue, type ValueFormat } from './values.ts';

export type WaterfallInput = {
  context: ChartContext;
  /** what changes, as in `The HHI rose ...` */
  measure: string;
  start: { label: string; value: number };
  end: { label: string; value: number };
  /** causes in their order; together they are the whole change */
  parts: readonly { id: string; label: string; value: number }[];
  format: ValueFormat;
  finding?: string;
};

/** A row of the picture: a total from 0, or a part from where the ones before it end. */
type Row = { id: string; label: string; kind: 'total' | 'part'; value: number; from: number; to: number };

const SIZE = 12;
const HEAD = 4;
const FOOT = 24;

/** Height in pixels at which the rows of a change in `parts` parts are easy to read. */
export function waterfallHeight(parts: number, pitch = 28): number {
  return HEAD + FOOT + (parts + 2) * pitch;
}

/** Rows from start to end; a rest that the parts do not explain, beyond rounding, is a row of its own and never hidden. */
export function waterfallRows({ start, end, parts }: Pick<WaterfallInput, 'start' | 'end' | 'parts'>): Row[] {
  const rows: Row[] = [{ id: ':start', label: start.label, kind: 'total', value: start.value, from: 0, to: start.value }];
  let at = start.value;
  for (const { id, label, value } of parts) {
    rows.push({ id, label, kind: 'part', value, from: at, to: at + value });
    at += value;
  }
  const rest = end.value - at;
  const rounding = 1e-9 * Math.max(1, Math.abs(start.value), Math.abs(end.value), ...parts.map(({ value }) => Math.abs(value)));
  if (Math.abs(rest) > rounding) rows.push({ id: ':rest', label: 'Not explained', kind: 'part', value: rest, from: at, to: end.value });
  rows.push({ id: ':end', label: end.label, kind: 'total', value: end.value, from: 0, to: end.value });
  return rows;
}

/**
 * Waterfall: from one total to the other by the parts that make the change, read from top to bottom. Rises are filled, falls hatched; the
 * scale begins above 0 where the change is small against the totals, and the bars of the totals are broken off then.
 */
export function waterfall(input: WaterfallInput, frame: ChartFrame): Chart {
  const { context, format } = input;
  const { theme, width, height, measure } = frame;
  const columns: ChartColumn[] = [
    { id: 'part', label: 'Part', format: 'text' },
    { id: 'value', label: input.measure, format: cellFormatOf(format) },
    { id: 'running', label: 'Running total', format: cellFormatOf(format) },
  ];
  const given = [input.start.value, input.end.value, ...input.parts.map(({ value }) => value)];
  if (!given.every(Number.isFinite)) {
    const title = `The change of the ${input.measure} has no value`;
    return stateChart(
      'waterfall',
      'Waterfall chart',
      title,
      'A total or a part of the change has no value, so the parts cannot be added.',
      context,
      columns,
      frame,
    );
  }
  const rows = waterfallRows(input);
  const figure = new Figure(frame);
  const texts = rows.map((row) => (row.kind === 'total' ? formatValue(row.value, format) : formatChange(row.value, format)));
  const left = Math.min(Math.max(40, ...rows.map(({ label }) => measure(label, SIZE, 600))), width * 0.36) + 12;
  const right = Math.max(...texts.map((text) => measure(text, SIZE, 600))) + 14;
  const plot = { left, top: HEAD, width: Math.max(40, width - left - right), height: height - HEAD - FOOT };
  const ends = rows.flatMap(({ kind, from, to }) => (kind === 'total' ? [to] : [from, to]));
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const spread = most - least;
  const isBroken = least > 0 && spread > 0 && least > 1.5 * spread;
  const low = isBroken ? least - spread * 0.6 : Math.min(0, least);
  const high = Math.max(isBroken ? most : 0, most) + (spread || Math.abs(most) || 1) * 0.02;
  const x = scaleOf(low, high === low ? low + 1 : high, left, left + plot.width, Math.max(2, Math.floor(plot.width / 90)));
  const pitch = plot.height / rows.length;
  const barHeight = Math.max(4, Math.min(20, pitch - 8));
  drawLevel(figure, plot, x, (value) => formatTick(value, format));

  const marks = rows.map((row, index) => {
    const y = HEAD + (index + 0.5) * pitch;
    const [from, to] = [x.at(row.kind === 'total' ? Math.max(low, 0) : row.from), x.at(row.to)];
    const bar = { x: Math.min(from, to), y: y - barHeight / 2, width: Math.abs(to - from), height: barHeight };
    figure.add(fitText(row.label, left - 12, SIZE, row.kind === 'total' ? 600 : 400, measure), 0, y, {
      size: SIZE,
      weight: row.kind === 'total' ? 600 : 400,
      colour: theme.ink,
    });
    figure.add(texts[index] ?? '', width, y, { size: SIZE, weight: 600, colour: row.value === 0 ? theme.ink3 : theme.ink, align: 'right' });
    drawBar(figure, row, bar);
    if (row.kind === 'total' && isBroken)
      for (const at of [14, 19]) figure.line(left + at - 3, bar.y + barHeight + 2, left + at + 3, bar.y - 2, theme.panel, null, 2.5, 6);
    if (index < rows.length - 1)
      figure.line(x.at(row.to), y + barHeight / 2, x.at(row.to), y + pitch - barHeight / 2, theme.ink3, [2, 2], 1, 4);
    return {
      id: row.id.startsWith(':') ? row.id : `:${row.id}`,
      ...bar,
      width: Math.max(4, bar.width),
      readout:
        row.kind === 'total'
          ? `${row.label} | ${texts[index]}`
          : `${row.label} | ${texts[index]} | from ${formatValue(row.from, format)} to ${formatValue(row.to, format)}`,
    };
  });
  const title = input.finding ?? findingOf(input);
  return {
    kind: 'waterfall',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Waterfall chart', title, context, sentences(rows, input)),
    table: { caption: tableCaption(title, context), columns, rows: rows.map(({ label, value, to }) => [label, value, to]) },
    option: figure.option(title),
    series: [{ name: 'Parts of the change', marks }],
    labels: figure.boxes,
  };
}

function drawBar(figure: Figure, row: Row, bar: { x: number; y: number; width: number; height: number }): void {
  const { theme } = figure.frame;
  const info = { id: row.id, value: row.value };
  if (row.kind === 'total') figure.rect(bar, { fill: theme.rank1, z: 3 }, info);
  else if (row.id === ':rest') {
    figure.rect(bar, { fill: theme.panel, stroke: theme.unknown, dash: [3, 2], z: 3 }, info);
    figure.hatch(bar, theme.unknown, { gap: 5, z: 4 });
  } else if (row.value >= 0) figure.rect({ ...bar, width: Math.max(1.5, bar.width) }, { fill: theme.accent, z: 3 }, info);
  else {
    figure.rect({ ...bar, width: Math.max(1.5, bar.width) }, { fill: theme.panel, stroke: theme.accent, lineWidth: 1.5, z: 3 }, info);
    figure.hatch(bar, theme.accent, { gap: 6, down: true, z: 4 });
  }
}

/** Names the part that weighs most, and whether it goes with the change or against it. */
function findingOf({ measure, start, end, parts, format }: WaterfallInput): string {
  const change = end.value - start.value;
  const largest = [...parts].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))[0];
  const values = `from ${formatValue(start.value, format)} to ${formatValue(end.value, format)}`;
  if (formatChange(change, format).startsWith('0'))
    return largest && !formatChange(largest.value, format).startsWith('0')
      ? `The ${measure} stays at ${formatValue(end.value, format)}: its parts cancel each other`
      : `The ${measure} stays at ${formatValue(end.value, format)}`;
  const verb = change > 0 ? 'rises' : 'falls';
  if (!largest || largest.value === 0) return `The ${measure} ${verb} ${values}`;
  return `The ${measure} ${verb} ${values}; the largest part is ${largest.label.charAt(0).toLowerCase()}${largest.label.slice(1)}, ${formatChange(largest.value, format)}`;
}

function sentences(rows: readonly Row[], { start, end, format }: WaterfallInput): string[] {
  const parts = rows.filter(({ kind }) => kind === 'part');
  const rest = parts.find(({ id }) => id === ':rest');
  return [
    `${start.label} ${formatValue(start.value, format)}, ${end.label} ${formatValue(end.value, format)}, change ${formatChange(end.value - start.value, format)}.`,
    parts.length > 0
      ? `Parts: ${parts.map(({ label, value }) => `${label} ${formatChange(value, format)}`).join(', ')}.`
      : 'There are no parts.',
    rest
      ? `${formatChange(rest.value, format)} is not explained by the parts.`
      : `The ${formatCount(parts.length)} parts add up to the change.`,
  ];
}
