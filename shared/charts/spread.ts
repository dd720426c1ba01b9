import { formatCount, formatQuantity, formatShare, plural } from '../format/index.ts';
import type { ChartColumn } from './chart.ts';
import type { ChartContext } from './context.ts';
import { cellFormatOf, formatValue, type ValueFormat } from './values.ts';

/** Values of one group, such as the prices of a GPU class or the uptime of an operator. */
export type SpreadGroup = {
  id: string;
  label: string;
  /** number of values behind the points */
  n: number;
  /** [value, share of all at or below it], ascending in both, at most 400 exact points of the step curve */
  points: readonly (readonly [value: number, share: number])[];
  p10: number | null;
  p50: number | null;
  p90: number | null;
};
export type SpreadInput = {
  /** `unit` holds unit or window, e.g. `USD per GPU-hour`, `7 days` */
  context: ChartContext;
  /** what varies, as in `price` */
  measure: string;
  /** what shares are of, as in `offers` or `GPUs` */
  of: string;
  format: ValueFormat;
  groups: readonly SpreadGroup[];
  /** level lines, e.g. the service level of uptime */
  references?: readonly { at: number; label: string }[];
  /** values that are missing: in no point, and said */
  missing?: number;
  finding?: string;
};

/** Below this number of values points alone are drawn, without quantiles. */
const POINTS_ONLY_BELOW = 8;
/** Most groups that are told apart. */
export const SPREAD_GROUPS = 6;

/**
 * Step curve of values: at most `most` points, each exactly on the curve; first and last value always stay.
 *
 * @param values any order, finite; @param weights of the values, at least 0, all 1 when absent
 */
export function stepPoints(values: readonly number[], weights?: readonly number[], most = 400): [number, number][] {
  const pairs = values
    .map((value, index): [number, number] => [value, weights?.[index] ?? 1])
    .filter(([value, weight]) => Number.isFinite(value) && weight > 0)
    .sort((a, b) => a[0] - b[0]);
  const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
  const points: [number, number][] = [];
  let sum = 0;
  for (const [value, weight] of pairs) {
    sum += weight;
    const last = points.at(-1);
    if (last && last[0] === value) last[1] = sum / total;
    else points.push([value, sum / total]);
  }
  const end = points.at(-1);
  if (end) end[1] = 1;
  if (points.length <= most) return points;
  // The next point of the curve at each of equally spaced shares: all of them lie on it, flat parts cost nothing.
  const kept = new Set([0, points.length - 1]);
  let place = 0;
  for (let step = 1; step < most - 1; step += 1) {
    while ((points[place]?.[1] ?? 1) < step / (most - 1)) place += 1;
    kept.add(place);
  }
  return points.filter((_, index) => kept.has(index));
}

/** Columns of the table of a spread: one row a group. */
export function spreadColumns({ format, measure }: SpreadInput): ChartColumn[] {
  const cell = cellFormatOf(format);
  return [
    { id: 'group', label: 'Group', format: 'text' },
    { id: 'n', label: 'n', format: 'count' },
    { id: 'low', label: `Lowest ${measure}`, format: cell },
    { id: 'p10', label: 'p10', format: cell },
    { id: 'p50', label: 'p50', format: cell },
    { id: 'p90', label: 'p90', format: cell },
    { id: 'high', label: `Highest ${measure}`, format: cell },
  ];
}

export const isPointsOnly = ({ n }: SpreadGroup): boolean => n < POINTS_ONLY_BELOW;

/** Numbers of a group for its row; quantiles are left out where points alone are drawn. */
export function spreadRow(group: SpreadGroup): (string | number | null)[] {
  const { label, n, points, p10, p50, p90 } = group;
  const quantiles = isPointsOnly(group) ? [null, null, null] : [p10, p50, p90];
  return [label, n, points[0]?.[0] ?? null, ...quantiles, points.at(-1)?.[0] ?? null];
}

/** Finding of a spread: the widest group by p90 / p10 for prices, by p90 - p10 for shares. */
export function spreadTitle(input: SpreadInput): string {
  const { groups, measure, of, format } = input;
  const drawn = groups.filter(({ points }) => points.length > 0);
  const spreads = drawn
    .filter((group) => !isPointsOnly(group) && group.p10 !== null && group.p90 !== null)
    .map((group) => ({ group, low: group.p10 ?? 0, high: group.p90 ?? 0 }));
  // Prices are compared by their factor, shares by their distance.
  const isByFactor = format !== 'share' && spreads.every(({ low }) => low > 0);
  const widthOf = ({ low, high }: { low: number; high: number }): number => (isByFactor ? high / low : high - low);
  const ratios = spreads.sort((a, b) => widthOf(b) - widthOf(a));
  const widest = ratios[0];
  const [only] = drawn;
  if (drawn.every(({ points }) => points.length === 1 && points[0]?.[0] === only?.points[0]?.[0]))
    return `Every ${measure} is ${formatValue(only?.points[0]?.[0] ?? null, format)}`;
  if (!widest)
    return `Too few values to state quantiles: ${plural(
      drawn.reduce((sum, { n }) => sum + n, 0),
      'value',
    )} as points`;
  const [low, high] = [formatValue(widest.low, format), formatValue(widest.high, format)];
  if (drawn.length === 1) return `The ${measure} of the middle 80 % of ${of} is ${low} to ${high}`;
  const factor =
    widest.low > 0 && format !== 'share' ? `, a factor of ${formatQuantity(Number((widest.high / widest.low).toPrecision(3)))}` : '';
  return `The ${measure} of ${widest.group.label} spreads most, p10 ${low} to p90 ${high}${factor}`;
}

/** Sentences of the summary: quantiles of each group, levels, what is missing. */
export function spreadSentences({ groups, format, references = [], missing = 0, of }: SpreadInput): string[] {
  const said = groups.slice(0, SPREAD_GROUPS).map((group) => {
    const { label, n, p10, p50, p90, points } = group;
    if (points.length === 0) return `${label}: no value.`;
    if (isPointsOnly(group))
      return `${label}: n = ${formatCount(n)}, ${formatValue(points[0]?.[0] ?? null, format)} to ${formatValue(points.at(-1)?.[0] ?? null, format)}, points only.`;
    return `${label}: n = ${formatCount(n)}, p10 ${formatValue(p10, format)}, p50 ${formatValue(p50, format)}, p90 ${formatValue(p90, format)}.`;
  });
  const levels = references.flatMap(({ at, label }) =>
    groups.slice(0, SPREAD_GROUPS).map((group) => `${label}: ${formatShare(shareBelow(group, at))} of ${of} of ${group.label} below.`),
  );
  return [
    ...said,
    ...levels,
    missing > 0
      ? `Uncertainty: ${plural(missing, 'value')} ${missing === 1 ? 'is' : 'are'} missing and in no point.`
      : 'Uncertainty: no value is missing.',
    groups.length > SPREAD_GROUPS ? `Not shown: ${plural(groups.length - SPREAD_GROUPS, 'group')}.` : '',
  ];
}

/** Share of a group strictly below a value. */
export function shareBelow({ points }: Pick<SpreadGroup, 'points'>, value: number): number {
  let share = 0;
  for (const [at, upTo] of points) {
    if (at >= value) break;
    share = upTo;
  }
  return share;
}
