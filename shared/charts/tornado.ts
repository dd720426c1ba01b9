import { formatCount, plural } from '../format/index.ts';
import { drawLevel, scaleOf } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { formatTick } from './values.ts';

/** An alternative and the result under it, in both readings of what is unknown; `null` = there is no such number, beyond every one. */
export type TornadoRow = { id: string; label: string; low: number | null; high: number | null };
export type TornadoInput = {
  context: ChartContext;
  /** what changes, as in `breaking point` */
  measure: string;
  baseline: { low: number | null; high: number | null };
  rows: readonly TornadoRow[];
  /** alternatives that leave the result as it is, by name */
  unchanged: readonly string[];
  finding?: string;
};

const SIZE = 12;
const HEAD = 22;
const FOOT = 24;

/** Height in pixels at which the rows are easy to read. */
export function tornadoHeight(rows: number, pitch = 24): number {
  return HEAD + FOOT + Math.max(2, rows) * pitch;
}

const endWords = (value: number | null): string => (value === null ? 'none' : formatCount(value));
const rangeWords = ({ low, high }: { low: number | null; high: number | null }): string =>
  low === high ? endWords(low) : `${endWords(low)} to ${endWords(high)}`;

/** How far a row lies from the baseline; beyond every number counts most. */
function reach({ low, high }: TornadoRow, baseline: TornadoInput['baseline']): number {
  const gap = (a: number | null, b: number | null) => (a === b ? 0 : a === null || b === null ? Number.POSITIVE_INFINITY : Math.abs(a - b));
  return Math.max(gap(low, baseline.low), gap(high, baseline.high));
}

/**
 * Tornado: how far each alternative moves a whole number from where it stands, the farthest first; the baseline is a line, and the value under
 * the alternative stands at the end of its bar.
 */
export function tornado(input: TornadoInput, frame: ChartFrame): Chart {
  const { context, baseline, measure, unchanged } = input;
  const { theme, width, height } = frame;
  const columns: ChartColumn[] = [
    { id: 'alternative', label: 'Alternative', format: 'text' },
    { id: 'low', label: `${measure}, adverse reading`, format: 'count' },
    { id: 'high', label: `${measure}, favourable reading`, format: 'count' },
  ];
  const rows = [...input.rows].sort((a, b) => reach(b, baseline) - reach(a, baseline) || (a.id < b.id ? -1 : 1));
  const table = [
    ['as stated', baseline.low, baseline.high],
    ...rows.map(({ label, low, high }) => [label, low, high]),
    ...unchanged.map((label) => [label, baseline.low, baseline.high]),
  ];
  if (rows.length === 0) {
    const title = `Nothing that was asked moves the ${measure}`;
    const reason = `It stays at ${rangeWords(baseline)} under ${plural(unchanged.length, 'alternative')}.`;
    const empty = stateChart('tornado', 'Tornado chart', title, reason, context, columns, frame);
    return { ...empty, table: { ...empty.table, rows: table } };
  }
  const values = [baseline.low, baseline.high, ...rows.flatMap(({ low, high }) => [low, high])];
  const most = Math.max(1, ...values.filter((value) => value !== null));
  const beyond = values.includes(null);
  const end = beyond ? most * 1.15 + 1 : most * 1.04;
  const figure = new Figure(frame);
  const texts = rows.map(rangeWords);
  const left = Math.min(Math.max(60, ...rows.map(({ label }) => frame.measure(label, SIZE, 400))), width * 0.5) + 12;
  const right = Math.max(...texts.map((text) => frame.measure(text, SIZE, 600))) + 16;
  const plot = { left, top: HEAD, width: Math.max(40, width - left - right), height: height - HEAD - FOOT };
  const x = scaleOf(0, end, left, left + plot.width, Math.max(2, Math.floor(plot.width / 90)));
  const place = (value: number | null): number => x.at(value ?? end);
  drawLevel(figure, plot, { ...x, ticks: x.ticks.filter((tick) => Number.isInteger(tick) && tick <= most) }, (tick) =>
    formatTick(tick, 'count'),
  );
  const pitch = plot.height / rows.length;
  const barHeight = Math.max(4, Math.min(14, pitch - 8));
  const marks = rows.map((row, index) => {
    const y = HEAD + (index + 0.5) * pitch;
    const points = [
      row.low,
      row.high,
      row.low === baseline.low ? row.high : baseline.low,
      row.high === baseline.high ? row.low : baseline.high,
    ].map(place);
    const [from, to] = [Math.min(...points), Math.max(...points)];
    const bar = { x: from, y: y - barHeight / 2, width: Math.max(2, to - from), height: barHeight };
    figure.add(fitText(row.label, left - 14, SIZE, 400, frame.measure), 0, y, { size: SIZE, colour: theme.ink });
    figure.rect(bar, { fill: theme.rank3, z: 3 }, { id: row.id, value: row.high });
    for (const value of new Set([row.low, row.high])) figure.circle(place(value), y, 4, { fill: theme.rank1, z: 5 });
    figure.add(texts[index] ?? '', width, y, { size: SIZE, weight: 600, colour: theme.ink, align: 'right' });
    return { id: row.id, ...bar, readout: `${row.label} | ${measure} ${texts[index]} | as stated ${rangeWords(baseline)}` };
  });
  for (const value of new Set([baseline.low, baseline.high]))
    figure.line(place(value), HEAD - 4, place(value), HEAD + plot.height, theme.reference, [6, 4], 1.5, 4);
  const label = fitText(`as stated: ${rangeWords(baseline)}`, plot.width, 11, 600, frame.measure);
  const half = frame.measure(label, 11, 600) / 2;
  const centre = Math.min(Math.max((place(baseline.low) + place(baseline.high)) / 2, left + half), left + plot.width - half);
  figure.add(label, centre, HEAD - 13, { size: 11, weight: 600, colour: theme.reference, align: 'center' });
  const [first] = rows;
  const title =
    input.finding ??
    `The ${measure} moves most under: ${first?.label ?? ''} (${rangeWords(baseline)} becomes ${first ? rangeWords(first) : ''})`;
  return {
    kind: 'tornado',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Tornado chart', title, context, [
      `As stated: ${rangeWords(baseline)}.`,
      `Moved by: ${rows.map((row) => `${row.label}, ${rangeWords(row)}`).join('; ')}.`,
      unchanged.length === 0 ? '' : `Unmoved by: ${unchanged.join('; ')}.`,
    ]),
    table: { caption: tableCaption(title, context), columns, rows: table },
    option: figure.option(title),
    series: [{ name: 'Alternatives', marks }],
    labels: figure.boxes,
  };
}
