import { type Chart, overlaps } from '../../shared/charts/index.ts';

type Element = {
  type: string;
  info?: { id: string; value: number | null };
  shape?: Record<string, unknown>;
  style?: Record<string, unknown>;
};
export type DrawnSeries = { name: string; data: unknown[] };

/** Series of a chart's option. */
export const seriesOf = (chart: Chart): DrawnSeries[] => (chart.option.series ?? []) as DrawnSeries[];

/** Shapes of a figure that stand for a value, with what they stand for and the shape that is drawn. */
export function drawnValues(chart: Chart): { id: string; value: number | null; shape: Record<string, number> }[] {
  const { elements } = chart.option.graphic as { elements: Element[] };
  return elements.flatMap(({ info, shape }) => (info ? [{ ...info, shape: shape as Record<string, number> }] : []));
}

/** Pairs of texts whose boxes share area. */
export function collisions(chart: Chart): [string, string][] {
  const found: [string, string][] = [];
  for (const [index, a] of chart.labels.entries())
    for (const b of chart.labels.slice(index + 1)) if (overlaps(a, b)) found.push([a.text, b.text]);
  return found;
}

/** Texts that leave the frame. */
export const outside = (chart: Chart, width: number, height: number): string[] =>
  chart.labels
    .filter((box) => box.x < -0.5 || box.y < -0.5 || box.x + box.width > width + 0.5 || box.y + box.height > height + 0.5)
    .map((box) => box.text);

/** Paths of the numbers in an option that are not finite. */
export function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} = ${value}`];
  if (typeof value === 'string') return /NaN|Infinity|undefined/.test(value) ? [`${path} = ${value}`] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inside]) => notFinite(inside, `${path}.${key}`));
}

/** Number of values that an option draws: points of series and shapes of the figure. */
export function pointCount(chart: Chart): number {
  const { elements } = chart.option.graphic as { elements: unknown[] };
  return elements.length + seriesOf(chart).reduce((sum, { data }) => sum + data.length, 0);
}
