import { formatDecimal } from '../../../shared/columns/decimal.ts';
import type { Column } from '../../../shared/columns/table.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { requireColumn } from './columns.ts';
import { datasetOf, type ReaderState, tableOf } from './reader-state.ts';

/** Most values that a filter list shows. */
const VALUES_SHOWN = 200;

/** How many records each value of a column has, most frequent first, ties in code unit order; at most 200 values. */
function valuesOf(state: ReaderState, { dataset, column: name, search }: { dataset: string; column: string; search: string }) {
  const info = requireColumn(datasetOf(state, dataset), name);
  const column = tableOf(state, dataset, [info.name]).columns.get(info.name) as Column;
  const wanted = search.trim().toLowerCase();
  const found = countedValues(column).filter(({ value }) => wanted === '' || value.toLowerCase().includes(wanted));
  found.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1));
  return { total: found.length, values: found.slice(0, VALUES_SHOWN) };
}

function countedValues(column: Column): { value: string; rows: number }[] {
  if (column.type === 'number') {
    const counts = new Map<number, number>();
    for (const value of column.values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].map(([value, rows]) => ({ value: formatDecimal({ units: BigInt(value), scale: column.scale }), rows }));
  }
  const counts = new Uint32Array(column.dictionary.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return column.dictionary.map((value, code) => ({ value, rows: counts[code] as number })).filter(({ rows }) => rows > 0);
}

/** Values of a column, on the reader lane. */
export const columnValueOperations = { 'datasets.values': valuesOf } satisfies OperationTable<ReaderState>;
