import type { Dataset, Field } from '../case/dataset.ts';
import type { JoinOutcome } from '../case/join.ts';
import { codesOf } from '../columns/group.ts';
import type { Column, ColumnTable } from '../columns/table.ts';

export const CLAIMS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What each claim is about, in the words of the screens (domain.md 2). */
export const CLAIM_TITLES: Readonly<Record<Claim, string>> = {
  C1: 'Provider concentration',
  C2: 'Largest suppliers',
  C3: 'Hardware',
  C4: 'Uptime',
  C5: 'Countries',
  C6: 'Prices',
  C7: 'Vendors, clouds, hosts',
  C8: 'Validators',
  C9: 'Removal test',
};

/** What a check does to a claim: not computed; affected weight becomes a range; record or value set aside; told beside the number. */
export const EFFECTS = ['block', 'bound', 'reject', 'note'] as const;
export type Effect = (typeof EFFECTS)[number];

export const SCOPES = ['file', 'schema', 'record', 'cross-record', 'cross-file', 'domain'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a check reads. */
export type CheckInput = {
  dataset: Dataset;
  /** columns by their names in the dataset */
  table: ColumnTable;
  /** text of a mapped column as the file had it, where the canonical values differ from it; `null` = no such column */
  given: (field: Field) => Column | null;
  /** rejected records by reason and column */
  rejected: readonly { code: string; column: string | null; count: number }[];
  /** the other datasets of the case, with the distinct values of their provider columns where they are loaded */
  others: readonly Dataset[];
  /** columns that the dataset takes from others, by name; absent = none */
  joins?: readonly { name: string; withName: string; outcome: JoinOutcome }[];
  /** ISO instant of the check: what lies after it is in the future */
  now: string;
};

/** What a check found. */
export type Outcome = {
  /** what was tested, in `unit` */
  tested: number;
  failed: number;
  unit: 'records' | 'columns' | 'accounts' | 'datasets' | 'values' | 'rungs';
  /** failing records, ascending; `null` where what fails is no record of the dataset */
  rows: Int32Array | null;
  columns: readonly string[];
  /** what was found, in a sentence; empty when nothing failed */
  message: string;
  advice: string;
};

/** The check cannot be made; says which column or fact it would need. */
export type NotApplicable = { needs: string };

export type Check = {
  id: string;
  title: string;
  scope: Scope;
  effect: Effect;
  claims: readonly Claim[];
  run(input: CheckInput): Outcome | NotApplicable;
};

/** Values of a column as plain numbers, NaN = no value. Good for comparisons, not for sums. */
export function numbersOf(column: Column): Float64Array {
  if (column.type === 'number') {
    if (column.scale === 0) return column.values;
    const divisor = 10 ** column.scale;
    return column.values.map((value) => value / divisor);
  }
  const byCode = column.dictionary.map((text) => (text.trim() === '' ? Number.NaN : Number(text)));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : (byCode[code] as number)));
}

/** The column that serves a field, `null` when none does. */
export function fieldColumn({ dataset, table }: Pick<CheckInput, 'dataset' | 'table'>, field: Field): Column | null {
  const name = dataset.columns.find((column) => column.field === field)?.name;
  return name === undefined ? null : (table.columns.get(name) ?? null);
}

/** Name of the column that serves a field; the field's own name when none does. */
export function nameOf({ dataset }: CheckInput, field: Field): string {
  return dataset.columns.find((column) => column.field === field)?.name ?? field;
}

/** The first of some fields that has a column. */
export function firstField(input: CheckInput, fields: readonly Field[]): { field: Field; name: string; column: Column } | null {
  for (const field of fields) {
    const column = fieldColumn(input, field);
    if (column) return { field, name: nameOf(input, field), column };
  }
  return null;
}

export const needs = (what: string): NotApplicable => ({ needs: what });

/** Outcome of a check of records: the failing ones are those for which `fails` is true, among those for which `tests` is. */
export function ofRecords(
  rows: number,
  columns: readonly string[],
  fails: (row: number) => boolean,
  words: (failed: number, first: number) => { message: string; advice: string },
  tests: (row: number) => boolean = () => true,
): Outcome {
  const failing: number[] = [];
  let tested = 0;
  for (let row = 0; row < rows; row++) {
    if (!tests(row)) continue;
    tested += 1;
    if (fails(row)) failing.push(row);
  }
  const first = failing[0];
  return {
    tested,
    failed: failing.length,
    unit: 'records',
    rows: Int32Array.from(failing),
    columns,
    ...(first === undefined ? { message: '', advice: '' } : words(failing.length, first)),
  };
}

/** Text of a cell, `null` = no value. */
export function textsOf(column: Column): (row: number) => string | null {
  const { codes, dictionary } = codesOf(column);
  return (row) => dictionary[codes[row] as number] ?? null;
}

/** Rows of the entries of a column that `wanted` picks, ascending. */
export function rowsOfCodes(codes: Int32Array, wanted: (code: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < codes.length; row++) if (wanted(codes[row] as number)) rows.push(row);
  return Int32Array.from(rows);
}

/** Some names in quotes, the rest counted. */
export function named(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  const listed = names
    .slice(0, shown)
    .map((name) => `"${name}"`)
    .join(', ');
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}
