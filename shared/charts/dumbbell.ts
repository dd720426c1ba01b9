import { dimensionNoun, dimensionTitle, formatCount, NO_VALUE, plural } from '../format/index.ts';
import { drawLevel, rangeOf, scaleOf } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { sentenceCase } from './labels.ts';
import { fitText } from './measure.ts';
import { cellFormatOf, formatChange, formatTick, formatValue, type ValueFormat } from './values.ts';

/** One thing in A and in B; `null` = not there or not disclosed. */
export type DumbbellRow = { id: string; label: string; a: number | null; b: number | null };
export type DumbbellInput = {
  context: ChartContext;
  /** what a row is, name of a column */
  by: string;
  /** names of the two sides, A first */
  names: readonly [a: string, b: string];
  /** letter of the second side; 'B' where absent */
  letter?: string;
  rows: readonly DumbbellRow[];
  format: ValueFormat;
  /** rows that the list does not hold any more */
  notListed?: number;
  finding?: string;
};

const HEAD = 26;
const FOOT = 24;
const SIZE = 12;

/** Height in pixels at which `rows` rows are easy to read. */
export function dumbbellHeight(rows: number, pitch = 22): number {
  return HEAD + FOOT + Math.max(2, rows) * pitch;
}

const gapOf = ({ a, b }: DumbbellRow): number | null => (a === null || b === null ? null : b - a);

/** Distance of the sides; what stands on one side alone is as far as all of it. */
const distanceOf = ({ a, b }: DumbbellRow): number => Math.abs((b ?? 0) - (a ?? 0));

/** Largest distance first, then the larger one. */
function bySize(one: DumbbellRow, other: DumbbellRow): number {
  const size = (row: DumbbellRow): number => Math.max(row.a ?? 0, row.b ?? 0);
  return distanceOf(other) - distanceOf(one) || size(other) - size(one) || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/**
 * Dumbbell: each row a value in A (open) and in B (filled) on one scale, sorted by the gap between them, where what is absent counts as nothing; rows that do not fit are counted.
 *
 * @param rows both sides in the same unit and on the same base; the caller has checked that they can be compared
 */
export function dumbbell(input: DumbbellInput, frame: ChartFrame): Chart {
  const { context, by, names, format, letter = 'B' } = input;
  const { theme, width, height, measure } = frame;
  const cell = cellFormatOf(format);
  const columns: ChartColumn[] = [
    { id: by, label: dimensionTitle(by), format: 'text' },
    { id: 'a', label: names[0], format: cell },
    { id: 'b', label: names[1], format: cell },
    { id: 'change', label: 'Change', format: cell },
  ];
  const rows = [...input.rows].sort(bySize);
  const values = rows.flatMap(({ a, b }) => [a, b].filter((value) => value !== null));
  if (values.length === 0) {
    const title = `No ${dimensionNoun(by, 1)} has a value on either side`;
    return stateChart(
      'dumbbell',
      'Dumbbell chart',
      title,
      `Nothing can be compared between ${names[0]} and ${names[1]}.`,
      context,
      columns,
      frame,
    );
  }
  const figure = new Figure(frame);
  const shown = Math.max(1, Math.min(rows.length, Math.floor((height - HEAD - FOOT) / 15)));
  const left = Math.min(Math.max(40, ...rows.slice(0, shown).map(({ label }) => measure(label, SIZE, 400))), width * 0.3) + 14;
  const changes = rows.map((row) => changeWords(row, format, letter));
  const right = Math.max(...changes.slice(0, shown).map((text) => measure(text, SIZE, 600))) + 14;
  const plot = { left, top: HEAD, width: Math.max(40, width - left - right), height: height - HEAD - FOOT };
  const range = rangeOf(values, true);
  const x = scaleOf(range.low, range.high, left, left + plot.width, Math.max(2, Math.floor(plot.width / 80)));
  const pitch = plot.height / shown;
  drawLevel(figure, plot, x, (value) => formatTick(value, format));
  drawSides(figure, names, letter, rows.length > shown ? `${formatCount(rows.length - shown)} more in the table` : '');
  const marks = rows.slice(0, shown).map((row, index) => {
    const y = HEAD + (index + 0.5) * pitch;
    const places = [row.a, row.b].filter((value) => value !== null).map(x.at);
    const [from, to] = [Math.min(...places, Number.POSITIVE_INFINITY), Math.max(...places, 0)];
    figure.add(fitText(row.label, left - 14, SIZE, 400, measure), 0, y, { size: SIZE, colour: theme.ink });
    figure.add(changes[index] ?? NO_VALUE, width, y, {
      size: SIZE,
      weight: 600,
      colour: gapOf(row) === null ? theme.ink3 : theme.ink,
      align: 'right',
    });
    if (places.length === 2) figure.rect({ x: from, y: y - 1.5, width: to - from, height: 3 }, { fill: theme.rank3, z: 3 });
    if (row.a !== null)
      figure.circle(
        x.at(row.a),
        y,
        4.5,
        { fill: theme.panel, stroke: theme.rank1, lineWidth: 1.75, z: 5 },
        { id: `${row.id}/a`, value: row.a },
      );
    if (row.b !== null)
      figure.circle(x.at(row.b), y, 4.5, { fill: theme.accent, stroke: theme.panel, z: 6 }, { id: `${row.id}/b`, value: row.b });
    return {
      id: row.id,
      x: places.length === 0 ? left : from - 5,
      y: y - 6,
      width: places.length === 0 ? 10 : to - from + 10,
      height: 12,
      readout: [row.label, `${names[0]} ${sideWords(row.a, format)}`, `${names[1]} ${sideWords(row.b, format)}`, changes[index]].join(
        ' | ',
      ),
    };
  });
  const title = input.finding ?? findingOf(rows, input);
  return {
    kind: 'dumbbell',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Dumbbell chart', title, context, sentences(rows, input)),
    table: { caption: tableCaption(title, context), columns, rows: rows.map((row) => [row.label, row.a, row.b, gapOf(row)]) },
    option: figure.option(title),
    series: [{ name: `${names[0]} to ${names[1]}`, marks }],
    labels: figure.boxes,
  };
}

const sideWords = (value: number | null, format: ValueFormat): string => (value === null ? 'no value' : formatValue(value, format));

/** `+3.1 points`, or on which side alone a row stands. */
function changeWords(row: DumbbellRow, format: ValueFormat, letter: string): string {
  if (row.a === null && row.b === null) return NO_VALUE;
  if (row.a === null) return `only in ${letter}`;
  if (row.b === null) return 'only in A';
  return formatChange(row.b - row.a, format);
}

/** Which mark is which side; what the picture leaves out. */
function drawSides(figure: Figure, [a, b]: readonly [string, string], letter: string, note: string): void {
  const { theme, width, measure } = figure.frame;
  const noteWidth = note === '' ? 0 : measure(note, 11, 400) + 12;
  const room = Math.max(30, (width - noteWidth) / 2 - 26);
  figure.circle(6, 9, 4.5, { fill: theme.panel, stroke: theme.rank1, lineWidth: 1.75 });
  const first = figure.add(fitText(`A ${a}`, room, SIZE, 600, measure), 16, 9, { weight: 600, colour: theme.ink2 });
  const next = first.x + first.width + 22;
  figure.circle(next, 9, 4.5, { fill: theme.accent, stroke: theme.panel });
  figure.add(fitText(`${letter} ${b}`, room, SIZE, 600, measure), next + 10, 9, { weight: 600, colour: theme.accent });
  if (note !== '') figure.add(note, width, 9, { size: 11, colour: theme.ink3, align: 'right' });
}

function findingOf(rows: readonly DumbbellRow[], { by, names, format }: DumbbellInput): string {
  const [first, next] = rows;
  if (!first || rows.every((row) => gapOf(row) === null)) return `No ${dimensionNoun(by, 1)} stands on both sides`;
  if (distanceOf(first) === 0) return `No ${dimensionNoun(by, 1)} differs between ${names[0]} and ${names[1]}`;
  if (gapOf(first) === null)
    return `${first.label} is only in ${names[first.a === null ? 1 : 0]}, with ${formatValue(first.a ?? first.b, format)}`;
  const tied = next !== undefined && distanceOf(next) === distanceOf(first) ? ', as much as another' : '';
  return `${first.label} differs most${tied}: ${formatValue(first.a, format)} to ${formatValue(first.b, format)}`;
}

function sentences(rows: readonly DumbbellRow[], { names, format, notListed = 0, by, letter = 'B' }: DumbbellInput): string[] {
  const both = rows.filter((row) => gapOf(row) !== null);
  const [onlyA, onlyB] = [rows.filter(({ a, b }) => a !== null && b === null), rows.filter(({ a, b }) => a === null && b !== null)];
  const alone = [
    ...(onlyA.length > 0 ? [`${formatCount(onlyA.length)} only in ${names[0]}`] : []),
    ...(onlyB.length > 0 ? [`${formatCount(onlyB.length)} only in ${names[1]}`] : []),
  ];
  const largest = both.slice(0, 3).map((row) => `${row.label} ${formatChange(gapOf(row), format)}`);
  return [
    `A is ${names[0]}, ${letter} is ${names[1]}; ${plural(both.length, `${dimensionNoun(by, 1)} has values on both sides`, `${dimensionNoun(by, 2)} have values on both sides`)}.`,
    largest.length > 0 ? `Largest differences: ${largest.join(', ')}.` : '',
    alone.length > 0 ? `${sentenceCase(alone.join(', '))}.` : '',
    notListed > 0 ? `Not shown: ${formatCount(notListed)} more ${dimensionNoun(by, notListed)}.` : '',
  ];
}
