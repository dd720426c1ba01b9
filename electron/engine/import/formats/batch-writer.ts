import { makeBatch, type RecordBatch } from '../records.ts';

const BATCH_ROWS = 4096;
const BATCH_BYTES = 4 << 20;

/** Fills a batch from cells as texts, for readers that do not find their cells in place. */
export class BatchWriter {
  readonly batch: RecordBatch;
  readonly #columns: number;
  #used = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.batch = makeBatch(Buffer.allocUnsafe(1 << 16), columns, Math.max(1, columns) * BATCH_ROWS);
  }

  /** Empties the batch. */
  clear(): void {
    this.batch.rows = 0;
    this.#used = 0;
  }

  /** Whether a batch of `maxRows` takes one more record. */
  hasRoom(maxRows: number): boolean {
    return this.batch.rows < Math.min(maxRows, this.batch.records.length) && this.#used < BATCH_BYTES;
  }

  /** Adds a record. @param raw the record as it stands in the file */
  add(cells: readonly string[], raw: Uint8Array, record: number, line: number): void {
    const { batch } = this;
    let needed = this.#used + raw.length;
    for (const cell of cells) needed += cell.length * 3;
    if (needed > batch.bytes.length) {
      const grown = Buffer.allocUnsafe(needed * 2);
      batch.bytes.copy(grown, 0, 0, this.#used);
      batch.bytes = grown;
    }
    const { bytes, rows } = batch;
    const first = rows * this.#columns;
    let used = this.#used;
    for (let column = 0; column < this.#columns; column++) {
      const cell = cells[column] as string;
      batch.starts[first + column] = used;
      if (cell !== '') used += bytes.write(cell, used, 'utf8');
      batch.ends[first + column] = used;
    }
    batch.rawStarts[rows] = used;
    bytes.set(raw, used);
    used += raw.length;
    batch.rawEnds[rows] = used;
    batch.records[rows] = record;
    batch.lines[rows] = line;
    batch.rows = rows + 1;
    this.#used = used;
  }
}
