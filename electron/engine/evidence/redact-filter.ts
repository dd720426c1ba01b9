import type { Dataset } from '../../../shared/case/dataset.ts';
import { textColumnOf } from '../../../shared/columns/derive.ts';
import { codesOf } from '../../../shared/columns/group.ts';
import { selectRows } from '../../../shared/columns/select.ts';
import type { Column } from '../../../shared/columns/table.ts';
import { type Literal, parseWhere, type Where } from '../../../shared/columns/where.ts';
import { findColumn } from '../analysis/columns.ts';

/** What a filter is rewritten with. */
export type FilterContext = {
  datasets: readonly Dataset[];
  /** stored column of a dataset whose texts have pseudonyms; `null` = it has none */
  hidden(dataset: string, name: string): Column | null;
  /** pseudonym of a text, or the text */
  named(text: string): string;
  /** dataset and column that a joined column of a dataset takes its texts from */
  taken(dataset: string, name: string): { dataset: string; name: string } | null;
};

const GROUP = '.group';
const RAW = '.raw';

/** The hidden column that a name of a filter means. */
function columnFor(context: FilterContext, dataset: string, name: string): Column | null {
  const found = context.datasets.find(({ id }) => id === dataset);
  if (!found) return null;
  for (const plain of [name, ...[GROUP, RAW].filter((end) => name.endsWith(end)).map((end) => name.slice(0, -end.length))]) {
    const info = findColumn(found, plain);
    if (info !== null) return context.hidden(dataset, info.name);
    const taken = context.taken(dataset, plain);
    if (taken !== null) return context.hidden(taken.dataset, taken.name);
  }
  return null;
}

const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quotedText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const printed = (literal: Literal): string => (literal.type === 'text' ? quotedText(literal.text) : literal.text);

/** A filter as text again. */
function textOf(where: Where): string {
  switch (where.type) {
    case 'and':
    case 'or':
      return where.parts.map((part) => `(${textOf(part)})`).join(` ${where.type} `);
    case 'not':
      return `not (${textOf(where.part)})`;
    case 'known':
      return `${quotedName(where.column)} is not null`;
    case 'like':
      return `${quotedName(where.column)} like ${quotedText(where.pattern)}`;
    case 'in':
      return `${quotedName(where.column)} in (${where.literals.map(printed).join(', ')})`;
    case 'compare':
      return `${quotedName(where.column)} ${where.operator} ${printed(where.literal)}`;
  }
}

const texts = (list: readonly string[]): Literal[] => [...new Set(list)].map((text) => ({ type: 'text', text, at: 0 }));

/**
 * A filter that keeps the same records once names are pseudonyms: comparisons by part of a name or by order become lists of names.
 *
 * @param dataset whose records it is asked of
 * @returns the text as it was where no condition speaks of a hidden column
 */
export function hiddenFilter(text: string, dataset: string, context: FilterContext): string {
  let where: Where | null;
  try {
    where = parseWhere(text);
  } catch {
    return text;
  }
  if (where === null) return text;
  let changed = false;
  const rewritten = (part: Where): Where => {
    if ('parts' in part) return { ...part, parts: part.parts.map(rewritten) };
    if (part.type === 'not') return { ...part, part: rewritten(part.part) };
    const column = part.type === 'known' ? null : columnFor(context, dataset, part.column);
    if (column === null || part.type === 'known') return part;
    changed = true;
    return renamed(part, column, context);
  };
  const result = rewritten(where);
  return changed ? textOf(result) : text;
}

type Condition = Extract<Where, { type: 'compare' | 'in' | 'like' }>;

function renamed(part: Condition, column: Column, { named }: FilterContext): Where {
  const { at } = part;
  if (part.type === 'in') return { ...part, literals: texts(part.literals.map(({ text }) => named(text))) };
  if (part.type === 'compare' && (part.operator === '=' || part.operator === '!='))
    return { ...part, literal: { type: 'text', text: named(part.literal.text), at } };
  const { dictionary } = codesOf(column);
  const listed = textColumnOf(
    part.column,
    Int32Array.from(dictionary, (_, row) => row),
    dictionary,
  );
  const rows = selectRows({ rows: dictionary.length, columns: new Map([[part.column, listed]]) }, part) ?? [];
  const kept = Array.from(rows, (row) => named(dictionary[row] as string));
  // a list needs a value: one that no record has
  const none = named(part.type === 'like' ? part.pattern : part.literal.text);
  return { type: 'in', column: part.column, at, literals: texts(kept.length > 0 ? kept : [`none of ${none}`]) };
}
