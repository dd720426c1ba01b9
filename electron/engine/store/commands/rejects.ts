import { notInCase } from '../../../../shared/case/missing.ts';
import type { Column } from '../../../../shared/columns/table.ts';
import type { CaseFile } from '../case-file.ts';
import { requireDataset } from '../catalogue.ts';
import { readTable } from '../read-table.ts';
import { listReadmitted, type Summary, summaryWith } from '../readmitted.ts';
import type { Command } from './command.ts';

const TOUCHED = ['sources', 'datasets', 'values', 'joins', 'entities', 'views', 'removal', 'quality', 'report'];

type Readmission = { dataset: string; number: number; reason: string; cells: (string | null)[]; texts: string[] };

/** Works out filled, distinct and sum again; nothing is kept where no record was taken in. */
function summarise(file: CaseFile, dataset: string): void {
  file.prepare('DELETE FROM readmitted_summary WHERE dataset = ?').run(dataset);
  const added = listReadmitted(file, dataset).length;
  if (added === 0) return;
  const stored = file
    .prepare('SELECT name, filled, distinct_values AS "distinct", sum FROM dataset_column WHERE dataset = ? ORDER BY ordinal')
    .all(dataset) as (Summary & { name: string })[];
  // one column after the other: a dataset need not fit into memory as a whole
  const columns = stored.map(({ name, ...summary }) =>
    summaryWith(summary, readTable(file, dataset, [name]).columns.get(name) as Column, added),
  );
  file.prepare('INSERT INTO readmitted_summary (dataset, columns) VALUES (?, ?)').run(dataset, JSON.stringify(columns));
}

const lineOf = (file: CaseFile, { dataset, number }: Pick<Readmission, 'dataset' | 'number'>) =>
  file.prepare('SELECT line FROM reject WHERE dataset = ? AND number = ?').pluck().get(dataset, number) as number | undefined;

/** Takes a corrected record into its dataset; the record again replaces the correction. */
export const readmitRecord: Command<Readmission> = {
  touched: TOUCHED,
  apply(file, { dataset, number, reason, cells, texts }) {
    const { name } = requireDataset(file, dataset);
    const line = lineOf(file, { dataset, number });
    if (line === undefined) throw notInCase('reject', String(number));
    const before = listReadmitted(file, dataset).find((record) => record.number === number);
    file
      .prepare(
        `INSERT INTO readmitted (dataset, number, reason, cells, texts) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (dataset, number) DO UPDATE SET reason = excluded.reason, cells = excluded.cells, texts = excluded.texts`,
      )
      .run(dataset, number, reason, JSON.stringify(cells), JSON.stringify(texts));
    summarise(file, dataset);
    return {
      result: requireDataset(file, dataset),
      inverse: before
        ? { command: 'reject.readmit', input: { dataset, number, reason: before.reason, cells: before.cells, texts: before.texts } }
        : { command: 'reject.leaveOut', input: { dataset, number } },
      label: `Take the corrected record of line ${line} into "${name}"`,
      recorded: { dataset, number, reason, cells, texts },
    };
  },
};

/** Leaves a record out again that was taken in. */
export const leaveOutRecord: Command<Pick<Readmission, 'dataset' | 'number'>> = {
  touched: TOUCHED,
  apply(file, { dataset, number }) {
    const { name } = requireDataset(file, dataset);
    const before = listReadmitted(file, dataset).find((record) => record.number === number);
    if (!before) throw notInCase('readmitted-record', String(number));
    file.prepare('DELETE FROM readmitted WHERE dataset = ? AND number = ?').run(dataset, number);
    summarise(file, dataset);
    return {
      result: requireDataset(file, dataset),
      inverse: { command: 'reject.readmit', input: { dataset, number, reason: before.reason, cells: before.cells, texts: before.texts } },
      label: `Leave the record of line ${before.line} out of "${name}" again`,
      recorded: { dataset, number },
    };
  },
};
