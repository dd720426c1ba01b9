import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { BatchWriter } from './formats/batch-writer.ts';
import { type Element, type Elements, JsonElements } from './formats/json-elements.ts';
import { LineElements } from './formats/lines.ts';
import { type ArrayChoices, checkArrays, isRecord, parseJson, visitMembers, visitRecords } from './formats/nested.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES, type RecordBatch, type RecordReader, type RejectHandler, rawText } from './records.ts';
import type { TextSource } from './text-source.ts';

/** Column that holds the names of records that are members of an object. */
export const KEY_COLUMN = 'key';

/** What a JSON reader needs to know of the dialect. */
export type JsonDialect = Pick<Dialect, 'format' | 'records' | 'keyed' | 'arrays'>;
const PLAIN: JsonDialect = { format: 'json' };

function elementsOf(source: TextSource, fileName: string, dialect: JsonDialect, blockBytes?: number): Elements {
  if (dialect.format !== 'json') return new LineElements(source, blockBytes);
  const place = { path: dialect.records, keyed: dialect.keyed };
  return new JsonElements(source, fileName, { place, ...(blockBytes === undefined ? {} : { blockBytes }) });
}

/** Columns of a file of objects, and the paths of the arrays inside them. */
export type JsonShape = { columns: string[]; arrays: string[] };

/**
 * Column names of a file of objects: dotted paths of all members, in order of first appearance.
 *
 * @param maxRecords records to look at
 * Errors: as `JsonReader`
 */
export function discoverJson(
  source: TextSource,
  fileName: string,
  dialect: JsonDialect = PLAIN,
  maxRecords = Number.POSITIVE_INFINITY,
): JsonShape {
  const arrays = dialect.arrays ?? {};
  checkArrays(arrays, fileName);
  const elements = elementsOf(source, fileName, dialect);
  const names = new Set<string>();
  const paths = new Set<string>();
  const ignore = () => {};
  const add = (path: string) => names.add(path);
  for (let count = 0; count < maxRecords; count++) {
    const element = elements.next();
    if (!element) break;
    if (element.end - element.start > MAX_RECORD_BYTES) continue;
    let value: unknown;
    try {
      value = parseJson(elements.bytes.toString('utf8', element.start, element.end));
    } catch {
      continue; // becomes a reject when it is read
    }
    if (isRecord(value)) {
      visitRecords(value, arrays, ignore, add, ignore);
      visitMembers(value, '', arrays, ignore, { array: (path) => paths.add(path) });
    }
    if (names.size > MAX_COLUMNS) {
      throw new ChokepointError(
        'too-many-columns',
        `"${fileName}" has more than ${MAX_COLUMNS} columns (${names.size} by line ${element.line}); nothing was imported.`,
        'Objects keyed by an id become columns: turn them into an array of records first.',
        { fileName, columns: names.size, limit: MAX_COLUMNS },
      );
    }
  }
  return { columns: dialect.keyed ? [KEY_COLUMN, ...names] : [...names], arrays: [...paths] };
}

type Options = { fileName: string; onReject: RejectHandler; blockBytes?: number; dialect?: JsonDialect };

/**
 * Streaming reader of objects: in an array, as members of an object, or one a line.
 *
 * Nested objects become dotted columns, arrays what the dialect says (their JSON text where it says nothing), `null` and absent members
 * are cells without a value, numbers keep their digits. A record that is no object, or no valid JSON, becomes a reject
 * (`not-an-object`, `json-record`).
 * Errors: `json-syntax`, `json-truncated`, `json-no-records`, `record-too-long`, `too-many-columns`.
 */
export class JsonReader implements RecordReader {
  readonly header: readonly string[];
  recordsRead = 0;
  readonly kernel = null;
  readonly #elements: Elements;
  readonly #arrays: ArrayChoices;
  readonly #keyed: boolean;
  readonly #columnByPath: ReadonlyMap<string, number>;
  readonly #onReject: RejectHandler;
  readonly #writer: BatchWriter;
  /** cells of records that one element became and that found no room yet */
  #waiting: string[][] = [];
  #current: { raw: Buffer; line: number } = { raw: Buffer.alloc(0), line: 0 };

  constructor(source: TextSource, columns: readonly string[], options: Options) {
    const dialect = options.dialect ?? PLAIN;
    this.header = columns;
    this.#arrays = dialect.arrays ?? {};
    this.#keyed = dialect.keyed ?? false;
    this.#columnByPath = new Map(columns.map((name, index) => [name, index]));
    this.#elements = elementsOf(source, options.fileName, dialect, options.blockBytes);
    this.#onReject = options.onReject;
    this.#writer = new BatchWriter(columns.length);
  }

  next(maxRows: number): RecordBatch | null {
    const writer = this.#writer;
    writer.clear();
    let seen = 0;
    while (writer.hasRoom(maxRows)) {
      const cells = this.#waiting.shift();
      if (cells) {
        seen += 1;
        writer.add(cells, this.#current.raw, this.recordsRead, this.#current.line);
        continue;
      }
      const element = this.#elements.next();
      if (!element) return seen > 0 ? writer.batch : null;
      seen += 1;
      this.recordsRead += 1;
      this.#read(element);
    }
    return writer.batch;
  }

  /** Lets the element wait as cells, or rejects it. */
  #read(element: Element): void {
    const { start, end, line, key } = element;
    if (end - start > MAX_RECORD_BYTES) {
      this.#reject(element, 'record-too-long', 'This record is longer than 16 MiB.', 'Shorten the record in the source.');
      return;
    }
    const raw = this.#elements.bytes.subarray(start, end);
    let value: unknown;
    try {
      value = parseJson(raw.toString('utf8'));
    } catch {
      this.#reject(element, 'json-record', 'This record is not valid JSON.', 'Correct the record in the source.');
      return;
    }
    if (!isRecord(value)) {
      const fix = 'Write it as {"name": value, ...}.';
      this.#reject(element, 'not-an-object', 'This element is no object, so it has no named values.', fix);
      return;
    }
    this.#current = { raw, line };
    let texts: string[] = [];
    visitRecords(
      value,
      this.#arrays,
      () => {
        texts = new Array<string>(this.header.length).fill('');
        if (this.#keyed) texts[0] = key ?? '';
      },
      (path, cell) => {
        const column = this.#columnByPath.get(path);
        if (column !== undefined && !(this.#keyed && column === 0)) texts[column] = cell;
      },
      () => this.#waiting.push(texts),
    );
  }

  #reject(element: Element, code: string, reason: string, fix: string): void {
    const raw = rawText(this.#elements.bytes, element.start, element.end);
    this.#onReject({ record: this.recordsRead, line: element.line, column: null, code, reason, fix, raw });
  }
}
