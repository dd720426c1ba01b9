import {
  countOf,
  dimensionNoun,
  dimensionTitle,
  formatCount,
  formatPercentDigits,
  formatQuantity,
  formatShare,
  plural,
} from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { type Box, Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { inkOn, rampOf } from './theme.ts';

export type HeatmapInput = {
  context: ChartContext;
  /** dimensions of rows and columns, names of columns: `operator`, `cloud` */
  by: readonly [row: string, column: string];
  rows: readonly { id: string; label: string }[];
  columns: readonly { id: string; label: string }[];
  /** one number a cell, at least 0; `null` = not disclosed */
  cells: readonly (readonly (number | null)[])[];
  /** `share` = fractions 0..1 */
  format: 'share' | 'count' | 'quantity';
  /** rows and columns that the list does not hold any more */
  notListed?: { rows: number; columns: number };
  finding?: string;
};

const SIZE = 12;
const FOOT = 30;

/** Height in pixels at which `rows` rows are easy to read under a head of `head` pixels. */
export function heatmapHeight(rows: number, head = 92, pitch = 24): number {
  return head + FOOT + Math.max(2, rows) * pitch;
}

const textOf = (value: number | null, format: HeatmapInput['format']): string =>
  value === null
    ? 'n/d'
    : format === 'share'
      ? formatPercentDigits(value)
      : format === 'count'
        ? formatCount(value)
        : formatQuantity(value);
const wordsOf = (value: number | null, format: HeatmapInput['format']): string =>
  value === null ? 'not disclosed' : format === 'share' ? formatShare(value) : textOf(value, format);

/** Class 1..5 of a value by equal parts of the range from 0 to the largest; 0 for 0. */
export function classOf(value: number, most: number): number {
  if (!(value > 0) || !(most > 0)) return 0;
  return Math.min(5, Math.max(1, Math.ceil((value / most) * 5 - 1e-9)));
}

/**
 * Heat map of what depends on what: a number in each cell, five classes of one ramp, hatch where nothing is disclosed. Rows and columns keep
 * the order given. A frame that is too small shows the first rows and columns and says how many the table adds.
 */
export function heatmap(input: HeatmapInput, frame: ChartFrame): Chart {
  const { context, rows, columns, cells, format, by } = input;
  const { theme, width, height, measure } = frame;
  const tableColumns: ChartColumn[] = [
    { id: by[0], label: dimensionTitle(by[0]), format: 'text' },
    ...columns.map(({ id, label }): ChartColumn => ({ id, label, format: format === 'share' ? 'percent' : format })),
  ];
  const values = cells.flatMap((row) => row.filter((value) => value !== null));
  if (rows.length === 0 || columns.length === 0 || values.length === 0) {
    const nothing = rows.length === 0 || columns.length === 0;
    const title = nothing
      ? `No ${dimensionNoun(by[0], 1)} has a ${dimensionNoun(by[1], 1)}`
      : `No ${dimensionNoun(by[0], 1)} discloses its ${dimensionNoun(by[1], 1)}`;
    const reason = nothing
      ? 'There is nothing to set against each other.'
      : `The ${dimensionNoun(by[1], 1)} of all ${formatCount(rows.length)} rows is not disclosed.`;
    return stateChart('heatmap', 'Heat map', title, reason, context, tableColumns, frame);
  }
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const figure = new Figure(frame);
  const left = Math.min(Math.max(40, ...rows.map(({ label }) => measure(label, SIZE, 400))), width * 0.28) + 10;
  const least = Math.max(26, ...values.map((value) => measure(textOf(value, format), SIZE, 600)), measure('n/d', SIZE, 600)) + 8;
  const columnsShown = Math.max(1, Math.min(columns.length, Math.floor((width - left) / least)));
  const cellWidth = Math.min(140, (width - left) / columnsShown);
  const named = columns.slice(0, columnsShown).map(({ label }) => label);
  const isLevel = cellWidth >= 76 || named.every((label) => measure(label, SIZE, 400) <= cellWidth - 8);
  const longest = Math.max(...named.map((label) => measure(label, SIZE, 400)));
  const head = isLevel ? 22 : Math.min(longest + 10, Math.max(40, height * 0.3), 130);
  const rowsShown = Math.max(1, Math.min(rows.length, Math.floor((height - head - FOOT) / 17)));
  const pitch = Math.min(34, (height - head - FOOT) / rowsShown);
  const boxOf = (row: number, column: number): Box => ({
    x: left + column * cellWidth + 1,
    y: head + row * pitch + 1,
    width: cellWidth - 2,
    height: pitch - 2,
  });

  for (const [index, label] of named.entries()) {
    const x = left + (index + 0.5) * cellWidth;
    if (isLevel)
      figure.add(fitText(label, cellWidth - 8, SIZE, 400, measure), x, head - 10, { size: SIZE, colour: theme.ink2, align: 'center' });
    else figure.upward(fitText(label, head - 8, SIZE, 400, measure), x, head - 5, { size: SIZE, colour: theme.ink2 });
  }
  for (const [row, { label }] of rows.slice(0, rowsShown).entries()) {
    figure.add(fitText(label, left - 10, SIZE, 400, measure), 0, head + (row + 0.5) * pitch, { size: SIZE, colour: theme.ink });
    for (let column = 0; column < columnsShown; column += 1) {
      const value = cells[row]?.[column] ?? null;
      drawCell(figure, boxOf(row, column), value, most, textOf(value, format), `${rows[row]?.id}/${columns[column]?.id}`);
    }
  }
  const hidden = [
    ...(rowsShown < rows.length ? [plural(rows.length - rowsShown, 'row')] : []),
    ...(columnsShown < columns.length ? [plural(columns.length - columnsShown, 'column')] : []),
  ];
  drawClasses(
    figure,
    most,
    format,
    head + rowsShown * pitch + FOOT / 2,
    hidden.length > 0 ? `${hidden.join(' and ')} more in the table` : '',
  );

  const title = input.finding ?? findingOf(input);
  return {
    kind: 'heatmap',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Heat map', title, context, sentences(input)),
    table: {
      caption: tableCaption(title, context),
      columns: tableColumns,
      rows: rows.map(({ label }, row) => [label, ...(cells[row] ?? [])]),
    },
    option: figure.option(title),
    series: rows.slice(0, rowsShown).map(({ id, label }, row) => ({
      name: label,
      marks: columns.slice(0, columnsShown).map((column, index) => ({
        id,
        ...boxOf(row, index),
        readout: `${label} | ${column.label} | ${wordsOf(cells[row]?.[index] ?? null, format)}`,
      })),
    })),
    labels: figure.boxes,
  };
}

function drawCell(figure: Figure, box: Box, value: number | null, most: number, text: string, id: string): void {
  const { theme, measure } = figure.frame;
  const level = value === null ? 0 : classOf(value, most);
  const fill = level === 0 ? theme.panel : (rampOf(theme)[level - 1] ?? theme.panel);
  figure.rect(box, { fill, stroke: level === 0 || theme.patterned ? theme.line : fill, z: 2 }, { id, value });
  const isHatched = value === null || (theme.patterned && level > 0);
  if (value === null) figure.hatch(box, theme.unknown, { gap: 8, z: 3 });
  else if (isHatched) figure.hatch(box, theme.ink, { gap: 22 - level * 4, z: 3 });
  const quiet = value === null || value === 0;
  const weight = level >= 4 ? 600 : 400;
  if (measure(text, SIZE, weight) <= box.width)
    figure.add(text, box.x + box.width / 2, box.y + box.height / 2, {
      size: SIZE,
      weight,
      colour: quiet ? theme.ink3 : inkOn(fill, theme),
      align: 'center',
      ...(isHatched && { ground: fill }),
    });
}

/** The five classes with their ends, and what is left out. */
function drawClasses(figure: Figure, most: number, format: HeatmapInput['format'], y: number, note: string): void {
  const { theme, width, measure } = figure.frame;
  const unit = format === 'share' ? ' %' : '';
  const texts = [0, 1, 2, 3, 4, 5].map((end) => textOf((most * end) / 5, format === 'count' ? 'quantity' : format));
  const swatch = Math.max(34, ...texts.map((text) => measure(`${text}${unit}`, 11, 400) + 10));
  const noteWidth = note === '' ? 0 : measure(note, 11, 400) + 16;
  if (swatch * 5.5 + noteWidth + 30 <= width) {
    for (const [index, fill] of rampOf(theme).entries()) {
      const box = { x: 8 + index * swatch, y: y - 9, width: swatch - 1, height: 7 };
      figure.rect(box, { fill, stroke: theme.rankOutline, lineWidth: 0.5 });
      if (theme.patterned) figure.hatch(box, theme.ink, { gap: 22 - (index + 1) * 4 });
    }
    for (const [index, text] of texts.entries())
      figure.add(index === 5 ? `${text}${unit}` : text, 8 + index * swatch, y + 7, {
        size: 11,
        colour: theme.ink3,
        align: index === 0 ? 'left' : 'center',
      });
  }
  if (note !== '') figure.add(fitText(note, width, 11, 400, measure), width, y, { size: 11, colour: theme.ink2, align: 'right' });
}

/** The column that most rows share, with its largest cell; otherwise the largest cell. */
function findingOf({ rows, columns, cells, by, format }: HeatmapInput): string {
  const shared = columns
    .map(({ label }, column) => ({
      label,
      count: cells.filter((row) => (row[column] ?? 0) > 0).length,
      total: cells.reduce((sum, row) => sum + (row[column] ?? 0), 0),
    }))
    .sort((a, b) => b.count - a.count || b.total - a.total)[0];
  if (shared && shared.count > 1)
    return `${shared.label} is shared by ${shared.count === rows.length ? `all ${formatCount(rows.length)}` : `${formatCount(shared.count)} of ${formatCount(rows.length)}`} ${dimensionNoun(by[0], 2)} listed`;
  const best = largestOf({ rows, columns, cells });
  return best ? `${best.row} depends most on ${best.column}: ${wordsOf(best.value, format)}` : `No ${dimensionNoun(by[1], 1)} is shared`;
}

function largestOf({ rows, columns, cells }: Pick<HeatmapInput, 'rows' | 'columns' | 'cells'>) {
  let best: { row: string; column: string; value: number } | null = null;
  for (const [row, line] of cells.entries())
    for (const [column, value] of line.entries())
      if (value !== null && value > (best?.value ?? 0)) best = { row: rows[row]?.label ?? '', column: columns[column]?.label ?? '', value };
  return best;
}

function sentences({ rows, columns, cells, by, format, notListed }: HeatmapInput): string[] {
  const all = cells
    .flatMap((line, row) => line.map((value, column) => ({ row: rows[row]?.label, column: columns[column]?.label, value })))
    .filter((cell): cell is { row: string; column: string; value: number } => cell.value !== null && cell.value > 0)
    .sort((a, b) => b.value - a.value);
  const hidden = cells.reduce((count, row) => count + row.filter((value) => value === null).length, 0);
  const more = [
    ...(notListed && notListed.rows > 0 ? [countOf(notListed.rows, by[0])] : []),
    ...(notListed && notListed.columns > 0 ? [countOf(notListed.columns, by[1])] : []),
  ];
  return [
    `${countOf(rows.length, by[0])} by ${countOf(columns.length, by[1])}.`,
    all.length > 0
      ? `Highest: ${all
          .slice(0, 3)
          .map(({ row, column, value }) => `${row} on ${column} ${wordsOf(value, format)}`)
          .join(', ')}.`
      : 'All cells are 0.',
    hidden > 0
      ? `Uncertainty: ${plural(hidden, 'cell')} ${hidden === 1 ? 'is' : 'are'} not disclosed.`
      : 'Uncertainty: no cell is undisclosed.',
    more.length > 0 ? `Not shown: ${more.join(' and ')}.` : '',
  ];
}
