import type { Bound } from '../../shared/case/view.ts';
import {
  type Chart,
  type ChartContext,
  type ChartFrame,
  dumbbell,
  dumbbellHeight,
  heatmap,
  heatmapHeight,
  hillProfile,
  lorenz,
  type MultiplesPanel,
  pareto,
  paretoHeight,
  smallMultiples,
  smallMultiplesHeight,
  type TimeSeriesInput,
  type TreemapGroup,
  timeSeries,
  treemap,
  type WaterfallInput,
  waterfall,
  waterfallHeight,
} from '../../shared/charts/index.ts';
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

export const chartCases: ChartCase[] = [
  { name: 'dumbbell', height: dumbbellHeight(7), draw: (frame) => dumbbell(comparison, frame) },
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
            { at: 0.1, label: 'disclosure-10, 2024-07-01' },
            { at: 0.2, label: 'single-holder-20, 2025-01-01' },
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
