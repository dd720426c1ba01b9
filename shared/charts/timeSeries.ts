import type { Bound } from '../case/view.ts';
import { formatBound, formatCount, listOf, plural } from '../format/index.ts';
import { drawUpright, rangeOf, type Scale, scaleOf, tickWidth } from './axis.ts';
import type { Chart, ChartColumn, ChartFrame } from './chart.ts';
import { type ChartContext, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { Figure, type Plot } from './figure.ts';
import { sentenceCase, spread } from './labels.ts';
import { fitText } from './measure.ts';
import { categoryColour } from './theme.ts';
import { cellFormatOf, formatChange, formatTick, formatValue, type ValueFormat } from './values.ts';

/** One value a snapshot; `date` = ISO day or instant, `value.stated` = `null` where it is undefined or not disclosed. */
export type SeriesPoint = { date: string; value: Bound };
export type TimeSeriesInput = {
  context: ChartContext;
  /** what is drawn, as in `HHI of Northgrid ...` */
  measure: string;
  format: ValueFormat;
  /** networks or measures in one unit, at most six; at most 600 snapshots each */
  series: readonly { id: string; label: string; points: readonly SeriesPoint[] }[];
  /** level lines of threshold packs, named with pack and date */
  references?: readonly { at: number; label: string }[];
  /** begin the scale at 0; default: where the least value is below half of the largest */
  zero?: boolean;
  finding?: string;
};

type Point = { day: number; date: string; value: Bound };
type Line = { id: string; label: string; points: Point[]; colour: string; dash: number[] | undefined };

const MOST_SERIES = 6;
const DASHES: (number[] | undefined)[] = [undefined, [7, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2]];

/** Days since 1970-01-01 of an ISO day or instant (UTC); `null` where it is none. */
export function dayOf(date: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(date) ?? [];
  return year === undefined ? null : Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000;
}

function linesOf({ series }: TimeSeriesInput, frame: ChartFrame): Line[] {
  return series.slice(0, MOST_SERIES).map(({ id, label, points }, index) => ({
    id,
    label,
    points: points
      .flatMap((point) => {
        const day = dayOf(point.date);
        return day === null ? [] : [{ day, date: point.date.slice(0, 10), value: point.value }];
      })
      .sort((a, b) => a.day - b.day),
    colour: series.length === 1 ? frame.theme.accent : categoryColour(index, frame.theme),
    dash: DASHES[index],
  }));
}

/**
 * Values over the dates of snapshots, at their true distance in time: a point a snapshot, a line between neighbours, a gap where a value is
 * missing, thin upright bars from low to high where unknown weight leaves a range.
 */
export function timeSeries(input: TimeSeriesInput, frame: ChartFrame): Chart {
  const { context, measure, format, references = [] } = input;
  const { width, height } = frame;
  const lines = linesOf(input, frame);
  const dates = [...new Set(lines.flatMap(({ points }) => points.map(({ date }) => date)))].sort();
  const columns: ChartColumn[] = [
    { id: 'date', label: 'Date', format: 'text' },
    ...lines.map(({ id, label }): ChartColumn => ({ id, label, format: cellFormatOf(format) })),
  ];
  const values = lines.flatMap(({ points }) =>
    points.flatMap(({ value }) => [value.low, value.stated, value.high].filter((end) => end !== null)),
  );
  if (!lines.some(({ points }) => points.some(({ value }) => value.stated !== null))) {
    const none = dates.length === 0;
    const title = none ? `No snapshot of the ${measure} has a date` : `No snapshot states the ${measure}`;
    const reason = none
      ? 'A line over time needs snapshots with a date.'
      : `The ${measure} has no value or is not disclosed in ${plural(dates.length, 'snapshot')}.`;
    return stateChart('time-series', 'Time series', title, reason, context, columns, frame);
  }
  const figure = new Figure(frame);
  const levels = references.map(({ at }) => at);
  const isFromZero = input.zero ?? Math.min(...values) < Math.max(...values) / 2;
  const range = rangeOf([...values, ...levels], isFromZero);
  const top = 12;
  const plotHeight = Math.max(40, height - top - 34);
  const y = scaleOf(range.low, range.high, top + plotHeight, top, Math.max(2, Math.floor(plotHeight / 44)));
  const tick = (value: number): string => formatTick(value, format);
  const left = tickWidth(figure, y, tick) + 14;
  const endTexts = lines.map((line) => endText(line, lines.length > 1, format));
  const right = Math.min(
    width * 0.34,
    Math.max(0, ...[...endTexts, ...references.map(({ label }) => label)].map((text) => frame.measure(text, 12, 600))) + 26,
  );
  const plot: Plot = { left, top, width: Math.max(60, width - left - right), height: plotHeight };
  const days = dates.map((date) => dayOf(date) ?? 0);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const x = scaleOf(first === last ? first - 1 : first, first === last ? last + 1 : last, left + 8, left + plot.width - 8, 2);
  drawUpright(figure, plot, y, tick);
  drawDates(figure, plot, dates, x);
  for (const line of lines) drawLine(figure, line, x, y, plot);
  drawEnds(figure, lines, endTexts, references, { x, y, plot, right });

  const title = input.finding ?? findingOf(lines, dates, input);
  return {
    kind: 'time-series',
    title,
    subtitle: subtitleOf(context),
    summary: summaryText('Time series', title, context, sentences(lines, dates, input)),
    table: {
      caption: tableCaption(title, context),
      columns,
      rows: dates.map((date) => [date, ...lines.map(({ points }) => points.find((point) => point.date === date)?.value.stated ?? null)]),
    },
    option: figure.option(title),
    series: lines.map(({ label, points }) => ({
      name: label,
      marks: points.map(({ date, day, value }) => ({
        id: `:${label}-${date}`,
        x: x.at(day) - 5,
        y: (value.stated === null ? top + plotHeight : y.at(value.stated)) - 5,
        width: 10,
        height: 10,
        readout: `${label} | ${date} | ${value.stated === null ? 'no value' : formatBound(value, (end) => formatValue(end, format))}`,
      })),
    })),
    labels: figure.boxes,
  };
}

/** What stands at the end of a line: its name where there are several, and its last value. */
function endText({ label, points }: Line, named: boolean, format: ValueFormat): string {
  const last = points.filter(({ value }) => value.stated !== null).at(-1);
  const value = last ? formatValue(last.value.stated, format) : 'no value';
  return named ? `${label} ${value}` : value;
}

/** Dates of the snapshots below the plot; those that would touch the one before keep their tick alone, first and last always read. */
function drawDates(figure: Figure, { top, height }: Plot, dates: readonly string[], x: Scale): void {
  const { theme, measure, width } = figure.frame;
  const bottom = top + height;
  const size = measure('2026-11-20', 11, 400);
  const place = (date: string): number => Math.min(Math.max(x.at(dayOf(date) ?? 0), size / 2), width - size / 2);
  const lastAt = place(dates.at(-1) ?? '');
  let end = Number.NEGATIVE_INFINITY;
  for (const [index, date] of dates.entries()) {
    const at = x.at(dayOf(date) ?? 0);
    if (dates.length <= 200) figure.line(at, bottom, at, bottom + 4, theme.lineStrong);
    const middle = place(date);
    const isLast = index === dates.length - 1;
    if (middle - size / 2 < end + 8 || (!isLast && middle + size / 2 + 8 > lastAt - size / 2)) continue;
    figure.add(date, middle, bottom + 15, { size: 11, colour: theme.ink3, align: 'center' });
    end = middle + size / 2;
  }
}

function drawLine(figure: Figure, { id, points, colour, dash }: Line, x: Scale, y: Scale, { top }: Plot): void {
  const { theme } = figure.frame;
  let path: [number, number][] = [];
  const end = () => {
    if (path.length > 1) figure.polyline(path, { stroke: colour, lineWidth: 2, ...(dash && { dash }), z: 5 });
    path = [];
  };
  for (const { day, date, value } of points) {
    const { low, stated, high } = value;
    if (low !== null && low !== high) {
      const upper = high === null ? top : y.at(high);
      figure.line(x.at(day), y.at(low), x.at(day), upper, theme.unknown, null, 1.25, 3);
      for (const at of high === null ? [y.at(low)] : [y.at(low), upper])
        figure.line(x.at(day) - 4, at, x.at(day) + 4, at, theme.unknown, null, 1.25, 3);
    }
    if (stated === null) {
      end();
      continue;
    }
    path.push([x.at(day), y.at(stated)]);
    if (points.length <= 120)
      figure.circle(x.at(day), y.at(stated), 3.5, { fill: colour, stroke: theme.panel, z: 6 }, { id: `${id}/${date}`, value: stated });
  }
  end();
}

/** Names at the right edge, pushed apart by measurement, with leaders where they had to move. */
function drawEnds(
  figure: Figure,
  lines: readonly Line[],
  texts: readonly string[],
  references: NonNullable<TimeSeriesInput['references']>,
  { x, y, plot, right }: { x: Scale; y: Scale; plot: Plot; right: number },
): void {
  const { theme, measure } = figure.frame;
  const edge = plot.left + plot.width;
  const ends = [
    ...lines.flatMap(({ points, colour }, index) => {
      const last = points.filter(({ value }) => value.stated !== null).at(-1);
      return last ? [{ text: texts[index] ?? '', at: y.at(last.value.stated ?? 0), from: x.at(last.day) + 5, colour }] : [];
    }),
    ...references.map(({ at, label }) => ({ text: label, at: y.at(at), from: plot.left, colour: theme.reference })),
  ];
  for (const { at } of references) figure.line(plot.left, y.at(at), edge, y.at(at), theme.reference, [6, 4], 1.25, 2);
  const places = spread(
    ends.map(({ at }) => ({ at, size: 15 })),
    plot.top - 4,
    plot.top + plot.height + 6,
    2,
  );
  for (const [index, { text, at, from, colour }] of ends.entries()) {
    const to = places[index] ?? at;
    figure.line(Math.max(from, edge - 6), at, edge + 8, to, colour, [1, 2]);
    figure.add(fitText(text, right - 14, 12, 600, measure), edge + 12, to, { weight: 600, colour });
  }
}

const stated = ({ points }: Line): Point[] => points.filter(({ value }) => value.stated !== null);

function findingOf(lines: readonly Line[], dates: readonly string[], { measure, format }: TimeSeriesInput): string {
  const moves = lines
    .map((line) => ({ line, first: stated(line)[0], last: stated(line).at(-1) }))
    .flatMap(({ line, first, last }) =>
      first && last ? [{ label: line.label, first, last, change: (last.value.stated ?? 0) - (first.value.stated ?? 0) }] : [],
    )
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const most = moves[0];
  if (!most) return `No snapshot states the ${measure}`;
  const who = lines.length > 1 ? `of ${most.label} ` : '';
  if (dates.length === 1 || most.first === most.last)
    return `The ${measure} ${who}is ${formatValue(most.last.value.stated, format)} in the one snapshot that states it`;
  const span = `between ${most.first.date} and ${most.last.date}`;
  if (formatChange(most.change, format).startsWith('0'))
    return `The ${measure} ${who}stays at ${formatValue(most.last.value.stated, format)} ${span}`;
  const verb = most.change > 0 ? 'rises' : 'falls';
  return `The ${measure} ${who}${verb} from ${formatValue(most.first.value.stated, format)} to ${formatValue(most.last.value.stated, format)} ${span}`;
}

function sentences(lines: readonly Line[], dates: readonly string[], { format, series, references = [] }: TimeSeriesInput): string[] {
  const trends = lines.map((line) => {
    const [first, last] = [stated(line)[0], stated(line).at(-1)];
    if (!first || !last) return `${line.label} has no value`;
    return `${line.label} ${formatValue(first.value.stated, format)} on ${first.date}, ${formatBound(last.value, (end) => formatValue(end, format))} on ${last.date}`;
  });
  const gaps = lines.reduce((count, line) => count + line.points.length - stated(line).length, 0);
  const crossed = references.map(({ at, label }) => {
    const above = lines
      .filter((line) => (stated(line).at(-1)?.value.stated ?? Number.NEGATIVE_INFINITY) > at)
      .map(({ label: name }) => name);
    return `${label} by ${above.length === 0 ? 'none' : listOf(above)}`;
  });
  return [
    `${plural(dates.length, 'snapshot')}. ${sentenceCase(trends.join('; '))}.`,
    gaps > 0 ? `${plural(gaps, 'value')} ${gaps === 1 ? 'is' : 'are'} missing and left as a gap.` : '',
    crossed.length > 0 ? `Reference lines crossed at the last value: ${crossed.join('; ')}.` : '',
    series.length > MOST_SERIES ? `Not shown: ${formatCount(series.length - MOST_SERIES)} more lines.` : '',
  ];
}
