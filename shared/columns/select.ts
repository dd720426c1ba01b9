import { ChokepointError } from '../case/error.ts';
import { levenshtein } from '../entities/similarity.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import type { Column, ColumnTable } from './table.ts';
import type { Comparison, Literal, Where } from './where.ts';

/** Truth of a condition for a row, after SQL: a condition on a missing value is unknown, and unknown rows are not selected. */
const FALSE = 0;
const UNKNOWN = 1;
const TRUE = 2;

const HOLDS: Record<Comparison, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

const orderOfText = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

function orderOfDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const a = left.units * 10n ** BigInt(scale - left.scale);
  const b = right.units * 10n ** BigInt(scale - right.scale);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The column of a name, or an error that lists what there is. */
export function columnOf(table: ColumnTable, name: string, at?: number): Column {
  const column = table.columns.get(name);
  if (column) return column;
  throw unknownColumn(name, [...table.columns.keys()], at);
}

/** The name that differs least in letters and digits, by at most one for every three and three in all; the first of several. */
function nearestName(name: string, names: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const wanted = plain(name);
  const distances = names.map((candidate) => levenshtein(plain(candidate), wanted));
  const least = Math.min(...distances);
  return least <= Math.min(3, wanted.length / 3) ? (names[distances.indexOf(least)] ?? null) : null;
}

/**
 * Error for a name that no column has.
 *
 * @param at zero-based position of the name in a filter text, for `details.position`
 * @returns `unknown-column`; proposes the name that was probably meant, also in `details.suggestion`, and lists the names otherwise
 */
export function unknownColumn(name: string, names: readonly string[], at?: number): ChokepointError {
  const near = nearestName(name, names);
  return new ChokepointError(
    'unknown-column',
    `There is no column "${name}" in this dataset.`,
    near
      ? `Did you mean "${near}"? Names are compared exactly.`
      : `Columns: ${names.slice(0, 40).join(', ')}${names.length > 40 ? ', ...' : ''}.`,
    { column: name, columns: names, ...(near === null ? {} : { suggestion: near }), ...(at === undefined ? {} : { position: at }) },
  );
}

function numberOf(literal: Literal, column: string): Decimal {
  if (literal.type === 'number') return literal.value;
  const value = parseDecimal(literal.text);
  if (value) return value;
  throw new ChokepointError(
    'filter-type',
    `Column "${column}" holds numbers, but the filter compares it with the text '${literal.text}'.`,
    'Compare it with a number without quotes.',
    { column, position: literal.at },
  );
}

function truthByDictionary(codes: Int32Array, truths: Uint8Array): Uint8Array {
  const out = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    out[row] = code < 0 ? UNKNOWN : (truths[code] as number);
  }
  return out;
}

function compare(column: Column, operator: Comparison, literal: Literal): Uint8Array {
  const holds = HOLDS[operator];
  if (column.type === 'text') {
    if (literal.type === 'number')
      throw new ChokepointError(
        'filter-type',
        `Column "${column.name}" holds text, but the filter compares it with the number ${literal.text}.`,
        `Write the value in single quotes: '${literal.text}'.`,
        {
          column: column.name,
          position: literal.at,
        },
      );
    return truthByDictionary(
      column.codes,
      Uint8Array.from(column.dictionary, (entry) => (holds(orderOfText(entry, literal.text)) ? TRUE : FALSE)),
    );
  }
  const wanted = numberOf(literal, column.name);
  if (column.type === 'exact')
    return truthByDictionary(
      column.codes,
      Uint8Array.from(column.dictionary, (entry) => (holds(orderOfDecimals(parseDecimal(entry) as Decimal, wanted)) ? TRUE : FALSE)),
    );
  // In units of the column the literal may fall between two integers: floor decides together with whether it is one.
  const shift = column.scale - wanted.scale;
  const scaled = shift >= 0 ? wanted.units * 10n ** BigInt(shift) : wanted.units / 10n ** BigInt(-shift);
  const whole = shift >= 0 || wanted.units % 10n ** BigInt(-shift) === 0n;
  const floor = !whole && wanted.units < 0n ? scaled - 1n : scaled;
  const limit = floor > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : floor < -BigInt(Number.MAX_SAFE_INTEGER) ? -Infinity : Number(floor);
  const out = new Uint8Array(column.values.length);
  for (let row = 0; row < out.length; row++) {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) out[row] = UNKNOWN;
    else {
      const order = value < limit ? -1 : value > limit ? 1 : whole ? 0 : -1;
      out[row] = holds(order) ? TRUE : FALSE;
    }
  }
  return out;
}

function known(column: Column): Uint8Array {
  if (column.type === 'number') return Uint8Array.from(column.values, (value) => (!Number.isNaN(value) ? TRUE : FALSE));
  return Uint8Array.from(column.codes, (code) => (code < 0 ? FALSE : TRUE));
}

function like(column: Column, pattern: string): Uint8Array {
  if (column.type !== 'text')
    throw new ChokepointError('filter-type', `"like" needs text, but column "${column.name}" holds numbers.`, 'Use =, <, > or between.', {
      column: column.name,
    });
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  const expression = new RegExp(`^${source}$`, 'iu');
  return truthByDictionary(
    column.codes,
    Uint8Array.from(column.dictionary, (entry) => (expression.test(entry) ? TRUE : FALSE)),
  );
}

function evaluate(table: ColumnTable, where: Where): Uint8Array {
  switch (where.type) {
    case 'and':
    case 'or': {
      const [first, ...rest] = where.parts.map((part) => evaluate(table, part)) as [Uint8Array, ...Uint8Array[]];
      const pick = where.type === 'and' ? Math.min : Math.max;
      for (const next of rest) for (let row = 0; row < first.length; row++) first[row] = pick(first[row] as number, next[row] as number);
      return first;
    }
    case 'not': {
      const inner = evaluate(table, where.part);
      for (let row = 0; row < inner.length; row++) inner[row] = TRUE - (inner[row] as number);
      return inner;
    }
    case 'compare':
      return compare(columnOf(table, where.column, where.at), where.operator, where.literal);
    case 'in': {
      const column = columnOf(table, where.column, where.at);
      const [first, ...rest] = where.literals.map((literal) => compare(column, '=', literal)) as [Uint8Array, ...Uint8Array[]];
      for (const next of rest)
        for (let row = 0; row < first.length; row++) first[row] = Math.max(first[row] as number, next[row] as number);
      return first;
    }
    case 'like':
      return like(columnOf(table, where.column, where.at), where.pattern);
    case 'known':
      return known(columnOf(table, where.column, where.at));
  }
}

/**
 * Rows that a filter selects, ascending.
 *
 * @param table needs every column that the filter names
 * @param where tree of `parseWhere`; `null` selects all rows
 * @returns row numbers, or `null` for all rows
 * @throws ChokepointError `unknown-column`, `filter-type`
 */
export function selectRows(table: ColumnTable, where: Where | null): Int32Array | null {
  if (where === null) return null;
  const truth = evaluate(table, where);
  let count = 0;
  for (let row = 0; row < truth.length; row++) if (truth[row] === TRUE) count += 1;
  const rows = new Int32Array(count);
  for (let row = 0, next = 0; row < truth.length; row++) if (truth[row] === TRUE) rows[next++] = row;
  return rows;
}
