import world from '../../resources/reference/world-50m.json' with { type: 'json' };
import type { Bound } from '../../shared/case/view.ts';
import {
  type Chart,
  type ChartContext,
  type ChartFrame,
  type ChoroplethInput,
  choropleth,
  dumbbell,
  dumbbellHeight,
  ecdf,
  heatmap,
  heatmapHeight,
  hillProfile,
  type LadderInput,
  type LossCurveInput,
  ladder,
  ladderHeight,
  lorenz,
  lossCurve,
  type MultiplesPanel,
  pareto,
  paretoHeight,
  type SpreadGroup,
  type SpreadInput,
  smallMultiples,
  smallMultiplesHeight,
  stepPoints,
  strip,
  stripHeight,
  type TimeSeriesInput,
  type TreemapGroup,
  timeSeries,
  tornado,
  tornadoHeight,
  treemap,
  type WaterfallInput,
  type WorldMap,
  waterfall,
  waterfallHeight,
} from '../../shared/charts/index.ts';
import { parseLine } from '../../shared/claims/line.ts';
import { hillNumber, northgrid, unmerged } from './fixtures.ts';

/** One chart as it is used: a builder with its data, and the height that suits it. */
export type ChartCase = { name: string; height: number; draw: (frame: ChartFrame) => Chart };

export const context: ChartContext = {
  dataset: 'Northgrid',
  measure: 'Share of GPUs by operator',
  unit: '%',
  base: 'online+verified',
  asOf: '2026-11-20',
  n: '41 operators',
  sample: true,
};

const operators = ['Borealis', 'Tundra', 'Cirrus', 'Meridian', 'Halcyon Data Centre Holdings', 'Ostara', 'Pallas'];
const clouds = ['Hetzner', 'OVHcloud', 'Amazon Web Services', 'Self-hosted', 'Leaseweb', 'Contabo'];

export const dependencies = {
  context: { ...context, measure: "Share of each operator's GPUs by cloud", n: '7 operators' },
  by: ['operator', 'cloud'] as const,
  rows: operators.map((label) => ({ id: label, label })),
  columns: clouds.map((label) => ({ id: label.toLowerCase(), label })),
  cells: operators.map((_, row) =>
    row === 5
      ? clouds.map(() => null)
      : clouds.map((_, column) => (((row + 2) * (column + 3) * 7) % 11 < 5 ? ((row * 5 + column * 13) % 20) / 21 : 0)),
  ),
  format: 'share' as const,
};

export const models: TreemapGroup[] = operators.map((label, rank) => ({
  id: label,
  label,
  parts: ['nvidia/h100-sxm-80', 'nvidia/a100-sxm-80', 'nvidia/rtx-4090-24', 'amd/mi300x-192', 'nvidia/l40s-48', 'nvidia/t4-16'].map(
    (model, index) => ({
      id: `${label}/${model}`,
      label: model,
      value: Math.round(1000 / (rank + 1) ** 1.1 / (index + 1) ** 1.4),
    }),
  ),
}));

const spread = (stated: number): Bound => ({ low: stated * 0.94, stated, high: stated * 1.08 });

export const comparison = {
  context: { ...context, dataset: 'Northgrid 2026-08-20 and 2026-11-20' },
  by: 'operator',
  names: ['2026-08-20', '2026-11-20'] as const,
  rows: [
    { id: 'Borealis', label: 'Borealis', a: 0.2, b: 0.241 },
    { id: 'Tundra', label: 'Tundra', a: 0.161, b: 0.153 },
    { id: 'Cirrus', label: 'Cirrus', a: 0.1, b: 0.107 },
    { id: 'Meridian', label: 'Meridian', a: null, b: 0.085 },
    { id: 'Halcyon', label: 'Halcyon Data Centre Holdings', a: 0.12, b: 0.071 },
    { id: 'Ostara', label: 'Ostara', a: 0.055, b: 0.055 },
    { id: 'Umbra', label: 'Umbra', a: 0.031, b: null },
  ],
  format: 'share' as const,
};

export const change: WaterfallInput = {
  context: { ...context, measure: 'Change of HHI', unit: 'points' },
  measure: 'HHI',
  format: 'hhi',
  start: { label: '2026-08-20', value: 902 },
  end: { label: '2026-11-20', value: 1137 },
  parts: [
    { id: 'reattribution', label: 'Re-attribution', value: 282 },
    { id: 'exit', label: 'Exit', value: -18 },
    { id: 'entry', label: 'Entry', value: 41 },
    { id: 'own_growth', label: 'Own growth', value: -46 },
    { id: 'total_effect', label: 'Total effect', value: -24 },
  ],
};

export const headroom: LossCurveInput = {
  context: { ...context, measure: 'Factor by which the demand may grow', unit: '' },
  measure: 'headroom',
  format: 'index',
  by: 'operator',
  lines: [{ id: 'worst', label: 'worst case', points: [1.5, 1.25, 0.9, 0.4, 0].map((value, k) => ({ k, value })) }],
  reference: { at: 1, label: 'demand met' },
};

const priceAfterLoss: LossCurveInput = {
  context: { ...context, measure: 'Price of the cheapest placement', unit: 'USD per GPU-hour' },
  measure: 'average price',
  format: 'index',
  by: 'operator',
  lines: [
    { id: 'average', label: 'average', points: [1.1, 1.4, null, 2.25].map((value, k) => ({ k, value })) },
    { id: 'marginal', label: 'dearest', points: [2, 2, null, 3.5].map((value, k) => ({ k, value })) },
  ],
};

export const history: TimeSeriesInput = {
  context: { ...context, measure: 'HHI by operator, weighted by GPUs', unit: 'points', n: '5 snapshots' },
  measure: 'HHI',
  format: 'hhi',
  series: [
    {
      id: 'northgrid',
      label: 'Northgrid',
      points: [
        ['2026-03-01', 880],
        ['2026-05-20', 910],
        ['2026-08-20', 902],
        ['2026-11-20', 1137],
      ].map(([date, value]) => ({ date: String(date), value: spread(Number(value)) })),
    },
    {
      id: 'tessera',
      label: 'Tessera',
      points: [
        { date: '2026-03-01', value: spread(1420) },
        { date: '2026-05-20', value: { low: null, stated: null, high: null } },
        { date: '2026-08-20', value: spread(1310) },
        { date: '2026-09-01', value: spread(1304) },
        { date: '2026-11-20', value: spread(1180) },
      ],
    },
  ],
  references: [{ at: 1000, label: 'merger-2023, 1,000' }],
};

const panelRows = (shares: readonly number[]) =>
  shares.map((value, index) => ({ id: operators[index] ?? `o${index}`, label: operators[index] ?? `Operator ${index}`, value }));
export const networks: MultiplesPanel[] = [
  {
    id: 'tessera',
    label: 'Tessera',
    rank: 2100,
    note: 'HHI 2,100',
    rows: panelRows([0.42, 0.1, 0.05]),
    other: { groups: 80, value: 0.43 },
  },
  {
    id: 'northgrid',
    label: 'Northgrid 2026-11-20',
    rank: 1137,
    note: 'HHI 1,137 (1,052 to 1,266)',
    rows: panelRows([0.241, 0.153, 0.107, 0.085, 0.071, 0.055, 0.045]),
    other: { groups: 34, value: 0.2 },
    unknown: 0.043,
  },
  { id: 'small', label: 'A network with a long name of its own', rank: 5200, note: 'HHI 5,200', rows: panelRows([0.6, 0.4]) },
];

export const worldMap = world as unknown as WorldMap;

export const countries: ChoroplethInput = {
  context: { ...context, measure: 'Share of GPUs by country', n: '12 countries' },
  map: worldMap,
  countries: (
    [
      ['US', 'United States', 0.31],
      ['DE', 'Germany', 0.18],
      ['FI', 'Finland', 0.12],
      ['SG', 'Singapore', 0.08],
      ['CA', 'Canada', 0.07],
      ['NL', 'Netherlands', 0.06],
      ['HK', 'Hong Kong', 0.045],
      ['BR', 'Brazil', 0.02],
      ['AU', 'Australia', 0.009],
      ['MT', 'Malta', 0.005],
      ['RU', 'Russia', null],
      ['ZZ', 'Atlantis', 0.001],
    ] as const
  ).map(([code, label, share], index) => ({ id: code, code, label, share, conflict: index === 1 ? 0.12 : 0 })),
  unknown: 0.1,
};

/** 60 prices of a fixed pattern from 0.4 to 3.7, five of a rare class. */
const prices = Array.from({ length: 60 }, (_, index) => 0.4 + ((index * 37) % 60) / 18);

/** A group with its quantiles as the smallest value that as many reach. */
function groupOf(id: string, label: string, values: readonly number[]): SpreadGroup {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (level: number): number | null => sorted[Math.ceil(level * sorted.length) - 1] ?? null;
  return { id, label, n: values.length, points: stepPoints(values), p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
export const priceSpread: SpreadInput = {
  context: { ...context, measure: 'Price of offers by GPU class', unit: 'USD per GPU-hour', n: '125 offers' },
  measure: 'price',
  of: 'offers',
  format: 'quantity',
  groups: [
    groupOf('h100', 'nvidia/h100-sxm-80', prices),
    groupOf(
      'a100',
      'nvidia/a100-sxm-80',
      prices.map((price) => price / 2.5),
    ),
    groupOf('mi300x', 'amd/mi300x-192', [1.2, 1.9, 2.4, 2.4, 3.1]),
  ],
  missing: 3,
};
export const uptimeSpread: SpreadInput = {
  context: { ...context, measure: 'Uptime of nodes, weighted by GPUs', unit: '7 days', n: '200 nodes' },
  measure: 'uptime',
  of: 'GPUs',
  format: 'share',
  groups: [
    groupOf(
      'all',
      'All nodes',
      Array.from({ length: 200 }, (_, index) => 1 - ((index * index) % 211) / 2500),
    ),
  ],
  references: [{ at: 0.95, label: 'service level 95 %, pack uptime-2025' }],
};

export const supply: LadderInput = {
  context: { ...context, measure: 'Supply by how far it is proven', unit: 'GPUs', n: '6 rungs' },
  weight: 'GPUs',
  base: 'online+verified',
  rungs: [
    { id: 'claimed', label: 'claimed', value: 9800, source: 'website of the network', asOf: '2026-11-18' },
    { id: 'registered', label: 'registered', value: 6950, source: 'registry contract', asOf: '2026-11-20' },
    { id: 'online', label: 'online', value: 5020, source: 'explorer', asOf: '2026-11-20' },
    { id: 'online+verified', label: 'online and verified', value: 4200, source: 'providers.csv', asOf: '2026-11-20' },
    { id: 'rentable', label: 'rentable', value: null, source: '', asOf: null },
    { id: 'leased', label: 'leased', value: 2310, source: 'leases.json', asOf: '2026-11-20' },
  ],
};

export const chartCases: ChartCase[] = [
  { name: 'choropleth', height: 460, draw: (frame) => choropleth(countries, frame) },
  { name: 'ecdf of prices', height: 300, draw: (frame) => ecdf(priceSpread, frame) },
  { name: 'ecdf of uptime', height: 280, draw: (frame) => ecdf(uptimeSpread, frame) },
  { name: 'strip of prices', height: stripHeight(3), draw: (frame) => strip(priceSpread, frame) },
  { name: 'strip of uptime', height: stripHeight(1, 1), draw: (frame) => strip(uptimeSpread, frame) },
  { name: 'supply ladder', height: ladderHeight(6), draw: (frame) => ladder(supply, frame) },
  { name: 'dumbbell', height: dumbbellHeight(7), draw: (frame) => dumbbell(comparison, frame) },
  {
    name: 'tornado',
    height: tornadoHeight(3),
    draw: (frame) =>
      tornado(
        {
          context: { ...context, measure: 'Breaking point by operator', unit: '' },
          measure: 'breaking point',
          baseline: { low: 2, high: 3 },
          rows: [
            { id: 'merge', label: 'the merge Borealis and Boreal rejected', low: 4, high: 5 },
            { id: 'unknown', label: 'unknown values read in favour of the network', low: 3, high: 3 },
            { id: 'capacity', label: '640 more GPUs at a new operator', low: 3, high: null },
          ],
          unchanged: ['another weight of largest-first'],
        },
        frame,
      ),
  },
  { name: 'waterfall', height: waterfallHeight(5), draw: (frame) => waterfall(change, frame) },
  {
    name: 'waterfall of a small change',
    height: waterfallHeight(2),
    draw: (frame) =>
      waterfall(
        {
          ...change,
          start: { label: 'A', value: 9000 },
          end: { label: 'B', value: 9100 },
          parts: [
            { id: 'x', label: 'Entry', value: 140 },
            { id: 'y', label: 'Exit', value: -40 },
          ],
        },
        frame,
      ),
  },
  {
    name: 'small multiples',
    height: smallMultiplesHeight(networks, 360),
    draw: (frame) => smallMultiples({ context: { ...context, n: '3 datasets' }, by: 'operator', format: 'share', panels: networks }, frame),
  },
  { name: 'loss curve', height: 240, draw: (frame) => lossCurve(headroom, frame) },
  { name: 'loss curve of two prices with a gap', height: 240, draw: (frame) => lossCurve(priceAfterLoss, frame) },
  { name: 'time series', height: 300, draw: (frame) => timeSeries(history, frame) },
  {
    name: 'time series of one network',
    height: 260,
    draw: (frame) => timeSeries({ ...history, references: [], series: history.series.slice(0, 1) }, frame),
  },
  { name: 'pareto', height: paretoHeight(northgrid, 12), draw: (frame) => pareto({ view: northgrid, shown: 12 }, frame) },
  {
    name: 'pareto with reference lines',
    height: paretoHeight(northgrid, 20, 20, 2),
    draw: (frame) =>
      pareto(
        {
          view: northgrid,
          shown: 20,
          references: [
            { at: 0.1, label: 'disclosure-10, 2024-07-01', line: parseLine('>= 1/10') },
            { at: 0.2, label: 'single-holder-20, 2025-01-01', line: parseLine('> 1/5') },
          ],
        },
        frame,
      ),
  },
  { name: 'lorenz', height: 320, draw: (frame) => lorenz({ view: northgrid }, frame) },
  { name: 'lorenz merged against unmerged', height: 320, draw: (frame) => lorenz({ view: northgrid, against: unmerged }, frame) },
  {
    name: 'hill profile',
    height: 300,
    draw: (frame) =>
      hillProfile(
        {
          view: northgrid,
          points: [...Array.from({ length: 17 }, (_, index) => index / 4), null].map((q) => {
            const stated = hillNumber(q);
            return { q, number: { low: stated * 0.9, stated, high: stated * 1.15 } };
          }),
        },
        frame,
      ),
  },
  { name: 'hill profile of four orders', height: 300, draw: (frame) => hillProfile({ view: northgrid }, frame) },
  {
    name: 'treemap',
    height: 400,
    draw: (frame) =>
      treemap(
        { context, weight: 'GPUs', by: ['operator', 'gpu_model'], groups: models, unknown: 172, other: { groups: 21, value: 300 } },
        frame,
      ),
  },
  { name: 'heat map', height: heatmapHeight(7), draw: (frame) => heatmap(dependencies, frame) },
];
