import type { ViewResult } from '../case/view.ts';
import {
  baseWords,
  countOf,
  dimensionNoun,
  formatAsOf,
  formatBound,
  formatIndex,
  formatPercentDigits,
  formatShare,
  weightNoun,
} from '../format/index.ts';
import type { Chart, ChartFrame, ChartMark, ChartOption } from './chart.ts';
import { lineHeight, Texts } from './labels.ts';
import type { ChartTheme } from './theme.ts';

/** Share of the weight held by the smallest `fraction` of entities, by linear interpolation between the exact points. */
export function lorenzAt(points: readonly (readonly [number, number])[], fraction: number): number {
  let [beforeX, beforeY] = [0, 0];
  for (const [x, y] of points) {
    if (x >= fraction) return x === beforeX ? y : beforeY + ((y - beforeY) * (fraction - beforeX)) / (x - beforeX);
    [beforeX, beforeY] = [x, y];
  }
  return beforeY;
}

/** The square of the curve in pixels, and where its shares 0..1 stand. */
type Plot = { left: number; top: number; width: number; height: number; x: (share: number) => number; y: (share: number) => number };

function plotOf({ width, height }: ChartFrame): Plot {
  const left = 44;
  const top = 12;
  const plotHeight = height - top - 46;
  const plotWidth = Math.min(width - left - 20, plotHeight * 1.7);
  const x = (share: number): number => left + share * plotWidth;
  const y = (share: number): number => top + (1 - share) * plotHeight;
  return { left, top, width: plotWidth, height: plotHeight, x, y };
}

function drawAxes(texts: Texts, { left, top, width: plotWidth, height: plotHeight, x, y }: Plot, many: string, theme: ChartTheme): void {
  for (const tick of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    texts.line(left, y(tick), left + plotWidth, y(tick), tick === 0 ? theme.lineStrong : theme.line);
    texts.add(tick === 1 ? '100 %' : String(Math.round(tick * 100)), left - 8, y(tick), { size: 11, colour: theme.ink3, align: 'right' });
    texts.add(tick === 1 ? '100 %' : String(Math.round(tick * 100)), x(tick), top + plotHeight + 13, {
      size: 11,
      colour: theme.ink3,
      align: 'center',
    });
  }
  texts.add(`share of ${many}, smallest first`, x(0.5), top + plotHeight + 32, { size: 11, colour: theme.ink3, align: 'center' });
}

type Line = { text: string; size: number; weight: 400 | 600; colour: string };

/** Texts in the area over the diagonal, which is free since no Lorenz curve rises over it: each left of the diagonal at its lower edge. */
function drawWords(
  texts: Texts,
  { left, top, height: plotHeight, x, y }: Plot,
  lines: readonly Line[],
  { theme, measure }: ChartFrame,
): void {
  let lineTop = top + 10;
  for (const line of lines) {
    const lineBox = lineHeight(line.size) + 4;
    const bottomEdge = (top + plotHeight - (lineTop + lineBox)) / plotHeight;
    if (x(bottomEdge) - 10 - measure(line.text, line.size, line.weight) > left + 8)
      texts.add(line.text, left + 12, lineTop + lineBox / 2, line);
    lineTop += lineBox;
  }
  const equal = 'equal shares';
  const equalY = y(0.4) - 10;
  const equalRight = x((top + plotHeight - (equalY + 8)) / plotHeight) - 8;
  if (equalRight - measure(equal, 11, 400) > left + 6)
    texts.add(equal, equalRight, equalY, { size: 11, colour: theme.ink3, align: 'right' });
}

/** At most about 40 places along the curve for the keyboard. */
function marksOf(points: readonly [number, number][], { x, y }: Plot, many: string, weight: string): ChartMark[] {
  const readouts =
    points.length <= 42 ? points : points.filter((_, index) => index % Math.ceil(points.length / 40) === 0 || index === points.length - 1);
  return readouts.map(([entities, share]) => ({
    id: `:lorenz-${entities}`,
    x: x(entities) - 4,
    y: y(share) - 4,
    width: 8,
    height: 8,
    readout: `The smallest ${formatPercentDigits(entities)} % of ${many} hold ${formatPercentDigits(share)} % of the known ${weight}`,
  }));
}

/** Diagonal, curve and the mark of the top tenth as an ECharts option. */
function optionOf(
  points: [number, number][],
  topTenth: number,
  { left, top, width: plotWidth, height: plotHeight }: Plot,
  texts: Texts,
  theme: ChartTheme,
  { title, weight }: { title: string; weight: string },
): ChartOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font },
    grid: { left, top, width: plotWidth, height: plotHeight, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: { type: 'value', min: 0, max: 1, show: false },
    series: [
      {
        name: 'Equal shares',
        type: 'line',
        symbol: 'none',
        silent: true,
        lineStyle: { color: theme.ink3, width: 1, type: 'dashed' },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        name: `Known ${weight}`,
        type: 'line',
        symbol: 'none',
        silent: true,
        lineStyle: { color: theme.accent, width: 2 },
        data: points,
      },
      {
        name: 'Top 10 %',
        type: 'line',
        silent: true,
        symbol: 'circle',
        symbolSize: 7,
        itemStyle: { color: theme.accent },
        lineStyle: { color: theme.accent, width: 1, type: 'dotted' },
        data: [
          [0.9, 1 - topTenth],
          [0.9, 1],
        ],
      },
    ],
    graphic: { elements: texts.elements },
    aria: { enabled: true, label: { description: title } },
  };
}

/**
 * Lorenz curve of the known part of a view: diagonal, Gini, what the top 10 % hold.
 *
 * @param view `lorenz` = [share of entities, share of weight], ascending
 */
export function lorenz({ view }: { view: ViewResult }, frame: ChartFrame): Chart {
  const { theme } = frame;
  const { stamp } = view;
  const texts = new Texts(frame);
  const weight = weightNoun(stamp.weight);
  const many = dimensionNoun(stamp.by, 2);
  const points: [number, number][] = view.lorenz[0]?.[0] === 0 ? view.lorenz : [[0, 0], ...view.lorenz];
  const topTenth = 1 - lorenzAt(points, 0.9);
  const lowerHalf = lorenzAt(points, 0.5);
  const plot = plotOf(frame);
  drawAxes(texts, plot, many, theme);
  const words: Line[] = [
    { text: `Gini ${formatIndex(view.metrics.gini.stated)}`, size: 15, weight: 600, colour: theme.ink },
    { text: `Top 10 % hold ${formatShare(topTenth)}`, size: 12, weight: 600, colour: theme.accent },
    { text: `Smaller half holds ${formatShare(lowerHalf)}`, size: 12, weight: 400, colour: theme.ink2 },
  ];
  drawWords(texts, plot, words, frame);
  const title = `The top 10 % of ${many} hold ${formatShare(topTenth)} of the known ${weight}`;
  const summary = [
    'Lorenz curve.',
    `${title}.`,
    `Share of known ${weight} held by the smallest share of ${many}, in percent, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}, n = ${countOf(view.entities, stamp.by)}.`,
    `Gini ${formatBound(view.metrics.gini, formatIndex)}; the smaller half holds ${formatShare(lowerHalf)}.`,
    view.unknown.share > 0
      ? `Uncertainty: ${formatShare(view.unknown.share)} of all ${weight} are unknown and left out of the curve.`
      : 'Nothing is left out as unknown.',
  ].join(' ');
  return {
    kind: 'lorenz',
    title,
    summary,
    table: {
      caption: `${title}, ${baseWords(stamp.base)}, ${formatAsOf(stamp.asOf)}`,
      columns: [
        { id: 'entities_fraction', label: `Share of ${many}, %`, format: 'percent' },
        { id: 'weight_fraction', label: `Share of known ${weight}, %`, format: 'percent' },
      ],
      rows: points.map(([entities, share]) => [entities, share]),
    },
    option: optionOf(points, topTenth, plot, texts, theme, { title, weight }),
    series: [{ name: 'Lorenz curve', marks: marksOf(points, plot, many, weight) }],
    labels: texts.boxes,
  };
}
