import type { ViewResult } from '../case/view.ts';
import {
  baseWords,
  dimensionNoun,
  endsWords,
  formatAsOf,
  formatCount,
  formatExact,
  formatPoints,
  listOf,
  shareWords,
  weightNoun,
} from '../format/index.ts';
import type { Chart, ChartFrame, ChartMark, ChartOption } from './chart.ts';
import { contextOfView, subtitleOf } from './context.ts';
import { roundTicks, spread, Texts } from './labels.ts';
import { fitText } from './measure.ts';
import { drawReferences, referenceSentences, referencesHeight } from './rankedReferences.ts';
import { type RankedBarsInput, type ReferenceLine, type Row, rowsOf, type Step, shareDigits, stepsOf } from './rankedRows.ts';
import { partialList, summaryOf } from './rankedWords.ts';
import { type ChartTheme, colourRanks, rankColour } from './theme.ts';

const HEADER = 40;
const SIZE = 12;
const SHORTEST_BARS = 72;

/** Height in pixels at which the rows of a view are easy to read. */
export function rankedBarsHeight(view: ViewResult, shown: number, pitch = 22, references: readonly ReferenceLine[] = []): number {
  return HEADER + rowsOf({ view, shown }).length * pitch + 6 + referencesHeight(references);
}

/** Where everything stands, in pixels of the frame. */
type Layout = {
  rows: Row[];
  /** rows that are single groups; they come first */
  groups: number;
  selected: ReadonlySet<string>;
  /** whether lines of packs run through the bars and what stands beside them */
  crossed: boolean;
  steps: Step[];
  stepTexts: string[];
  /** whether there is room for the panel of cumulative shares */
  withSteps: boolean;
  nameWidth: number;
  left: number;
  panelLeft: number;
  panelWidth: number;
  barsRight: number;
  barsWidth: number;
  barWidth: number;
  top: number;
  bottom: number;
  pitch: number;
  middle: (row: number) => number;
  /** share at the end of the scale, and pixels of a share of 1 */
  most: number;
  scale: number;
};

const isOpen = ({ kind }: Row): boolean => kind === 'partial' || kind === 'unknown';

const cumulativeText = (row: Row): string => shareDigits(row.cumulative, row.cumulativeRange);
const shareText = (row: Row): string => shareDigits(row.share, row.shareRange);

/** Share at which the bar with its range ends. */
const farEnd = ({ share, shareRange }: Row): number => Math.max(share, shareRange?.high ?? 0);

function layoutOf(input: RankedBarsInput, { width, height, measure }: ChartFrame): Layout {
  const { view } = input;
  const rows = rowsOf(input);
  const steps = stepsOf(view);
  const stepTexts = steps.map(
    (step) => `${formatCount(step.k)} hold${step.k === 1 ? 's' : ''} > ${step.level}${view.unknown.rows > 0 ? ' of known' : ''}`,
  );
  const nameWidth = Math.min(Math.max(40, ...rows.map((row) => measure(row.name, SIZE, 400))), Math.max(90, width * 0.24));
  const left = nameWidth + 12;
  const cumulativeWidth = Math.max(...rows.map((row) => measure(cumulativeText(row), SIZE, 400)), 34);
  const valueWidth = Math.max(0, ...rows.map((row) => measure(shareText(row), SIZE, 600))) + 8;
  const stepsWidth = Math.max(0, ...stepTexts.map((text) => measure(text, 11, 600))) + 26;
  const cumulativePanel = Math.max(130, Math.min(width * 0.24, 300));
  // The panel of cumulative shares goes before the bars get too short to compare.
  const barsBeside = width - cumulativePanel - cumulativeWidth - 16 - stepsWidth - 8 - left - valueWidth;
  const withSteps = steps.length > 0 && barsBeside >= SHORTEST_BARS;
  const stepWidth = withSteps ? stepsWidth : 0;
  const panelWidth = withSteps ? cumulativePanel : 0;
  const panelLeft = width - panelWidth - (withSteps ? cumulativeWidth + 16 : 0);
  const barsRight = (withSteps ? panelLeft - stepWidth : width - 8) - 8;
  const top = HEADER;
  const pitch = Math.max(12, (height - top - 6 - referencesHeight(input.references ?? [])) / Math.max(1, rows.length));

  // Other is a sum of many: where it would press the bars of single holders flat, its bar is broken off at the end of the scale and says so.
  const single = Math.max(0.0001, ...rows.filter((row) => row.kind !== 'other').map(farEnd));
  const most = Math.min(Math.max(single, ...rows.map(farEnd)), single * 1.15);
  const scale = Math.max(20, barsRight - left - valueWidth) / most;
  return {
    rows,
    groups: rows.filter((row) => row.kind === 'group').length,
    selected: new Set(input.selected ?? []),
    crossed: (input.references ?? []).length > 0,
    steps,
    stepTexts,
    withSteps,
    nameWidth,
    left,
    panelLeft,
    panelWidth,
    barsRight,
    barsWidth: most * scale,
    barWidth: Math.max(6, Math.min(16, pitch - 6)),
    top,
    bottom: top + rows.length * pitch,
    pitch,
    middle: (row) => top + (row + 0.5) * pitch,
    most,
    scale,
  };
}

/** Height below the groups that pass a level together; the middle of Other where not all of them are shown. */
const stepHeight = ({ groups, top, pitch, middle }: Layout, { k }: Step): number => (k <= groups ? top + k * pitch : middle(groups));

function drawScale(texts: Texts, { rows, left, top, bottom, barsRight, most, scale }: Layout, theme: ChartTheme): void {
  const ticks = roundTicks(most * 100, Math.max(2, Math.floor((barsRight - left) / 110)))
    .map((tick) => tick / 100)
    .filter((tick) => tick <= most * 1.0001 || left + tick * scale <= barsRight);
  texts.add(rows.some(({ shareRange }) => shareRange) ? 'Share, low to high, %; bars as stated' : 'Share, %', 0, 10, {
    size: 11,
    colour: theme.ink3,
  });
  for (const tick of ticks) {
    const x = left + tick * scale;
    const text = String(Number((tick * 100).toPrecision(6)));
    texts.add(text, x, HEADER - 14, { size: 11, colour: theme.ink3, align: 'center' });
    texts.line(x, top, x, bottom, tick === 0 ? theme.lineStrong : theme.line);
  }
}

function drawRowTexts(texts: Texts, layout: Layout, { theme, width, measure }: ChartFrame): void {
  const { rows, nameWidth, left, middle, most, scale, selected, withSteps, crossed } = layout;
  for (const [index, row] of rows.entries()) {
    const quiet = row.kind !== 'group';
    const shownName = fitText(row.name, nameWidth, SIZE, selected.has(row.name) ? 600 : 400, measure);
    texts.add(shownName, 0, middle(index), {
      size: SIZE,
      weight: selected.has(row.name) ? 600 : 400,
      colour: quiet ? theme.ink3 : theme.ink,
    });
    texts.add(shareText(row), left + Math.min(farEnd(row), most) * scale + 6, middle(index), {
      size: SIZE,
      weight: 600,
      colour: theme.ink,
      ...(crossed && { ground: theme.panel }),
    });
    if (withSteps) texts.add(cumulativeText(row), width - 2, middle(index), { size: SIZE, colour: theme.ink3, align: 'right' });
  }
}

/** Levels as dotted lines through the panel of cumulative shares, named above it. */
function drawLevels(texts: Texts, layout: Layout, { theme, width, measure }: ChartFrame): void {
  const { steps, panelLeft, panelWidth, top, bottom } = layout;
  texts.add('Cumulative, %', width - 2, 10, { size: 11, colour: theme.ink3, align: 'right' });
  const levelText = steps.map((step) => step.level);
  const places = spread(
    steps.map((step, index) => ({ at: panelLeft + step.at * panelWidth, size: measure(levelText[index] ?? '', 11, 600) })),
    panelLeft,
    panelLeft + panelWidth,
    5,
  );
  for (const [index, step] of steps.entries()) {
    texts.add(step.level, places[index] ?? 0, HEADER - 14, { size: 11, weight: 600, colour: theme.reference, align: 'center' });
    texts.line(panelLeft + step.at * panelWidth, top - 3, panelLeft + step.at * panelWidth, bottom, theme.reference, [3, 3]);
  }
  texts.line(panelLeft, top, panelLeft, bottom, theme.lineStrong);
  texts.line(panelLeft + panelWidth, top, panelLeft + panelWidth, bottom, theme.line);
}

/** Flags that say how many groups pass a level, from their bars to the line of the level. */
function drawFlags(texts: Texts, layout: Layout, theme: ChartTheme): void {
  const { steps, stepTexts, groups, left, panelLeft, panelWidth, top, bottom } = layout;
  // Several levels can be passed by the same group: their flags share one row of the gutter each, placed by measurement.
  const stepAt = steps.map((step) => stepHeight(layout, step));
  const stepPlaces = spread(
    stepAt.map((at) => ({ at, size: 14 })),
    top,
    bottom,
    2,
  );
  for (const [index, step] of steps.entries()) {
    const at = stepAt[index] ?? 0;
    const y = stepPlaces[index] ?? at;
    const box = texts.add(stepTexts[index] ?? '', panelLeft - 14, y, { size: 11, weight: 600, colour: theme.accent, align: 'right' });
    if (step.k <= groups) {
      texts.line(left, at, box.x - 12, at, theme.accent, [2, 3]);
      texts.line(box.x - 12, at, box.x - 4, y, theme.accent, [2, 3]);
      texts.line(panelLeft - 11, y, panelLeft, at, theme.accent, [2, 3]);
      texts.line(panelLeft, at, panelLeft + step.at * panelWidth, at, theme.accent, [2, 3]);
    }
  }
}

/** A line from the lowest to the highest share over each bar whose share has a range. */
function drawRanges(texts: Texts, { rows, left, middle, most, scale }: Layout, theme: ChartTheme): void {
  for (const [index, { shareRange }] of rows.entries()) {
    if (!shareRange || shareRange.low === shareRange.high) continue;
    const [low, high] = [shareRange.low, shareRange.high].map((share) => left + Math.min(share, most) * scale) as [number, number];
    texts.line(low, middle(index), high, middle(index), theme.accent, null, 2);
    for (const end of [low, high]) texts.line(end, middle(index) - 4, end, middle(index) + 4, theme.accent, null, 2);
  }
}

/** Two slanted gaps in every bar that is broken off at the end of the scale. */
function drawBreaks(texts: Texts, { rows, left, middle, most, barsWidth, barWidth }: Layout, theme: ChartTheme): void {
  for (const [index, row] of rows.entries()) {
    if (row.share <= most) continue;
    for (const at of [barsWidth * 0.9, barsWidth * 0.9 + 5])
      texts.line(
        left + at - 3,
        middle(index) + barWidth / 2 + 2,
        left + at + 3,
        middle(index) - barWidth / 2 - 2,
        theme.panel,
        null,
        2.5,
        6,
      );
  }
}

/** Look of a bar: rank tiers, Other with an outline, what is named in part and Unknown hatched, the latter more densely. */
function barStyle(row: Row, rank: number, selected: ReadonlySet<string>, theme: ChartTheme): Record<string, unknown> {
  const gap = row.kind === 'partial' ? 8 : 4;
  const decal = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, gap], rotation: -Math.PI / 4, color: theme.unknown };
  if (isOpen(row)) return { color: theme.panel, borderColor: theme.unknown, borderWidth: 1, borderType: 'dashed', decal };
  if (row.kind === 'other') return { color: theme.rankOther, borderColor: theme.rankOutline, borderWidth: 1 };
  const { fill, outline } = rankColour(rank, theme);
  if (selected.has(row.name)) return { color: fill, borderColor: theme.accent, borderWidth: 2 };
  return outline === null ? { color: fill } : { color: fill, borderColor: outline, borderWidth: 1 };
}

/** The bars, and beside them the same shares end to end, as an ECharts option. */
function optionOf(view: ViewResult, layout: Layout, texts: Texts, theme: ChartTheme): ChartOption {
  const { rows, left, top, bottom, barsWidth, barWidth, most, pitch, panelLeft, panelWidth, withSteps } = layout;
  const ranks = colourRanks(rows.map(({ value }) => value));
  const bar = (row: Row, index: number) => barStyle(row, ranks[index] ?? 1, layout.selected, theme);
  const category = { type: 'category', inverse: true, show: false, data: rows.map((row) => row.name) };
  const grids: Record<string, unknown>[] = [{ left, top, width: barsWidth, height: bottom - top, outerBoundsMode: 'none' }];
  const series: Record<string, unknown>[] = [
    {
      name: `Share of ${weightNoun(view.stamp.weight)}`,
      type: 'bar',
      xAxisIndex: 0,
      yAxisIndex: 0,
      barWidth,
      data: rows.map((row, index) => ({ name: row.name, value: row.share, itemStyle: bar(row, index) })),
    },
  ];
  const xAxes: Record<string, unknown>[] = [{ type: 'value', min: 0, max: most, show: false, gridIndex: 0 }];
  const yAxes: Record<string, unknown>[] = [{ ...category, gridIndex: 0 }];
  if (withSteps) {
    grids.push({ left: panelLeft, top, width: panelWidth, height: bottom - top, outerBoundsMode: 'none' });
    xAxes.push({ type: 'value', min: 0, max: 1, show: false, gridIndex: 1 });
    yAxes.push({ ...category, gridIndex: 1 });
    const stacked = {
      type: 'bar',
      stack: 'cumulative',
      xAxisIndex: 1,
      yAxisIndex: 1,
      barWidth: Math.max(4, Math.min(12, pitch - 8)),
      silent: true,
    };
    series.push(
      { ...stacked, name: 'before', itemStyle: { color: 'transparent' }, data: rows.map((row) => Math.max(0, row.cumulative - row.share)) },
      {
        ...stacked,
        name: 'cumulative',
        data: rows.map((row, index) => ({
          value: row.share,
          itemStyle: { ...bar(row, index), borderWidth: isOpen(row) ? 1 : 0 },
        })),
      },
    );
  }
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font },
    grid: grids,
    xAxis: xAxes,
    yAxis: yAxes,
    series,
    graphic: { elements: texts.elements },
    aria: { enabled: true, label: { description: view.finding } },
  };
}

function barMarks({ rows, left, middle, barWidth, most, scale }: Layout, view: ViewResult): ChartMark[] {
  const weight = weightNoun(view.stamp);
  const readout = (row: Row, index: number): string =>
    [
      row.name,
      `${formatExact(row.value)} ${weight}`,
      row.ends ? `${endsWords(row.ends)} with records that state bounds` : null,
      shareWords(view, row.share, row.shareRange),
      row.kind === 'group' ? `rank ${index + 1}` : null,
      isOpen(row) ? null : `cumulative ${shareWords(view, row.cumulative, row.cumulativeRange)}`,
      row.rows === null ? null : `${formatCount(row.rows)} records`,
      row.kind === 'partial' ? partialList(view) : null,
    ]
      .filter((part) => part !== null)
      .join(' | ');
  return rows.map((row, index) => ({
    id: row.kind === 'group' ? row.name : `:${row.kind}`,
    x: left,
    y: middle(index) - barWidth / 2,
    width: Math.max(3, Math.min(row.share, most) * scale),
    height: barWidth,
    readout: readout(row, index),
  }));
}

function levelMarks(layout: Layout, weight: string): ChartMark[] {
  const { steps, withSteps, left, panelLeft, panelWidth } = layout;
  return steps.map((step) => {
    const at = stepHeight(layout, step);
    const detail = step.detail;
    const set =
      detail === null
        ? ''
        : ` | ${detail.unique ? 'only this set' : 'not unique'}: ${listOf(detail.members, 4)} | ${formatPoints(detail.over)} above the level`;
    return {
      id: `:step-${step.level}`,
      x: withSteps ? panelLeft + step.at * panelWidth - 4 : left,
      y: at - 4,
      width: 8,
      height: 8,
      readout: `k = ${formatCount(step.k)} for more than ${step.level} of the known ${weight}${set}`,
    };
  });
}

/**
 * Pareto of a view: ranked bars on their own scale, beside them the same shares end to end from 0 to 100 % with the levels 1/3, 1/2 and 2/3
 * of the known total, so that no second axis lies over the bars.
 *
 * @param input view; `shown` groups (1..20) before Other; `selected` keys are outlined; `references` are lines of packs
 */
export function rankedBars(input: RankedBarsInput, frame: ChartFrame): Chart {
  const { view, references = [] } = input;
  const { theme } = frame;
  const { stamp } = view;
  const layout = layoutOf(input, frame);
  const { rows, steps } = layout;
  const texts = new Texts(frame);
  drawScale(texts, layout, theme);
  drawRowTexts(texts, layout, frame);
  if (layout.withSteps) {
    drawLevels(texts, layout, frame);
    drawFlags(texts, layout, theme);
  }
  drawRanges(texts, layout, theme);
  drawBreaks(texts, layout, theme);
  const { left, scale, top, bottom, barsRight } = layout;
  drawReferences(
    texts,
    references,
    { at: (share) => left + share * scale, top, bottom, right: barsRight, names: { y: bottom + 22, from: 0, to: frame.width } },
    frame,
  );
  const weight = weightNoun(stamp.weight);
  const stepMarks = levelMarks(layout, weight);
  return {
    kind: 'ranked-bars',
    title: view.finding,
    subtitle: subtitleOf(contextOfView(view)),
    summary: [summaryOf(view, rows, steps), ...referenceSentences(references, rows)].join(' '),
    table: {
      caption: `${view.finding}. Share of ${weight} by ${dimensionNoun(stamp.by, 1)}, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}`,
      columns: [
        { id: stamp.by, label: stamp.by, format: 'text' },
        { id: stamp.weight, label: weightNoun(stamp), format: 'quantity' },
        { id: 'share_fraction', label: 'Share, %', format: 'percent' },
        { id: 'cumulative_fraction', label: 'Cumulative, %', format: 'percent' },
      ],
      rows: rows.map((row) => [row.name, row.value, row.share, row.cumulative]),
    },
    option: optionOf(view, layout, texts, theme),
    series: [
      { name: `Share of ${weight} by ${dimensionNoun(stamp.by, 1)}`, marks: barMarks(layout, view) },
      ...(stepMarks.length > 0 ? [{ name: 'Levels 1/3, 1/2, 2/3', marks: stepMarks }] : []),
    ],
    labels: texts.boxes,
  };
}
