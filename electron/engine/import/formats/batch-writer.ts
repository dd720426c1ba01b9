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

  /**
   * Adds a record of another batch, with more cells behind its own.
   *
   * @param order places of its cells in the other batch; -1 = an empty cell
   * @param before added to its record number
   */
  copy(from: RecordBatch, row: number, order: readonly number[], more: readonly string[], before: number): void {
    const first = row * from.columns;
    let needed = this.#used + (from.rawEnds[row] as number) - (from.rawStarts[row] as number);
    for (const column of order) if (column >= 0) needed += (from.ends[first + column] as number) - (from.starts[first + column] as number);
    for (const cell of more) needed += cell.length * 3;
    this.#makeRoom(needed);
    const { batch } = this;
    const target = batch.rows * this.#columns;
    let used = this.#used;
    const place = (column: number, start: number, end: number) => {
      batch.starts[target + column] = used;
      used += from.bytes.copy(batch.bytes, used, start, end);
      batch.ends[target + column] = used;
    };
    for (const [column, source] of order.entries())
      if (source < 0) place(column, 0, 0);
      else place(column, from.starts[first + source] as number, from.ends[first + source] as number);
    for (const [index, cell] of more.entries()) {
      batch.starts[target + order.length + index] = used;
      used += batch.bytes.write(cell, used, 'utf8');
      batch.ends[target + order.length + index] = used;
    }
    batch.rawStarts[batch.rows] = used;
    used += from.bytes.copy(batch.bytes, used, from.rawStarts[row], from.rawEnds[row]);
    batch.rawEnds[batch.rows] = used;
    batch.records[batch.rows] = before + (from.records[row] as number);
    batch.lines[batch.rows] = from.lines[row] as number;
    batch.rows += 1;
    this.#used = used;
  }

  #makeRoom(needed: number): void {
    const { batch } = this;
    if (needed <= batch.bytes.length) return;
    const grown = Buffer.allocUnsafe(needed * 2);
    batch.bytes.copy(grown, 0, 0, this.#used);
    batch.bytes = grown;
  }

  /** Adds a record. @param raw the record as it stands in the file */
  add(cells: readonly string[], raw: Uint8Array, record: number, line: number): void {
    const { batch } = this;
    let needed = this.#used + raw.length;
    for (const cell of cells) needed += cell.length * 3;
    this.#makeRoom(needed);
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
