import { formatCount, formatExact, formatPercentDigits, formatQuantity, NO_VALUE } from '../format/index.ts';
import type { TextMeasure } from './measure.ts';
import type { ChartTheme } from './theme.ts';

/** An ECharts option as plain data. */
export type ChartOption = Record<string, unknown>;

/** Where and how a chart is drawn; sizes in CSS pixels. */
export type ChartFrame = { width: number; height: number; theme: ChartTheme; measure: TextMeasure };

/** `quantity` = an amount of the data with all its digits; `figure` = a number worked out from them, to the digits that matter. */
export type CellFormat = 'text' | 'count' | 'quantity' | 'figure' | 'percent';
export type ChartColumn = { id: string; label: string; format: CellFormat };

/** The data of a chart as a table; `percent` cells are fractions 0..1. */
export type ChartTable = { caption: string; columns: ChartColumn[]; rows: (string | number | null)[][] };

/** A place that the keyboard can visit: a box in pixels and what it reads. */
export type ChartMark = { id: string; x: number; y: number; width: number; height: number; readout: string };
export type ChartMarkSeries = { name: string; marks: ChartMark[] };

/** A text in the figure with the box that it takes. */
export type LabelBox = { text: string; x: number; y: number; width: number; height: number };

export const CHART_KINDS = [
  'ranked-bars',
  'pareto',
  'lorenz',
  'treemap',
  'hill-profile',
  'heatmap',
  'choropleth',
  'ecdf',
  'strip',
  'ladder',
  'dumbbell',
  'waterfall',
  'small-multiples',
  'time-series',
  'removal-curve',
  'loss-curve',
  'bounds-bar',
  'tornado',
] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export type Chart = {
  kind: ChartKind;
  /** the finding in words */
  title: string;
  /** measure, unit, base, date and n */
  subtitle: string;
  /** accessible name and alternative text */
  summary: string;
  table: ChartTable;
  option: ChartOption;
  series: ChartMarkSeries[];
  labels: LabelBox[];
  /** mark under a pixel, where marks are no boxes; otherwise the nearest box counts */
  hit?: (x: number, y: number) => { series: number; mark: number } | null;
};

/** How a cell of a chart's table reads. */
export function formatChartCell(column: ChartColumn, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return NO_VALUE;
  if (column.format === 'text') return String(value);
  if (column.format === 'percent') return formatPercentDigits(Number(value));
  if (column.format === 'figure') return formatQuantity(value);
  return column.format === 'count' ? formatCount(value) : formatExact(value);
}

/** CSV of a chart's table: RFC 4180, LF, raw numbers; percent columns stay fractions. */
export function chartTableCsv(table: ChartTable): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const header = table.columns.map((column) => cell(column.id));
  return `${[header, ...table.rows.map((row) => row.map(cell))].map((cells) => cells.join(',')).join('\n')}\n`;
}
