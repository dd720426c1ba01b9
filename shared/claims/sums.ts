import type { Dataset } from '../case/dataset.ts';
import type { SumsAmong } from '../case/view.ts';
import type { Literal, Where } from '../columns/where.ts';
import { listOf, plural } from '../format/index.ts';
import { both } from './columns.ts';

/** A text that makes a record look like a line of sums: the column that holds it, and the one that keeps the text of the file where a rule reads it. */
export type SumText = { column: string; text: string; kept: string };

/** Texts of a dataset that the import found to look like lines of sums; a column that is read by a rule has lost them, the text of the file has not. */
export function sumTexts({ columns, findings }: Pick<Dataset, 'columns' | 'findings'>): SumText[] {
  return findings.flatMap(({ code, details: { column, text } }) => {
    if (code !== 'total-row-suspected' || typeof column !== 'string' || typeof text !== 'string') return [];
    const kept = columns.find(({ rawOf }) => rawOf === column)?.name ?? columns.find(({ name }) => name === column)?.name;
    return kept === undefined ? [] : [{ column, text, kept }];
  });
}

const isTextOf = (literal: Literal, text: string): boolean => literal.type === 'text' && literal.text === text;

/**
 * Whether a filter compares a column with a text, so that it decides itself about the records that hold it.
 *
 * @param isColumn whether a name in the filter means the column
 */
export function namesText(where: Where | null, isColumn: (name: string) => boolean, text: string): boolean {
  if (where === null) return false;
  if ('parts' in where) return where.parts.some((part) => namesText(part, isColumn, text));
  if (where.type === 'not') return namesText(where.part, isColumn, text);
  if (!isColumn(where.column)) return false;
  if (where.type === 'compare') return isTextOf(where.literal, text);
  if (where.type === 'in') return where.literals.some((literal) => isTextOf(literal, text));
  return where.type === 'like' && where.pattern.toLowerCase() === text.toLowerCase();
}

/** A filter without records that hold such texts; records without a value in the column stay. */
export function withoutSums(where: string, sums: readonly Pick<SumText, 'kept' | 'text'>[]): string {
  return sums.reduce((filter, { kept, text }) => {
    const name = `"${kept.replaceAll('"', '""')}"`;
    return both(filter, `${name} != '${text.replaceAll("'", "''")}' or ${name} is null`);
  }, where);
}

/** `1 record with "TOTAL" in "provider" looks like a line of sums and is left out`. */
export function sumsWords({ records, texts }: Pick<SumsAmong, 'records' | 'texts'>, fate: 'left out' | 'counted' | 'in the table'): string {
  const named = listOf(texts.map(({ column, text }) => `"${text}" in "${column}"`));
  return `${plural(records, 'record')} with ${named} ${records === 1 ? 'looks like a line of sums and is' : 'look like lines of sums and are'} ${fate}`;
}

/** `D1: 1 record with "TOTAL" in "provider" looks like a line of sums and is in the table; without: WHERE ...` of the tables that a statement read. */
export function sumsOfTables(tables: readonly { id: string; sums?: SumsAmong | undefined }[]): string[] {
  return tables.flatMap(({ id, sums }) =>
    sums === undefined ? [] : [`${id}: ${sumsWords(sums, 'in the table')}; without: WHERE ${sums.without}`],
  );
}

/** What to do where such records are none: on the screen and on the command line. */
export const IF_NO_SUMS =
  'If it is a record like the others, waive the check "No line of sums among the records" in Quality (chokepoint quality waive --check total-rows).';
