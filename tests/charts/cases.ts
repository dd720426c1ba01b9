import {
  type Chart,
  type ChartContext,
  type ChartFrame,
  heatmap,
  heatmapHeight,
  hillProfile,
  lorenz,
  pareto,
  paretoHeight,
  type TreemapGroup,
  treemap,
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

export const chartCases: ChartCase[] = [
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
