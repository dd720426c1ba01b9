/** A part of a filter or formula: `at` is its zero-based position in the text. */
export type Token = { type: 'word' | 'name' | 'text' | 'number' | 'symbol'; value: string; at: number };

/** Ends the reading of a text with an error at a position. */
export type Fail = (text: string, at: number, what: string, advice: string) => never;

const QUOTED = `'((?:[^']|'')*)'|"((?:[^"]|"")*)"|\`([^\`]*)\``;
const NUMBER = '(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';

/** How a language writes its numbers, words and symbols; quoted texts and names are the same in all. */
const grammar = (number: string, word: string, symbol: string): RegExp =>
  new RegExp(`\\s+|${QUOTED}|(${number})|(${word})|(${symbol})`, 'uy');

/** Filters: signs belong to numbers, and words may hold strokes and hyphens. */
export const FILTER = grammar(`[+-]?${NUMBER}`, '[\\p{L}_][\\p{L}\\p{N}_.:\\/\\-]*', '<=|>=|<>|!=|==|[=<>\\(\\),]');

/** Formulas: signs, strokes and hyphens are operators. */
export const FORMULA = grammar(NUMBER, '[\\p{L}_][\\p{L}\\p{N}_.:]*', '[\\+\\-*\\/\\(\\),]');

/**
 * Parts of a text in the order of the text: `'text'`, `"name"` and `` `name` ``, numbers, words, symbols.
 *
 * @throws what `fail` throws, for an open quotation mark and a character without meaning
 */
export function tokensOf(text: string, language: RegExp, fail: Fail, advice: string): Token[] {
  const pattern = new RegExp(language.source, language.flags);
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) {
      const open = text[at] === "'" || text[at] === '"' || text[at] === '`';
      return fail(text, at, open ? 'a quotation mark is not closed' : `"${text[at]}" has no meaning here`, advice);
    }
    const [, quoted, doubled, ticked, number, word, symbol] = match;
    if (quoted !== undefined) tokens.push({ type: 'text', value: quoted.replaceAll("''", "'"), at });
    else if (doubled !== undefined) tokens.push({ type: 'name', value: doubled.replaceAll('""', '"'), at });
    else if (ticked !== undefined) tokens.push({ type: 'name', value: ticked, at });
    else if (number !== undefined) tokens.push({ type: 'number', value: number, at });
    else if (word !== undefined) tokens.push({ type: 'word', value: word, at });
    else if (symbol !== undefined) tokens.push({ type: 'symbol', value: symbol, at });
  }
  return tokens;
}
