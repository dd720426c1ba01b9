export { type BoundsBarInput, boundPlaces, boundsBar } from './boundsBar.ts';
export {
  CHART_KINDS,
  type Chart,
  type ChartFrame,
  type ChartOption,
  type ChartTable,
  chartTableCsv,
  formatChartCell,
} from './chart.ts';
export {
  type ChoroplethInput,
  choropleth,
  choroplethHeight,
  choroplethOfView,
  shareClass,
} from './choropleth.ts';
export { type ChartContext, contextOfView, subtitleOf } from './context.ts';
export { pricesChart, rungsOf, spreadReading, supplyChart, uptimeChart } from './dataset.ts';
export { type DumbbellInput, dumbbell, dumbbellHeight } from './dumbbell.ts';
export { ecdf } from './ecdf.ts';
export { classOf, type HeatmapInput, heatmap, heatmapHeight } from './heatmap.ts';
export { type HillProfileInput, hillProfile } from './hillProfile.ts';
export { overlaps, spread } from './labels.ts';
export { dropsOf, type LadderInput, ladder, ladderHeight } from './ladder.ts';
export { type LorenzInput, lorenz, lorenzAt } from './lorenz.ts';
export { type LossCurveInput, lossCurve } from './lossCurve.ts';
export { fitText, interWidth, type TextMeasure } from './measure.ts';
export { type ParetoInput, pareto, paretoHeight } from './pareto.ts';
export { pictureName, pictureOf, withStableIds } from './picture.ts';
export { rankedBars, rankedBarsHeight } from './rankedBars.ts';
export type { RankedBarsInput } from './rankedRows.ts';
export {
  axisEnd,
  curveAt,
  decidingK,
  type RemovalCurveChart,
  type RemovalCurveInput,
  removalCurve,
  removalsOfMark,
  removalTitle,
} from './removalCurve.ts';
export { type MultiplesPanel, type SmallMultiplesInput, smallMultiples, smallMultiplesHeight } from './smallMultiples.ts';
export { type SpreadGroup, type SpreadInput, shareBelow, stepPoints } from './spread.ts';
export { squarify } from './squarify.ts';
export { strip, stripHeight } from './strip.ts';
export { type ChartTheme, colourRanks, contrastOf, darkTheme, lightTheme, rampOf } from './theme.ts';
export { dayOf, type TimeSeriesInput, timeSeries } from './timeSeries.ts';
export { type TornadoInput, tornado, tornadoHeight } from './tornado.ts';
export { TREEMAP_CELLS, type TreemapGroup, type TreemapInput, treemap } from './treemap.ts';
export { formatChange, formatValue, type ValueFormat } from './values.ts';
export { type WaterfallInput, waterfall, waterfallHeight, waterfallRows } from './waterfall.ts';
export { hatchOf, isInside, outlinesOf, type WorldMap } from './worldMap.ts';
