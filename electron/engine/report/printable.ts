import coverage from '../../../resources/typst/coverage.json' with { type: 'json' };

const ranges = coverage as [number, number][];

function shown(code: number): boolean {
  if (code === 10) return true;
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] as [number, number];
    if (code < from) high = middle - 1;
    else if (code > to) low = middle + 1;
    else return true;
  }
  return false;
}

/** Marks that stand on no letter of their own: figures draw them with glyphs that have no character, as they do the dot of `i` below them. */
const MARK = /\p{M}/u;
const PRIVATE = /\p{Co}/u;

/**
 * Text that the report's fonts can show, composed (NFC): any other character, and a mark that does not become one letter with the character
 * before it, is written as its code point, e.g. `[U+4E2D]`, because PDF/A and PDF/UA refuse glyphs that are missing or have no character.
 */
export function printable(text: string): string {
  let out = '';
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) as number;
    if ((code < 32 && code !== 10) || code === 127) out += ' ';
    else if (shown(code) && !MARK.test(character) && !PRIVATE.test(character)) out += character;
    else out += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return out;
}

/** The same for every text inside a value of plain data, its keys included. */
export function printableDeep<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableDeep) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printable(key), printableDeep(inner)])) as T;
  return value;
}
