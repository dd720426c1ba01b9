import { dimensionTitle, formatCount, formatShare, listOf, plural } from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { rankColour } from './theme.ts';
import { cellFormatOf, formatTick, formatValue, type ValueFormat } from './values.ts';

/** One panel: a network or snapshot with its largest groups. */
export type MultiplesPanel = {
  id: string;
  label: string;
  /** what the panels are ordered by, worst = highest first, and how it reads, e.g. `HHI 1,137 (1,052 to 1,266)` */
  rank: number;
  note: string;
  /** largest first; at most 8 are drawn */
  rows: readonly { id: string; label: string; value: number }[];
  other?: { groups: number; value: number };
  unknown?: number;
};
export type SmallMultiplesInput = {
  context: ChartContext;
  /** what a row is, name of a column */
  by: string;
  format: ValueFormat;
  panels: readonly MultiplesPanel[];
  finding?: string;
};

type Row = { kind: 'group' | 'other' | 'unknown'; id: string; label: string; value: number };

const ROWS = 8;
const PITCH = 17;
const HEAD = 36;
const GAP = 22;
const NARROWEST = 210;

const columnsOf = (width: number, panels: number): number =>
  Math.max(1, Math.min(panels, Math.floor((width + GAP) / (NARROWEST + GAP)), 4));

function rowsOf({ rows, other, unknown = 0 }: MultiplesPanel): Row[] {
  const shown: Row[] = rows.slice(0, ROWS).map((row) => ({ kind: 'group', ...row }));
  const rest = rows.slice(ROWS);
  const groups = rest.length + (other?.groups ?? 0);
  if (groups > 0) {
    const value = rest.reduce((sum, row) => sum + row.value, other?.value ?? 0);
    shown.push({ kind: 'other', id: ':other', label: `Other (${formatCount(groups)})`, value });
  }
  if (unknown > 0) shown.push({ kind: 'unknown', id: ':unknown', label: 'Unknown', value: unknown });
  return shown;
}

/** Height of each line of panels without the gap below it, by the panel with most rows. */
function lineHeights(panels: readonly MultiplesPanel[], across: number, pitch: number): number[] {
  const heights: number[] = [];
  for (const [index, panel] of panels.entries()) {
    const line = Math.floor(index / across);
    heights[line] = Math.max(heights[line] ?? 0, HEAD + Math.max(1, rowsOf(panel).length) * pitch);
  }
  return heights;
}

const worstFirst = (panels: readonly MultiplesPanel[]): MultiplesPanel[] =>
  [...panels].sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));

const total = (heights: readonly number[]): number => heights.reduce((sum, height) => sum + height + GAP, 0);

/** Height in pixels that the panels take at a width. */
export function smallMultiplesHeight(panels: readonly MultiplesPanel[], width: number): number {
  return Math.max(120, total(lineHeights(worstFirst(panels), columnsOf(width, panels.length), PITCH)));
}

/**
 * Small multiples of ranked bars: one panel a network or snapshot, all on one scale, worst first. Other is counted and Unknown hatched in each;
 * a bar of Other beyond the scale of single holders is broken off.
 */
export function smallMultiples(input: SmallMultiplesInput, frame: ChartFrame): Chart {
  const { context, by, format } = input;
  const { theme, width, height, measure } = frame;
  const columns: ChartColumn[] = [
    { id: 'panel', label: 'Dataset', format: 'text' },
    { id: by, label: dimensionTitle(by), format: 'text' },
    { id: 'value', label: context.measure, format: cellFormatOf(format) },
  ];
  const panels = worstFirst(input.panels);
  const single = panels.flatMap((panel) => rowsOf(panel).filter(({ kind }) => kind !== 'other')).map(({ value }) => value);
  const most = Math.max(0, ...single);
  if (!(most > 0)) {
    const title = panels.length === 0 ? 'There is no dataset to compare' : 'No dataset has anything to rank';
    return stateChart(
      'small-multiples',
      'Small multiples',
      title,
      'Choose datasets that have records with this measure.',
      context,
      columns,
      frame,
    );
  }
  const figure = new Figure(frame);
  const across = columnsOf(width, panels.length);
  const panelWidth = (width - GAP * (across - 1)) / across;
  const pitch = Math.max(13, Math.min(22, (PITCH * height) / total(lineHeights(panels, across, PITCH))));
  const heights = lineHeights(panels, across, pitch);
  const all = panels.flatMap(rowsOf);
  const valueWidth = Math.max(...all.map(({ value }) => measure(formatValue(value, format), 11, 600))) + 6;
  const nameWidth = Math.min(Math.max(...all.map(({ label }) => measure(label, 11, 400))), panelWidth * 0.42);
  const room = Math.max(16, panelWidth - nameWidth - 8 - valueWidth);
  const series = panels.map((panel, index) => {
    const left = (index % across) * (panelWidth + GAP);
    const top = total(heights.slice(0, Math.floor(index / across)));
    figure.add(fitText(panel.label, panelWidth, 12, 600, measure), left, top + 9, { weight: 600, colour: theme.ink });
    figure.add(fitText(panel.note, panelWidth, 11, 400, measure), left, top + 25, { size: 11, colour: theme.ink3 });
    const zero = left + nameWidth + 8;
    const rows = rowsOf(panel);
    figure.line(zero, top + HEAD - 1, zero, top + HEAD + rows.length * pitch, theme.lineStrong);
    const marks = rows.map((row, place) => {
      const y = top + HEAD + (place + 0.5) * pitch;
      const bar = { x: zero, y: y - 5, width: (Math.min(row.value, most) / most) * room, height: 10 };
      drawRow(figure, row, bar, place, `${panel.id}/${row.id}`, row.value > most);
      figure.add(fitText(row.label, nameWidth, 11, 400, measure), left, y, {
        size: 11,
        colour: row.kind === 'group' ? theme.ink : theme.ink3,
      });
      figure.add(formatValue(row.value, format), bar.x + bar.width + 5, y, { size: 11, weight: 600, colour: theme.ink });
      return {
        id: row.id,
        ...bar,
        width: Math.max(3, bar.width),
        readout: [panel.label, row.label, formatValue(row.value, format), ...(row.kind === 'group' ? [`rank ${place + 1}`] : [])].join(
          ' | ',
        ),
      };
    });
    return { name: panel.label, marks };
  });
  const title = input.finding ?? findingOf(panels);
  return {
    kind: 'small-multiples',
    title,
    subtitle: `${subtitleOf(context)} | one scale, 0 to ${formatTick(most, format)}${format === 'share' ? ' %' : ''}`,
    summary: summaryText('Small multiples of ranked bars', title, context, sentences(panels, format)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: panels.flatMap((panel) => rowsOf(panel).map(({ label, value }) => [panel.label, label, value])),
    },
    option: figure.option(title),
    series,
    labels: figure.boxes,
  };
}

type Bar = { x: number; y: number; width: number; height: number };

function drawRow(figure: Figure, row: Row, bar: Bar, place: number, id: string, isBroken: boolean): void {
  const { theme } = figure.frame;
  const info = { id, value: row.value };
  if (row.kind === 'unknown') {
    figure.rect(bar, { fill: theme.panel, stroke: theme.unknown, dash: [3, 2], z: 3 }, info);
    figure.hatch(bar, theme.unknown, { gap: 5, z: 4 });
    return;
  }
  const { fill, outline } = row.kind === 'other' ? { fill: theme.rankOther, outline: theme.rankOutline } : rankColour(place + 1, theme);
  figure.rect(bar, { fill, ...(outline !== null && { stroke: outline }), z: 3 }, info);
  if (isBroken)
    for (const at of [12, 17])
      figure.line(bar.x + bar.width - at - 3, bar.y + 12, bar.x + bar.width - at + 3, bar.y - 2, theme.panel, null, 2.5, 6);
}

function findingOf(panels: readonly MultiplesPanel[]): string {
  const [first, second] = panels;
  if (!first) return 'There is no dataset to compare';
  if (panels.length === 1) return `${first.label} stands alone: ${first.note}`;
  const ties = panels.filter(({ rank }) => rank === first.rank);
  if (ties.length > 1) return `${listOf(ties.map(({ label }) => label))} are level: ${first.note}`;
  return `${first.label} is the most concentrated: ${first.note}${second ? `; next ${second.label}, ${second.note}` : ''}`;
}

function sentences(panels: readonly MultiplesPanel[], format: ValueFormat): string[] {
  return [
    `${plural(panels.length, 'dataset')} on one scale, worst first.`,
    ...panels.slice(0, 6).map((panel) => {
      const top = panel.rows.slice(0, 3).map(({ label, value }) => `${label} ${formatValue(value, format)}`);
      const unknown = panel.unknown
        ? `; unknown ${format === 'share' ? formatShare(panel.unknown) : formatValue(panel.unknown, format)}`
        : '';
      return `${panel.label}, ${panel.note}: ${top.length > 0 ? top.join(', ') : 'nothing known'}${unknown}.`;
    }),
    panels.length > 6 ? `${formatCount(panels.length - 6)} more in the table.` : '',
  ];
}
