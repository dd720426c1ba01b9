import type { ViewResult } from '../case/view.ts';
import {
  boundsNote,
  dimensionNoun,
  endsWords,
  formatCount,
  formatExact,
  formatPoints,
  formatQuantity,
  formatShare,
  listOf,
  partialNote,
  shareWords,
  weightNoun,
} from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame, ChartMarkSeries } from './chart.ts';
import { contextOfView, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure } from './figure.ts';
import { spread } from './labels.ts';
import { fitText } from './measure.ts';
import { drawReferences, referenceSentences } from './rankedReferences.ts';
import { type ReferenceLine, type Row, rowsOf, type Step, shareDigits, stepsOf } from './rankedRows.ts';
import { colourRanks, rankColour } from './theme.ts';

export type ParetoInput = {
  view: ViewResult;
  /** groups listed before Other, 1..20 */
  shown: number;
  references?: readonly ReferenceLine[];
};

const HEADER = 40;
const FOOTER = 26;
const SIZE = 12;

/** Height in pixels at which the rows of a view are easy to read. */
export function paretoHeight(view: ViewResult, shown: number, pitch = 20, references = 0): number {
  return HEADER + FOOTER + (references > 0 ? 16 : 0) + Math.max(3, rowsOf({ view, shown }).length) * pitch;
}

const isOpen = ({ kind }: Row): boolean => kind === 'partial' || kind === 'unknown';

function columnsOf(view: ViewResult): ChartColumn[] {
  return [
    { id: view.stamp.by, label: view.stamp.by, format: 'text' },
    { id: view.stamp.weight, label: weightNoun(view.stamp), format: 'quantity' },
    { id: 'share_fraction', label: 'Share, %', format: 'percent' },
    { id: 'cumulative_fraction', label: 'Cumulative, %', format: 'percent' },
  ];
}

/** What stands instead of a ranking where nothing is held by anybody known; `null` where there is a ranking. */
export function emptyWords(view: ViewResult): { title: string; reason: string } | null {
  const { stamp, unknown } = view;
  const weight = weightNoun(stamp.weight);
  if (view.rows === 0) return { title: 'No record passes the filter', reason: 'No record passes the filter, so there is nothing to rank.' };
  if (view.top.length > 0) return null;
  if (unknown.rows === 0 || Number(unknown.value) === 0)
    return {
      title: `No record holds any ${weight}`,
      reason: `The ${formatCount(view.rows)} records hold 0 ${weightNoun(stamp)} in total.`,
    };
  return {
    title: `The ${dimensionNoun(stamp.by, 1)} of all ${weight} is not known`,
    reason: `${formatQuantity(unknown.value)} ${weightNoun(stamp)} in ${formatCount(unknown.rows)} records have no known ${dimensionNoun(stamp.by, 1)}, so any ranking is possible.`,
  };
}

/**
 * Pareto of a view on one scale from 0 to 100 % of the total: bars from 0, behind them the cumulative share as a stair, the levels 1/3, 1/2
 * and 2/3 of the known total down to the group that passes them, and reference lines of threshold packs for a single share.
 */
export function pareto(input: ParetoInput, frame: ChartFrame): Chart {
  const { view, references = [] } = input;
  const { theme, width, height, measure } = frame;
  const context = contextOfView(view);
  const columns = columnsOf(view);
  const empty = emptyWords(view);
  if (empty) return stateChart('pareto', 'Pareto chart', empty.title, empty.reason, context, columns, frame);
  const rows = rowsOf(input);
  const steps = stepsOf(view);
  const groups = rows.filter(({ kind }) => kind === 'group').length;
  const figure = new Figure(frame);

  const nameWidth = Math.min(Math.max(40, ...rows.map((row) => measure(row.name, SIZE, 400))), Math.max(80, width * 0.26));
  const shareWidth = Math.max(
    measure('Share, %', 11, 400),
    ...rows.map((row) => measure(shareDigits(row.share, row.shareRange), SIZE, 600)),
  );
  const cumulativeHead = width < 460 ? 'Sum, %' : 'Cumulative, %';
  const cumulativeWidth = Math.max(
    measure(cumulativeHead, 11, 400),
    40,
    ...rows.map((row) => measure(shareDigits(row.cumulative, row.cumulativeRange), SIZE, 400)),
  );
  const left = nameWidth + 12 + shareWidth + 12;
  const right = width - cumulativeWidth - 14;
  const plotWidth = Math.max(40, right - left);
  const top = HEADER;
  const bottom = height - FOOTER - (references.length > 0 ? 16 : 0);
  const pitch = Math.max(4, (bottom - top) / rows.length);
  const x = (share: number): number => left + Math.min(1, Math.max(0, share)) * plotWidth;
  const middle = (row: number): number => top + (row + 0.5) * pitch;
  const barHeight = Math.max(3, Math.min(14, pitch - 6));

  figure.add('Share, %', nameWidth + 12 + shareWidth, 26, { size: 11, colour: theme.ink3, align: 'right' });
  figure.add(cumulativeHead, width, 26, { size: 11, colour: theme.ink3, align: 'right' });
  const ticks = plotWidth > 260 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1];
  for (const tick of ticks) {
    figure.line(x(tick), top, x(tick), bottom, tick === 0 ? theme.lineStrong : theme.line);
    figure.add(tick === 1 ? '100 %' : String(tick * 100), x(tick), bottom + 12, { size: 11, colour: theme.ink3, align: 'center' });
  }
  const names = { y: bottom + 29, from: left, to: left + plotWidth };
  drawReferences(figure, references, { at: x, top, bottom, right: left + plotWidth, names }, frame);
  drawLevels(figure, steps, { x, top, groups, pitch, left, right: left + plotWidth });

  const ranks = colourRanks(rows.map(({ value }) => value));
  const stair: [number, number][] = [];
  const marks = rows.map((row, index) => {
    const before = Math.max(0, row.cumulative - row.share);
    const y = top + index * pitch;
    const bar = { x: x(0), y: middle(index) - barHeight / 2, width: x(row.share) - x(0), height: barHeight };
    figure.rect({ x: x(before), y, width: x(row.cumulative) - x(before), height: pitch }, { fill: theme.randomGround, z: 1 });
    if (isOpen(row)) {
      figure.rect(bar, { fill: theme.panel, stroke: theme.unknown, dash: [3, 2], z: 4 }, { id: row.name, value: row.share });
      figure.hatch(bar, theme.unknown, { gap: row.kind === 'partial' ? 9 : 5, z: 5 });
      figure.hatch({ x: x(before), y, width: x(row.cumulative) - x(before), height: pitch }, theme.unknown, { gap: 8, z: 1 });
    } else {
      const { fill, outline } =
        row.kind === 'other' ? { fill: theme.rankOther, outline: theme.rankOutline } : rankColour(ranks[index] ?? 1, theme);
      figure.rect(bar, { fill, ...(outline !== null && { stroke: outline }), z: 4 }, { id: row.name, value: row.share });
    }
    stair.push([x(row.cumulative), y], [x(row.cumulative), y + pitch]);
    if (barHeight + 2 >= 10 || index % 2 === 0) {
      figure.add(fitText(row.name, nameWidth, SIZE, 400, measure), 0, middle(index), {
        size: SIZE,
        colour: row.kind === 'group' ? theme.ink : theme.ink3,
      });
      figure.add(shareDigits(row.share, row.shareRange), nameWidth + 12 + shareWidth, middle(index), {
        size: SIZE,
        weight: 600,
        colour: theme.ink,
        align: 'right',
      });
      figure.add(shareDigits(row.cumulative, row.cumulativeRange), width, middle(index), {
        size: SIZE,
        colour: theme.ink2,
        align: 'right',
      });
    }
    return {
      id: row.kind === 'group' ? row.name : `:${row.kind}`,
      x: bar.x,
      y: bar.y,
      width: Math.max(3, bar.width),
      height: barHeight,
      readout: readoutOf(row, index, view),
    };
  });
  figure.polyline(stair, { stroke: theme.accent, lineWidth: 1.75, z: 6 });

  const title = view.finding.replace(/\.$/, '');
  const levels = levelMarks(steps, view, { x, top, pitch, groups });
  const series: ChartMarkSeries[] = [{ name: context.measure, marks }];
  if (levels.length > 0) series.push({ name: 'Levels 1/3, 1/2, 2/3', marks: levels });
  return {
    kind: 'pareto',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Pareto chart', title, context, paretoSentences(view, rows, steps, references)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: rows.map((row) => [row.name, row.value, row.share, row.cumulative]),
    },
    option: figure.option(title),
    series,
    labels: figure.boxes,
  };
}

type Scale = { x: (share: number) => number; top: number };

/** Levels of the known total: dotted from their name down to the group whose cumulative share passes them. */
function drawLevels(
  figure: Figure,
  steps: readonly Step[],
  { x, top, groups, pitch, left, right }: Scale & { groups: number; pitch: number; left: number; right: number },
): void {
  const { theme, measure } = figure.frame;
  const words = steps.map((step) => [step.level, `k = ${formatCount(step.k)}`] as const);
  const sizes = words.map(([level, k]) => Math.max(measure(level, 11, 600), measure(k, 11, 600)));
  // On a plot that is too narrow for all of them the marks alone stay; the readout says them.
  if (sizes.reduce((sum, size) => sum + size + 6, 0) > right - left) return;
  const places = spread(
    steps.map((step, index) => ({ at: x(step.at), size: sizes[index] ?? 0 })),
    left,
    right,
    6,
  );
  for (const [index, step] of steps.entries()) {
    const at = places[index] ?? 0;
    const [level, k] = words[index] ?? ['', ''];
    figure.add(level, at, 9, { size: 11, weight: 600, colour: theme.reference, align: 'center' });
    figure.add(k, at, 24, { size: 11, weight: 600, colour: theme.ink2, align: 'center' });
    const end = step.k <= groups ? top + (step.k - 0.5) * pitch : top + (groups + 0.5) * pitch;
    figure.line(at, 32, x(step.at), top, theme.reference, [3, 3]);
    figure.line(x(step.at), top, x(step.at), end, theme.reference, [3, 3], 1, 5);
    figure.circle(x(step.at), end, 3.5, { fill: theme.panel, stroke: theme.reference, lineWidth: 1.5, z: 7 });
  }
}

function readoutOf(row: Row, index: number, view: ViewResult): string {
  const { stamp } = view;
  return [
    row.name,
    `${formatExact(row.value)} ${weightNoun(stamp)}`,
    row.ends ? `${endsWords(row.ends)} with records that state bounds` : null,
    shareWords(view, row.share, row.shareRange),
    row.kind === 'group' ? `rank ${index + 1}` : null,
    isOpen(row) ? null : `cumulative ${shareWords(view, row.cumulative, row.cumulativeRange)}`,
    row.rows === null ? null : `${formatCount(row.rows)} records`,
  ]
    .filter((part) => part !== null)
    .join(' | ');
}

/** The levels as marks, with the groups that pass each. */
function levelMarks(
  steps: readonly Step[],
  { stamp }: ViewResult,
  { x, top, pitch, groups }: Scale & { pitch: number; groups: number },
): ChartMarkSeries['marks'] {
  return steps.map(({ level, k, at, detail }) => ({
    id: `:step-${level}`,
    x: x(at) - 4,
    y: (k <= groups ? top + (k - 0.5) * pitch : top + (groups + 0.5) * pitch) - 4,
    width: 8,
    height: 8,
    readout: [
      `k = ${formatCount(k)} for more than ${level} of the known ${weightNoun(stamp.weight)}`,
      ...(detail
        ? [
            `${detail.unique ? 'only this set' : 'not unique'}: ${listOf(detail.members, 4)}`,
            `${formatPoints(detail.over)} above the level`,
          ]
        : []),
    ].join(' | '),
  }));
}

function paretoSentences(view: ViewResult, rows: readonly Row[], steps: readonly Step[], references: readonly ReferenceLine[]): string[] {
  const { stamp } = view;
  const many = dimensionNoun(stamp.by, 2);
  const groups = rows.filter(({ kind }) => kind === 'group');
  const other = rows.find(({ kind }) => kind === 'other');
  const passed = steps.map(({ level, k }) => `${level} is passed at k = ${formatCount(k)}`);
  return [
    `Highest: ${groups
      .slice(0, 3)
      .map((row) => `${row.name} ${shareDigits(row.share, row.shareRange)}`)
      .join(', ')}.`,
    passed.length > 0 ? `Of the known total, ${passed.join('; ')}.` : '',
    ...[partialNote(view), boundsNote(view)].map((note) => note ?? ''),
    view.unknown.share > 0
      ? `Uncertainty: ${formatQuantity(view.unknown.value)} ${weightNoun(stamp)} (${formatShare(view.unknown.share)}) have no known ${dimensionNoun(stamp.by, 1)}.`
      : `Uncertainty: none from unknown ${many}.`,
    ...referenceSentences(references, rows),
    other ? `Not shown: ${other.name}, ${formatShare(other.share)}.` : '',
  ];
}
