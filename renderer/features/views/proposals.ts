import type { Dataset } from '../../../shared/case/dataset.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';
import { DIMENSIONS, dimensionsOf, WEIGHTS, weightsOf } from '../../../shared/case/view-columns.ts';
import { supplierColumn } from '../../../shared/claims/columns.ts';

/**
 * Up to three views that the mapped columns suggest, the most telling first; none for a dataset without a dimension. The first is by whoever controls
 * the capacity, as on the scorecard: a name of a cluster or an account says little of who that is.
 */
export function suggestedViews(dataset: Dataset): ViewSpec[] {
  const weight = WEIGHTS.find((name) => weightsOf(dataset).includes(name)) ?? 'count';
  const dimensions = dimensionsOf(dataset);
  const known = DIMENSIONS.filter((name) => dimensions.includes(name));
  const party = supplierColumn(dataset, () => false)?.name;
  const first = known.filter((name) => name === party);
  return (known.length > 0 ? [...first, ...known.filter((name) => name !== party)] : dimensions)
    .slice(0, 3)
    .map((by) => ({ dataset: dataset.id, by, weight, where: '', entities: 'confirmed', top: 10 }));
}
