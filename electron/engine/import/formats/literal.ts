import { exactNumber } from './nested.ts';

/** Deepest nesting that is read. */
const MAX_DEPTH = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+|-(?:inf|Infinity)/y;
const BLANKS = /[ \t\r\n]*/y;
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
  ...['nan', 'NaN', 'inf', '-inf', 'Infinity', '-Infinity'].map((word): [string, unknown] => [word, word]),
]);
/** Escapes of one letter that stand for another character, in Python and in JSON. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

class NoLiteral extends Error {}

/**
 * The value that a cell writes as Python's `repr` or as JSON does: dicts, lists, tuples, texts, numbers, True, False, None. Nothing is
 * run. Lists and tuples become arrays; numbers that a double would change keep their digits; nan and inf are texts.
 *
 * @returns `undefined` where the text is anything else, such as a call, a set, or a literal that is cut off
 */
export function parseLiteral(text: string): unknown {
  try {
    const parser = new Literal(text);
    const value = parser.value(0);
    return parser.atEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class Literal {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#take(BLANKS);
    return this.#at === this.#text.length;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new NoLiteral();
    this.#take(BLANKS);
    const first = this.#text[this.#at];
    if (first === '{') return this.#dict(depth);
    if (first === '[') return this.#list(']', depth).values;
    if (first === '(') {
      const { values, trailing } = this.#list(')', depth);
      return values.length === 1 && !trailing ? values[0] : values;
    }
    if (first === '"' || first === "'") return this.#string();
    const number = this.#take(NUMBER);
    if (number !== '') {
      if (/[\w.]/.test(this.#text[this.#at] ?? '')) throw new NoLiteral();
      return String(Number(number)) === number ? Number(number) : exactNumber(number);
    }
    const word = this.#take(WORD);
    if (!WORDS.has(word)) throw new NoLiteral();
    return WORDS.get(word);
  }

  #dict(depth: number): object {
    this.#at += 1;
    const members: [string, unknown][] = [];
    while (!this.#passes('}')) {
      if (members.length > 0) {
        this.#require(',');
        if (this.#passes('}')) break;
      }
      const key = this.value(depth + 1);
      this.#require(':');
      members.push([nameOf(key), this.value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  /** Elements up to the closing bracket; `trailing` = a comma stands before it, as in the tuple of one. */
  #list(close: string, depth: number): { values: unknown[]; trailing: boolean } {
    this.#at += 1;
    const values: unknown[] = [];
    while (!this.#passes(close)) {
      if (values.length > 0) {
        this.#require(',');
        if (this.#passes(close)) return { values, trailing: true };
      }
      values.push(this.value(depth + 1));
    }
    return { values, trailing: false };
  }

  #string(): string {
    const text = this.#text;
    const quote = text[this.#at] as string;
    let value = '';
    let from = ++this.#at;
    for (; this.#at < text.length; this.#at++) {
      const character = text[this.#at] as string;
      if (character === quote) {
        value += text.slice(from, this.#at);
        this.#at += 1;
        return value;
      }
      if (character === '\\') {
        value += text.slice(from, this.#at) + this.#escaped();
        from = this.#at + 1;
      }
    }
    throw new NoLiteral();
  }

  /** The character that an escape stands for; ends on the last letter of the escape. */
  #escaped(): string {
    const letter = this.#text[++this.#at] ?? '';
    const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (simple !== undefined) return simple;
    const octal = /^[0-7]{1,3}/.exec(this.#text.slice(this.#at, this.#at + 3))?.[0];
    if (octal !== undefined) {
      this.#at += octal.length - 1;
      return String.fromCodePoint(Number.parseInt(octal, 8));
    }
    const length = CODE_LENGTHS[letter];
    // an unknown escape is a backslash and a letter, as in Python
    if (length === undefined) return letter === 'N' ? noLiteral() : `\\${letter}`;
    const digits = this.#text.slice(this.#at + 1, this.#at + 1 + length);
    const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code < 0 || code > 0x10ffff) throw new NoLiteral();
    this.#at += length;
    return String.fromCodePoint(code);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** Whether the next character that is no blank is this one; passes it then. */
  #passes(character: string): boolean {
    this.#take(BLANKS);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #require(character: string): void {
    if (!this.#passes(character)) throw new NoLiteral();
  }
}

function noLiteral(): never {
  throw new NoLiteral();
}

/** Name of a member: its key as text, as `str` gives it in Python. */
function nameOf(key: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number') return String(key);
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  if (key === null) return 'None';
  if (typeof key === 'object' && 'rawJSON' in key) return String(key.rawJSON);
  throw new NoLiteral();
}
