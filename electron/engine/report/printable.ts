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

/** Text of ASCII alone, all of which the fonts show: it stays as it is. */
const PLAIN = /^[\n -~]*$/;

/**
 * Text that the report's fonts can show, composed (NFC): any other character, and a mark that does not become one letter with the character
 * before it, is written as its code point, e.g. `[U+4E2D]`, because PDF/A and PDF/UA refuse glyphs that are missing or have no character.
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  let out = '';
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) as number;
    if ((code < 32 && code !== 10) || code === 127) out += ' ';
    else if (shown(code) && !MARK.test(character) && !PRIVATE.test(character)) out += character;
    else out += `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return out;
}

/** The same for every text inside a value of plain data, its keys included; what holds nothing to be written otherwise is given back as it is. */
export function printableDeep<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    let made: unknown[] | null = null;
    for (let at = 0; at < value.length; at += 1) {
      const inner = printableDeep<unknown>(value[at]);
      if (inner === value[at]) continue;
      made ??= [...value];
      made[at] = inner;
    }
    return (made ?? value) as T;
  }
  const entries = Object.entries(value);
  let same = true;
  for (const entry of entries) {
    const [key, inner] = entry;
    entry[0] = printable(key);
    entry[1] = printableDeep<unknown>(inner);
    if (entry[0] !== key || entry[1] !== inner) same = false;
  }
  return same ? value : (Object.fromEntries(entries) as T);
}
