import { ChokepointError } from '../case/error.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import { FORMULA, type Token, tokensOf } from './tokens.ts';

export type Operator = '+' | '-' | '*' | '/';
export type FormulaFunction = 'min' | 'max' | 'coalesce';

/** A formula as a tree; `at` is the zero-based position in the text. */
export type Formula =
  | { type: 'number'; value: Decimal; at: number }
  | { type: 'column'; name: string; at: number }
  | { type: 'negate'; part: Formula; at: number }
  | { type: 'binary'; operator: Operator; left: Formula; right: Formula; at: number }
  | { type: 'call'; name: FormulaFunction; parts: Formula[]; at: number };

const FUNCTIONS: readonly string[] = ['min', 'max', 'coalesce'] satisfies FormulaFunction[];
const MOST_CHARACTERS = 1000;
/** Most digits of a constant, before and behind the point together. */
const MOST_DIGITS = 40;
const EXAMPLE = 'Write columns, numbers, + - * /, parentheses, min, max and coalesce, e.g. gpu_count * price_usd_per_gpu_hour.';
const QUOTE_NAMES = 'Put names with blanks, hyphens or strokes in double quotes: "Total GPUs" * 2.';

/** Error for a formula that cannot be used: what is wrong, at which position, and what to write instead. */
export function formulaError(
  formula: string,
  at: number,
  what: string,
  advice: string,
  more: Record<string, unknown> = {},
): ChokepointError {
  return new ChokepointError('formula-invalid', `The formula cannot be read at position ${at + 1}: ${what}.`, advice, {
    formula,
    position: at,
    ...more,
  });
}

function fail(text: string, at: number, what: string, advice: string): never {
  throw formulaError(text, at, what, advice);
}

/** Whether a text that is no column's name is meant as a formula: it has an operator, a parenthesis or a quoted name. */
export function looksLikeFormula(text: string): boolean {
  return /[-+*/()"`]/.test(text) || /^[\s.\d]*$/.test(text);
}

function constantOf(text: string, number: string, at: number): Decimal {
  const value = parseDecimal(number);
  if (value !== null && value.scale <= MOST_DIGITS && value.units < 10n ** BigInt(MOST_DIGITS)) return value;
  return fail(text, at, `the number ${number} has more than ${MOST_DIGITS} digits`, `Write a number of at most ${MOST_DIGITS} digits.`);
}

/**
 * Reads a formula over columns.
 *
 * Grammar: numbers (`0.5`), names of columns (in double quotes where they hold blanks or operators), `+ - * /` with the usual precedence,
 * parentheses, `min(a, b)`, `max(a, b)`, `coalesce(a, b)`.
 *
 * @throws ChokepointError `formula-invalid` with the position in `details.position`
 */
export function parseFormula(text: string): Formula {
  if (text.length > MOST_CHARACTERS) return fail(text, MOST_CHARACTERS, `it is longer than ${MOST_CHARACTERS} characters`, 'Shorten it.');
  const tokens = tokensOf(text, FORMULA, fail, EXAMPLE);
  let index = 0;
  const peek = (): Token | undefined => tokens[index];
  const isSymbol = (...values: string[]) => peek()?.type === 'symbol' && values.includes(peek()?.value as string);
  const placeOf = (token: Token | undefined) => token?.at ?? text.length;
  const expect = (value: string, what: string) => {
    if (!isSymbol(value)) fail(text, placeOf(peek()), `"${value}" is expected ${what}`, 'Check the parentheses and commas.');
    index += 1;
  };
  const call = (name: FormulaFunction, at: number): Formula => {
    expect('(', `after "${name}"`);
    const parts = [sum()];
    while (isSymbol(',')) {
      index += 1;
      parts.push(sum());
    }
    expect(')', `to close "${name}"`);
    return { type: 'call', name, parts, at };
  };
  const operand = (): Formula => {
    const token = peek();
    if (!token) return fail(text, text.length, 'a column or a number is missing', EXAMPLE);
    index += 1;
    const { type, value, at } = token;
    if (type === 'text') return fail(text, at, `'${value}' is a text`, `A column of that name stands in double quotes: "${value}".`);
    if (type === 'number') return { type: 'number', value: constantOf(text, value, at), at };
    if (type === 'name') return { type: 'column', name: value, at };
    if (type === 'word') {
      const named = value.toLowerCase();
      if (FUNCTIONS.includes(named) && isSymbol('(')) return call(named as FormulaFunction, at);
      if (isSymbol('(')) return fail(text, at, `there is no function "${value}"`, 'Functions: min, max, coalesce.');
      return { type: 'column', name: value, at };
    }
    if (value === '(') {
      const inner = sum();
      expect(')', 'to close the parenthesis');
      return inner;
    }
    return fail(text, at, `"${value}" stands where a column or a number is expected`, EXAMPLE);
  };
  const signed = (): Formula => {
    const at = placeOf(peek());
    if (isSymbol('-')) {
      index += 1;
      return { type: 'negate', part: signed(), at };
    }
    if (isSymbol('+')) {
      index += 1;
      return signed();
    }
    return operand();
  };
  const chain = (operators: readonly Operator[], next: () => Formula) => (): Formula => {
    let left = next();
    while (isSymbol(...operators)) {
      const { value, at } = peek() as Token;
      index += 1;
      left = { type: 'binary', operator: value as Operator, left, right: next(), at };
    }
    return left;
  };
  const product = chain(['*', '/'], signed);
  const sum: () => Formula = chain(['+', '-'], product);
  const formula = sum();
  const rest = peek();
  if (rest) return fail(text, rest.at, `"${rest.value}" stands behind the end of the formula`, `Put an operator before it. ${QUOTE_NAMES}`);
  return formula;
}

/** Every mention of a column in a formula, in reading order. */
export function columnsOfFormula(formula: Formula): { name: string; at: number }[] {
  switch (formula.type) {
    case 'number':
      return [];
    case 'column':
      return [{ name: formula.name, at: formula.at }];
    case 'negate':
      return columnsOfFormula(formula.part);
    case 'binary':
      return [...columnsOfFormula(formula.left), ...columnsOfFormula(formula.right)];
    case 'call':
      return formula.parts.flatMap(columnsOfFormula);
  }
}
