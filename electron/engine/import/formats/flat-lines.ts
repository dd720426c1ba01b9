import { Kernel } from '../kernel/memory.ts';
import { MAX_RECORD_BYTES, makeBatch, type RecordBatch, type RecordReader, type RejectHandler } from '../records.ts';
import { BLOCK_BYTES, type TextSource } from '../text-source.ts';
import { JsonRecords } from './json-records.ts';
import { LineElements } from './lines.ts';
import type { ArrayChoices } from './nested.ts';

const BATCH_CELLS = 1 << 16;
/** Words of a name in the table of objects.ts: its address, its length, its column. */
const KEY_WORDS = 3;
/** A name that every JSON text may hold as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that JSON escapes
const PLAIN_NAME = /^[^\u0000-\u001f"\\]*$/;

/**
 * Lines of objects, whose plain ones (known names; numbers, truth values, nulls and texts without escapes) the compiled loop cuts in
 * place; the others are for `next` and JSON.parse.
 */
export class FlatLines extends LineElements {
  readonly kernel: Kernel;
  #columns = 0;
  #keys: Buffer | null = null;

  constructor(source: TextSource, blockBytes = BLOCK_BYTES, kernel = new Kernel()) {
    super(source, blockBytes, {
      allocate: (length) => kernel.bytes(length),
      release: (bytes) => kernel.run.release(bytes.byteOffset),
    });
    this.kernel = kernel;
  }

  /** Sets the columns; records with other names are not plain. */
  know(columns: readonly string[]): void {
    if (this.#keys) this.kernel.run.release(this.#keys.byteOffset);
    this.#columns = columns.length;
    const names = columns.flatMap((name, column) =>
      PLAIN_NAME.test(name) && name.isWellFormed() ? [{ text: Buffer.from(`"${name}"`), column }] : [],
    );
    const head = names.length * KEY_WORDS * 4;
    const table = this.kernel.bytes(names.reduce((length, { text }) => length + text.length, head));
    const words = this.kernel.view32(table.byteOffset, names.length * KEY_WORDS);
    let at = head;
    for (const [key, { text, column }] of names.entries()) {
      table.set(text, at);
      words.set([table.byteOffset + at, text.length, column], key * KEY_WORDS);
      at += text.length;
    }
    this.#keys = table;
    this.kernel.run.setKeys(table.byteOffset, names.length);
  }

  /**
   * Takes plain lines that are in memory into the batch, behind its rows and up to `rows` of them.
   *
   * @param read records before them in the file
   * @returns how many there were
   */
  scan(batch: RecordBatch, rows: number, read: number): number {
    const { run } = this.kernel;
    const at = batch.rows;
    const cells = at * this.#columns * 4;
    const { lines: found, first } = this.takeLines((bytes, position, limit) => {
      const lines = run.scanObjects(
        bytes.byteOffset,
        position,
        limit,
        this.#columns,
        rows - at,
        MAX_RECORD_BYTES,
        batch.starts.byteOffset + cells,
        batch.ends.byteOffset + cells,
        batch.rawStarts.byteOffset + at * 4,
        batch.rawEnds.byteOffset + at * 4,
      );
      return { lines, position: run.scannedObjects() };
    });
    for (let row = 0; row < found; row++) {
      batch.records[at + row] = read + row + 1;
      batch.lines[at + row] = first + row;
    }
    batch.rows = at + found;
    return found;
  }

  /** An empty batch over the text of the lines. */
  batch(): RecordBatch {
    return makeBatch(this.bytes, this.#columns, Math.max(BATCH_CELLS, this.#columns), this.kernel);
  }

  release({ starts, ends, records, lines, rawStarts, rawEnds }: RecordBatch): void {
    for (const array of [starts, ends, records, lines, rawStarts, rawEnds]) this.kernel.run.release(array.byteOffset);
  }
}

/** As `JsonReader`, its twin, for lines of objects of which most are flat; no array of them may become records. */
export class FlatReader implements RecordReader {
  readonly header: readonly string[];
  recordsRead = 0;
  readonly kernel: Kernel;
  readonly #lines: FlatLines;
  readonly #records: JsonRecords;
  readonly #batch: RecordBatch;

  constructor(
    source: TextSource,
    columns: readonly string[],
    options: { arrays: ArrayChoices; onReject: RejectHandler; blockBytes?: number },
  ) {
    this.header = columns;
    this.#records = new JsonRecords(columns, { ...options, keyed: false });
    this.#lines = new FlatLines(source, options.blockBytes);
    this.#lines.know(columns);
    this.kernel = this.#lines.kernel;
    this.#batch = this.#lines.batch();
  }

  next(maxRows: number): RecordBatch | null {
    const [lines, batch] = [this.#lines, this.#batch];
    const rows = Math.min(maxRows, batch.records.length);
    const before = this.recordsRead;
    batch.rows = 0;
    let used = lines.capacity + 1;
    while (batch.rows < rows) {
      this.recordsRead += lines.scan(batch, rows, this.recordsRead);
      // what is in the batch lies where it is as long as no line is read on
      if (batch.rows === rows || (batch.rows > 0 && !lines.holdsLine)) break;
      const element = lines.next();
      batch.bytes = lines.bytes;
      if (!element) return this.recordsRead > before ? batch : null;
      if (batch.rows === 0) used = lines.capacity + 1;
      this.recordsRead += 1;
      for (const cells of this.#records.cellsOf(lines.bytes, element, this.recordsRead)) {
        const row = batch.rows;
        const first = row * batch.columns;
        lines.reserve(cells.reduce((length, cell) => length + cell.length * 3, used));
        batch.bytes = lines.bytes;
        for (let column = 0; column < batch.columns; column++) {
          batch.starts[first + column] = used;
          used += batch.bytes.write(cells[column] as string, used, 'utf8');
          batch.ends[first + column] = used;
        }
        batch.rawStarts[row] = element.start;
        batch.rawEnds[row] = element.end;
        batch.records[row] = this.recordsRead;
        batch.lines[row] = element.line;
        batch.rows = row + 1;
      }
    }
    return batch;
  }
}
