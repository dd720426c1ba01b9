import { type Decimal, decimalOf, parseDecimal, rescale } from './decimal.ts';
import { numericColumnOf } from './derive.ts';
import { columnsOfFormula, type Formula, type FormulaFunction, formulaError, type Operator } from './formula.ts';
import { ABOVE, BELOW, decimalOfRational, doubleOfRational, type Interval, intervalOf, type Rational, rationalOf } from './interval.ts';
import type { Column } from './table.ts';

/**
 * Values of a part of a formula per row: exact decimals as integers in doubles where all of them fit (`most` = the largest size), as big integers
 * where they do not, or doubles behind a division. NaN and `null` = unknown.
 */
type Vector =
  | { kind: 'units'; values: Float64Array; scale: number; most: number }
  | { kind: 'bigs'; values: (bigint | null)[]; scale: number }
  | { kind: 'doubles'; values: Float64Array };
type Exact = Exclude<Vector, { kind: 'doubles' }>;

type Numeric = Exclude<Column, { type: 'text' }>;

/** The column that a formula gives; `divided`: it holds quotients, which are doubles rounded to `decimals` places. */
export type Evaluated = { column: Numeric; divided: boolean; decimals: number };

const LIMIT = Number.MAX_SAFE_INTEGER;
/** Most digits of any number that a formula goes through. */
const MOST_DIGITS = 60;
const TOO_LARGE = 10n ** BigInt(MOST_DIGITS);
/** A rounded quotient keeps at least this many digits; smaller ones keep all of their own. */
const FEWEST_UNITS = 1e6;

const largestOf = (values: Float64Array): number => {
  let most = 0;
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(values[row] as number);
    if (size > most) most = size;
  }
  return most;
};

function vectorOf(column: Numeric): Exact {
  if (column.type === 'number') return { kind: 'units', values: column.values, scale: column.scale, most: largestOf(column.values) };
  const decimals = column.dictionary.map((text) => parseDecimal(text) as Decimal);
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal.scale), 0);
  const units = decimals.map((decimal) => rescale(decimal, scale));
  return { kind: 'bigs', values: Array.from(column.codes, (code) => (code < 0 ? null : (units[code] as bigint))), scale };
}

function constant({ units, scale }: Decimal, rows: number): Exact {
  const size = units < 0n ? -units : units;
  if (size > BigInt(LIMIT)) return { kind: 'bigs', values: new Array(rows).fill(units), scale };
  return { kind: 'units', values: new Float64Array(rows).fill(Number(units)), scale, most: Number(size) };
}

function doublesOf(vector: Vector): Float64Array {
  if (vector.kind === 'doubles') return vector.values;
  const divisor = 10 ** vector.scale;
  if (vector.kind === 'units') return scaled(vector.values, divisor, true);
  return Float64Array.from(vector.values, (value) => (value === null ? Number.NaN : Number(value) / divisor));
}

const bigsOf = (vector: Exact): (bigint | null)[] =>
  vector.kind === 'bigs' ? vector.values : Array.from(vector.values, (value) => (Number.isNaN(value) ? null : BigInt(value)));

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const BIG: Record<Exclude<Operator, '/'> | FormulaFunction, (a: bigint | null, b: bigint | null) => bigint | null> = {
  '+': (a, b) => (a === null || b === null ? null : a + b),
  '-': (a, b) => (a === null || b === null ? null : a - b),
  '*': (a, b) => (a === null || b === null ? null : a * b),
  min: (a, b) => (a === null || b === null ? null : lesser(a, b)),
  max: (a, b) => (a === null || b === null ? null : a + b - lesser(a, b)),
  coalesce: (a, b) => a ?? b,
};

/** Each operator has a loop of its own: one that calls a function for every row takes several times as long. */
function combined(left: Float64Array, right: Float64Array, operator: Operator | FormulaFunction): Float64Array {
  const out = new Float64Array(left.length);
  const count = out.length;
  if (operator === '+') for (let row = 0; row < count; row++) out[row] = (left[row] as number) + (right[row] as number);
  else if (operator === '-') for (let row = 0; row < count; row++) out[row] = (left[row] as number) - (right[row] as number);
  else if (operator === '*') for (let row = 0; row < count; row++) out[row] = (left[row] as number) * (right[row] as number);
  else if (operator === '/') for (let row = 0; row < count; row++) out[row] = (left[row] as number) / (right[row] as number);
  else if (operator === 'coalesce')
    for (let row = 0; row < count; row++) out[row] = Number.isNaN(left[row]) ? (right[row] as number) : (left[row] as number);
  else {
    const apply = operator === 'min' ? Math.min : Math.max;
    for (let row = 0; row < count; row++) out[row] = apply(left[row] as number, right[row] as number);
  }
  // division by zero, and what is too large for a double, is unknown
  for (let row = 0; row < count; row++) if (Math.abs(out[row] as number) === Number.POSITIVE_INFINITY) out[row] = Number.NaN;
  return out;
}

/** The values times a factor, or divided by one. */
function scaled(values: Float64Array, factor: number, divide = false): Float64Array {
  if (factor === 1) return values;
  const out = new Float64Array(values.length);
  if (divide) for (let row = 0; row < out.length; row++) out[row] = (values[row] as number) / factor;
  else for (let row = 0; row < out.length; row++) out[row] = (values[row] as number) * factor;
  return out;
}

function combine(left: Vector, right: Vector, operator: Operator | FormulaFunction): Vector {
  if (operator === '/' || left.kind === 'doubles' || right.kind === 'doubles')
    return { kind: 'doubles', values: combined(doublesOf(left), doublesOf(right), operator) };
  const product = operator === '*';
  const scale = product ? left.scale + right.scale : Math.max(left.scale, right.scale);
  const [a, b] = product ? [1, 1] : [10 ** (scale - left.scale), 10 ** (scale - right.scale)];
  if (left.kind === 'units' && right.kind === 'units') {
    const most = product ? left.most * right.most : left.most * a + right.most * b;
    if (most <= LIMIT) {
      const values = combined(scaled(left.values, a), scaled(right.values, b), operator);
      return { kind: 'units', values, scale, most: Math.min(most, largestOf(values)) };
    }
  }
  const [first, second] = [bigsOf(left), bigsOf(right)];
  const [up, down] = [10n ** BigInt(product ? 0 : scale - left.scale), 10n ** BigInt(product ? 0 : scale - right.scale)];
  const apply = BIG[operator];
  const times = (value: bigint | null, factor: bigint) => (value === null ? null : value * factor);
  return { kind: 'bigs', values: first.map((value, row) => apply(times(value, up), times(second[row] as bigint | null, down))), scale };
}

/**
 * Works out a formula for every row: exact decimals for + - * min max coalesce, doubles behind a division. An unknown operand makes an unknown
 * result, also for `min` and `max`; division by zero is unknown. Where columns state bounds, the column has the bounds that follow from them by
 * interval arithmetic; no weight is below zero. They may be wider than need be where a column that states bounds is named more than once.
 *
 * @param name of the column that is made: the text of the formula
 * @param columnOf the numeric column of a name
 * @throws ChokepointError `formula-invalid` with the position where numbers grow beyond 60 digits
 */
export function evaluateFormula(formula: Formula, rows: number, name: string, columnOf: (name: string, at: number) => Numeric): Evaluated {
  let divided = false;
  const bounded = new Map<string, Numeric>();
  const vectors = new Map<Column, Exact>();
  const read = (column: Numeric): Exact => {
    const found = vectors.get(column) ?? vectorOf(column);
    vectors.set(column, found);
    return found;
  };
  const sized = (vector: Vector, at: number): Vector => (isTooLarge(vector) ? tooLarge(name, at) : vector);
  const work = (part: Formula): Vector => {
    switch (part.type) {
      case 'number':
        return constant(part.value, rows);
      case 'column': {
        const column = columnOf(part.name, part.at);
        if (column.bounds !== undefined) bounded.set(part.name, column);
        return read(column);
      }
      case 'negate':
        return combine(constant({ units: 0n, scale: 0 }, rows), work(part.part), '-');
      case 'binary':
        if (part.operator === '/') divided = true;
        return sized(combine(work(part.left), work(part.right), part.operator), part.at);
      case 'call':
        return sized(
          part.parts.map(work).reduce((left, right) => combine(left, right, part.name)),
          part.at,
        );
    }
  };
  const value = work(formula);
  const ends = bounded.size > 0 ? boundsOf(formula, value, [...bounded.values()], rows, columnOf) : null;
  if (ends !== null && (isTooLarge(ends.low) || isTooLarge(ends.high))) tooLarge(name, formula.at);
  // one rounding for all three, so that ends that are equal stay equal
  const most = Math.max(...[value, ends?.low, ends?.high].map((vector) => (vector?.kind === 'doubles' ? largestOf(vector.values) : 0)));
  const column = columnFrom(value, most, name);
  const decimals = column.type === 'number' ? column.scale : 0;
  if (ends === null) return { column, divided, decimals };
  const bounds = { low: columnFrom(ends.low, most, name), high: columnFrom(ends.high, most, name) };
  return { column: { ...column, bounds }, divided, decimals };
}

function isTooLarge(vector: Vector): boolean {
  if (vector.kind === 'units') return false;
  if (vector.kind === 'doubles') return largestOf(vector.values) >= 10 ** MOST_DIGITS;
  return vector.values.some((value) => value !== null && (value >= TOO_LARGE || value <= -TOO_LARGE));
}

function tooLarge(formula: string, at: number): never {
  throw formulaError(
    formula,
    at,
    `its numbers have more than ${MOST_DIGITS} digits here`,
    'Divide by a larger unit first, or leave a factor out.',
  );
}

/** Ends of the rows that a bound leaves open; they equal the value in all others. Rows of the same operands are worked out once. */
function boundsOf(
  formula: Formula,
  value: Vector,
  bounded: readonly Numeric[],
  rows: number,
  columnOf: (name: string, at: number) => Numeric,
): { low: Vector; high: Vector } {
  const columns = new Map(columnsOfFormula(formula).map(({ name, at }) => [name, columnOf(name, at)]));
  const cells = [...columns.values()].flatMap((column) => (column.bounds ? [column, column.bounds.low, column.bounds.high] : [column]));
  const made = new Map<string, number>();
  const intervals: Interval[] = [];
  const openRows: number[] = [];
  const places: number[] = [];
  for (let row = 0; row < rows; row++) {
    if (!isUnknown(value, row) || !bounded.some((column) => isOpen(column, row))) continue;
    const key = cells.map((column) => (column.type === 'number' ? column.values[row] : column.codes[row])).join();
    let place = made.get(key);
    if (place === undefined) {
      const each = new Map([...columns].map(([name, column]) => [name, intervalOfCell(column, row)]));
      place = intervals.push(intervalOf(formula, (name) => each.get(name) as Interval)) - 1;
      made.set(key, place);
    }
    openRows.push(row);
    places.push(place);
  }
  const lows = intervals.map((interval) => interval && atLeastZero(interval.low));
  const highs = intervals.map((interval) => interval?.high ?? null);
  return { low: filledIn(value, openRows, places, lows), high: filledIn(value, openRows, places, highs) };
}

const atLeastZero = (end: Rational): Rational => (end.n <= 0n ? { n: 0n, d: 1n } : end);

const isUnknown = (vector: Vector, row: number): boolean =>
  vector.kind === 'bigs' ? vector.values[row] === null : Number.isNaN(vector.values[row]);

function cellOf(column: Column, row: number): Decimal | null {
  if (column.type === 'number') {
    const units = column.values[row] as number;
    return Number.isNaN(units) ? null : { units: BigInt(units), scale: column.scale };
  }
  return parseDecimal(column.dictionary[column.codes[row] as number] ?? '');
}

const isEmpty = (column: Column, row: number): boolean =>
  column.type === 'number' ? Number.isNaN(column.values[row]) : (column.codes[row] as number) < 0;

/** Whether a record states a bound instead of a number. */
const isOpen = (column: Numeric, row: number): boolean =>
  column.bounds !== undefined && isEmpty(column, row) && !(isEmpty(column.bounds.low, row) && isEmpty(column.bounds.high, row));

function intervalOfCell(column: Numeric, row: number): Interval {
  const stated = cellOf(column, row);
  if (stated !== null) return { low: rationalOf(stated), high: rationalOf(stated) };
  if (!isOpen(column, row) || column.bounds === undefined) return null;
  const [low, high] = [cellOf(column.bounds.low, row), cellOf(column.bounds.high, row)];
  return { low: low ? rationalOf(low) : BELOW, high: high ? rationalOf(high) : ABOVE };
}

/** The values with the ends of some rows in place of unknown ones; an end that is endless stays unknown. */
function filledIn(value: Vector, rows: readonly number[], places: readonly number[], ends: readonly (Rational | null)[]): Vector {
  if (value.kind === 'doubles') {
    const doubles = ends.map((end) => (end === null ? null : doubleOfRational(end)));
    const values = value.values.slice();
    rows.forEach((row, index) => {
      values[row] = doubles[places[index] as number] ?? Number.NaN;
    });
    return { kind: 'doubles', values };
  }
  const decimals = ends.map((end) => (end === null ? null : decimalOfRational(end)));
  const scale = decimals.reduce((most, decimal) => Math.max(most, decimal?.scale ?? 0), value.scale);
  const units = decimals.map((decimal) => decimal && rescale(decimal, scale));
  const largest = units
    .map((each) => (each === null ? 0n : each < 0n ? -each : each))
    .reduce((most, each) => most + each - lesser(most, each), 0n);
  const factor = 10 ** (scale - value.scale);
  if (value.kind === 'units' && value.most * factor <= LIMIT && largest <= BigInt(LIMIT)) {
    const values = scaled(value.values, factor).slice();
    const numbers = units.map((each) => (each === null ? Number.NaN : Number(each)));
    rows.forEach((row, index) => {
      values[row] = numbers[places[index] as number] as number;
    });
    return { kind: 'units', values, scale, most: Math.max(value.most * factor, Number(largest)) };
  }
  const up = 10n ** BigInt(scale - value.scale);
  const values = bigsOf(value).map((each) => (each === null ? null : each * up));
  rows.forEach((row, index) => {
    values[row] = units[places[index] as number] ?? null;
  });
  return { kind: 'bigs', values, scale };
}

function columnFrom(vector: Vector, most: number, name: string): Numeric {
  if (vector.kind === 'units') return { type: 'number', name, values: vector.values, scale: vector.scale };
  if (vector.kind === 'bigs') return fromDecimals(vector.values, (value) => ({ units: value, scale: vector.scale }), name);
  const { values } = vector;
  const scale = most === 0 ? 0 : Math.floor(Math.log10(LIMIT / most));
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const size = Math.abs(values[row] as number);
    if (size > 0 && size < least) least = size;
  }
  if (scale < 0 || scale > 22 || least * 10 ** scale < FEWEST_UNITS)
    return fromDecimals(
      Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
      decimalOf,
      name,
    );
  const rounded = scaled(values, 10 ** scale).slice();
  for (let row = 0; row < rounded.length; row++) rounded[row] = Math.round(rounded[row] as number);
  return { type: 'number', name, values: rounded, scale };
}

function fromDecimals<Value extends bigint | number>(
  values: readonly (Value | null)[],
  decimal: (value: Value) => Decimal,
  name: string,
): Numeric {
  const seen = new Map<Value, number>();
  const decimals: Decimal[] = [];
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const found = seen.get(value);
    if (found !== undefined) return found;
    seen.set(value, decimals.length);
    decimals.push(decimal(value));
    return decimals.length - 1;
  });
  return numericColumnOf(name, codes, decimals) as Numeric;
}
