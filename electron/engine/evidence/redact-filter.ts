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
  /** the text with pseudonyms in it, for literals of columns that have none */
  worded(text: string): string;
  /** name of a column as it is told */
  column(name: string): string;
  /** whether the texts of a column are read by rules, so that a literal is no name */
  isRead(dataset: string, name: string): boolean;
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
    return context.worded(text);
  }
  if (where === null) return text;
  let changed = false;
  const rewritten = (part: Where): Where => {
    if ('parts' in part) return { ...part, parts: part.parts.map(rewritten) };
    if (part.type === 'not') return { ...part, part: rewritten(part.part) };
    const told = conditionOf(part, dataset, context);
    const result = { ...told, column: context.column(told.column) };
    changed ||= told !== part || result.column !== part.column;
    return result;
  };
  const result = rewritten(where);
  return changed ? textOf(result) : text;
}

/** A condition by pseudonyms; itself where it speaks of no name. */
function conditionOf(part: Condition | KnownCondition, dataset: string, context: FilterContext): Condition | KnownCondition {
  if (part.type === 'known') return part;
  const column = columnFor(context, dataset, part.column);
  if (column !== null) return renamed(part, column, context);
  if (context.isRead(dataset, part.column)) return part;
  // no text of the column holds a name, so that a literal that holds one is met by none, whatever stands in its place; an order is not asked of pseudonyms
  if (part.type === 'compare' && part.operator !== '=' && part.operator !== '!=') return part;
  const { worded } = context;
  const literalOf = (literal: Literal): Literal => (literal.type === 'text' ? { ...literal, text: worded(literal.text) } : literal);
  const told =
    part.type === 'like'
      ? { ...part, pattern: worded(part.pattern) }
      : part.type === 'in'
        ? { ...part, literals: part.literals.map(literalOf) }
        : { ...part, literal: literalOf(part.literal) };
  return JSON.stringify(printable(told)) === JSON.stringify(printable(part)) ? part : told;
}

/** A condition without what JSON cannot say. */
const printable = (part: Condition): unknown =>
  part.type === 'like' ? part.pattern : part.type === 'in' ? part.literals.map(printed) : printed(part.literal);

type KnownCondition = Extract<Where, { type: 'known' }>;
type Condition = Extract<Where, { type: 'compare' } | { type: 'in' } | { type: 'like' }>;

function renamed(part: Condition, column: Column, { named }: FilterContext): Condition {
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
