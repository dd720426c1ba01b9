import type { Dataset, Field } from '../../../shared/case/dataset.ts';
import { LIKELY } from '../../../shared/case/recipe.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { columnOf } from '../../../shared/columns/select.ts';
import { isReadable } from '../../../shared/normalise/refusal.ts';
import { fieldsOfColumn } from '../import/mapping.ts';
import { parseNumberCell } from '../import/types.ts';
import { type ReaderState, tableOf } from './reader-state.ts';
import { isGpuName } from './reference.ts';

/** Texts of a column that are tried on the rule of a numeric field. */
const TRIED = 200;
const MARKS = { decimalMark: '.', thousandsMark: null } as const;

/** Share of the texts of a column that are numbers or that the rule of a field reads. */
function readableShare(texts: readonly string[], field: Field): number {
  const tried = texts.slice(0, TRIED);
  const reads = (text: string) => parseNumberCell(text, '.') !== null || isReadable(field, text, MARKS, isGpuName);
  return tried.length === 0 ? 0 : tried.filter(reads).length / tried.length;
}

/**
 * Columns of a dataset that serve no field although their header often means one and their cells do not speak against it.
 *
 * @returns headers by field, the surest first
 */
export function unmappedColumns(state: ReaderState, dataset: Dataset): ReadonlyMap<Field, readonly string[]> {
  const found = dataset.columns.flatMap(({ name, header, field, type, filled, distinct, derived, rawOf, joined }) => {
    if (field !== null || derived || rawOf !== undefined || joined || filled === 0) return [];
    const readable = (of: Field) => readableShare(codesOf(columnOf(tableOf(state, dataset.id, [name]), name)).dictionary, of);
    const profile = { header, type, numeric: type === 'text' ? 0 : 1, readable, filled, distinct };
    return fieldsOfColumn(profile).flatMap(({ field: of, confidence }) => (confidence < LIKELY ? [] : [{ header, of, confidence }]));
  });
  const byField = new Map<Field, string[]>();
  for (const { header, of } of found.sort((a, b) => b.confidence - a.confidence)) byField.set(of, [...(byField.get(of) ?? []), header]);
  return byField;
}
