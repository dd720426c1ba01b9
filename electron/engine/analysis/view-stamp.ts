import type { Dataset } from '../../../shared/case/dataset.ts';
import type { Stamp, UnknownPolicy, ViewSpec } from '../../../shared/case/view.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { requireColumn } from './columns.ts';
import { columnBehind } from './entities.ts';
import { guardColumns } from './grain.ts';

/** Weight name that always stands for the number of records; the import gives a column of that name another one. */
export const COUNT = 'count';

/**
 * Names of the columns that a view reads.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`
 */
export function columnsOfView(spec: ViewSpec, dataset: Dataset): string[] {
  const weight = spec.weight === COUNT ? null : requireColumn(dataset, spec.weight, [COUNT]).name;
  const wanted = [
    spec.by,
    ...guardColumns(dataset, weight),
    ...(spec.weight === COUNT ? [] : [spec.weight]),
    ...columnsOfWhere(parseWhere(spec.where)),
  ];
  return [...new Set(wanted.map((name) => requireColumn(dataset, columnBehind(dataset, name), name === spec.weight ? [COUNT] : []).name))];
}

/**
 * What every number of this dataset, dimension, weight and filter is relative to.
 *
 * @param read names of the columns that are read: those taken from other datasets are named with their dates
 */
export function stampOf(
  dataset: Dataset,
  by: string,
  weight: string,
  where: string,
  { entities, merged, unknownPolicy = 'bounds' }: Pick<Stamp, 'entities' | 'merged'> & { unknownPolicy?: UnknownPolicy },
  read: readonly string[] = [],
): Stamp {
  const joined = dataset.columns.flatMap(({ name, joined: from }) => {
    if (!from || !read.includes(name)) return [];
    const { made, dataset: other, asOf, spreadHours, unmatched } = from;
    return [{ column: name, made, dataset: other, asOf, spreadHours, unmatched }];
  });
  return {
    dataset: dataset.name,
    base: dataset.base,
    asOf: dataset.asOf,
    by,
    weight,
    where,
    unknownPolicy,
    entities,
    merged,
    sample: dataset.sample,
    ...(joined.length === 0 ? {} : { joined }),
  };
}
