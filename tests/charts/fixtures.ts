import type { Bound, ViewResult } from '../../shared/case/view.ts';
import { type ChartFrame, interWidth, lightTheme, type RemovalCurveInput } from '../../shared/charts/index.ts';

export const frame = (width = 900, height = 360): ChartFrame => ({ width, height, theme: lightTheme, measure: interWidth });

const same = (value: number): Bound => ({ low: value, stated: value, high: value });

/** A view from shares of the known groups; the unknown share makes up the rest. Metrics that a chart does not read are placeholders. */
export function viewOf(
  groups: readonly { key: string; share: number }[],
  options: { total?: number; otherGroups?: number; steps?: [number, number, number] } = {},
): ViewResult {
  const total = options.total ?? 10_000;
  const [third, half, twoThirds] = options.steps ?? [2, 3, 6];
  let cumulative = 0;
  const all = groups.map(({ key, share }) => {
    cumulative += share;
    return { key, share, cumulative, value: Math.round(share * total), rows: 1 };
  });
  const known = Math.min(1, cumulative);
  const open = Math.round((1 - known) * total);
  // at one end the group gets nothing of what is unknown, at the other all of it
  const top = all
    .slice(0, 20)
    .map((group) => ({ ...group, exact: { low: `${group.value}/${total}`, high: `${group.value + open}/${total}` } }));
  const topShare = top.reduce((sum, group) => sum + group.share, 0);
  const otherGroups = options.otherGroups ?? all.length - top.length;
  const otherShare = Math.max(0, known - topShare);
  const unknown = 1 - known;
  return {
    stamp: {
      dataset: 'Northgrid',
      base: 'online+verified',
      asOf: '2026-11-20',
      by: 'operator',
      weight: 'gpu_count',
      where: '',
      unknownPolicy: 'bounds',
      entities: null,
      merged: 0,
      sample: true,
    },
    rows: groups.length,
    entities: top.length + otherGroups,
    total,
    unknown: { rows: unknown > 1e-12 ? 7 : 0, value: Math.round(unknown * total), share: unknown > 1e-12 ? unknown : 0 },
    weightMissing: 0,
    metrics: {
      hhi: { low: 1052, stated: 1137, high: 1266 },
      cr1: same(0.241),
      cr4: same(0.586),
      nakamoto: { '1/3': same(third), '1/2': same(half), '2/3': same(twoThirds) },
      gini: same(0.68),
      theil: same(1),
      shannonBits: same(3),
      effectiveNumber: { q0: same(41), q1: same(12), q2: same(8.8), qInf: same(4) },
    },
    reasons: {},
    leaders: ['Borealis'],
    nakamotoDetail: {
      '1/3': { members: all.slice(0, third).map(({ key }) => key), over: 0.06, tie: false, unique: true },
      '1/2': { members: all.slice(0, half).map(({ key }) => key), over: 0.001, tie: false, unique: false },
      '2/3': null,
    },
    top,
    other: { groups: otherGroups, value: Math.round(otherShare * total), share: otherShare },
    lorenz: [
      [0, 0],
      [0.5, 0.05],
      [0.9, 0.4],
      [1, 1],
    ],
    handle: 'h1',
    finding: 'Two operators hold more than a third of the known GPUs',
  };
}

/** The ranking of the fictional network of the design notes: 24.1, 15.3, 10.7 ... with 4.1 % unknown. */
export const northgrid = viewOf(
  [24.1, 15.3, 10.7, 8.5, 7.1, 5.5, 4.5, 3.6, 2.8, 2.3, 1.9, 1.6, 1.3, 1.2, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.25].map(
    (percent, index) => ({
      key:
        ['Borealis', 'Tundra', 'Cirrus', 'Meridian', 'Halcyon', 'Ostara', 'Pallas', 'Quillon', 'Rigel', 'Sable'][index] ??
        `Operator ${index + 1}`,
      share: percent / 100,
    }),
  ),
  { total: 4200 },
);

/** The removal test of the design notes: 120 instances wanted, k* = 2 leaves 88. */
export const removalResult: RemovalCurveInput['result'] = {
  stamp: northgrid.stamp,
  by: 'operator',
  threshold: '4/5',
  units: 41,
  demand: 120,
  served0: 120,
  below: 96,
  breakingPoint: { low: 2, high: 2, proven: true, members: ['Borealis', 'Tundra'] },
  curves: [
    { order: 'largest-first', k: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], served: [120, 115, 106, 88, 79, 70, 61, 53, 46, 40, 36] },
    { order: 'worst-case', k: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], served: [120, 113, 88, 73, 62, 52, 43, 36, 30, 24, 19] },
    { order: 'random-median', k: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], served: [120, 118, 116, 113, 110, 107, 104, 101, 98, 95, 92] },
    { order: 'random-p05', k: [0, 5, 10], served: [120, 88, 64] },
    { order: 'random-p95', k: [0, 5, 10], served: [120, 118, 110] },
  ],
};

/** The same network with accounts as given: five of the operators stand as two accounts each. */
export const unmerged: ViewResult = {
  ...northgrid,
  stamp: { ...northgrid.stamp, entities: 'none' },
  metrics: { ...northgrid.metrics, gini: same(0.61) },
  lorenz: [
    [0, 0],
    [0.5, 0.08],
    [0.9, 0.5],
    [1, 1],
  ],
};
northgrid.stamp.entities = 'confirmed';
northgrid.stamp.merged = 5;

/** Effective number of the shares 24.1, 15.3, 10.7 ... by Hill's formula (sum p^q)^(1/(1-q)), rescaled to the known part; `null` = infinity. */
export function hillNumber(q: number | null): number {
  const known = northgrid.top.map(({ share }) => share);
  const total = known.reduce((sum, share) => sum + share, 0);
  const shares = known.map((share) => share / total);
  if (q === null) return 1 / Math.max(...shares);
  if (q === 1) return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0));
  return shares.reduce((sum, share) => sum + share ** q, 0) ** (1 / (1 - q));
}
