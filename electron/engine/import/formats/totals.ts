import type { Finding } from '../../../../shared/case/dataset.ts';
import { TOTAL } from '../findings.ts';
import type { Kernel } from '../kernel/memory.ts';
import { dropRecords, type RecordBatch, type RecordReader, type RejectHandler, rawText } from '../records.ts';
import { trimEnd, trimStart } from '../trim.ts';

/** First letters of the words for a line of sums, in both cases. */
const FIRST = new Set([...'gGtTsSoO'].map((letter) => letter.charCodeAt(0)));
const LONGEST = 24;
const NUMBER = /^[-+($€£\s]*\d[\d.,'\s\u00a0\u202f]*\s*[%)]?$/;

/**
 * Leaves out records that hold sums of the others: their first cell with a text is such a word, and all other filled cells are
 * numbers. They become rejects (`total-row`), so that they count as records and are never summed.
 */
export class TotalsReader implements RecordReader {
  readonly #inner: RecordReader;
  readonly #onReject: RejectHandler;

  constructor(inner: RecordReader, onReject: RejectHandler) {
    this.#inner = inner;
    this.#onReject = onReject;
  }

  get header(): readonly string[] {
    return this.#inner.header;
  }

  get recordsRead(): number {
    return this.#inner.recordsRead;
  }

  get kernel(): Kernel | null {
    return this.#inner.kernel;
  }

  findings(): Finding[] {
    return this.#inner.findings?.() ?? [];
  }

  next(maxRows: number): RecordBatch | null {
    const batch = this.#inner.next(maxRows);
    if (!batch) return null;
    let dropped: Uint8Array | null = null;
    for (let row = 0; row < batch.rows; row++) {
      const word = totalWord(batch, row);
      if (word === null) continue;
      dropped ??= new Uint8Array(batch.rows);
      dropped[row] = 1;
      this.#onReject({
        record: batch.records[row] as number,
        line: batch.lines[row] as number,
        column: null,
        code: 'total-row',
        reason: `This row is named "${word}" and holds numbers only: it sums up other records.`,
        fix: 'Nothing has to be done. If it is a record of its own, choose to keep total rows.',
        raw: rawText(batch.bytes, batch.rawStarts[row] as number, batch.rawEnds[row] as number),
      });
    }
    if (dropped) dropRecords(batch, dropped);
    return batch;
  }
}

/** The word that makes a record a line of sums; `null` for all others. */
function totalWord({ bytes, columns, starts, ends }: RecordBatch, row: number): string | null {
  const first = row * columns;
  let cell = first;
  let start = 0;
  let end = 0;
  for (; cell < first + columns; cell++) {
    start = trimStart(bytes, starts[cell] as number, ends[cell] as number);
    end = trimEnd(bytes, start, ends[cell] as number);
    if (end > start) break;
  }
  if (cell === first + columns || end - start > LONGEST || !FIRST.has(bytes[start] as number)) return null;
  const word = bytes.toString('utf8', start, end);
  if (!TOTAL.test(word)) return null;
  let numbers = 0;
  for (cell += 1; cell < first + columns; cell++) {
    const text = bytes.toString('utf8', starts[cell], ends[cell]).trim();
    if (text === '' || text === '-') continue;
    if (!NUMBER.test(text)) return null;
    numbers += 1;
  }
  return numbers > 0 ? word : null;
}
