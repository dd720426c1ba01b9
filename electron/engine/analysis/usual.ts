import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Scenario } from '../../../shared/case/removal.ts';
import { usualPortfolio } from '../../../shared/case/usual-portfolio.ts';
import type { ViewSpec } from '../../../shared/case/view.ts';

/** Name of the column that says who controls the capacity. */
export function controllingColumn(dataset: Dataset): string | undefined {
  const field = ['operator', 'owner', 'provider', 'validator', 'country'].find((wanted) =>
    dataset.columns.some((column) => column.field === wanted),
  );
  return dataset.columns.find((column) => column.field === field)?.name;
}

/** A view as a report shows it: saved or usual. */
export type ViewToShow = { id: string; name: string; spec: ViewSpec };

/**
 * Views for a case without saved ones: the first field that says who controls the capacity, by GPUs where they are counted. Each bears the id of its
 * dataset, so that the first view that is saved does not take its place.
 */
export function usualViews(datasets: readonly Dataset[]): ViewToShow[] {
  return datasets.flatMap((dataset) => {
    const by = controllingColumn(dataset) ?? dataset.columns.find(({ type }) => type === 'text')?.name;
    const weight = dataset.columns.find((column) => column.field === 'gpu_count' || column.field === 'stake')?.name ?? 'count';
    return by === undefined
      ? []
      : [
          {
            id: `V${dataset.id}`,
            name: `${weight} by ${by}, ${dataset.name}`,
            spec: { dataset: dataset.id, by, weight, where: '', entities: 'confirmed' },
          },
        ];
  });
}

/** A removal test as it is run: saved or usual. */
export type RemovalToRun = Pick<Scenario, 'id' | 'name' | 'spec' | 'removed'>;

/** Removal test for a case without scenarios: half of today's GPUs, of any kind, against the loss of whoever controls them. */
export function usualRemovals(
  datasets: readonly Dataset[],
  unitOf: (dataset: Dataset) => string | undefined = controllingColumn,
): RemovalToRun[] {
  return datasets.flatMap((dataset) => {
    const by = unitOf(dataset);
    if (by === undefined || !dataset.columns.some(({ field }) => field === 'gpu_count')) return [];
    return [
      {
        id: `R${dataset.id}`,
        name: `Half of today's GPUs by ${by}, ${dataset.name}`,
        spec: { dataset: dataset.id, by, where: '', portfolio: usualPortfolio, threshold: '9/10', entities: 'confirmed' },
        removed: [],
      },
    ];
  });
}
