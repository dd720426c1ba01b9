import { formatCount } from '../format/index.ts';
import { drawLevel } from './axis.ts';
import type { Chart, ChartFrame, ChartMark } from './chart.ts';
import { stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { drawReferences, spreadScale } from './ecdf.ts';
import { Figure } from './figure.ts';
import { fitText } from './measure.ts';
import { isPointsOnly, type SpreadGroup, type SpreadInput, spreadColumns, spreadRow, spreadSentences, spreadTitle } from './spread.ts';
import { formatTick, formatValue } from './values.ts';

const PITCH = 44;
const FOOT = 44;
/** Most groups of a strip chart; the table and the summary name the rest. */
const MOST_GROUPS = 12;

/** Height in pixels at which the strips are easy to read. */
export function stripHeight(groups: number, references = 0): number {
  return FOOT + (references > 0 ? 22 : 6) + Math.max(1, Math.min(groups, MOST_GROUPS)) * PITCH;
}

/**
 * Strips: one line a group, a thin stroke for each value, a bar from p10 to p90 with a tick at p50, and n. Groups of fewer than eight values
 * are points without quantiles.
 */
export function strip(input: SpreadInput, frame: ChartFrame): Chart {
  const { context, measure, format, references = [] } = input;
  const { theme, width, height } = frame;
  const columns = spreadColumns(input);
  const groups = input.groups.slice(0, MOST_GROUPS).filter(({ points }) => points.length > 0);
  if (groups.length === 0) {
    const reason = input.missing ? `${formatCount(input.missing)} values are missing or not disclosed.` : 'No record states one.';
    return stateChart('strip', 'Strip chart', `No ${measure} is known`, reason, context, columns, frame);
  }
  const figure = new Figure(frame);
  const counts = groups.map(({ n }) => `n = ${formatCount(n)}`);
  const left = Math.min(Math.max(40, ...groups.map(({ label }) => frame.measure(label, 12, 400))), width * 0.28) + 14;
  const right = Math.max(...counts.map((text) => frame.measure(text, 12, 400))) + 16;
  const top = references.length > 0 ? 22 : 6;
  const plot = { left, top, width: Math.max(60, width - left - right), height: Math.max(24, height - top - FOOT) };
  const x = spreadScale({ ...input, groups }, left, left + plot.width);
  const pitch = plot.height / groups.length;
  drawLevel(figure, plot, x, (tick) => formatTick(tick, format));
  figure.add(
    fitText(`${measure}${x.log ? ', log scale' : ''}; bar from p10 to p90, tick at p50`, width - 8, 11, 400, frame.measure),
    width / 2,
    height - 8,
    {
      size: 11,
      colour: theme.ink3,
      align: 'center',
    },
  );
  drawReferences(figure, references, x, plot);
  const series = groups.map((group, index) => {
    const y = top + (index + 0.5) * pitch;
    figure.add(fitText(group.label, left - 14, 12, 400, frame.measure), 0, y, { colour: theme.ink });
    figure.add(counts[index] ?? '', width, y, { colour: theme.ink2, align: 'right' });
    drawStrip(figure, group, y, Math.min(9, pitch / 2 - 5), x.at);
    return { name: group.label, marks: marksOf(group, y, x.at, input) };
  });
  const title = input.finding ?? spreadTitle({ ...input, groups });
  return {
    kind: 'strip',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Strip chart', title, context, spreadSentences(input)),
    table: { caption: tableCaption(title, context), columns, rows: groups.map(spreadRow) },
    option: figure.option(title),
    series,
    labels: figure.boxes,
  };
}

function drawStrip(figure: Figure, group: SpreadGroup, y: number, half: number, x: (value: number) => number): void {
  const { theme } = figure.frame;
  const { points, p10, p50, p90 } = group;
  if (isPointsOnly(group)) {
    for (const [value] of points)
      figure.circle(x(value), y, 4.5, { fill: theme.accent, stroke: theme.panel, z: 5 }, { id: `${group.id}/${value}`, value });
    return;
  }
  // Strokes that would fall on one pixel are one.
  let last = Number.NEGATIVE_INFINITY;
  for (const [value] of points) {
    const at = x(value);
    if (at - last < 0.75) continue;
    figure.line(at, y - half, at, y + half, theme.rank3, null, 1, 2);
    last = at;
  }
  if (p10 !== null && p90 !== null)
    figure.rect(
      { x: x(p10), y: y - 2.5, width: Math.max(1, x(p90) - x(p10)), height: 5 },
      { fill: theme.rank2, stroke: theme.panel, z: 4 },
      { id: `${group.id}/range`, value: p90 - p10 },
    );
  for (const [value, reach] of [
    [p10, 5],
    [p50, half + 4],
    [p90, 5],
  ] as const)
    if (value !== null) {
      figure.line(x(value), y - reach, x(value), y + reach, theme.panel, null, 4.5, 5);
      figure.line(x(value), y - reach, x(value), y + reach, theme.rank1, null, 2.5, 6);
    }
}

/** The three quantiles, then at most about 40 of the values. */
function marksOf(group: SpreadGroup, y: number, x: (value: number) => number, { measure, format }: SpreadInput): ChartMark[] {
  const box = (value: number) => ({ x: x(value) - 5, y: y - 9, width: 10, height: 18 });
  const every = Math.max(1, Math.ceil(group.points.length / 40));
  const quantiles = isPointsOnly(group)
    ? []
    : ([
        ['p10', group.p10],
        ['p50', group.p50],
        ['p90', group.p90],
      ] as const);
  return [
    ...quantiles.flatMap(([name, value]) =>
      value === null
        ? []
        : [
            {
              id: `:${group.id}-${name}`,
              ...box(value),
              readout: `${group.label} | ${name} of the ${measure} | ${formatValue(value, format)}`,
            },
          ],
    ),
    ...group.points
      .filter((_, index) => index % every === 0 || index === group.points.length - 1)
      .map(([value]) => ({
        id: `:${group.id}-${value}`,
        ...box(value),
        readout: `${group.label} | ${measure} ${formatValue(value, format)}`,
      })),
  ];
}
