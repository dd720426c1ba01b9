import {
  countOf,
  dimensionNoun,
  dimensionTitle,
  formatCount,
  formatExact,
  formatPercentDigits,
  formatQuantity,
  formatShare,
  plural,
} from '../format/index.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { type Box, Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { squarify } from './squarify.ts';
import { type ChartTheme, inkOn } from './theme.ts';

/** A part of a group; `id` is what a selection gets. */
export type TreemapPart = { id: string; label: string; value: number };
export type TreemapGroup = { id: string; label: string; parts: readonly TreemapPart[] };
export type TreemapInput = {
  context: ChartContext;
  /** unit of the values, e.g. `GPUs` */
  weight: string;
  /** word behind the digits of an amount, with its unit; absent = as `weight` */
  amounts?: string;
  /** dimensions of groups and parts, names of columns: `operator`, `cloud` */
  by: readonly [group: string, part: string];
  groups: readonly TreemapGroup[];
  /** weight of no known group */
  unknown: number;
  /** weight of groups that are not listed, and their number */
  other?: { groups: number; value: number };
  /** the finding, where the view has one */
  finding?: string;
};

/** Most cells that are told apart at a glance (experience: at most 30). */
export const TREEMAP_CELLS = 30;
const MOST_GROUPS = 10;

type Kind = 'part' | 'rest' | 'other' | 'unknown';
type Cell = { kind: Kind; id: string; label: string; value: number };
type Shown = { id: string; label: string; tier: number; cells: Cell[]; value: number };

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const byValue = (a: { value: number; id: string }, b: { value: number; id: string }): number =>
  b.value - a.value || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The groups with their largest parts, so that no more than 30 cells stand; what is left of a group is one cell, counted. */
function shownOf({ groups, unknown, other }: TreemapInput): Shown[] {
  const sorted = groups
    .map((group) => {
      const parts = group.parts.filter(({ value }) => value > 0).sort(byValue);
      return { ...group, parts, value: sum(parts.map(({ value }) => value)) };
    })
    .filter(({ value }) => value > 0)
    .sort(byValue);
  const kept = sorted.length <= MOST_GROUPS ? sorted : sorted.slice(0, MOST_GROUPS - 1);
  const rest = sorted.slice(kept.length);
  const restCount = rest.length + (other?.groups ?? 0);
  const restValue = sum(rest.map(({ value }) => value)) + Math.max(0, other?.value ?? 0);
  const budget = TREEMAP_CELLS - (unknown > 0 ? 1 : 0) - (restValue > 0 ? 1 : 0);
  const all = kept.flatMap((group) => group.parts.map((part) => ({ group, part }))).sort((a, b) => byValue(a.part, b.part));
  let count = Math.min(all.length, budget);
  const named = (limit: number): Set<TreemapPart> => new Set(all.slice(0, limit).map(({ part }) => part));
  const cellsAt = (limit: number): number => {
    const chosen = named(limit);
    return limit + kept.filter((group) => group.parts.some((part) => !chosen.has(part))).length;
  };
  while (count > 0 && cellsAt(count) > budget) count -= 1;
  const chosen = named(count);
  const shown: Shown[] = kept.map((group, rank) => {
    const left = group.parts.filter((part) => !chosen.has(part));
    const cells: Cell[] = group.parts.filter((part) => chosen.has(part)).map((part) => ({ kind: 'part', ...part }));
    if (left.length > 0)
      cells.push({
        kind: 'rest',
        id: `:rest-${group.id}`,
        label: cells.length === 0 ? `All ${formatCount(left.length)}` : `Other (${formatCount(left.length)})`,
        value: sum(left.map(({ value }) => value)),
      });
    return { id: group.id, label: group.label, tier: rank === 0 ? 5 : rank < 5 ? 4 : 3, cells: cells.sort(byValue), value: group.value };
  });
  if (restValue > 0) {
    const cell: Cell = { kind: 'other', id: ':other', label: `Other (${formatCount(restCount)})`, value: restValue };
    shown.push({ id: ':other', label: '', tier: 2, cells: [cell], value: restValue });
  }
  if (unknown > 0) {
    const cell: Cell = { kind: 'unknown', id: ':unknown', label: 'Unknown', value: unknown };
    shown.push({ id: ':unknown', label: '', tier: 0, cells: [cell], value: unknown });
  }
  return shown.sort(byValue);
}

/**
 * Treemap on two levels: areas are weights, groups stand together, at most 30 cells; what does not fit is one counted cell of its group.
 * Cells without room for their label carry a number that the legend names.
 */
export function treemap(input: TreemapInput, frame: ChartFrame): Chart {
  const { context, by, weight, amounts = weight } = input;
  const columns: ChartColumn[] = [
    { id: by[0], label: dimensionTitle(by[0]), format: 'text' },
    { id: by[1], label: dimensionTitle(by[1]), format: 'text' },
    { id: 'weight', label: amounts, format: 'quantity' },
    { id: 'share_fraction', label: 'Share, %', format: 'percent' },
  ];
  const shown = shownOf(input);
  const total = sum(shown.map(({ value }) => value));
  if (shown.every(({ id }) => id === ':unknown')) {
    const title =
      total > 0 ? `The ${dimensionNoun(by[0], 1)} of all ${weight} is not known` : `No ${dimensionNoun(by[0], 1)} holds any ${weight}`;
    const reason =
      total > 0 ? `${formatQuantity(total)} ${amounts} have no known ${dimensionNoun(by[0], 1)}.` : 'There is nothing to divide.';
    return stateChart('treemap', 'Treemap', title, reason, context, columns, frame);
  }
  const title = input.finding ?? findingOf(shown, total, input);
  const names = shown.flatMap((group) => group.cells.map((cell) => ({ group, cell })));
  const rows = names.map(({ group, cell }) => [
    group.label === '' ? cell.label : group.label,
    group.label === '' ? null : cell.label,
    cell.value,
    cell.value / total,
  ]);
  // Two passes: which cells need the legend is known once they stand; the legend takes its room from them.
  const whole = place(shown, { x: 0, y: 0, width: frame.width, height: frame.height });
  const needed = whole.some(({ box, cell, group }) => !fits(box, cell, group, total, frame));
  const legend = needed && frame.width >= 520 ? legendWidth(shown, total, frame) : 0;
  const placed = legend > 0 ? place(shown, { x: 0, y: 0, width: frame.width - legend - LEGEND_GAP, height: frame.height }) : whole;
  const figure = new Figure(frame);
  const notes = drawCells(figure, placed, total, legend > 0);
  if (legend > 0) drawLegend(figure, notes, frame.width - legend, legend);
  return {
    kind: 'treemap',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Treemap', title, context, sentences(shown, total, input)),
    table: { caption: tableCaption(title, context), columns, rows },
    option: figure.option(title),
    series: shown.map((group) => ({
      name: group.label === '' ? (group.cells[0]?.label ?? '') : group.label,
      marks: placed
        .filter((item) => item.group === group)
        .map(({ box, cell }) => ({
          id: cell.id,
          ...box,
          readout: [
            group.label === '' ? cell.label : `${group.label} | ${cell.label}`,
            `${formatExact(cell.value)} ${amounts}`,
            formatShare(cell.value / total),
            ...(group.label === '' ? [] : [`${formatShare(cell.value / group.value)} of ${group.label}`]),
          ].join(' | '),
        })),
    })),
    labels: figure.boxes,
  };
}

type Placed = { group: Shown; cell: Cell; box: Box; first: boolean; pattern: number };

function place(shown: readonly Shown[], box: Box): Placed[] {
  const outer = squarify(
    shown.map(({ value }) => value),
    box,
  );
  const seen = new Map<number, number>();
  return shown.flatMap((group, index) => {
    const inner = squarify(
      group.cells.map(({ value }) => value),
      outer[index] ?? { ...box, width: 0, height: 0 },
    );
    const pattern = seen.get(group.tier) ?? 0;
    seen.set(group.tier, pattern + 1);
    return group.cells.map((cell, at) => ({
      group,
      cell,
      box: inner[at] ?? { ...box, width: 0, height: 0 },
      first: at === 0 && group.label !== '',
      pattern,
    }));
  });
}

/** Of `nvidia/h100-sxm-80` the model says more than the maker, where there is no room for both. */
const modelOf = (label: string): string => label.slice(label.indexOf('/') + 1);

const LEGEND_GAP = 16;
const LEGEND_NUMBER = 22;

/** As wide as what stands in it, so that no strip of it is empty, and never so wide that it takes the picture. */
function legendWidth(shown: readonly Shown[], total: number, frame: ChartFrame): number {
  const most = Math.min(230, Math.round(frame.width * 0.26));
  const cells = place(shown, { x: 0, y: 0, width: frame.width - most - LEGEND_GAP, height: frame.height });
  const texts = cells
    .filter(({ box, cell, group }) => !fits(box, cell, group, total, frame))
    .map(({ group, cell }) => `${group.label === '' ? '' : `${group.label}: `}${noteOf(cell, total)}`);
  return Math.min(most, LEGEND_NUMBER + Math.ceil(Math.max(0, ...texts.map((text) => frame.measure(text, 11, 400)))));
}

const noteOf = (cell: Cell, total: number): string => `${cell.label}, ${formatPercentDigits(cell.value / total)}`;

/** Lines of a cell that fit into it, most important first; `null` when not even its label does. */
function linesOf(box: Box, cell: Cell, group: Shown, first: boolean, total: number, { measure }: ChartFrame): string[] | null {
  const room = box.width - 8;
  const rows = Math.floor((box.height - 8) / 16);
  const shareText = formatShare(cell.value / total);
  const model = modelOf(cell.label);
  const whole = [cell.label, model].find((text) => measure(text, 12, 400) <= room);
  const label = whole ?? (room >= 56 ? fitText(model, room, 12, 400, measure) : null);
  if (label === null || rows < 1) return null;
  const name = first && rows >= 2 && room >= 48 ? [fitText(group.label, room, 12, 600, measure)] : [];
  const share = rows >= 2 + name.length && measure(shareText, 12, 400) <= room ? [shareText] : [];
  return [...name, label, ...share];
}

const fits = (box: Box, cell: Cell, group: Shown, total: number, frame: ChartFrame): boolean =>
  linesOf(box, cell, group, false, total, frame) !== null;

const fillOf = (tier: number, theme: ChartTheme): string =>
  [theme.panel, theme.ramp1, theme.ramp2, theme.ramp3, theme.ramp4, theme.ramp5][tier] ?? theme.ramp3;

/** A cell that only the legend names. */
type Note = { number: number; owner: string; text: string };

/** Draws the cells and gives those that only the legend names. */
function drawCells(figure: Figure, placed: readonly Placed[], total: number, numbered: boolean): Note[] {
  const { frame } = figure;
  const { theme } = frame;
  const notes: Note[] = [];
  for (const { group, cell, box, first, pattern } of placed) {
    const fill = fillOf(group.tier, theme);
    const ink = inkOn(fill, theme);
    figure.rect(box, { fill, stroke: theme.patterned ? theme.ink : theme.panel, lineWidth: 1.5, z: 2 }, { id: cell.id, value: cell.value });
    const inside = { x: box.x + 2, y: box.y + 2, width: box.width - 4, height: box.height - 4 };
    const isHatched = cell.kind === 'unknown' || (pattern % 3 !== 0 && group.tier > 2);
    if (cell.kind === 'unknown') figure.rect(inside, { stroke: theme.unknown, dash: [3, 2], z: 3 });
    if (isHatched) {
      const weak = group.tier === 0 ? theme.unknown : fillOf(group.tier === 5 ? 4 : group.tier === 4 ? 5 : 4, theme);
      figure.hatch(inside, theme.patterned ? theme.ink : weak, { gap: 9, down: pattern % 3 === 2, z: 3 });
    }
    const lines = linesOf(box, cell, group, first, total, frame);
    const ground = isHatched ? { ground: fill } : {};
    if (lines === null) {
      const number = notes.length + 1;
      notes.push({ number, owner: group.label, text: noteOf(cell, total) });
      const text = String(number);
      if (numbered && box.width >= frame.measure(text, 11, 600) + 4 && box.height >= 16)
        figure.add(text, box.x + box.width / 2, box.y + box.height / 2, { size: 11, weight: 600, colour: ink, align: 'center', ...ground });
      continue;
    }
    for (const [index, line] of lines.entries())
      figure.add(line, box.x + 6, box.y + 13 + index * 16, {
        weight: first && index === 0 && lines.length > 1 ? 600 : 400,
        colour: ink,
        ...ground,
      });
  }
  // The gap between groups is wider than the one between their parts.
  for (const group of new Set(placed.map((item) => item.group))) {
    const own = placed.filter((item) => item.group === group).map(({ box }) => box);
    const [x, y] = [Math.min(...own.map((box) => box.x)), Math.min(...own.map((box) => box.y))];
    const right = Math.max(...own.map((box) => box.x + box.width));
    const bottom = Math.max(...own.map((box) => box.y + box.height));
    figure.rect({ x, y, width: right - x, height: bottom - y }, { stroke: theme.panel, lineWidth: 4, z: 4 });
  }
  return notes;
}

function drawLegend(figure: Figure, notes: readonly Note[], x: number, width: number): void {
  const { theme, height, measure } = figure.frame;
  const pitch = 17;
  const most = Math.max(1, Math.floor((height - 8) / pitch));
  const listed = notes.length <= most ? notes : notes.slice(0, most - 1);
  for (const [index, { number, owner, text }] of listed.entries()) {
    const y = 10 + index * pitch;
    // The part is named in whole where it can be; its group gets what is left of the line.
    const whole = measure(text, 11, 400) <= width - LEGEND_NUMBER ? text : modelOf(text);
    const room = width - LEGEND_NUMBER - measure(`: ${whole}`, 11, 400);
    const name = owner === '' || room < 36 ? whole : `${fitText(owner, room, 11, 400, measure)}: ${whole}`;
    figure.add(String(number), x + 14, y, { size: 11, weight: 600, colour: theme.ink2, align: 'right' });
    figure.add(fitText(name, width - LEGEND_NUMBER, 11, 400, measure), x + LEGEND_NUMBER, y, { size: 11, colour: theme.ink2 });
  }
  if (listed.length < notes.length)
    figure.add(`and ${formatCount(notes.length - listed.length)} more in the table`, x + LEGEND_NUMBER, 10 + listed.length * pitch, {
      size: 11,
      colour: theme.ink3,
    });
}

function findingOf(shown: readonly Shown[], total: number, { by, weight }: TreemapInput): string {
  const cells = shown.flatMap((group) => group.cells.filter(({ kind }) => kind === 'part').map((cell) => ({ group, cell })));
  const known = shown.filter(({ id }) => !id.startsWith(':'));
  if (known.length === 1 && known[0]) return `${known[0].label} is the only ${dimensionNoun(by[0], 1)} with ${weight}`;
  const largest = cells.sort((a, b) => byValue(a.cell, b.cell))[0];
  if (!largest) return `${countOf(known.length, by[0])} hold the ${weight}`;
  return `${largest.cell.label} of ${largest.group.label} is the largest part, ${formatShare(largest.cell.value / total)} of all ${weight}`;
}

function sentences(shown: readonly Shown[], total: number, { by, weight, amounts = weight, groups, unknown }: TreemapInput): string[] {
  const known = shown.filter(({ id }) => !id.startsWith(':'));
  const drawn = shown.flatMap(({ cells }) => cells).filter(({ kind }) => kind === 'part').length;
  const given = groups.reduce((count, { parts }) => count + parts.filter(({ value }) => value > 0).length, 0);
  const zero = groups.reduce((count, { parts }) => count + parts.filter(({ value }) => !(value > 0)).length, 0);
  const highest = known.slice(0, 3).map(({ label, value, cells }) => {
    const part = cells.find(({ kind }) => kind === 'part');
    return `${label} ${formatPercentDigits(value / total)}${part ? ` (most of it ${part.label})` : ''}`;
  });
  return [
    `Highest: ${highest.join(', ')}.`,
    unknown > 0
      ? `Uncertainty: ${formatQuantity(unknown)} ${amounts} (${formatShare(unknown / total)}) have no known ${dimensionNoun(by[0], 1)}.`
      : `Uncertainty: none from unknown ${dimensionNoun(by[0], 1)}.`,
    given > drawn ? `Not shown one by one: ${formatCount(given - drawn)} parts, in the cells named Other.` : '',
    zero > 0 ? `${plural(zero, 'part')} with 0 ${weight} ${zero === 1 ? 'has' : 'have'} no cell.` : '',
  ];
}
