import type { Curve, RemovalResult } from '../case/removal.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatCount,
  formatPercentDigits,
  formatRange,
  formatServedShare,
  formatThreshold,
  listOf,
} from '../format/index.ts';
import { parseThreshold } from '../resilience/fraction.ts';
import { breakingPointWords, holdsFavourably, readingsWords } from '../resilience/readings.ts';
import type { Chart, ChartFrame, ChartMark, ChartMarkSeries } from './chart.ts';
import { numberWord, roundTicks, sentenceCase, spread, Texts } from './labels.ts';
import type { ChartTheme } from './theme.ts';

export type RemovalCurveInput = {
  result: Pick<RemovalResult, 'stamp' | 'by' | 'threshold' | 'units' | 'demand' | 'served0' | 'below' | 'breakingPoint' | 'curves'> &
    Partial<Pick<RemovalResult, 'curvesHigh'>>;
  /** exact search still runs: the breaking point is a candidate and is drawn so */
  checking?: boolean;
  /** why nothing is servable before any removal, read adversely; stands in the title in place of a breaking point */
  unservable?: string | null;
  /** share of the base that the k largest hold, by k from 0; draws the second line of the axis */
  baseRemoved?: readonly number[];
  /** last k of the axis; chosen from the breaking point when absent */
  kMost?: number;
};
export type RemovalCurveChart = Chart & {
  kMost: number;
  /** pixel of a number of removals and of a served fraction 0..1, for marks that move without a redraw */
  xOf: (k: number) => number;
  yOf: (fraction: number) => number;
  plot: { left: number; top: number; width: number; height: number };
};

type Order = Curve['order'];
const NAMES: Record<Order, string> = {
  'largest-first': 'largest first',
  'best-found': 'best found',
  'worst-case': 'worst case',
  'worst-case-low': 'worst case, lower bound',
  'random-median': 'random, median',
  'random-p05': 'random, 5 %',
  'random-p95': 'random, 95 %',
};

/** Value of a step curve at k: that of its last point at or before k; `null` before its first point or beyond its last. */
export function curveAt(curve: Pick<Curve, 'k' | 'served'>, k: number): number | null {
  let value: number | null = null;
  for (let index = 0; index < curve.k.length && (curve.k[index] ?? 0) <= k; index += 1) value = curve.served[index] ?? null;
  return k > (curve.k.at(-1) ?? -1) ? null : value;
}

const markOf = (order: Order, k: number): string => `${order} ${k}`;

/** Number of removals that a mark of the curve stands for. */
export const removalsOfMark = (id: string): number => Number(id.slice(id.lastIndexOf(' ') + 1));

/** Finding of a removal test as a title; `served` is what remains at the breaking point, in the unit of `demand`, where known. */
export function removalTitle(input: RemovalCurveInput): string {
  const { by, units, breakingPoint, demand, threshold, served0, below, curves, curvesHigh } = input.result;
  const level = formatThreshold(threshold);
  const { high, low } = breakingPoint;
  if (input.unservable) return `Nothing is servable before any removal: ${input.unservable}`;
  const shareOf = (value: number | null) => formatServedShare(value ?? 0, demand, parseThreshold(threshold));
  if (high === 0) {
    const most = Math.max(served0, ...(curvesHigh ?? []).map((curve) => curveAt(curve, 0) ?? 0));
    return `The portfolio falls short of ${level} before any removal: ${formatRange(served0, most, shareOf)} is servable`;
  }
  if (demand === 0) return `The portfolio asks for nothing, so no removal of ${dimensionNoun(by, 2)} can break the test`;
  if (below === 0) return `The threshold is 0, so no removal of ${dimensionNoun(by, 2)} can break the test`;
  const readings = input.checking ? null : readingsWords(breakingPoint, units, by);
  if (readings !== null) return readings;
  if (high === null)
    return input.checking
      ? `How many ${dimensionNoun(by, 2)} can be lost before service falls below ${level}?`
      : `No removal of ${dimensionNoun(by, 2)} takes service below ${level}`;
  if (!input.checking && low === 0 && high > 0)
    return `Losing ${countOf(high, by)} takes service below ${level}; whether it is met with nothing removed is open`;
  if (!input.checking && low !== null && low !== high)
    return `Losing ${formatCount(low)} to ${countOf(high, by)} takes service below ${level}`;
  const worst = [...curves].filter(
    (curve) => curve.order === 'worst-case' || curve.order === 'best-found' || curve.order === 'largest-first',
  );
  const served = worst.map((curve) => curveAt(curve, high)).filter((value) => value !== null);
  const left = served.length > 0 && demand > 0 ? Math.min(...served) : null;
  const many = `${numberWord(high)} ${dimensionNoun(by, high)}`;
  return left !== null && left < demand
    ? `Losing ${many} leaves ${formatServedShare(left, demand, parseThreshold(threshold))} of the demand servable`
    : `${sentenceCase(many)} ${high === 1 ? 'is' : 'are'} enough to take service below ${level}`;
}

/**
 * The k at which the drawn curves show the break: the lower end of a bracket where a curve is below the threshold there (missing data make
 * the bracket), its upper end otherwise (the search left a gap).
 */
export function decidingK({
  breakingPoint: { low, high },
  curves,
  below,
}: Pick<RemovalResult, 'breakingPoint' | 'curves' | 'below'>): number | null {
  if (low === null || low === high) return high;
  const breaks = curves.some((curve) => !curve.order.startsWith('random') && (curveAt(curve, low) ?? below) < below);
  return breaks ? low : high;
}

/** Last k that the axis has to show: far enough to see what follows the breaking point, or both ends of it. */
export function axisEnd({ breakingPoint, units }: Pick<RemovalResult, 'breakingPoint' | 'units'>): number {
  const { low, high } = breakingPoint;
  const point = (holdsFavourably(breakingPoint, units) ? low : high) ?? low ?? 10;
  return Math.max(1, Math.min(units, Math.max(10, Math.ceil(point * 2.5))));
}

function lastK({ result, kMost }: RemovalCurveInput): number {
  return kMost === undefined ? axisEnd(result) : Math.max(1, Math.min(kMost, Math.max(1, result.units)));
}

/** Points [k, fraction] of a curve up to `most`, with an end point on `most` where the curve goes on. */
function pointsOf(curve: Curve, demand: number, most: number): [number, number][] {
  const points: [number, number][] = [];
  for (let index = 0; index < curve.k.length; index += 1) {
    const k = curve.k[index] ?? 0;
    if (k > most) break;
    // of nothing that is asked for, all is served
    points.push([k, demand > 0 ? (curve.served[index] ?? 0) / demand : 1]);
  }
  const last = points.at(-1);
  // A curve that reaches nothing stays there; one that was cut off by the axis goes on to its end.
  if (last && last[0] < most && (last[1] === 0 || (curve.k.at(-1) ?? 0) > most)) points.push([most, last[1]]);
  return points;
}

function styleOf(order: Order, theme: ChartTheme): { color: string; width: number; type: string | number[] } {
  if (order === 'worst-case') return { color: theme.worst, width: 2.5, type: 'solid' };
  if (order === 'worst-case-low') return { color: theme.worst, width: 1.5, type: [2, 2] };
  if (order === 'largest-first') return { color: theme.largest, width: 1.75, type: [6, 3] };
  if (order === 'best-found') return { color: theme.bestFound, width: 1.75, type: [10, 3, 2, 3] };
  return { color: theme.random, width: 1.5, type: [2, 3] };
}

/**
 * Removal curve: share of demand that stays servable by number of removed units, one step line an order, threshold, breaking point.
 *
 * @param input curves in the unit of `demand`; `baseRemoved` as fractions 0..1
 */
export function removalCurve(input: RemovalCurveInput, frame: ChartFrame): RemovalCurveChart {
  const { result, checking = false, baseRemoved } = input;
  const { theme, width, height, measure } = frame;
  const { stamp, by, demand, breakingPoint } = result;
  const texts = new Texts(frame);
  const most = lastK(input);
  const many = dimensionNoun(by, 2);
  const worst = result.curves.find((curve) => curve.order === 'worst-case');
  const worstAt = (k: number): number | null => {
    const value = worst ? (curveAt(worst, k) ?? (worst.served.at(-1) === 0 ? 0 : null)) : null;
    return value === null ? null : value / (demand || 1);
  };
  const lines = result.curves
    .filter((curve) => curve.order !== 'random-p05' && curve.order !== 'random-p95')
    .map((curve) => ({ curve, points: pointsOf(curve, demand, most) }))
    .filter(({ points }) => points.length > 0)
    // Where the search found the very worst case, one line says both.
    .filter(({ curve, points }) => curve.order !== 'best-found' || !points.every(([k, value]) => value === worstAt(k)));
  const rank: Record<string, number> = { 'random-median': 0, 'best-found': 1, 'largest-first': 2, 'worst-case': 3 };
  lines.sort((a, b) => (rank[a.curve.order] ?? 0) - (rank[b.curve.order] ?? 0));
  const threshold = thresholdFraction(result);

  const thresholdText = `threshold ${formatThreshold(result.threshold)}`;
  const countText = `${many} removed${most < result.units ? `, ${formatCount(most)} of ${formatCount(result.units)} shown` : ''}`;
  const baseText = '% of base, largest first';
  const endTexts = [thresholdText, ...lines.map(({ curve }) => NAMES[curve.order])];
  const right = Math.min(width * 0.3, 26 + Math.max(...endTexts.map((text) => measure(text, 12, 600)), measure('100 %', 11, 400)));
  const left = 52;
  const top = 26;
  const bottomMargin = baseRemoved ? 58 : 42;
  const plotWidth = Math.max(60, width - left - right);
  const plotHeight = Math.max(40, height - top - bottomMargin);
  const bottom = top + plotHeight;
  const xOf = (k: number): number => left + (k / most) * plotWidth;
  const yOf = (fraction: number): number => top + (1 - fraction) * plotHeight;

  for (const tick of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    texts.line(left, yOf(tick), left + plotWidth, yOf(tick), tick === 0 ? theme.lineStrong : theme.line);
    texts.add(tick === 1 ? '100 %' : String(Math.round(tick * 100)), left - 12, yOf(tick), {
      size: 11,
      colour: theme.ink3,
      align: 'right',
    });
  }
  const tickWidth = Math.max(measure(formatCount(most), 12, 400), baseRemoved ? measure('99.9 %', 11, 400) : 0) + 14;
  const step = Math.max(1, Math.ceil(roundTicks(most, Math.max(1, Math.floor(plotWidth / tickWidth)))[1] ?? 1));
  for (let k = 0; k <= most; k += step) {
    texts.line(xOf(k), bottom, xOf(k), bottom + 4, theme.lineStrong);
    texts.add(formatCount(k), xOf(k), bottom + 14, { size: 12, colour: theme.ink2, align: 'center' });
    const share = baseRemoved?.[k];
    if (share !== undefined)
      texts.add(`${Math.round(share * 100)} %`, xOf(k), bottom + 30, { size: 11, colour: theme.ink3, align: 'center' });
  }
  texts.add(baseRemoved ? `${countText}; ${baseText}` : countText, left + plotWidth / 2, height - 8, {
    size: 11,
    colour: theme.ink3,
    align: 'center',
  });

  // Labels stand at the ends of their curves, pushed apart by measurement; a moved label keeps a leader.
  const ends = [
    { text: thresholdText, at: yOf(threshold), colour: theme.reference, x: left + plotWidth },
    ...lines.map(({ curve, points }) => {
      const [k, value] = points.at(-1) ?? [0, 0];
      return { text: NAMES[curve.order], at: yOf(value), colour: styleOf(curve.order, theme).color, x: xOf(k) };
    }),
  ];
  const places = spread(
    ends.map((end) => ({ at: end.at, size: 15 })),
    top - 8,
    bottom + 8,
    2,
  );
  for (const [index, end] of ends.entries()) {
    const y = places[index] ?? end.at;
    texts.line(
      end.x + 2,
      end.at,
      left + plotWidth + 12,
      y,
      end.colour,
      Math.abs(y - end.at) > 1 || end.x < left + plotWidth - 1 ? [1, 2] : null,
    );
    texts.add(end.text, left + plotWidth + 16, y, { size: 12, weight: 600, colour: end.colour });
  }

  // The flag of the breaking point has a band of its own above the plot, so it can touch no curve.
  const point = decidingK(result);
  const flag = breakingPointWords(breakingPoint, result.units, checking);
  const flagColour = checking ? theme.ink2 : theme.worst;
  if (point !== null && point <= most && point > 0) {
    const flagWidth = measure(flag, 12, 600);
    const low = breakingPoint.low ?? point;
    const high = holdsFavourably(breakingPoint, result.units) ? point : Math.min(most, breakingPoint.high ?? point);
    const x = Math.min(Math.max(xOf((low + high) / 2), left + flagWidth / 2), left + plotWidth - flagWidth / 2);
    texts.add(flag, x, 10, { size: 12, weight: 600, colour: flagColour, align: 'center' });
    for (const k of new Set([low, high])) texts.line(xOf(k), 20, xOf(k), bottom, flagColour, checking || k !== point ? [3, 3] : null);
    if (low < high) texts.line(xOf(low), 20, xOf(high), 20, flagColour);
  } else {
    const beyond = point !== null && point > most;
    texts.add(beyond ? `${flag} →` : flag, beyond ? left + plotWidth : left, 10, {
      size: 12,
      weight: 600,
      colour: flagColour,
      align: beyond ? 'right' : 'left',
    });
  }

  const line = (order: Order): Curve | undefined => result.curves.find((curve) => curve.order === order);
  const low = line('random-p05');
  const high = line('random-p95');
  const series: Record<string, unknown>[] = [];
  if (low && high) {
    const ks = [...new Set([...low.k, ...high.k])].filter((k) => k <= most).sort((a, b) => a - b);
    const band = { type: 'line', step: 'end', symbol: 'none', silent: true, stack: 'random band', lineStyle: { width: 0 }, z: 1 };
    const at = (curve: Curve, k: number): number => (curveAt(curve, k) ?? 0) / (demand || 1);
    series.push({ ...band, name: NAMES['random-p05'], data: ks.map((k) => [k, at(low, k)]) });
    series.push({
      ...band,
      name: 'random band',
      areaStyle: { color: theme.randomGround, opacity: 0.9 },
      data: ks.map((k) => [k, at(high, k) - at(low, k)]),
    });
  }
  series.push({
    name: thresholdText,
    type: 'line',
    symbol: 'none',
    silent: true,
    lineStyle: { color: theme.reference, width: 1.5, type: [6, 4] },
    data: [
      [0, threshold],
      [most, threshold],
    ],
    z: 2,
  });
  for (const [index, { curve, points }] of lines.entries())
    series.push({
      name: NAMES[curve.order],
      type: 'line',
      step: 'end',
      symbol: 'none',
      silent: true,
      lineStyle: { ...styleOf(curve.order, theme), cap: 'butt' },
      data: points,
      z: 3 + index,
    });
  const breaking =
    point === null || point > most ? null : lines.map(({ curve }) => curveAt(curve, point)).filter((value) => value !== null);
  if (point !== null && breaking && breaking.length > 0)
    series.push({
      name: 'breaking point',
      type: 'scatter',
      silent: true,
      symbolSize: 10,
      itemStyle: { color: theme.panel, borderColor: flagColour, borderWidth: 2.5 },
      data: [[point, Math.min(...breaking) / (demand || 1)]],
      z: 9,
    });

  const seriesMarks: ChartMarkSeries[] = [...lines].reverse().map(({ curve, points }) => ({
    name: NAMES[curve.order],
    marks: points.map(
      ([k, fraction]): ChartMark => ({
        id: markOf(curve.order, k),
        x: xOf(k) - 5,
        y: yOf(fraction) - 5,
        width: 10,
        height: 10,
        readout: [
          NAMES[curve.order],
          `${formatCount(k)} ${dimensionNoun(by, k)} removed`,
          `${formatCount(Math.round(fraction * demand))} of ${formatCount(demand)} servable`,
          formatServedShare(fraction * demand, demand, parseThreshold(result.threshold)),
          fraction * demand < result.below - 1e-9 ? 'below threshold' : 'threshold met',
          ...(curve.order === 'largest-first' || k === 0 ? [] : [`Enter removes the ${formatCount(k)} largest`]),
        ].join(' | '),
      }),
    ),
  }));
  const title = removalTitle(input);
  const tableKs = [...new Set(result.curves.flatMap((curve) => curve.k))].filter((k) => k <= most).sort((a, b) => a - b);
  return {
    kind: 'removal-curve',
    title,
    subtitle: `${stamp.sample ? 'SAMPLE | ' : ''}Servable demand by ${many} removed, % | ${baseWords(stamp.base)} | ${formatAsOf(stamp.asOf)} | n = ${countOf(result.units, by)}`,
    summary: summaryOf(
      input,
      title,
      lines.map(({ curve }) => curve),
    ),
    table: {
      caption: `${title}. Servable demand by ${many} removed, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}`,
      columns: [
        { id: 'removed', label: `${many} removed`, format: 'count' },
        ...(baseRemoved ? [{ id: 'base_removed_fraction', label: 'Base removed, largest first, %', format: 'percent' as const }] : []),
        ...result.curves.map((curve) => ({
          id: `served_${curve.order.replaceAll('-', '_')}`,
          label: `Served, ${NAMES[curve.order]}`,
          format: 'quantity' as const,
        })),
      ],
      rows: tableKs.map((k) => [k, ...(baseRemoved ? [baseRemoved[k] ?? null] : []), ...result.curves.map((curve) => curveAt(curve, k))]),
    },
    option: {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: theme.font },
      grid: { left, top, width: plotWidth, height: plotHeight, outerBoundsMode: 'none' },
      xAxis: { type: 'value', min: 0, max: most, show: false },
      yAxis: { type: 'value', min: 0, max: 1, show: false },
      series,
      graphic: { elements: texts.elements },
      aria: { enabled: true, label: { description: title } },
    },
    series: seriesMarks,
    labels: texts.boxes,
    kMost: most,
    xOf,
    yOf,
    plot: { left, top, width: plotWidth, height: plotHeight },
  };
}

/** The threshold as a fraction of demand. */
function thresholdFraction({ threshold, below, demand }: Pick<RemovalResult, 'threshold' | 'below' | 'demand'>): number {
  const [numerator = 0, denominator = 1] = threshold.split('/').map(Number);
  const fraction = numerator / denominator;
  return Number.isFinite(fraction) ? Math.min(1, fraction) : demand > 0 ? below / demand : 0;
}

function summaryOf(input: RemovalCurveInput, title: string, curves: Curve[]): string {
  const { result, checking } = input;
  const { stamp, by, demand, breakingPoint, threshold } = result;
  const parts = curves.map((curve) => {
    const points = pointsOf(curve, demand, lastK(input));
    const last = points.at(-1);
    return last ? `${NAMES[curve.order]} ends at ${formatPercentDigits(last[1])} % after ${formatCount(last[0])}` : null;
  });
  return [
    'Removal curve.',
    `${title}.`,
    `Servable share of ${formatCount(demand)} demanded, in percent, by ${dimensionNoun(by, 2)} removed, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}, n = ${countOf(result.units, by)}.`,
    `Breaking point at threshold ${formatThreshold(threshold)}: ${breakingPointWords(breakingPoint, result.units, checking)}.`,
    breakingPoint.members.length > 0 ? `Removed at the breaking point: ${listOf(breakingPoint.members, 6)}.` : '',
    `${sentenceCase(parts.filter((part) => part !== null).join('; '))}.`,
  ]
    .filter((part) => part !== '' && part !== '.')
    .join(' ');
}
