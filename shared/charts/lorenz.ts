import type { ViewResult } from '../case/view.ts';
import {
  boundWords,
  countOf,
  dimensionNoun,
  entityWords,
  formatIndex,
  formatPercentDigits,
  formatShare,
  weightNoun,
} from '../format/index.ts';
import type { Chart, ChartFrame, ChartMark, ChartOption } from './chart.ts';
import { contextOfView, stateChart, subtitleOf, summaryText, tableCaption } from './context.ts';
import { lineHeight, Texts } from './labels.ts';
import { fitText } from './measure.ts';
import { emptyWords } from './pareto.ts';
import type { ChartTheme } from './theme.ts';

export type LorenzInput = {
  view: ViewResult;
  /** the same view under another entity policy, or of another dataset: a second line */
  against?: ViewResult;
  /** names of the two lines; by entity policy when absent */
  labels?: readonly [string, string];
};

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

/** A line of words; `cut` = it may be shortened in its middle where it does not fit. */
type Line = { text: string; size: number; weight: 400 | 600; colour: string; cut?: boolean };

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
    const room = x(bottomEdge) - 10 - (left + 12);
    const text = fitText(line.text, room, line.size, line.weight, measure);
    if (text === line.text || (line.cut && room > 90)) texts.add(text, left + 12, lineTop + lineBox / 2, line);
    lineTop += lineBox;
  }
  const equal = 'equal shares';
  const equalY = y(0.4) - 10;
  const equalRight = x((top + plotHeight - (equalY + 8)) / plotHeight) - 8;
  if (equalRight - measure(equal, 11, 400) > left + 6)
    texts.add(equal, equalRight, equalY, { size: 11, colour: theme.ink3, align: 'right' });
}

type Curve = { name: string; view: ViewResult; points: [number, number][]; topTenth: number; lowerHalf: number };

function curveOf(view: ViewResult, name: string): Curve {
  const points: [number, number][] = view.lorenz[0]?.[0] === 0 ? view.lorenz : [[0, 0], ...view.lorenz];
  return { name, view, points, topTenth: 1 - lorenzAt(points, 0.9), lowerHalf: lorenzAt(points, 0.5) };
}

/** At most about 40 places along a curve for the keyboard. */
function marksOf({ name, points, view }: Curve, { x, y }: Plot, prefix: string): ChartMark[] {
  const many = dimensionNoun(view.stamp.by, 2);
  const places =
    points.length <= 42 ? points : points.filter((_, index) => index % Math.ceil(points.length / 40) === 0 || index === points.length - 1);
  return places.map(([entities, share]) => ({
    id: `:lorenz${prefix}-${entities}`,
    x: x(entities) - 4,
    y: y(share) - 4,
    width: 8,
    height: 8,
    readout: `${prefix === '' ? '' : `${name} | `}The smallest ${formatPercentDigits(entities)} % of ${many} hold ${formatPercentDigits(share)} % of the known ${weightNoun(view.stamp.weight)}`,
  }));
}

/** Diagonal, curves and the mark of the top tenth as an ECharts option. */
function optionOf(
  curves: readonly Curve[],
  { left, top, width: plotWidth, height: plotHeight }: Plot,
  texts: Texts,
  theme: ChartTheme,
  title: string,
): ChartOption {
  const [first, second] = curves;
  const line = { type: 'line', symbol: 'none', silent: true };
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font },
    grid: { left, top, width: plotWidth, height: plotHeight, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: { type: 'value', min: 0, max: 1, show: false },
    series: [
      {
        ...line,
        name: 'Equal shares',
        lineStyle: { color: theme.ink3, width: 1, type: 'dashed' },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      { ...line, name: first?.name, lineStyle: { color: theme.accent, width: 2 }, data: first?.points },
      ...(second
        ? [{ ...line, name: second.name, lineStyle: { color: theme.worst, width: 1.75, type: [6, 3] }, data: second.points }]
        : []),
      ...(first && first.view.entities >= TENTH
        ? [
            {
              name: 'Top 10 %',
              type: 'line',
              silent: true,
              symbol: 'circle',
              symbolSize: 7,
              itemStyle: { color: theme.accent },
              lineStyle: { color: theme.accent, width: 1, type: 'dotted' },
              data: [
                [0.9, 1 - first.topTenth],
                [0.9, 1],
              ],
            },
          ]
        : []),
    ],
    graphic: { elements: texts.elements },
    aria: { enabled: true, label: { description: title } },
  };
}

/** Fewest entities of which a tenth is at least one. */
const TENTH = 10;

function titleOf({ view, topTenth, lowerHalf }: Curve, against: Curve | undefined): string {
  const { by, weight: column } = view.stamp;
  const weight = weightNoun(column);
  const gini = (curve: ViewResult): string => formatIndex(curve.metrics.gini.stated);
  if (against) {
    const [now, other] = [view.metrics.gini.stated, against.view.metrics.gini.stated];
    if (now === null || other === null || gini(view) === gini(against.view))
      return `The Gini of the known ${weight} is ${gini(view)} either way`;
    const change = now > other ? 'higher' : 'lower';
    return view.stamp.dataset === against.view.stamp.dataset
      ? `Counted with ${entityPhrase(view)}, the Gini is ${gini(view)}, ${change} than ${gini(against.view)}`
      : `The Gini is ${change}: ${gini(view)} against ${gini(against.view)}`;
  }
  if (view.entities === 1) return `One ${dimensionNoun(by, 1)} holds all of the known ${weight}`;
  return view.entities < TENTH
    ? `The smaller half of ${countOf(view.entities, by)} holds ${formatShare(lowerHalf)} of the known ${weight}`
    : `The top 10 % of ${dimensionNoun(by, 2)} hold ${formatShare(topTenth)} of the known ${weight}`;
}

const entityPhrase = ({ stamp }: ViewResult): string =>
  stamp.entities === null ? stamp.dataset : stamp.entities === 'confirmed' ? 'confirmed entities' : entityWords(stamp.entities, 0);

const lineName = (view: ViewResult): string =>
  view.stamp.entities === null ? view.stamp.dataset : entityWords(view.stamp.entities, view.stamp.merged);

/**
 * Lorenz curve of the known part of a view: diagonal, Gini, what the top 10 % hold; with `against` a second line, such as accounts as given
 * beside merged ones, and the Gini of each.
 *
 * @param view `lorenz` = [share of entities, share of weight], ascending, at most 401 exact points
 */
export function lorenz({ view, against, labels }: LorenzInput, frame: ChartFrame): Chart {
  const { theme } = frame;
  const { stamp } = view;
  const weight = weightNoun(stamp.weight);
  const many = dimensionNoun(stamp.by, 2);
  const context = contextOfView(view, `Share of known ${weight} held by the smallest share of ${many}`);
  const columns = [
    { id: 'entities_fraction', label: `Share of ${many}, %`, format: 'percent' as const },
    { id: 'weight_fraction', label: `Share of known ${weight}, %`, format: 'percent' as const },
  ];
  const empty = emptyWords(view);
  if (empty) return stateChart('lorenz', 'Lorenz curve', empty.title, empty.reason, context, columns, frame);
  const texts = new Texts(frame);
  const first = curveOf(view, labels?.[0] ?? (against ? lineName(view) : `Known ${weight}`));
  const second = against && curveOf(against, labels?.[1] ?? lineName(against));
  const curves = second ? [first, second] : [first];
  const plot = plotOf(frame);
  drawAxes(texts, plot, many, theme);
  drawWords(texts, plot, wordsOf(first, second, theme), frame);
  const title = titleOf(first, second);
  const ginis = curves.map(
    ({ name, view: drawn, lowerHalf }) =>
      `${second ? `${name}: ` : ''}Gini ${boundWords(drawn, drawn.metrics.gini, formatIndex)}${drawn.weightBounds ? ' (the curve is of what is stated)' : ''}; the smaller half holds ${formatShare(lowerHalf)}.`,
  );
  const summary = summaryText('Lorenz curve', title, context, [
    ...ginis,
    view.unknown.share > 0
      ? `Uncertainty: ${formatShare(view.unknown.share)} of all ${weight} are unknown and left out of the curve.`
      : 'Nothing is left out as unknown.',
  ]);
  return {
    kind: 'lorenz',
    title,
    subtitle: subtitleOf(context),
    summary,
    table: {
      caption: tableCaption(title, context),
      columns: second ? [{ id: 'line', label: 'Line', format: 'text' }, ...columns] : columns,
      rows: curves.flatMap(({ name, points }) => points.map(([entities, share]) => (second ? [name, entities, share] : [entities, share]))),
    },
    option: optionOf(curves, plot, texts, theme, title),
    series: curves.map((curve, index) => ({
      name: second ? curve.name : 'Lorenz curve',
      marks: marksOf(curve, plot, second ? `-${index + 1}` : ''),
    })),
    labels: texts.boxes,
  };
}

function wordsOf(first: Curve, second: Curve | undefined, theme: ChartTheme): Line[] {
  const gini = ({ view }: Curve): string => `${formatIndex(view.metrics.gini.stated)}${view.weightBounds ? ' of what is stated' : ''}`;
  if (second)
    return [
      { text: `Gini ${gini(first)} ${first.name}`, size: 12, weight: 600, colour: theme.accent, cut: true },
      { text: `Gini ${gini(second)} ${second.name} (dashed)`, size: 12, weight: 600, colour: theme.worst, cut: true },
    ];
  return [
    { text: `Gini ${gini(first)}`, size: 15, weight: 600, colour: theme.ink },
    ...(first.view.entities < TENTH
      ? []
      : [{ text: `Top 10 % hold ${formatShare(first.topTenth)}`, size: 12, weight: 600 as const, colour: theme.accent }]),
    { text: `Smaller half holds ${formatShare(first.lowerHalf)}`, size: 12, weight: 400, colour: theme.ink2 },
  ];
}
