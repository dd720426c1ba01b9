import type { Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import type { ColumnTable } from '../../../shared/columns/table.ts';

/** Name of the column with the day of each record, for a dataset whose records are days; `null` for any other grain. */
export function dayColumn(dataset: Dataset): string | null {
  if (dataset.grain !== 'day') return null;
  const day = dataset.columns.find(({ field }) => field === 'observed_at');
  // the text as it stood tells days apart even where it cannot be read as a time
  return day?.derived?.from ?? day?.name ?? null;
}

/**
 * Refuses to add up observations of the same thing on several days (domain.md 1.3).
 *
 * @param rows selected row numbers, `null` = all
 * @throws ChokepointError `days-not-summed` naming two rows of different days
 */
export function refuseSumOverDays(table: ColumnTable, dataset: Dataset, rows: Int32Array | null): void {
  const day = dayColumn(dataset);
  if (day === null) return;
  const { codes, dictionary } = codesOf(columnOf(table, day));
  const count = rows === null ? codes.length : rows.length;
  let first = -1;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    if (first >= 0 && codes[row] !== codes[first]) {
      const of = (at: number) => dictionary[codes[at] as number] ?? 'no value';
      throw new ChokepointError(
        'days-not-summed',
        `The records of "${dataset.name}" are observations of several days ("${day}": ${of(first)} in row ${first + 1}, ${of(row)} in row ${row + 1}); adding them up would count the same supply more than once.`,
        `Choose one day with a filter, e.g. "${day}" = '${of(first)}'.`,
        { column: day, rows: [first + 1, row + 1] },
      );
    }
    if (first < 0) first = row;
  }
}
