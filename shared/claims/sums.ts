import type { Dataset } from '../case/dataset.ts';
import { both } from './columns.ts';

/** A record that looks like a line of sums: its text, and the column that holds it. */
export type SumRecord = { column: string; text: string };

/** Records of a dataset that the import found to look like lines of sums, except those whose text a filter names already. */
export function sumRecords(dataset: Dataset, where: string): SumRecord[] {
  return dataset.findings.flatMap(({ code, details: { column, text } }) =>
    code === 'total-row-suspected' && typeof column === 'string' && typeof text === 'string' && !where.includes(quoted(text))
      ? [{ column, text }]
      : [],
  );
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A filter without such records; records without a value in the column stay. */
export function withoutSums(where: string, sums: readonly SumRecord[]): string {
  return sums.reduce((filter, { column, text }) => {
    const name = `"${column.replaceAll('"', '""')}"`;
    return both(filter, `${name} != ${quoted(text)} or ${name} is null`);
  }, where);
}
