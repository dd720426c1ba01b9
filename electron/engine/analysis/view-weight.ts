import type { ColumnInfo, Dataset } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { DERIVED_WEIGHTS } from '../../../shared/case/view.ts';
import { type Evaluated, evaluateFormula } from '../../../shared/columns/evaluate.ts';
import { columnsOfFormula, type Formula, formulaError, looksLikeFormula, parseFormula } from '../../../shared/columns/formula.ts';
import { columnOf, unknownColumn } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import { listOf, plural } from '../../../shared/format/index.ts';
import { findColumn } from './columns.ts';
import { guardColumns, refuseWrongSum } from './grain.ts';
import { openWhereMissing } from './open-weight.ts';
import { type DerivedPlan, derivedWeight, derivedWords, planDerived } from './view-derived.ts';

/** Weight name that always stands for the number of records; the import gives a column of that name another one. */
export const COUNT = 'count';

/** What a weight is: the number of records, a column, a derived weight, or a formula over such. */
export type WeightPlan =
  | { kind: 'count' }
  | { kind: 'column'; info: ColumnInfo }
  | { kind: 'derived'; derived: DerivedPlan }
  | { kind: 'formula'; text: string; formula: Formula; parts: ReadonlyMap<string, Part> };

/** What a name in a formula stands for. */
type Part = Exclude<WeightPlan, { kind: 'formula' }>;

/** What a name stands for; `null` = nothing. */
function partOf(name: string, dataset: Dataset): Part | null {
  if (name === COUNT) return { kind: 'count' };
  const info = findColumn(dataset, name);
  if (info) return { kind: 'column', info };
  const derived = DERIVED_WEIGHTS.find((weight) => weight === name);
  return derived === undefined ? null : { kind: 'derived', derived: planDerived(derived, dataset) };
}

const isOperand = (word: string, dataset: Dataset): boolean =>
  word === '' ||
  word === COUNT ||
  DERIVED_WEIGHTS.some((name) => name === word) ||
  /^[\d.]+$/.test(word) ||
  Boolean(findColumn(dataset, word));

/**
 * How the weight of a spec is to be read.
 *
 * @throws ChokepointError `unknown-column`; `formula-invalid` with the position in the text
 */
export function planWeight(weight: string, dataset: Dataset): WeightPlan {
  const whole = partOf(weight, dataset);
  if (whole !== null) return whole;
  const names = [COUNT, ...dataset.columns.map(({ name }) => name), ...DERIVED_WEIGHTS];
  // "gpu-count" is a column misspelt rather than a difference, as "gpu" is none; "count-1" is a difference
  const missing = unknownColumn(weight, names);
  const written = /^[\p{L}\p{N}_.:-]+$/u.test(weight) && !weight.split('-').every((word) => isOperand(word, dataset));
  const misspelt = written && missing.value.details.suggestion !== undefined;
  if (!looksLikeFormula(weight) || misspelt) throw missing;
  const formula = parseFormula(weight);
  const parts = columnsOfFormula(formula).map(({ name, at }): [string, Part] => {
    const part = partOf(name, dataset);
    if (part === null) {
      const { advice, details } = unknownColumn(name, names).value;
      throw formulaError(weight, at, `there is no column "${name}"`, advice, details);
    }
    if (part.kind === 'column' && part.info.type === 'text')
      throw formulaError(weight, at, `column "${part.info.name}" holds text`, 'Use numeric columns only.', { column: part.info.name });
    return [name, part];
  });
  if (parts.length === 0)
    throw formulaError(weight, 0, 'it names no column', `Name a numeric column, or "${COUNT}" for the number of records.`);
  return { kind: 'formula', text: weight, formula, parts: new Map(parts) };
}

/** Columns that are added up, which the grain guard looks at, and those that are read beside them. */
function columnsOfPlan(plan: WeightPlan): { summed: readonly ColumnInfo[]; beside: readonly ColumnInfo[] } {
  switch (plan.kind) {
    case 'count':
      return { summed: [], beside: [] };
    case 'column':
      return { summed: [plan.info], beside: [] };
    case 'derived':
      return { summed: plan.derived.count === null ? [] : [plan.derived.count], beside: [plan.derived.model] };
    case 'formula': {
      const parts = [...plan.parts.values()].map(columnsOfPlan);
      return { summed: [...new Set(parts.flatMap(({ summed }) => summed))], beside: [...new Set(parts.flatMap(({ beside }) => beside))] };
    }
  }
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
  const { summed } = columnsOfPlan(plan);
  if (summed.length === 0) refuseWrongSum(table, dataset, rows, null);
  for (const { name } of summed) refuseWrongSum(table, dataset, rows, name);
}

/** Names of the columns that a weight and the grain guard read. */
export function namesOfWeight(plan: WeightPlan, dataset: Dataset): string[] {
  const { summed, beside } = columnsOfPlan(plan);
  const guarded = (summed.length === 0 ? [null] : summed.map(({ name }) => name)).flatMap((name) => guardColumns(dataset, name));
  return [...guarded, ...[...summed, ...beside].map(({ name }) => name)];
}

/**
 * The weight of each row; `null` = 1. `how`: how it is worked out, in words, where it is no column. `loose`: its bounds may be wider than the records
 * allow, as a column that states bounds is read more than once.
 */
export type ViewWeight = { column: Column | null; how: string | null; loose?: boolean };

/**
 * The weight of each row of a table.
 *
 * @param table with the columns of `namesOfWeight`
 */
export function weightOf(table: ColumnTable, plan: WeightPlan): ViewWeight {
  if (plan.kind === 'count') return { column: null, how: null };
  if (plan.kind !== 'formula')
    return { column: columnOfPart(table, plan), how: plan.kind === 'derived' ? derivedWords(plan.derived) : null };
  const columns = new Map([...plan.parts].map(([name, part]) => [name, columnOfPart(table, part) as Numeric]));
  const evaluated = evaluateFormula(plan.formula, table.rows, plan.text, (name) => columns.get(name) as Numeric);
  const derived = [...plan.parts.values()].flatMap((part) => (part.kind === 'derived' ? [derivedWords(part.derived)] : []));
  const read = columnsOfFormula(plan.formula).flatMap(({ name }) =>
    columns.get(name)?.bounds ? namesBehind(plan.parts.get(name) as Part) : [],
  );
  const loose = new Set(read).size < read.length;
  return { column: evaluated.column, how: [formulaWords(plan.text, evaluated), ...derived].join('; '), loose };
}

/** Names of the columns that a part of a formula is read from. */
function namesBehind(part: Part): string[] {
  const { summed, beside } = columnsOfPlan(part);
  return [...summed, ...beside].map(({ name }) => name);
}

type Numeric = Exclude<Column, { type: 'text' }>;

function columnOfPart(table: ColumnTable, part: Part): Column {
  if (part.kind === 'count') return { type: 'number', name: COUNT, values: new Float64Array(table.rows).fill(1), scale: 0 };
  if (part.kind === 'derived') return derivedWeight(table, part.derived);
  const column = columnOf(table, part.info.name);
  return part.info.joined ? openWhereMissing(column) : column;
}

function formulaWords(text: string, { divided, decimals }: Evaluated): string {
  return divided ? `${text}, with quotients rounded to ${plural(decimals, 'decimal')}` : `${text}, worked out exactly`;
}

const NAMED = 5;

const negativeIn = (column: Column): ((row: number) => boolean) =>
  column.type === 'number'
    ? (row) => (column.values[row] as number) < 0
    : (row) => (column.dictionary[column.codes[row] as number] ?? '').startsWith('-');

/**
 * Refuses a formula that gives a negative weight in a selected row.
 *
 * @throws ChokepointError `negative-weight` with the numbers of the records
 */
export function refuseNegative(plan: WeightPlan, column: Column | null, rows: Int32Array | null, recordOf: (row: number) => number): void {
  if (plan.kind !== 'formula' || column === null || column.type === 'text') return;
  const negative: number[] = [];
  // a record that states bounds is negative where its upper end is
  const [ofValue, ofEnd] = [negativeIn(column), column.bounds ? negativeIn(column.bounds.high) : () => false];
  const isNegative = (row: number) => ofValue(row) || ofEnd(row);
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
