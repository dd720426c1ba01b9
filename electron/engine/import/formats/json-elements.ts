import { ChokepointError } from '../../../../shared/case/error.ts';
import { MAX_RECORD_BYTES } from '../records.ts';
import { BLOCK_BYTES, type TextSource } from '../text-source.ts';

/** Members of a top-level object that hold the records where no path says otherwise. */
export const RECORD_KEYS: readonly string[] = ['data', 'items', 'rows', 'results'];
const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 58, 91, 93, 123, 125];

/** Where one record stands in `bytes`; `key` is its name where the records are members of an object. */
export type Element = { start: number; end: number; line: number; key: string | null };

/** Gives the texts of records one after the other. */
export interface Elements {
  /** holds the element that `next` gave last */
  readonly bytes: Buffer;
  /** The next element, valid until the next call; `null` at the end. */
  next(): Element | null;
}

/** Where the records of a JSON text are; no path = at the top, or under one of the usual names. */
export type RecordsPlace = { path?: readonly string[] | undefined; keyed?: boolean | undefined };

/** Walks over the records of a JSON text, holding one of them in memory at a time. */
export class JsonElements implements Elements {
  bytes: Buffer;
  readonly #source: TextSource;
  readonly #fileName: string;
  readonly #close: number;
  readonly #keyed: boolean;
  #position = 0;
  #limit = 0;
  #ended = false;
  #line = 1;
  #count = 0;

  constructor(source: TextSource, fileName: string, options: { place?: RecordsPlace; blockBytes?: number } = {}) {
    this.#source = source;
    this.#fileName = fileName;
    this.bytes = Buffer.allocUnsafe(Math.max(16, options.blockBytes ?? BLOCK_BYTES));
    const { path, keyed = false } = options.place ?? {};
    this.#keyed = keyed;
    this.#close = keyed ? CLOSE_OBJECT : CLOSE_ARRAY;
    if (path === undefined) this.#searchArray();
    else this.#follow(path);
  }

  next(): Element | null {
    let byte = this.#peek();
    if (byte === this.#close) return null;
    if (this.#count > 0) {
      if (byte !== COMMA) throw this.#syntax(`a comma or "${String.fromCharCode(this.#close)}"`);
      this.#position += 1;
      byte = this.#peek();
    }
    this.#count += 1;
    const key = this.#keyed ? this.#name() : null;
    return { ...this.#value(), key };
  }

  /** Enters the array at the top, or under one of the usual names. */
  #searchArray(): void {
    const first = this.#peek();
    if (first === OPEN_ARRAY) {
      this.#position += 1;
      return;
    }
    const keys = this.#members((key) => this.#peek() === OPEN_ARRAY && RECORD_KEYS.includes(key));
    if (keys !== null) throw this.#noRecords(keys, [], 'an array of records');
    this.#position += 1;
  }

  /** Enters the array or object at a path. */
  #follow(path: readonly string[]): void {
    for (const [depth, wanted] of path.entries()) {
      const keys = this.#members((key) => key === wanted);
      if (keys !== null) throw this.#noRecords(keys, path.slice(0, depth), `"${wanted}"`);
    }
    const byte = this.#peek();
    if (byte !== (this.#keyed ? OPEN_OBJECT : OPEN_ARRAY))
      throw this.#noRecords([], path, this.#keyed ? 'an object of records' : 'an array of records');
    this.#position += 1;
  }

  /** Walks over the members of the object at `position` until `wanted` says yes, then stands before that value: `null`; else all names. */
  #members(wanted: (key: string) => boolean): string[] | null {
    if (this.#peek() !== OPEN_OBJECT) throw this.#syntax('"[" or "{"');
    this.#position += 1;
    const keys: string[] = [];
    for (;;) {
      if (this.#peek() === CLOSE_OBJECT) return keys;
      if (keys.length > 0) {
        if (this.#peek() !== COMMA) throw this.#syntax('a comma or "}"');
        this.#position += 1;
        this.#peek();
      }
      const key = this.#name();
      keys.push(key);
      if (wanted(key)) return null;
      this.#value();
    }
  }

  /** Reads a name and its colon. */
  #name(): string {
    const name = this.#value();
    let key: unknown;
    try {
      key = JSON.parse(this.bytes.toString('utf8', name.start, name.end));
    } catch {
      key = null;
    }
    if (typeof key !== 'string') throw this.#syntax('a name in quotation marks');
    if (this.#peek() !== COLON) throw this.#syntax('":"');
    this.#position += 1;
    this.#peek();
    return key;
  }

  /** Passes blanks; the byte that follows. */
  #peek(): number {
    for (;;) {
      while (this.#position < this.#limit) {
        const byte = this.bytes[this.#position] as number;
        if (byte === 10) this.#line += 1;
        else if (byte !== 32 && byte !== 9 && byte !== 13) return byte;
        this.#position += 1;
      }
      if (!this.#more(this.#position)) throw this.#truncated(this.#line);
    }
  }

  /** Bounds of the value at `position`; moves behind it. */
  #value(): Omit<Element, 'key'> {
    const line = this.#line;
    let start = this.#position;
    let position = start;
    let depth = 0;
    let inText = false;
    for (;;) {
      while (position < this.#limit) {
        const byte = this.bytes[position] as number;
        if (inText) {
          if (byte === BACKSLASH) position += 1;
          else if (byte === QUOTE) {
            inText = false;
            if (depth === 0) return this.#found(start, position + 1, line);
          } else if (byte === 10) this.#line += 1;
        } else if (byte === QUOTE) inText = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
          if (depth === 0) return this.#found(start, position, line);
          depth -= 1;
          if (depth === 0) return this.#found(start, position + 1, line);
        } else if (depth === 0 && (byte === COMMA || byte === COLON || byte <= 32)) return this.#found(start, position, line);
        else if (byte === 10) this.#line += 1;
        position += 1;
      }
      const scanned = position - start;
      if (scanned > MAX_RECORD_BYTES) {
        throw new ChokepointError(
          'record-too-long',
          `"${this.#fileName}": the value that begins on line ${line} is longer than 16 MiB; nothing was imported.`,
          'Split the value into records, or leave it out of the file.',
          { fileName: this.#fileName, line },
        );
      }
      if (!this.#more(start)) throw this.#truncated(line);
      start = this.#position;
      position = start + scanned;
    }
  }

  #found(start: number, end: number, line: number): Omit<Element, 'key'> {
    if (end === start) throw this.#syntax('a value');
    this.#position = end;
    return { start, end, line };
  }

  /** Keeps the bytes from `from` on, moves them to the front and reads on; false at the end of the file. */
  #more(from: number): boolean {
    if (this.#ended) return false;
    const left = this.#limit - from;
    if (left * 2 > this.bytes.length) {
      const grown = Buffer.allocUnsafe(this.bytes.length * 2);
      this.bytes.copy(grown, 0, from, this.#limit);
      this.bytes = grown;
    } else this.bytes.copyWithin(0, from, this.#limit);
    this.#position = 0;
    this.#limit = left;
    const read = this.#source.read(this.bytes, left, this.bytes.length - left);
    if (read === 0) this.#ended = true;
    this.#limit += read;
    return read > 0;
  }

  #noRecords(keys: readonly string[], path: readonly string[], wanted: string): ChokepointError {
    const place = path.length === 0 ? '' : ` under "${path.join('.')}"`;
    const members = keys
      .slice(0, 8)
      .map((key) => `"${key}"`)
      .join(', ');
    return new ChokepointError(
      'json-no-records',
      `"${this.#fileName}" holds no ${wanted.replace(/^an? /, '')}${place}${keys.length > 0 || path.length === 0 ? `: its members are ${members || 'none'}` : ''}; nothing was imported.`,
      `Records are read from a JSON array at the top or under ${RECORD_KEYS.map((key) => `"${key}"`).join(', ')}; choose another place if they stand elsewhere.`,
      { fileName: this.#fileName, members: keys.slice(0, 50), path },
    );
  }

  #syntax(expected: string): ChokepointError {
    const found =
      this.#position < this.#limit
        ? JSON.stringify(this.bytes.toString('utf8', this.#position, Math.min(this.#limit, this.#position + 12)))
        : 'the end';
    return new ChokepointError(
      'json-syntax',
      `"${this.#fileName}" is not valid JSON: line ${this.#line} has ${found} where ${expected} should be; nothing was imported.`,
      'Export the file again, or correct that line.',
      { fileName: this.#fileName, line: this.#line, expected },
    );
  }

  #truncated(line: number): ChokepointError {
    return new ChokepointError(
      'json-truncated',
      `"${this.#fileName}" ends before its JSON is complete (the last value begins on line ${line}); nothing was imported.`,
      'Check whether the download was finished, and import the whole file.',
      { fileName: this.#fileName, line },
    );
  }
}
