import { ChokepointError } from '../../../shared/case/error.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES, makeBatch, type RecordBatch, type RecordReader, type RejectHandler, rawText } from './records.ts';
import { BLOCK_BYTES, type TextSource } from './text-source.ts';

/** Members of a top-level object that may hold the records. */
export const RECORD_KEYS: readonly string[] = ['data', 'items', 'rows', 'results'];
const BATCH_ROWS = 4096;
const BATCH_BYTES = 4 << 20;
const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 58, 91, 93, 123, 125];

type Element = { start: number; end: number; line: number };

/** Walks over the elements of the record array of a JSON text, holding one element in memory at a time. */
class JsonElements {
  bytes: Buffer;
  readonly #source: TextSource;
  readonly #fileName: string;
  #position = 0;
  #limit = 0;
  #ended = false;
  #line = 1;
  #count = 0;

  constructor(source: TextSource, fileName: string, blockBytes = BLOCK_BYTES) {
    this.#source = source;
    this.#fileName = fileName;
    this.bytes = Buffer.allocUnsafe(Math.max(16, blockBytes));
    this.#enterArray();
  }

  /** The next element of the array, valid until the next call; `null` at its end. */
  next(): Element | null {
    let byte = this.#peek();
    if (byte === CLOSE_ARRAY) return null;
    if (this.#count > 0) {
      if (byte !== COMMA) throw this.#syntax('a comma or "]"');
      this.#position += 1;
      byte = this.#peek();
    }
    this.#count += 1;
    return this.#value();
  }

  #enterArray(): void {
    const first = this.#peek();
    if (first === OPEN_ARRAY) {
      this.#position += 1;
      return;
    }
    if (first !== OPEN_OBJECT) throw this.#syntax('"[" or "{"');
    this.#position += 1;
    const keys: string[] = [];
    for (;;) {
      if (this.#peek() === CLOSE_OBJECT) break;
      if (keys.length > 0) {
        if (this.#peek() !== COMMA) throw this.#syntax('a comma or "}"');
        this.#position += 1;
        this.#peek();
      }
      const name = this.#value();
      let key: unknown;
      try {
        key = JSON.parse(this.bytes.toString('utf8', name.start, name.end));
      } catch {
        key = null;
      }
      if (typeof key !== 'string') throw this.#syntax('a name in quotation marks');
      keys.push(key);
      if (this.#peek() !== COLON) throw this.#syntax('":"');
      this.#position += 1;
      if (this.#peek() === OPEN_ARRAY && RECORD_KEYS.includes(key)) {
        this.#position += 1;
        return;
      }
      this.#value();
    }
    throw new ChokepointError(
      'json-no-records',
      `"${this.#fileName}" holds no array of records: its members are ${
        keys
          .slice(0, 8)
          .map((key) => `"${key}"`)
          .join(', ') || 'none'
      }; nothing was imported.`,
      `Records are read from a JSON array at the top or under ${RECORD_KEYS.map((key) => `"${key}"`).join(', ')}.`,
      { fileName: this.#fileName, members: keys.slice(0, 50) },
    );
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
  #value(): Element {
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

  #found(start: number, end: number, line: number): Element {
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

type RawJson = { rawJSON: string };
const json = JSON as unknown as { rawJSON(text: string): RawJson; isRawJSON(value: unknown): value is RawJson };

/** Numbers that a double may not give back as they are written: many digits or an exponent. */
const INEXACT_NUMBER = /[\d.]{16}|\d[eE][+-]?\d/;

/** Parses a record; numbers that a double may change keep their text as raw JSON. */
function parseRecord(text: string): unknown {
  if (!INEXACT_NUMBER.test(text)) return JSON.parse(text);
  // biome-ignore lint/suspicious/noExplicitAny: the third argument (source text access) is newer than the type library
  return (JSON.parse as any)(text, (_key: string, value: unknown, context: { source?: string }) =>
    typeof value === 'number' && context.source !== undefined && String(value) !== context.source ? json.rawJSON(context.source) : value,
  );
}

/** Calls `visit` with the dotted path and the cell text of every member that has a value. */
function flatten(value: object, path: string, visit: (path: string, text: string) => void): void {
  for (const [key, member] of Object.entries(value)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (member === null || member === undefined) visit(name, '');
    else if (typeof member === 'string') visit(name, member);
    else if (typeof member !== 'object') visit(name, String(member));
    else if (json.isRawJSON(member)) visit(name, member.rawJSON);
    else if (Array.isArray(member)) visit(name, JSON.stringify(member));
    else flatten(member, name, visit);
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

/**
 * Column names of a JSON file: dotted paths of all members, in order of first appearance.
 *
 * @param maxRecords records to look at
 * Errors: as `JsonReader`
 */
export function discoverJsonColumns(source: TextSource, fileName: string, maxRecords = Number.POSITIVE_INFINITY): string[] {
  const elements = new JsonElements(source, fileName);
  const names = new Set<string>();
  for (let count = 0; count < maxRecords; count++) {
    const element = elements.next();
    if (!element) break;
    let value: unknown;
    try {
      value = JSON.parse(elements.bytes.toString('utf8', element.start, element.end));
    } catch {
      continue; // becomes a reject when it is read
    }
    if (isRecord(value)) flatten(value, '', (path) => names.add(path));
    if (names.size > MAX_COLUMNS) {
      throw new ChokepointError(
        'too-many-columns',
        `"${fileName}" has more than ${MAX_COLUMNS} columns (${names.size} by line ${element.line}); nothing was imported.`,
        'Objects keyed by an id become columns: turn them into an array of records first.',
        { fileName, columns: names.size, limit: MAX_COLUMNS },
      );
    }
  }
  return [...names];
}

/**
 * Streaming reader of an array of objects, at the top or under `data`, `items`, `rows` or `results`.
 *
 * Nested objects become dotted columns, arrays stay JSON text, `null` and absent members are cells without a value, numbers keep their
 * digits. An element that is no object, or no valid JSON, becomes a reject (`not-an-object`, `json-record`).
 * Errors: `json-syntax`, `json-truncated`, `json-no-records`, `record-too-long`, `too-many-columns`.
 */
export class JsonReader implements RecordReader {
  readonly header: readonly string[];
  recordsRead = 0;
  readonly kernel = null;
  readonly #elements: JsonElements;
  readonly #columnByPath: ReadonlyMap<string, number>;
  readonly #onReject: RejectHandler;
  readonly #batch: RecordBatch;

  constructor(source: TextSource, columns: readonly string[], options: { fileName: string; onReject: RejectHandler; blockBytes?: number }) {
    this.header = columns;
    this.#columnByPath = new Map(columns.map((name, index) => [name, index]));
    this.#elements = new JsonElements(source, options.fileName, options.blockBytes);
    this.#onReject = options.onReject;
    this.#batch = makeBatch(Buffer.allocUnsafe(1 << 16), columns.length, columns.length * BATCH_ROWS);
  }

  next(maxRows: number): RecordBatch | null {
    const batch = this.#batch;
    const rows = Math.min(maxRows, batch.records.length);
    const columns = this.header.length;
    const texts = new Array<string>(columns);
    batch.rows = 0;
    let used = 0;
    let seen = 0;
    while (batch.rows < rows && used < BATCH_BYTES) {
      const element = this.#elements.next();
      if (!element) return seen > 0 ? batch : null;
      seen += 1;
      this.recordsRead += 1;
      const text = this.#elements.bytes.toString('utf8', element.start, element.end);
      let value: unknown;
      try {
        value = parseRecord(text);
      } catch {
        this.#reject(element, 'json-record', 'This record is not valid JSON.', 'Correct the record in the source.');
        continue;
      }
      if (!isRecord(value)) {
        this.#reject(
          element,
          'not-an-object',
          'This element is no object, so it has no named values.',
          'Write it as {"name": value, ...}.',
        );
        continue;
      }
      texts.fill('');
      flatten(value, '', (path, cell) => {
        const column = this.#columnByPath.get(path);
        if (column !== undefined) texts[column] = cell;
      });
      let needed = used + (element.end - element.start);
      for (const cell of texts) needed += cell.length * 3;
      if (needed > batch.bytes.length) {
        const grown = Buffer.allocUnsafe(needed * 2);
        batch.bytes.copy(grown, 0, 0, used);
        batch.bytes = grown;
      }
      const first = batch.rows * columns;
      for (let column = 0; column < columns; column++) {
        const cell = texts[column] as string;
        batch.starts[first + column] = used;
        if (cell !== '') used += batch.bytes.write(cell, used, 'utf8');
        batch.ends[first + column] = used;
      }
      batch.rawStarts[batch.rows] = used;
      used += this.#elements.bytes.copy(batch.bytes, used, element.start, element.end);
      batch.rawEnds[batch.rows] = used;
      batch.records[batch.rows] = this.recordsRead;
      batch.lines[batch.rows] = element.line;
      batch.rows += 1;
    }
    return batch;
  }

  #reject(element: Element, code: string, reason: string, fix: string): void {
    const raw = rawText(this.#elements.bytes, element.start, element.end);
    this.#onReject({ record: this.recordsRead, line: element.line, column: null, code, reason, fix, raw });
  }
}
