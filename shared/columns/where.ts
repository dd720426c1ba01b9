import { ChokepointError } from '../case/error.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import { FILTER, tokensOf } from './tokens.ts';

/** Comparison operators of a filter; text compares by code unit, numbers exactly. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A literal of the filter text: `'text'` or a number read exactly. */
export type Literal = { type: 'text'; text: string; at: number } | { type: 'number'; text: string; value: Decimal; at: number };

/** Filter as a tree; `at` is the zero-based position of the column name in the text. */
export type Where =
  | { type: 'and' | 'or'; parts: Where[] }
  | { type: 'not'; part: Where }
  | { type: 'compare'; column: string; at: number; operator: Comparison; literal: Literal }
  | { type: 'in'; column: string; at: number; literals: Literal[] }
  | { type: 'like'; column: string; at: number; pattern: string }
  | { type: 'known'; column: string; at: number };

function fail(text: string, at: number, what: string, advice: string): never {
  throw new ChokepointError('filter-syntax', `The filter cannot be read at position ${at + 1}: ${what}.`, advice, {
    filter: text,
    position: at,
  });
}

/**
 * Reads a filter in text form.
 *
 * Grammar: comparisons `column = 'text'`, `column >= 8` (also `!= <> < <= >`), `column in ('a', 'b')`, `column between 1 and 8`,
 * `column like 'H100%'` (without case, `%` any run, `_` one character), `column is null`, `column is not null`, joined by `and`, `or`, `not` and
 * parentheses. Column names with other characters stand in double quotes: `"Chip type (primary)" = 'GB200'`.
 *
 * @returns the tree, or `null` for an empty text (all records)
 * @throws ChokepointError `filter-syntax` with the position in `details.position`
 */
export function parseWhere(text: string): Where | null {
  const tokens = tokensOf(text, FILTER, fail, "Write a column, an operator and a value, e.g. Status = 'Existing'.");
  if (tokens.length === 0) return null;
  let index = 0;
  const peek = () => tokens[index];
  const isWord = (word: string) => peek()?.type === 'word' && peek()?.value.toLowerCase() === word;
  const takeWord = (word: string) => isWord(word) && ++index > 0;
  const isSymbol = (value: string) => peek()?.type === 'symbol' && peek()?.value === value;
  const expectSymbol = (value: string, where: string) => {
    if (!isSymbol(value)) fail(text, peek()?.at ?? text.length, `"${value}" is expected ${where}`, 'Check the parentheses and commas.');
    index += 1;
  };
  const literal = (): Literal => {
    const token = peek();
    if (token?.type === 'text') {
      index += 1;
      return { type: 'text', text: token.value, at: token.at };
    }
    const value = token?.type === 'number' ? parseDecimal(token.value) : null;
    if (token && value) {
      index += 1;
      return { type: 'number', text: token.value, value, at: token.at };
    }
    const shown = token ? `"${token.value}" is not a value` : 'a value is missing';
    return fail(text, token?.at ?? text.length, shown, "Write text in single quotes ('Existing') and numbers without quotes (8).");
  };
  const comparison = (): Where => {
    const token = peek();
    if (!token || (token.type !== 'word' && token.type !== 'name'))
      return fail(
        text,
        token?.at ?? text.length,
        'a column name is expected',
        'Column names with blanks stand in double quotes: "Chip type (primary)".',
      );
    index += 1;
    const column = token.value;
    const at = token.at;
    if (takeWord('is')) {
      const negated = takeWord('not');
      if (!takeWord('null'))
        fail(text, peek()?.at ?? text.length, '"null" is expected after "is"', 'Write: column is null, or column is not null.');
      const known: Where = { type: 'known', column, at };
      return negated ? known : { type: 'not', part: known };
    }
    const negated = takeWord('not');
    const wrap = (where: Where): Where => (negated ? { type: 'not', part: where } : where);
    if (takeWord('in')) {
      expectSymbol('(', 'after "in"');
      const literals = [literal()];
      while (isSymbol(',')) {
        index += 1;
        literals.push(literal());
      }
      expectSymbol(')', 'after the list');
      return wrap({ type: 'in', column, at, literals });
    }
    if (takeWord('between')) {
      const low = literal();
      if (!takeWord('and')) fail(text, peek()?.at ?? text.length, '"and" is expected after "between"', 'Write: column between 1 and 8.');
      const high = literal();
      return wrap({
        type: 'and',
        parts: [
          { type: 'compare', column, at, operator: '>=', literal: low },
          { type: 'compare', column, at, operator: '<=', literal: high },
        ],
      });
    }
    if (takeWord('like')) {
      const pattern = literal();
      return wrap({ type: 'like', column, at, pattern: pattern.text });
    }
    const operator = peek();
    if (negated || operator?.type !== 'symbol' || ['(', ')', ','].includes(operator.value))
      return fail(
        text,
        operator?.at ?? text.length,
        `an operator is expected after "${column}"`,
        'Operators: = != < <= > >= in between like is null.',
      );
    index += 1;
    const normal = operator.value === '<>' ? '!=' : operator.value === '==' ? '=' : (operator.value as Comparison);
    return { type: 'compare', column, at, operator: normal, literal: literal() };
  };
  const unary = (): Where => {
    if (takeWord('not')) return { type: 'not', part: unary() };
    if (isSymbol('(')) {
      index += 1;
      const inner = either();
      expectSymbol(')', 'to close the parenthesis');
      return inner;
    }
    return comparison();
  };
  const chain = (word: 'and' | 'or', next: () => Where) => (): Where => {
    const parts = [next()];
    while (takeWord(word)) parts.push(next());
    return parts.length === 1 ? (parts[0] as Where) : { type: word, parts };
  };
  const both = chain('and', unary);
  const either = chain('or', both);
  const where = either();
  const rest = peek();
  if (rest) fail(text, rest.at, `"${rest.value}" stands after the end of the filter`, 'Join conditions with "and" or "or".');
  return where;
}

/** Every mention of a column in a filter: the name and its zero-based position in the text, in reading order. */
export function columnPlaces(where: Where | null): { column: string; at: number }[] {
  if (where === null) return [];
  if ('parts' in where) return where.parts.flatMap(columnPlaces);
  return where.type === 'not' ? columnPlaces(where.part) : [{ column: where.column, at: where.at }];
}

/** Names of the columns a filter reads, each once. */
export function columnsOfWhere(where: Where | null): string[] {
  return [...new Set(columnPlaces(where).map(({ column }) => column))];
}
