import type { Base, ColumnInfo, Dataset } from './dataset.ts';

type Told = 'status' | 'verified';

/** Fields that tell each rung, by the rung that the dataset has itself; a rung that is not listed cannot be told. */
function fieldsOf(own: Base | null, rung: Base): readonly Told[] | null {
  const isWide = own === null || own === 'claimed' || own === 'registered';
  if (rung === 'online' && isWide) return ['status'];
  if (rung === 'verified' && isWide) return ['verified'];
  if (rung !== 'online+verified') return null;
  if (isWide) return ['status', 'verified'];
  return own === 'online' ? ['verified'] : own === 'verified' ? ['status'] : null;
}

/**
 * Columns that state whether a record is on a rung of the supply ladder.
 *
 * @returns none where every record is, as the dataset says itself; `null` where nothing in the dataset states it. Source: domain 1.4.
 */
export function columnsTelling(dataset: Pick<Dataset, 'base' | 'columns'>, base: Base | ''): ColumnInfo[] | null {
  if (base === '' || base === dataset.base) return [];
  const columns = fieldsOf(dataset.base, base)?.map((field) =>
    dataset.columns.find((column) => column.field === field && column.filled > 0),
  );
  return columns?.every((column) => column !== undefined) ? columns : null;
}

const NARROWER: readonly Base[] = ['online', 'verified', 'online+verified'];

/** Rungs whose records the dataset can tell: its own as '', and narrower ones that columns state. */
export function toldBases(dataset: Pick<Dataset, 'base' | 'columns'>): (Base | '')[] {
  return ['', ...NARROWER.filter((rung) => rung !== dataset.base && columnsTelling(dataset, rung) !== null)];
}
