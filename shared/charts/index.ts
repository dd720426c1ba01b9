export { type BoundsBarInput, type BoundsBarRow, boundPlaces, boundsBar } from './boundsBar.ts';
export {
  type Chart,
  type ChartColumn,
  type ChartFrame,
  type ChartMark,
  type ChartMarkSeries,
  type ChartOption,
  type ChartTable,
  chartTableCsv,
  formatChartCell,
  type LabelBox,
} from './chart.ts';
export { lineHeight, overlaps, spread } from './labels.ts';
export { lorenz, lorenzAt } from './lorenz.ts';
export { fitText, interWidth, type TextMeasure } from './measure.ts';
export { rankedBars, rankedBarsHeight } from './rankedBars.ts';
export type { RankedBarsInput } from './rankedRows.ts';
export {
  axisEnd,
  curveAt,
  decidingK,
  type RemovalCurveChart,
  type RemovalCurveInput,
  removalCurve,
  removalTitle,
} from './removalCurve.ts';
export { type ChartTheme, darkTheme, lightTheme, rankColour } from './theme.ts';
