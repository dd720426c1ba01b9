import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { type Evaluated, evaluateFormula } from '../../../shared/columns/evaluate.ts';
import { columnsOfFormula, type Formula, formulaError, looksLikeFormula, parseFormula } from '../../../shared/columns/formula.ts';
import { columnOf, unknownColumn } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable, NumberColumn } from '../../../shared/columns/table.ts';
import { listOf, plural } from '../../../shared/format/index.ts';
import { findColumn } from './columns.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { openWhereMissing } from './open-weight.ts';

/** Weight name that always stands for the number of records; the import gives a column of that name another one. */
export const COUNT = 'count';

/** What a weight is: the number of records, a column, or a formula over columns. */
export type WeightPlan =
  | { kind: 'count' }
  | { kind: 'column'; info: ColumnInfo }
  | { kind: 'formula'; text: string; formula: Formula; columns: ReadonlyMap<string, ColumnInfo> };

/**
 * How the weight of a spec is to be read.
 *
 * @throws ChokepointError `unknown-column`; `formula-invalid` with the position in the text
 */
export function planWeight(weight: string, dataset: Dataset): WeightPlan {
  if (weight === COUNT) return { kind: 'count' };
  const info = findColumn(dataset, weight);
  if (info) return { kind: 'column', info };
  const names = [COUNT, ...dataset.columns.map(({ name }) => name)];
  // "gpu-count" is a column misspelt rather than a difference
  const missing = unknownColumn(weight, names);
  const misspelt = /^[\p{L}\p{N}_.:-]+$/u.test(weight) && missing.value.details.suggestion !== undefined;
  if (!looksLikeFormula(weight) || misspelt) throw missing;
  const formula = parseFormula(weight);
  const used = columnsOfFormula(formula).filter(({ name }) => name !== COUNT);
  const columns = used.map(({ name, at }): [string, ColumnInfo] => {
    const column = findColumn(dataset, name);
    if (!column) {
      const { advice, details } = unknownColumn(name, names).value;
      throw formulaError(weight, at, `there is no column "${name}"`, advice, details);
    }
    if (column.type === 'text')
      throw formulaError(weight, at, `column "${column.name}" holds text`, 'Use numeric columns only.', { column: column.name });
    return [name, column];
  });
  if (columns.length === 0 && !columnsOfFormula(formula).some(({ name }) => name === COUNT))
    throw formulaError(weight, 0, 'it names no column', `Name a numeric column, or "${COUNT}" for the number of records.`);
  return { kind: 'formula', text: weight, formula, columns: new Map(columns) };
}

/** Columns that are added up: the grain guard looks at each. */
export function weightColumns(plan: WeightPlan): readonly ColumnInfo[] {
  return plan.kind === 'formula' ? [...new Set(plan.columns.values())] : plan.kind === 'column' ? [plan.info] : [];
}

/** The weight as the file names it, or the formula; `null` where the dataset has no such weight. */
export function weightHeader(weight: string, dataset: Dataset): string | null {
  try {
    const plan = planWeight(weight, dataset);
    return plan.kind === 'column' ? plan.info.header : weight;
  } catch (error) {
    if (error instanceof ChokepointError) return null;
    throw error;
  }
}

/**
 * Refuses to add up what must not be added up, column by column of a weight.
 *
 * @throws ChokepointError of the grain guard
 */
export function guardWeight(table: ColumnTable, dataset: Dataset, rows: Int32Array | null, plan: WeightPlan): void {
  const columns = weightColumns(plan);
  if (columns.length === 0) refuseWrongSum(table, dataset, rows, null);
  for (const { name } of columns) refuseWrongSum(table, dataset, rows, name);
}

/** Names of the columns that a weight and the grain guard read. */
export function namesOfWeight(plan: WeightPlan, dataset: Dataset): string[] {
  const columns = weightColumns(plan).map(({ name }) => name);
  const guarded = (columns.length === 0 ? [null] : columns).flatMap((name) => guardColumns(dataset, name));
  return [...guarded, ...columns];
}

/** The weight of each row; `null` = 1. `how`: how it is worked out, in words, where it is no column. */
export type ViewWeight = { column: Column | null; how: string | null };

/**
 * The weight of each row of a table.
 *
 * @param table with the columns of `weightColumns`
 */
export function weightOf(table: ColumnTable, plan: WeightPlan): ViewWeight {
  if (plan.kind === 'count') return { column: null, how: null };
  const numeric = (info: ColumnInfo): Column => {
    const column = columnOf(table, info.name);
    return info.joined ? openWhereMissing(column) : column;
  };
  if (plan.kind === 'column') return { column: numeric(plan.info), how: null };
  const one: NumberColumn = { type: 'number', name: COUNT, values: new Float64Array(table.rows).fill(1), scale: 0 };
  const columns = new Map([...plan.columns].map(([name, info]) => [name, numeric(info)]));
  const evaluated = evaluateFormula(plan.formula, table.rows, plan.text, (name) => (columns.get(name) ?? one) as typeof one);
  return { column: evaluated.column, how: formulaWords(plan.text, evaluated) };
}

function formulaWords(text: string, { divided, decimals }: Evaluated): string {
  return divided ? `${text}, with quotients rounded to ${plural(decimals, 'decimal')}` : `${text}, worked out exactly`;
}

const NAMED = 5;

/**
 * Refuses a formula that gives a negative weight in a selected row.
 *
 * @throws ChokepointError `negative-weight` with the numbers of the records
 */
export function refuseNegative(plan: WeightPlan, column: Column | null, rows: Int32Array | null, recordOf: (row: number) => number): void {
  if (plan.kind !== 'formula' || column === null || column.type === 'text') return;
  const negative: number[] = [];
  const isNegative =
    column.type === 'number'
      ? (row: number) => (column.values[row] as number) < 0
      : (row: number) => (column.dictionary[column.codes[row] as number] ?? '').startsWith('-');
  const count = rows === null ? (column.type === 'number' ? column.values : column.codes).length : rows.length;
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : (rows[index] as number);
    if (isNegative(row)) negative.push(row);
  }
  if (negative.length === 0) return;
  const records = negative.slice(0, 100).map(recordOf);
  throw new ChokepointError(
    'negative-weight',
    `The formula ${plan.text} is negative in ${plural(negative.length, 'record')}: ${listOf(records.slice(0, NAMED).map(String), NAMED)}${negative.length > NAMED ? `, and ${negative.length - NAMED} more` : ''}; shares of negative weights have no meaning.`,
    `Write max(0, ${plan.text}) if nothing is what they weigh, or leave them out with a filter.`,
    { formula: plan.text, records, count: negative.length },
  );
}
