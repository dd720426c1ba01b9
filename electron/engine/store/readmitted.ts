import type { ColumnInfo } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import type { Column } from '../../../shared/columns/table.ts';
import type { CaseFile } from './case-file.ts';
import { addDecimals } from './column-summary.ts';

const LIMIT = 2n ** 53n;

/** A rejected record that was corrected and taken in again; `cells` in the order of the columns, numbers as plain decimals. */
export type Readmitted = { number: number; record: number; line: number; reason: string; cells: (string | null)[] };

/** Records of a dataset that were taken in again, in the order of the file. They stand behind its other rows. */
export function listReadmitted(file: CaseFile, dataset: string): Readmitted[] {
  const rows = file
    .prepare(
      `SELECT readmitted.number, record, line, readmitted.reason, cells FROM readmitted
       JOIN reject ON reject.dataset = readmitted.dataset AND reject.number = readmitted.number
       WHERE readmitted.dataset = ? ORDER BY readmitted.number`,
    )
    .all(dataset) as (Omit<Readmitted, 'cells'> & { cells: string })[];
  return rows.map((row) => ({ ...row, cells: JSON.parse(row.cells) as (string | null)[] }));
}

/** A corrected record as a report tells of it; `cells` as JSON text, `problem` why the import rejected it. */
export type Correction = { dataset: string; record: number; line: number; problem: string; raw: string; cells: string; reason: string };

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

/** Filled cells, distinct values and exact sum of a column, as the import counts them. */
export function summaryOf(column: Column): Pick<ColumnInfo, 'filled' | 'distinct' | 'sum'> {
  let filled = 0;
  if (column.type === 'number') {
    const seen = new Set<number>();
    let units = 0n;
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      filled += 1;
      seen.add(value);
      units += BigInt(value);
    }
    return { filled, distinct: seen.size, sum: formatDecimal({ units, scale: column.scale }) };
  }
  const counts = new Float64Array(column.dictionary.length);
  for (const code of column.codes) {
    if (code < 0) continue;
    filled += 1;
    counts[code] = (counts[code] as number) + 1;
  }
  const distinct = counts.filter((count) => count > 0).length;
  if (column.type === 'text') return { filled, distinct, sum: null };
  let sum: Decimal = { units: 0n, scale: 0 };
  column.dictionary.forEach((text, code) => {
    const { units, scale } = parseDecimal(text) as Decimal;
    sum = addDecimals(sum, { units: units * BigInt(counts[code] as number), scale });
  });
  return { filled, distinct, sum: formatDecimal(sum) };
}
