import { formatDecimal } from '../../../shared/columns/decimal.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { canonicalColumns, lineageOf, type ReaderState, tableOf } from './reader-state.ts';

type Window = { start: number; end: number };

/** Text of a cell as plain decimal or as it stands in the dictionary; `null` = no value. */
export function cellText(column: Column, row: number): string | null {
  if (column.type !== 'number') {
    const code = column.codes[row] as number;
    return code < 0 ? null : (column.dictionary[code] as string);
  }
  const value = column.values[row] as number;
  if (Number.isNaN(value)) return null;
  return column.scale === 0 ? BigInt(value).toString() : formatDecimal({ units: BigInt(value), scale: column.scale });
}

export type RowsWindow = {
  total: number;
  columns: string[];
  /** `row` = position in the dataset, from 0: rows that one record became share its number */
  rows: { row: number; record: number; line: number; cells: (string | null)[] }[];
};

/**
 * All columns of a dataset as its records are shown: those of the file in their order, then the derived ones.
 *
 * @throws ChokepointError `dataset-missing`, `no-case-open`, `case-damaged`
 */
export function shownTable(state: ReaderState, dataset: string): ColumnTable {
  const { dataset: listed, columns: derived } = canonicalColumns(state, dataset);
  const names = listed.columns.map((column) => column.name);
  return tableOf(state, dataset, [...names.filter((name) => !derived.has(name)), ...names.filter((name) => derived.has(name))]);
}

/**
 * A window of the records of a dataset with all their cells as text, in the columns of `shownTable`.
 *
 * @param rows row numbers to show, in their order; `null` = all rows in the order of the file
 * @throws ChokepointError `dataset-missing`, `no-case-open`, `case-damaged`
 */
export function rowsWindow(
  state: ReaderState,
  { dataset, window, rows = null }: { dataset: string; window: Window; rows?: Int32Array | null },
): RowsWindow {
  const table = shownTable(state, dataset);
  const { records, lines } = lineageOf(state, dataset);
  const columns = [...table.columns.values()];
  const total = rows === null ? table.rows : rows.length;
  const shown: RowsWindow['rows'] = [];
  for (let at = window.start; at < Math.min(window.end, total); at++) {
    const row = rows === null ? at : (rows[at] as number);
    const cells = columns.map((column) => cellText(column, row));
    shown.push({ row, record: records[row] as number, line: lines[row] as number, cells });
  }
  return { total, columns: [...table.columns.keys()], rows: shown };
}
