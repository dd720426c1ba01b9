import type { Finding, Reject } from '../../../shared/case/dataset.ts';
import type { Kernel } from './kernel/memory.ts';

/** Most columns a file may have. */
export const MAX_COLUMNS = 4096;
/** Longest cell in bytes; longer ones make their record a reject. */
export const MAX_CELL_BYTES = 1 << 20;
/** Longest record in bytes; longer ones are rejects. */
export const MAX_RECORD_BYTES = 16 << 20;
/** Longest piece of a rejected record that is kept beside its reason. */
export const MAX_RAW_LENGTH = 2000;

/** A run of whole records as cell positions in one byte buffer; valid until the next call of `next`. */
export type RecordBatch = {
  /** UTF-8 text of all cells */
  bytes: Buffer;
  rows: number;
  /** cells per record; the cell of record r and column c has index r * columns + c */
  columns: number;
  /** first byte of each cell, and the byte after its last */
  starts: Int32Array;
  ends: Int32Array;
  /** one-based record number, header not counted */
  records: Int32Array;
  /** one-based line on which the record starts */
  lines: Int32Array;
  /** bounds of the whole record as it stands in the file */
  rawStarts: Int32Array;
  rawEnds: Int32Array;
};

export interface RecordReader {
  /** headers as they stand in the file, before repeated and empty ones get a name */
  readonly header: readonly string[];
  /** Next records, at most `maxRows`; `null` at the end. A batch may be empty when all its records were rejects. */
  next(maxRows: number): RecordBatch | null;
  /** records seen so far, rejected ones counted */
  readonly recordsRead: number;
  /** in whose memory the arrays of the batches lie; `null` = anywhere */
  readonly kernel: Kernel | null;
  /** what the file held besides records; complete once `next` gave `null` */
  findings?(): Finding[];
}

/** @param reject `member` = where it stands in an archive */
export type RejectHandler = (reject: Reject & { member?: string }) => void;

/** Text of a record for a reject: at most 2,000 characters, cut ones end with an ellipsis. */
export function rawText(bytes: Buffer, start: number, end: number): string {
  const limit = Math.min(end, start + MAX_RAW_LENGTH * 4);
  const text = bytes.toString('utf8', start, limit);
  return text.length > MAX_RAW_LENGTH || limit < end ? `${text.slice(0, MAX_RAW_LENGTH)}…` : text;
}

/** Empty batch with room for `cells` cells, in the memory of the kernel where there is one. */
export function makeBatch(bytes: Buffer, columns: number, cells: number, kernel: Kernel | null = null): RecordBatch {
  const integers = (length: number) => kernel?.int32(length) ?? new Int32Array(length);
  const rows = Math.max(1, Math.floor(cells / Math.max(1, columns)));
  return {
    bytes,
    rows: 0,
    columns,
    starts: integers(rows * columns),
    ends: integers(rows * columns),
    records: integers(rows),
    lines: integers(rows),
    rawStarts: integers(rows),
    rawEnds: integers(rows),
  };
}

/** Leaves out the records whose `dropped` entry is 1, in place. */
export function dropRecords(batch: RecordBatch, dropped: Uint8Array): void {
  const { columns, starts, ends, records, lines, rawStarts, rawEnds } = batch;
  let kept = 0;
  for (let row = 0; row < batch.rows; row++) {
    if (dropped[row] === 1) continue;
    if (kept !== row) {
      starts.copyWithin(kept * columns, row * columns, (row + 1) * columns);
      ends.copyWithin(kept * columns, row * columns, (row + 1) * columns);
      records[kept] = records[row] as number;
      lines[kept] = lines[row] as number;
      rawStarts[kept] = rawStarts[row] as number;
      rawEnds[kept] = rawEnds[row] as number;
    }
    kept += 1;
  }
  batch.rows = kept;
}
