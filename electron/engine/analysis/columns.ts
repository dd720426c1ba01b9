import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';

/**
 * Column of a name: the name used in views, or else the header that the file had for it, or `<name>.raw`; `null` when there is none.
 *
 * A header means the text as it stood, so the raw column goes before the canonical one; `.raw` of a column that reads as it is stored is itself.
 */
export function findColumn(dataset: Dataset, name: string): ColumnInfo | null {
  const { columns } = dataset;
  return (
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.header === name && column.rawOf !== undefined) ??
    columns.find((column) => column.header === name) ??
    (name.endsWith('.raw') ? (columns.find((column) => column.name === name.slice(0, -4)) ?? null) : null)
  );
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
    if (!column) continue;
    for (const other of [header, `${name}.raw`]) if (findColumn(dataset, other)?.name === name) columns.set(other, column);
  }
  return { rows: table.rows, columns };
}
