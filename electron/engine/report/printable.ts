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

/** Text that the report's fonts can show: any other character is written as its code point, e.g. `[U+4E2D]`, because PDF/A refuses missing glyphs. */
export function printable(text: string): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    out += shown(code) ? character : code < 32 || code === 127 ? ' ' : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return out;
}

/** The same for every text inside a value of plain data. */
export function printableDeep<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableDeep) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printableDeep(inner)])) as T;
  return value;
}
