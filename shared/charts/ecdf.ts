import { formatCount, formatPercentDigits } from '../format/index.ts';
import { drawLevel, drawUpright, rangeOf, type Scale, scaleOf } from './axis.ts';
import type { Chart, ChartFrame } from './chart.ts';
import { stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure, type Plot } from './figure.ts';
import { spread } from './labels.ts';
import { fitText } from './measure.ts';
import {
  isPointsOnly,
  SPREAD_GROUPS,
  type SpreadGroup,
  type SpreadInput,
  spreadColumns,
  spreadRow,
  spreadSentences,
  spreadTitle,
} from './spread.ts';
import { categoryColour } from './theme.ts';
import { formatTick, formatValue } from './values.ts';

const DASHES: (number[] | undefined)[] = [undefined, [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2]];

/** Scale over all values and levels of a spread; powers of ten where prices span more than a factor of 20. */
export function spreadScale(input: SpreadInput, from: number, to: number): Scale {
  const values = [...input.groups.flatMap(({ points }) => points.map(([value]) => value)), ...(input.references ?? []).map(({ at }) => at)];
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const log = least > 0 && most / least > 20 && input.format !== 'share';
  const range = log ? { low: least / 1.15, high: most * 1.15 } : rangeOf(values, false);
  const high = input.format === 'share' && most <= 1 ? Math.min(range.high, 1) : range.high;
  return scaleOf(log || least < 0 ? range.low : Math.max(0, range.low), high, from, to, Math.max(2, Math.floor((to - from) / 80)), log);
}

/**
 * Empirical distribution: the share of offers, nodes or GPUs at or below each value, one exact step curve a group, with ticks at p10, p50 and
 * p90; groups of fewer than eight values are points on their curve.
 */
export function ecdf(input: SpreadInput, frame: ChartFrame): Chart {
  const { context, measure, of, format, references = [] } = input;
  const { theme, width, height } = frame;
  const columns = spreadColumns(input);
  const groups = input.groups.slice(0, SPREAD_GROUPS).filter(({ points }) => points.length > 0);
  if (groups.length === 0) {
    const reason = input.missing ? `${formatCount(input.missing)} values are missing or not disclosed.` : 'No record states one.';
    return stateChart('ecdf', 'Distribution', `No ${measure} is known`, reason, context, columns, frame);
  }
  const figure = new Figure(frame);
  const colours = groups.map((_, index) => (groups.length === 1 ? theme.accent : categoryColour(index, theme)));
  const names = groups.map(({ label, n }) => `${label}, n = ${formatCount(n)}`);
  const legend = groups.length > 1 ? Math.min(width * 0.3, Math.max(...names.map((name) => frame.measure(name, 12, 600))) + 40) : 0;
  const top = references.length > 0 ? 22 : 10;
  const plot: Plot = { left: 48, top, width: Math.max(60, width - 48 - legend - 18), height: Math.max(40, height - top - 44) };
  const x = spreadScale({ ...input, groups }, plot.left, plot.left + plot.width);
  const y = scaleOf(0, 1, top + plot.height, top, 5);
  drawUpright(figure, plot, { ...y, ticks: [0, 0.5, 1] }, (tick) => (tick === 1 ? '100 %' : String(tick * 100)));
  for (const level of [0.1, 0.9]) {
    figure.line(plot.left, y.at(level), plot.left + plot.width, y.at(level), theme.line, [2, 3]);
    if (plot.height >= 110) figure.add(String(level * 100), plot.left - 8, y.at(level), { size: 11, colour: theme.ink3, align: 'right' });
  }
  drawLevel(figure, plot, x, (tick) => formatTick(tick, format), false);
  figure.add(
    fitText(`${measure}${x.log ? ', log scale' : ''}; upright: % of ${of} at or below`, width - 8, 11, 400, frame.measure),
    width / 2,
    height - 8,
    { size: 11, colour: theme.ink3, align: 'center' },
  );
  drawReferences(figure, references, x, plot);
  for (const [index, group] of groups.entries()) drawCurve(figure, group, colours[index] ?? theme.accent, DASHES[index], x, y);
  if (groups.length > 1)
    for (const [index, name] of names.entries()) {
      const rowY = top + 10 + index * 20;
      const from = plot.left + plot.width + 16;
      figure.polyline(
        [
          [from, rowY],
          [from + 18, rowY],
        ],
        { stroke: colours[index] ?? theme.ink, lineWidth: 2, ...(DASHES[index] && { dash: DASHES[index] }) },
      );
      figure.add(fitText(name, legend - 26, 12, 600, frame.measure), from + 24, rowY, { weight: 600, colour: colours[index] ?? theme.ink });
    }
  else
    figure.add(fitText(names[0] ?? '', plot.width * 0.5, 12, 600, frame.measure), plot.left + 10, top + 12, {
      weight: 600,
      colour: theme.accent,
      ground: theme.panel,
    });

  const title = input.finding ?? spreadTitle({ ...input, groups });
  return {
    kind: 'ecdf',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Distribution', title, context, spreadSentences(input)),
    table: { caption: tableCaption(title, context), columns, rows: groups.map(spreadRow) },
    option: figure.option(title),
    series: groups.map((group) => ({ name: group.label, marks: marksOf(group, input, x, y) })),
    labels: figure.boxes,
  };
}

/** Level lines from top to bottom, named above the plot. */
export function drawReferences(figure: Figure, references: readonly { at: number; label: string }[], x: Scale, plot: Plot): void {
  const { theme, measure } = figure.frame;
  const right = plot.left + plot.width;
  const texts = references.map(({ label }) => fitText(label, Math.max(40, plot.width / references.length - 8), 11, 600, measure));
  const places = spread(
    references.map(({ at }, index) => ({ at: x.at(at), size: measure(texts[index] ?? '', 11, 600) })),
    plot.left,
    right,
    8,
  );
  for (const [index, { at }] of references.entries()) {
    figure.line(x.at(at), plot.top - 3, x.at(at), plot.top + plot.height, theme.reference, [6, 4], 1.25, 2);
    figure.add(texts[index] ?? '', places[index] ?? 0, plot.top - 12, { size: 11, weight: 600, colour: theme.reference, align: 'center' });
  }
}

function drawCurve(figure: Figure, group: SpreadGroup, colour: string, dash: number[] | undefined, x: Scale, y: Scale): void {
  const { theme } = figure.frame;
  const path: [number, number][] = [];
  let before = 0;
  for (const [value, share] of group.points) {
    path.push([x.at(value), y.at(before)], [x.at(value), y.at(share)]);
    before = share;
  }
  if (isPointsOnly(group)) {
    for (const [value, share] of group.points)
      figure.circle(x.at(value), y.at(share), 4, { fill: colour, stroke: theme.panel, z: 6 }, { id: `${group.id}/${value}`, value: share });
    return;
  }
  figure.polyline(path, { stroke: colour, lineWidth: 2, ...(dash && { dash }), z: 5 });
  for (const [level, value] of [
    [0.1, group.p10],
    [0.5, group.p50],
    [0.9, group.p90],
  ] as const)
    if (value !== null) {
      figure.line(x.at(value), y.at(level) - 6, x.at(value), y.at(level) + 6, theme.panel, null, 4, 6);
      figure.line(x.at(value), y.at(level) - 6, x.at(value), y.at(level) + 6, colour, null, 2.5, 7);
    }
}

/** The three quantiles, then at most about 40 points of the curve. */
function marksOf(group: SpreadGroup, { measure, of, format }: SpreadInput, x: Scale, y: Scale) {
  const every = Math.max(1, Math.ceil(group.points.length / 40));
  const box = (value: number, share: number) => ({ x: x.at(value) - 5, y: y.at(share) - 5, width: 10, height: 10 });
  const quantiles = isPointsOnly(group)
    ? []
    : (
        [
          ['p10', 0.1, group.p10],
          ['p50', 0.5, group.p50],
          ['p90', 0.9, group.p90],
        ] as const
      ).flatMap(([name, share, value]) =>
        value === null
          ? []
          : [
              {
                id: `:${group.id}-${name}`,
                ...box(value, share),
                readout: `${group.label} | ${name} of the ${measure} | ${formatValue(value, format)}`,
              },
            ],
      );
  const points = group.points
    .filter((_, index) => index % every === 0 || index === group.points.length - 1)
    .map(([value, share]) => ({
      id: `:${group.id}-${value}`,
      ...box(value, share),
      readout: `${group.label} | ${formatPercentDigits(share)} % of ${of} at or below ${formatValue(value, format)}`,
    }));
  return [...quantiles, ...points];
}
