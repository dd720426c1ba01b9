import type { ColumnInfo } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import type { Column } from '../../../shared/columns/table.ts';
import type { Correction, Readmitted } from '../analysis/facts.ts';
import type { CaseFile } from './case-file.ts';
import { addDecimals } from './column-summary.ts';

const LIMIT = 2n ** 53n;

/** Records of a dataset that were taken in again, in the order of the file. They stand behind its other rows. */
export function listReadmitted(file: CaseFile, dataset: string): Readmitted[] {
  const rows = file
    .prepare(
      `SELECT readmitted.number, record, line, readmitted.reason, cells, texts FROM readmitted
       JOIN reject ON reject.dataset = readmitted.dataset AND reject.number = readmitted.number
       WHERE readmitted.dataset = ? ORDER BY readmitted.number`,
    )
    .all(dataset) as (Omit<Readmitted, 'cells' | 'texts'> & { cells: string; texts: string })[];
  return rows.map((row) => ({ ...row, cells: JSON.parse(row.cells) as (string | null)[], texts: JSON.parse(row.texts) as string[] }));
}

/** Corrected records of the whole case, by dataset and in the order of the file. */
export function listCorrections(file: CaseFile): Correction[] {
  return file
    .prepare(
      `SELECT readmitted.dataset, record, line, reject.reason AS problem, raw, cells, readmitted.reason FROM readmitted
       JOIN reject ON reject.dataset = readmitted.dataset AND reject.number = readmitted.number
       ORDER BY readmitted.dataset, readmitted.number`,
    )
    .all() as Correction[];
}

/** How many records of a dataset were taken in again. */
export function countReadmitted(file: CaseFile, dataset: string): number {
  return file.prepare('SELECT count(*) FROM readmitted WHERE dataset = ?').pluck().get(dataset) as number;
}

/**
 * A column with further cells behind its last row; the given one stays as it is.
 *
 * @param cells texts, numbers as plain decimals, `null` = no value
 * @throws ChokepointError `readmit-too-exact` where a number column would need more than 2^53
 */
export function withCells(column: Column, cells: readonly (string | null)[]): Column {
  if (cells.length === 0) return column;
  if (column.type !== 'number') {
    const dictionary = [...column.dictionary];
    const codeOf = new Map(dictionary.map((text, code) => [text, code]));
    const codes = new Int32Array(column.codes.length + cells.length);
    codes.set(column.codes);
    cells.forEach((cell, at) => {
      let code = cell === null ? -1 : codeOf.get(cell);
      if (code === undefined) {
        code = dictionary.length;
        dictionary.push(cell as string);
        codeOf.set(cell as string, code);
      }
      codes[column.codes.length + at] = code;
    });
    return { ...column, codes, dictionary };
  }
  const decimals = cells.map((cell) => (cell === null ? null : (parseDecimal(cell) as Decimal)));
  const scale = Math.max(column.scale, ...decimals.map((value) => value?.scale ?? 0));
  const grow = 10 ** (scale - column.scale);
  const values = new Float64Array(column.values.length + cells.length);
  for (let row = 0; row < column.values.length; row++) {
    const value = (column.values[row] as number) * grow;
    if (Math.abs(value) > Number(LIMIT)) throw tooExact(column.name);
    values[row] = value;
  }
  decimals.forEach((value, at) => {
    const units = value === null ? null : value.units * 10n ** BigInt(scale - value.scale);
    if (units !== null && (units > LIMIT || units < -LIMIT)) throw tooExact(column.name);
    values[column.values.length + at] = units === null ? Number.NaN : Number(units);
  });
  return { ...column, values, scale };
}

function tooExact(name: string): ChokepointError {
  return new ChokepointError(
    'readmit-too-exact',
    `"${name}" cannot hold this number beside the others without losing digits; the record was not taken in.`,
    'Write the number with fewer decimals, or correct the file and import it again.',
    { column: name },
  );
}

/**
 * Filled cells, distinct values and exact sum of a column, from those of its stored part and the cells that stand behind it.
 *
 * @param column with the added cells as its last ones
 */
export function summaryWith(stored: Summary, column: Column, added: number): Summary {
  const rows = (column.type === 'number' ? column.values : column.codes).length - added;
  if (column.type === 'number') {
    const cells = [...column.values.subarray(rows)].filter((value) => !Number.isNaN(value));
    const fresh = new Set(cells);
    for (let row = 0; row < rows && fresh.size > 0; row++) fresh.delete(column.values[row] as number);
    const units = cells.reduce((sum, value) => sum + BigInt(value), 0n);
    return {
      filled: stored.filled + cells.length,
      distinct: stored.distinct + fresh.size,
      sum: plus(stored.sum, { units, scale: column.scale }),
    };
  }
  const codes = [...column.codes.subarray(rows)].filter((code) => code >= 0);
  const fresh = new Set(codes);
  for (let row = 0; row < rows && fresh.size > 0; row++) fresh.delete(column.codes[row] as number);
  const summary = { filled: stored.filled + codes.length, distinct: stored.distinct + fresh.size };
  if (column.type === 'text') return { ...summary, sum: null };
  const sum = codes.reduce<Decimal>((total, code) => addDecimals(total, parseDecimal(column.dictionary[code] as string) as Decimal), {
    units: 0n,
    scale: 0,
  });
  return { ...summary, sum: plus(stored.sum, sum) };
}

export type Summary = Pick<ColumnInfo, 'filled' | 'distinct' | 'sum'>;

function plus(sum: string | null, added: Decimal): string {
  return formatDecimal(addDecimals(parseDecimal(sum ?? '0') as Decimal, added));
}
