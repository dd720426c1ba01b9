import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';

/** Column of a name: the name used in views, or else the header that the file had for it; `null` when there is none. */
export function findColumn(dataset: Dataset, name: string): ColumnInfo | null {
  return dataset.columns.find((column) => column.name === name) ?? dataset.columns.find((column) => column.header === name) ?? null;
}

/**
 * Column of a name or header.
 *
 * @throws ChokepointError `unknown-column` listing what there is
 */
export function requireColumn(dataset: Dataset, name: string, others: readonly string[] = []): ColumnInfo {
  const column = findColumn(dataset, name);
  if (column) return column;
  throw unknownColumn(name, [...others, ...dataset.columns.map((candidate) => candidate.name)]);
}

/** The table with each column also under the header of its file, where no other column has that name, so that filters may use either. */
export function withHeaders(table: ColumnTable, dataset: Dataset): ColumnTable {
  const columns = new Map(table.columns);
  for (const { name, header } of dataset.columns) {
    const column = table.columns.get(name);
    if (column && findColumn(dataset, header)?.name === name) columns.set(header, column);
  }
  return { rows: table.rows, columns };
}
