import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { BatchWriter } from './formats/batch-writer.ts';
import { FlatLines } from './formats/flat-lines.ts';
import { type Elements, JsonElements } from './formats/json-elements.ts';
import { JsonRecords } from './formats/json-records.ts';
import { LineElements } from './formats/lines.ts';
import { checkArrays, isRecord, parseJson, visitMembers, visitRecords } from './formats/nested.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES, type RecordBatch, type RecordReader, type RejectHandler } from './records.ts';
import type { TextSource } from './text-source.ts';

/** Column that holds the names of records that are members of an object. */
const KEY_COLUMN = 'key';

/** What a JSON reader needs to know of the dialect. */
export type JsonDialect = Pick<Dialect, 'format' | 'records' | 'keyed' | 'arrays'>;
const PLAIN: JsonDialect = { format: 'json' };

/** Whether the compiled loop reads such files: an object a line, which becomes one record. */
export function isFlat({ format, arrays = {} }: JsonDialect): boolean {
  return format !== 'json' && !Object.values(arrays).includes('explode');
}

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
 * @param maxRecords records to look at, all where `kernel` chooses the compiled loop
 * Errors: as `JsonReader`
 */
export function discoverJson(
  source: TextSource,
  fileName: string,
  dialect: JsonDialect = PLAIN,
  maxRecords = Number.POSITIVE_INFINITY,
  kernel = false,
): JsonShape {
  const arrays = dialect.arrays ?? {};
  checkArrays(arrays, fileName);
  // records without a new name are passed over by the compiled loop
  const lines = kernel && isFlat(dialect) ? new FlatLines(source) : null;
  const elements = lines ?? elementsOf(source, fileName, dialect);
  let known = 0;
  let batch: RecordBatch | null = null;
  const names = new Set<string>();
  const paths = new Set<string>();
  const ignore = () => {};
  const add = (path: string) => names.add(path);
  for (let count = 0; count < maxRecords; count++) {
    if (lines && names.size > known) {
      known = names.size;
      lines.know([...names]);
      if (batch) lines.release(batch);
      batch = lines.batch();
    }
    if (lines && batch)
      do batch.rows = 0;
      while (lines.scan(batch, batch.records.length, 0) > 0);
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
  readonly #records: JsonRecords;
  readonly #writer: BatchWriter;
  /** cells of records that one element became and that found no room yet */
  #waiting: string[][] = [];
  #current: { raw: Buffer; line: number } = { raw: Buffer.alloc(0), line: 0 };

  constructor(source: TextSource, columns: readonly string[], options: Options) {
    const { onReject, dialect = PLAIN } = options;
    this.header = columns;
    this.#records = new JsonRecords(columns, { arrays: dialect.arrays ?? {}, keyed: dialect.keyed ?? false, onReject });
    this.#elements = elementsOf(source, options.fileName, dialect, options.blockBytes);
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
      this.#waiting = this.#records.cellsOf(this.#elements.bytes, element, this.recordsRead);
      this.#current = { raw: this.#elements.bytes.subarray(element.start, element.end), line: element.line };
    }
    return writer.batch;
  }
}
