import type { Base, ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { columnsTelling } from '../../../shared/case/told-bases.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf, selectRows } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';
import { parseWhere } from '../../../shared/columns/where.ts';
import { baseWords } from '../../../shared/format/index.ts';
import { meansOnline } from '../../../shared/quality/value-checks.ts';
import { isVerified } from '../../../shared/quality/verified.ts';

/** A column and what its texts say of a rung; `null` = neither yes nor no. */
type Test = { column: ColumnInfo; says: (text: string | null) => boolean | null };

/**
 * Columns that state whether a record is on a rung of the supply ladder; empty = every record is, as the dataset says itself.
 *
 * @throws ChokepointError `base-not-disclosed` where nothing in the dataset states it
 */
function testsOfBase(dataset: Dataset, base: Base | ''): Test[] {
  const columns = columnsTelling(dataset, base);
  if (columns !== null) return columns.map((column) => ({ column, says: column.field === 'status' ? meansOnline : isVerified }));
  throw new ChokepointError(
    'base-not-disclosed',
    `"${dataset.name}" (${baseWords(dataset.base)}) has no column that states which records are ${baseWords(base)}; a rung that is not shown is never copied from another one.`,
    'Give a column to the fields status or verified, or leave the supply base as the dataset has it.',
    { dataset: dataset.id, base, stated: dataset.base },
  );
}

/** Names of the columns that the supply base of a view reads. */
export function columnsOfBase(dataset: Dataset, base: Base | ''): string[] {
  return testsOfBase(dataset, base).map(({ column }) => column.name);
}

/** Records of a view: those that pass the filter, and of these the ones that are stated to be on its rung. `unstated` = neither yes nor no. */
export type Selected = { rows: Int32Array | null; base: { left: number; unstated: number } | null };

/**
 * Rows of a view.
 *
 * @param table with the columns of the filter and of `columnsOfBase`
 * @throws ChokepointError `unknown-column`, `filter-type`, `filter-syntax`, `base-not-disclosed`
 */
export function selectedOf(
  table: ColumnTable,
  dataset: Dataset,
  { where, base = '' }: { where: string; base?: Base | '' | undefined },
): Selected {
  const rows = selectRows(table, parseWhere(where));
  const tests = testsOfBase(dataset, base).map(({ column, says }) => {
    const { codes, dictionary } = codesOf(columnOf(table, column.name));
    const truths = [says(null), ...dictionary.map(says)];
    return (row: number) => truths[(codes[row] as number) + 1] as boolean | null;
  });
  if (tests.length === 0) return { rows, base: null };
  const kept: number[] = [];
  let unstated = 0;
  const count = rows === null ? table.rows : rows.length;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    const answers = tests.map((test) => test(row));
    if (answers.every((answer) => answer === true)) kept.push(row);
    else if (!answers.includes(false)) unstated += 1;
  }
  return { rows: Int32Array.from(kept), base: { left: count - kept.length, unstated } };
}
