import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewResult } from '../../../shared/case/view.ts';

export const CHARTS = [
  { id: 'ranked', label: 'Ranked bars', question: 'who matters, and how many pass a third, half, two thirds' },
  { id: 'pareto', label: 'Pareto', question: 'how fast the shares add up' },
  { id: 'lorenz', label: 'Lorenz', question: 'how unequal the holders are' },
  { id: 'treemap', label: 'Treemap', question: 'what each group is made of' },
  { id: 'heatmap', label: 'Heat map', question: 'what depends on what' },
  { id: 'map', label: 'Map', question: 'where the capacity is' },
  { id: 'hill', label: 'Hill profile', question: 'how many holders there are in effect' },
  { id: 'bounds', label: 'Bounds', question: 'what the unknown leaves open' },
  { id: 'prices', label: 'Prices', question: 'how far prices of one class lie apart' },
  { id: 'uptime', label: 'Uptime', question: 'how much capacity is up how long' },
  { id: 'supply', label: 'Supply ladder', question: 'which count of the supply this is' },
] as const;
export type ChartId = (typeof CHARTS)[number]['id'];

const CODE = /^[A-Z]{2}$/;

/** Whether the groups of a view are countries by their ISO 3166-1 alpha-2 code. */
function isByCountry({ top }: Pick<ViewResult, 'top'>): boolean {
  return top.length > 0 && top.every(({ key }) => CODE.test(key));
}

/**
 * Charts that fit a view, in their order.
 *
 * @param dataset has the columns that prices and uptime are drawn from
 */
export function chartsThatFit(result: ViewResult, dataset: Dataset): readonly (typeof CHARTS)[number][] {
  const has = (field: string) => dataset.columns.some((column) => column.field === field);
  const fits: Record<ChartId, boolean> = {
    ranked: true,
    pareto: true,
    lorenz: true,
    treemap: Boolean(result.stamp.split),
    heatmap: result.pivot !== undefined,
    map: isByCountry(result),
    hill: true,
    bounds: true,
    prices: has('price_usd_per_gpu_hour'),
    uptime: has('uptime'),
    supply: true,
  };
  return CHARTS.filter(({ id }) => fits[id]);
}
