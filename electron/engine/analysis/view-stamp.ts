import type { Base, Dataset } from '../../../shared/case/dataset.ts';
import type { Stamp, UnknownPolicy, ViewSpec } from '../../../shared/case/view.ts';
import { columnsOfWhere, parseWhere } from '../../../shared/columns/where.ts';
import { requireColumn } from './columns.ts';
import { columnBehind } from './entities.ts';
import { columnsOfBase } from './view-base.ts';
import { namesOfWeight, planWeight } from './view-weight.ts';

/**
 * Names of the columns that a view reads.
 *
 * @throws ChokepointError `unknown-column`, `filter-syntax`, `formula-invalid`
 */
export function columnsOfView(spec: ViewSpec, dataset: Dataset): string[] {
  const further = [spec.split ?? '', spec.columns ?? ''].filter((name) => name !== '');
  const named = [spec.by, ...further, ...columnsOfWhere(parseWhere(spec.where))].map(
    (name) => requireColumn(dataset, columnBehind(dataset, name)).name,
  );
  return [...new Set([...named, ...namesOfWeight(planWeight(spec.weight, dataset), dataset), ...columnsOfBase(dataset, spec.base ?? '')])];
}

type Counted = Pick<Stamp, 'entities' | 'merged'> & {
  unknownPolicy?: UnknownPolicy;
  how?: string | null;
  split?: string;
  columns?: string;
  base?: Base | '';
};

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
  { entities, merged, unknownPolicy = 'bounds', how = null, split = '', columns = '', base = '' }: Counted,
  read: readonly string[] = [],
): Stamp {
  const joined = dataset.columns.flatMap(({ name, joined: from }) => {
    if (!from || !read.includes(name)) return [];
    const { made, dataset: other, asOf, spreadHours, unmatched } = from;
    return [{ column: name, made, dataset: other, asOf, spreadHours, unmatched }];
  });
  const unit = dataset.columns.find(({ name }) => name === weight)?.unit;
  return {
    dataset: dataset.name,
    base: base === '' ? dataset.base : base,
    asOf: dataset.asOf,
    by,
    ...(split === '' ? {} : { split }),
    ...(columns === '' ? {} : { columns }),
    weight,
    ...(unit === undefined ? {} : { weightUnit: unit }),
    where,
    unknownPolicy,
    entities,
    merged,
    sample: dataset.sample,
    ...(how === null ? {} : { weightIs: how }),
    ...(joined.length === 0 ? {} : { joined }),
  };
}
