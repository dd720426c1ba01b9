import type { Dataset } from '../case/dataset.ts';

/** A dataset as far as its columns go. */
export type HasColumns = Pick<Dataset, 'columns'>;

/** Names of the columns that every dataset has, of text to group by or of numbers to sum, in the order of the first; texts kept beside a column left out. */
export function commonColumns(datasets: readonly HasColumns[], kind: 'text' | 'number'): string[] {
  const fits = (dataset: HasColumns) =>
    dataset.columns.filter(({ type, rawOf }) => rawOf === undefined && (type === 'text') === (kind === 'text')).map(({ name }) => name);
  const [first, ...others] = datasets.map(fits);
  return first ? first.filter((name) => others.every((names) => names.includes(name))) : [];
}
