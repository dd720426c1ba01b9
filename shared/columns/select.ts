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

/** What truths of further rows do to those of the ones before: nothing is before, both must hold, one must hold. */
type Joining = 'fill' | 'and' | 'or';

/** A condition on one column. */
type Leaf = Exclude<Where, { parts: Where[] } | { part: Where }>;

/** A condition made ready for its rows. */
type Ready =
  | { kind: 'codes'; codes: Int32Array /** `truths[0]` is that of a missing value */; truths: Uint8Array }
  | { kind: 'order'; values: Float64Array; limit: number; below: number; at: number; above: number }
  | { kind: 'set'; values: Float64Array; units: ReadonlySet<number> };

function joinCodes({ codes, truths }: Extract<Ready, { kind: 'codes' }>, out: Uint8Array, joining: Joining): void {
  const table = joined(truths, joining);
  // truths before take two bits of the place: no branch that a processor could guess wrong
  if (joining === 'fill') for (let row = 0; row < out.length; row++) out[row] = truths[(codes[row] as number) + 1] as number;
  else for (let row = 0; row < out.length; row++) out[row] = table[(((codes[row] as number) + 1) << 2) | (out[row] as number)] as number;
}

/** Outcome by place `4 truth index + truth before`. */
function joined(truths: Uint8Array, joining: Joining): Uint8Array {
  const table = new Uint8Array(truths.length * 4);
  for (let place = 0; place < table.length; place++) {
    const [truth, before] = [truths[place >> 2] as number, place & 3];
    table[place] = joining === 'fill' ? truth : joining === 'and' ? Math.min(truth, before) : Math.max(truth, before);
  }
  return table;
}

function joinOrder({ values, limit, below, at, above }: Extract<Ready, { kind: 'order' }>, out: Uint8Array, joining: Joining): void {
  const table = joined(Uint8Array.of(below, at, above, UNKNOWN), joining);
  if (joining === 'fill') out.fill(FALSE);
  for (let row = 0; row < out.length; row++) {
    const value = values[row] as number;
    // 0 below, 1 at, 2 above; a missing value is none of them
    const place = Number.isNaN(value) ? 3 : Number(value >= limit) + Number(value > limit);
    out[row] = table[(place << 2) | (out[row] as number)] as number;
  }
}

function joinSet({ values, units }: Extract<Ready, { kind: 'set' }>, out: Uint8Array, joining: Joining): void {
  for (let row = 0; row < out.length; row++) {
    const value = values[row] as number;
    const truth = Number.isNaN(value) ? UNKNOWN : units.has(value) ? TRUE : FALSE;
    const before = out[row] as number;
    out[row] = joining === 'fill' ? truth : (joining === 'and') === truth < before ? truth : before;
  }
}

function join(ready: Ready, out: Uint8Array, joining: Joining): void {
  if (ready.kind === 'codes') joinCodes(ready, out, joining);
  else if (ready.kind === 'order') joinOrder(ready, out, joining);
  else joinSet(ready, out, joining);
}

/** Truth of each row by that of the entries of its dictionary. */
function byDictionary(
  { codes, dictionary }: { codes: Int32Array; dictionary: readonly string[] },
  holds: (entry: string) => boolean,
): Ready {
  const truths = new Uint8Array(dictionary.length + 1);
  truths[0] = UNKNOWN;
  for (let code = 0; code < dictionary.length; code++) truths[code + 1] = holds(dictionary[code] as string) ? TRUE : FALSE;
  return { kind: 'codes', codes, truths };
}

function refuseNumber(column: Column, literal: Literal): void {
  if (column.type !== 'text' || literal.type !== 'number') return;
  throw new ChokepointError(
    'filter-type',
    `Column "${column.name}" holds text, but the filter compares it with the number ${literal.text}.`,
    `Write the value in single quotes: '${literal.text}'.`,
    {
      column: column.name,
      position: literal.at,
    },
  );
}

function compare(column: Column, operator: Comparison, literal: Literal): Ready {
  refuseNumber(column, literal);
  const holds = HOLDS[operator];
  if (column.type === 'text') {
    const { text } = literal;
    // whether two texts are one is known long before their order is
    if (operator === '=') return byDictionary(column, (entry) => entry === text);
    if (operator === '!=') return byDictionary(column, (entry) => entry !== text);
    return byDictionary(column, (entry) => holds(orderOfText(entry, text)));
  }
  const wanted = numberOf(literal, column.name);
  if (column.type === 'exact') return byDictionary(column, (entry) => holds(orderOfDecimals(parseDecimal(entry) as Decimal, wanted)));
  const { limit, whole } = limitOf(wanted, column.scale);
  const [below, at, above] = [-1, whole ? 0 : -1, 1].map((order) => (holds(order) ? TRUE : FALSE)) as [number, number, number];
  return { kind: 'order', values: column.values, limit, below, at, above };
}

/** A decimal in units of a column: where it falls between two integers, the lower one, and `whole` is false. */
function limitOf(wanted: Decimal, columnScale: number): { limit: number; whole: boolean } {
  const shift = columnScale - wanted.scale;
  const scaled = shift >= 0 ? wanted.units * 10n ** BigInt(shift) : wanted.units / 10n ** BigInt(-shift);
  const whole = shift >= 0 || wanted.units % 10n ** BigInt(-shift) === 0n;
  const floor = !whole && wanted.units < 0n ? scaled - 1n : scaled;
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  return { limit: floor > safe ? Number.POSITIVE_INFINITY : floor < -safe ? Number.NEGATIVE_INFINITY : Number(floor), whole };
}

/** Whether a value is one of several: as `=` with each of them, in one pass. */
function isOneOf(column: Column, literals: readonly Literal[]): Ready {
  for (const literal of literals) refuseNumber(column, literal);
  if (column.type === 'text') {
    const wanted = new Set(literals.map(({ text }) => text));
    return byDictionary(column, (entry) => wanted.has(entry));
  }
  const wanted = literals.map((literal) => numberOf(literal, column.name));
  if (column.type === 'exact')
    return byDictionary(column, (entry) => wanted.some((value) => orderOfDecimals(parseDecimal(entry) as Decimal, value) === 0));
  const limits = wanted.map((value) => limitOf(value, column.scale)).filter(({ whole }) => whole);
  return { kind: 'set', values: column.values, units: new Set(limits.map(({ limit }) => limit)) };
}

function known(column: Column): Ready {
  if (column.type === 'number')
    return {
      kind: 'order',
      values: column.values.map((value) => (Number.isNaN(value) ? 1 : 0)),
      limit: 0,
      below: TRUE,
      at: TRUE,
      above: FALSE,
    };
  const truths = new Uint8Array(column.dictionary.length + 1).fill(TRUE);
  truths[0] = FALSE;
  return { kind: 'codes', codes: column.codes, truths };
}

function like(column: Column, pattern: string): Ready {
  if (column.type !== 'text')
    throw new ChokepointError('filter-type', `"like" needs text, but column "${column.name}" holds numbers.`, 'Use =, <, > or between.', {
      column: column.name,
    });
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  const expression = new RegExp(`^${source}$`, 'iu');
  return byDictionary(column, (entry) => expression.test(entry));
}

function readyOf(table: ColumnTable, where: Leaf): Ready {
  const column = columnOf(table, where.column, where.at);
  switch (where.type) {
    case 'compare':
      return compare(column, where.operator, where.literal);
    case 'in':
      return isOneOf(column, where.literals);
    case 'like':
      return like(column, where.pattern);
    case 'known':
      return known(column);
  }
}

/** Joins the truth of each row to what is in `out`. */
function evaluate(table: ColumnTable, where: Where, out: Uint8Array, joining: Joining): void {
  if ('column' in where) {
    join(readyOf(table, where), out, joining);
    return;
  }
  // parts of the same kind go on with what is there; others work on rows of their own
  if (where.type !== 'not' && (joining === 'fill' || joining === where.type)) {
    where.parts.forEach((part, place) => {
      evaluate(table, part, out, joining === 'fill' && place === 0 ? 'fill' : (where.type as 'and' | 'or'));
    });
    return;
  }
  const own = joining === 'fill' ? out : new Uint8Array(out.length);
  if (where.type === 'not') {
    evaluate(table, where.part, own, 'fill');
    for (let row = 0; row < own.length; row++) own[row] = TRUE - (own[row] as number);
  } else evaluate(table, where, own, 'fill');
  if (own === out) return;
  for (let row = 0; row < out.length; row++) {
    const [truth, before] = [own[row] as number, out[row] as number];
    out[row] = (joining === 'and') === truth < before ? truth : before;
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
  const truth = new Uint8Array(table.rows);
  evaluate(table, where, truth, 'fill');
  const rows = new Int32Array(truth.length);
  let count = 0;
  for (let row = 0; row < truth.length; row++) {
    rows[count] = row;
    // FALSE and UNKNOWN are 0 and 1, TRUE is 2: no branch that a processor could guess wrong
    count += (truth[row] as number) >> 1;
  }
  return rows.subarray(0, count);
}
