export { type BoundsBarInput, type BoundsBarRow, boundPlaces, boundsBar } from './boundsBar.ts';
export {
  CHART_KINDS,
  type Chart,
  type ChartColumn,
  type ChartFrame,
  type ChartKind,
  type ChartMark,
  type ChartMarkSeries,
  type ChartOption,
  type ChartTable,
  chartTableCsv,
  formatChartCell,
  type LabelBox,
} from './chart.ts';
export {
  type ChoroplethInput,
  type CountryShare,
  choropleth,
  choroplethHeight,
  choroplethOfView,
  SHARE_BREAKS,
  shareClass,
} from './choropleth.ts';
export { type ChartContext, contextOfView, subtitleOf } from './context.ts';
export { pricesChart, rungsOf, spreadReading, supplyChart, uptimeChart } from './dataset.ts';
export { type DumbbellInput, type DumbbellRow, dumbbell, dumbbellHeight } from './dumbbell.ts';
export { ecdf } from './ecdf.ts';
export { classOf, type HeatmapInput, heatmap, heatmapHeight } from './heatmap.ts';
export { type HillPoint, type HillProfileInput, hillPointsOf, hillProfile } from './hillProfile.ts';
export { lineHeight, overlaps, spread } from './labels.ts';
export { dropsOf, type LadderInput, type LadderRung, ladder, ladderHeight } from './ladder.ts';
export { type LorenzInput, lorenz, lorenzAt } from './lorenz.ts';
export { type LossCurveInput, type LossLine, lossCurve } from './lossCurve.ts';
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
export { type ChartTheme, categoryColour, colourRanks, contrastOf, darkTheme, inkOn, lightTheme, rampOf, rankColour } from './theme.ts';
export { dayOf, type SeriesPoint, type TimeSeriesInput, timeSeries } from './timeSeries.ts';
export { type TornadoInput, type TornadoRow, tornado, tornadoHeight } from './tornado.ts';
export { TREEMAP_CELLS, type TreemapGroup, type TreemapInput, type TreemapPart, treemap } from './treemap.ts';
export { formatChange, formatValue, type ValueFormat } from './values.ts';
export { type WaterfallInput, waterfall, waterfallHeight, waterfallRows } from './waterfall.ts';
export { hatchOf, isInside, type MapArea, outlinesOf, type WorldMap } from './worldMap.ts';
