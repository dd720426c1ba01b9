import type { Dialect } from '../../../shared/case/dataset.ts';
import { headerTooLong, markNotSupported, noHeader, quoteUnclosed, tooManyColumns } from './csv-errors.ts';
import { unescapeCell } from './csv-quotes.ts';
import { cellTooLong, raggedRecord, recordTooLong } from './csv-rejects.ts';
import { Kernel } from './kernel/memory.ts';
import {
  MAX_CELL_BYTES,
  MAX_COLUMNS,
  MAX_RAW_LENGTH,
  MAX_RECORD_BYTES,
  makeBatch,
  type RecordBatch,
  type RecordReader,
  type RejectHandler,
  rawText,
} from './records.ts';
import { BLOCK_BYTES, type TextSource } from './text-source.ts';

const LF = 10;
const CR = 13;
const BATCH_CELLS = 1 << 16;

type CsvDialect = Pick<Dialect, 'delimiter' | 'quote' | 'headerLine' | 'comment' | 'notesBelow'>;

/**
 * Streaming reader of delimiter-separated records, working on bytes.
 *
 * A quote opens a quoted cell only at the start of the cell and is doubled inside it; elsewhere it is an ordinary character.
 * LF, CRLF or (in files without any LF) CR end a record; the last record needs no line end; empty lines are skipped and lines
 * are counted inside quoted cells too. Records of another width than the header become rejects (`ragged-record`), as do cells
 * over 1 MiB (`cell-too-long`). Errors: `no-header`, `too-many-columns`, `quote-unclosed`.
 */
export class CsvReader implements RecordReader {
  readonly header: readonly string[];
  recordsRead = 0;
  readonly kernel: Kernel | null;

  readonly #source: TextSource;
  readonly #onReject: RejectHandler;
  readonly #fileName: string;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #maxCellBytes: number;
  /** first character of lines that are no records; -1 = none */
  readonly #comment: number;
  #newline = LF;
  /** text lies in [position, limit); bytes behind `capacity` take the unescaped copies of cells with doubled quotes */
  #bytes: Buffer;
  #capacity: number;
  #position = 0;
  #limit = 0;
  #ended = false;
  #line = 1;
  #batch: RecordBatch | null = null;
  #columns = 0;
  /** result of the last scan: cells found, escaped cells among them, bounds and lines of the record */
  #cells = 0;
  #recordStart = 0;
  #recordEnd = 0;
  #linesInside = 0;
  #tooLong = -1;
  #quoteLine = 0;

  constructor(
    source: TextSource,
    dialect: CsvDialect,
    options: { fileName: string; onReject: RejectHandler; blockBytes?: number; maxCellBytes?: number; kernel?: boolean },
  ) {
    this.#source = source;
    this.#onReject = options.onReject;
    this.#fileName = options.fileName;
    for (const mark of [dialect.delimiter, dialect.quote, dialect.comment ?? null]) {
      if (mark !== null && mark.charCodeAt(0) > 127) {
        throw markNotSupported(options.fileName, mark);
      }
    }
    this.#delimiter = (dialect.delimiter ?? ',').charCodeAt(0);
    this.#quote = dialect.quote === null ? -1 : dialect.quote.charCodeAt(0);
    this.#comment = dialect.comment?.charCodeAt(0) ?? -1;
    this.#maxCellBytes = options.maxCellBytes ?? MAX_CELL_BYTES;
    this.#capacity = options.blockBytes ?? BLOCK_BYTES;
    const marksDiffer = new Set([LF, CR, this.#delimiter, this.#quote]).size === 4;
    this.kernel = options.kernel && marksDiffer ? new Kernel() : null;
    this.#bytes = this.#buffer();
    this.#fill();
    if (this.#bytes.indexOf(LF) === -1 || this.#bytes.indexOf(LF) >= this.#limit) {
      const firstReturn = this.#bytes.indexOf(CR);
      if (firstReturn !== -1 && firstReturn < this.#limit - 1) this.#newline = CR;
    }
    this.header = this.#readHeader(dialect.headerLine);
    for (let notes = dialect.notesBelow ?? 0; notes > 0; notes--) this.#skipRecord();
    this.#columns = this.header.length;
  }

  next(maxRows: number): RecordBatch | null {
    // positions are relative to a buffer that `fill` moves: it is called only while the batch is empty
    this.#batch ??= makeBatch(this.#bytes, this.#columns, Math.max(BATCH_CELLS, this.#columns), this.kernel);
    const batch = this.#batch;
    const rows = Math.min(maxRows, batch.records.length);
    batch.rows = 0;
    let scratch = this.#capacity + 1;
    while (batch.rows < rows) {
      // the compiled loops know no comments
      if (this.kernel && this.#comment < 0) this.#scanPlainRecords(this.kernel, batch, rows);
      if (batch.rows === rows) break;
      const first = batch.rows * this.#columns;
      const start = this.#position;
      if (!this.#scanRecord(batch.starts, batch.ends, first, this.#columns)) {
        if (batch.rows > 0) break;
        if (this.#ended) {
          if (this.#position >= this.#limit) return null;
          throw quoteUnclosed(this.#fileName, this.#quoteLine);
        }
        if (!this.#makeRoom()) this.#skipLongRecord();
        batch.bytes = this.#bytes;
        scratch = this.#capacity + 1;
        continue;
      }
      const line = this.#line;
      const end = this.#recordEnd;
      this.#line += this.#linesInside + 1;
      if (end === start || this.#bytes[start] === this.#comment) continue;
      this.recordsRead += 1;
      if (this.#cells !== this.#columns || this.#tooLong >= 0) {
        this.#reject(start, end, line);
        continue;
      }
      for (let cell = first; cell < first + this.#columns; cell++) {
        const cellEnd = batch.ends[cell] as number;
        if (cellEnd < 0) {
          const unescaped = unescapeCell(this.#bytes, this.#quote, batch.starts[cell] as number, ~cellEnd, scratch);
          batch.starts[cell] = scratch;
          batch.ends[cell] = unescaped;
          scratch = unescaped;
        }
      }
      batch.records[batch.rows] = this.recordsRead;
      batch.lines[batch.rows] = line;
      batch.rawStarts[batch.rows] = start;
      batch.rawEnds[batch.rows] = end;
      batch.rows += 1;
    }
    return batch;
  }

  /** Room for `capacity` bytes of text and for their unescaped copies. */
  #buffer(): Buffer {
    const length = this.#capacity * 2 + 2;
    return this.kernel?.bytes(length) ?? Buffer.allocUnsafe(length);
  }

  /** Takes the plain records at `position`, if any, into the batch. */
  #scanPlainRecords({ run }: Kernel, batch: RecordBatch, rows: number): void {
    const at = batch.rows;
    const cells = at * this.#columns * 4;
    const found = run.scan(
      this.#bytes.byteOffset,
      this.#position,
      this.#limit,
      this.#newline,
      this.#delimiter,
      this.#quote,
      this.#columns,
      rows - at,
      this.#maxCellBytes,
      batch.starts.byteOffset + cells,
      batch.ends.byteOffset + cells,
      batch.rawStarts.byteOffset + at * 4,
      batch.rawEnds.byteOffset + at * 4,
    );
    for (let row = at; row < at + found; row++) {
      batch.records[row] = ++this.recordsRead;
      batch.lines[row] = this.#line++;
    }
    batch.rows = at + found;
    this.#position = run.scanned();
  }

  /**
   * Finds the cells of the record at `position` and moves behind it; false when its end is not in the buffer yet.
   * An end is stored as its complement when the cell must be unescaped; its start is then the opening quote.
   */
  #scanRecord(starts: Int32Array, ends: Int32Array, first: number, room: number): boolean {
    const bytes = this.#bytes;
    const limit = this.#limit;
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    const quote = this.#quote;
    const maxCell = this.#maxCellBytes;
    let position = this.#position;
    if (position >= limit) return false;
    let cells = 0;
    let linesInside = 0;
    this.#tooLong = -1;
    // a sentinel behind the text stops the inner loops without a bounds check
    bytes[limit] = newline;
    for (;;) {
      const start = position;
      let cellStart = start;
      let cellEnd: number;
      let byte = bytes[position] as number;
      if (byte === quote) {
        let doubled = false;
        this.#quoteLine = this.#line + linesInside;
        bytes[limit] = quote;
        for (;;) {
          byte = bytes[++position] as number;
          while (byte !== quote) {
            if (byte === newline) linesInside += 1;
            byte = bytes[++position] as number;
          }
          if (position >= limit) return false;
          if (position + 1 >= limit && !this.#ended) return false;
          if (position + 1 >= limit || bytes[position + 1] !== quote) break;
          doubled = true;
          position += 1;
        }
        bytes[limit] = newline;
        cellStart = start + 1;
        cellEnd = position;
        byte = bytes[++position] as number;
        if (byte === CR && newline === LF && bytes[position + 1] === LF) byte = bytes[++position] as number;
        if (byte !== delimiter && byte !== newline) {
          // text behind the closing quote belongs to the cell, as in Python's csv module
          while (byte !== delimiter && byte !== newline) byte = bytes[++position] as number;
          cellStart = start;
          cellEnd = ~(byte === newline && newline === LF && bytes[position - 1] === CR ? position - 1 : position);
        } else if (doubled) {
          cellStart = start;
          cellEnd = ~(cellEnd + 1);
        }
      } else {
        while (byte !== delimiter && byte !== newline) byte = bytes[++position] as number;
        cellEnd = byte === newline && newline === LF && position > start && bytes[position - 1] === CR ? position - 1 : position;
      }
      if (position - start > maxCell && this.#tooLong < 0) this.#tooLong = cells;
      if (cells < room) {
        starts[first + cells] = cellStart;
        ends[first + cells] = cellEnd;
      }
      cells += 1;
      if (byte === newline) {
        if (position >= limit && !this.#ended) return false;
        this.#recordEnd = newline === LF && position > this.#position && bytes[position - 1] === CR ? position - 1 : position;
        this.#finishScan(cells, linesInside, Math.min(position + 1, limit));
        return true;
      }
      position += 1;
    }
  }

  #finishScan(cells: number, linesInside: number, position: number): void {
    this.#cells = cells;
    this.#linesInside = linesInside;
    this.#position = position;
  }

  #reject(start: number, end: number, line: number): void {
    const at = { record: this.recordsRead, line, raw: rawText(this.#bytes, start, end) };
    this.#onReject(
      this.#tooLong >= 0
        ? cellTooLong(at, this.header[this.#tooLong] ?? null, this.#maxCellBytes)
        : raggedRecord(at, this.#columns, this.#cells),
    );
  }

  #fill(): number {
    if (this.#ended || this.#limit >= this.#capacity) return 0;
    const read = this.#source.read(this.#bytes, this.#limit, this.#capacity - this.#limit);
    if (read === 0) this.#ended = true;
    this.#limit += read;
    return read;
  }

  /** Moves the unfinished record to the front and reads on; false when it is longer than a record may be. */
  #makeRoom(): boolean {
    const left = this.#limit - this.#position;
    if (this.#position > 0) {
      this.#bytes.copyWithin(0, this.#position, this.#limit);
      this.#position = 0;
      this.#limit = left;
    } else if (left >= this.#capacity) {
      if (left >= MAX_RECORD_BYTES) return false;
      this.#capacity *= 2;
      const old = this.#bytes;
      this.#bytes = this.#buffer();
      old.copy(this.#bytes, 0, 0, left);
      this.kernel?.run.release(old.byteOffset);
    }
    this.#fill();
    return true;
  }

  /** Passes over a record that does not fit into memory, keeping only its beginning for the reject. */
  #skipLongRecord(): void {
    const line = this.#line;
    const raw = rawText(this.#bytes, 0, Math.min(this.#limit, MAX_RAW_LENGTH * 8));
    let quoted = false;
    let cellStart = true;
    let closing = false;
    let lines = 0;
    let quoteLine = line;
    let position = 0;
    let cellBytes = 0;
    let longest = 0;
    for (;;) {
      for (; position < this.#limit; position++) {
        const byte = this.#bytes[position] as number;
        if (closing) {
          closing = false;
          if (byte === this.#quote) continue;
          quoted = false;
        }
        if (quoted) {
          if (byte === this.#quote) closing = true;
          else if (byte === this.#newline) lines += 1;
        } else if (byte === this.#newline) {
          this.#position = position + 1;
          this.#line += lines + 1;
          this.#rejectLong(line, raw, Math.max(longest, cellBytes));
          return;
        } else if (byte === this.#quote && cellStart) {
          quoted = true;
          quoteLine = line + lines;
        }
        cellStart = !quoted && byte === this.#delimiter;
        cellBytes += 1;
        if (cellStart) {
          longest = Math.max(longest, cellBytes);
          cellBytes = 0;
        }
      }
      this.#limit = 0;
      position = 0;
      if (this.#fill() === 0) break;
    }
    if (quoted && !closing) throw quoteUnclosed(this.#fileName, quoteLine);
    this.#position = this.#limit;
    this.#rejectLong(line, raw, Math.max(longest, cellBytes));
  }

  /** @param longest bytes of the longest cell of the record */
  #rejectLong(line: number, raw: string, longest: number): void {
    const at = { record: ++this.recordsRead, line, raw };
    this.#onReject(longest > this.#maxCellBytes ? cellTooLong(at, null, this.#maxCellBytes) : recordTooLong(at));
  }

  #readHeader(headerLine: number): string[] {
    while (this.#line <= headerLine) {
      const found = this.#bytes.indexOf(this.#newline, this.#position);
      if (found !== -1 && found < this.#limit) {
        this.#position = found + 1;
        this.#line += 1;
      } else if (this.#ended || !this.#makeRoom()) break;
    }
    const starts = new Int32Array(MAX_COLUMNS);
    const ends = new Int32Array(MAX_COLUMNS);
    while (this.#nextLine(starts, ends)) {
      if (this.#bytes[this.#recordStart] === this.#comment) continue;
      if (this.#cells > MAX_COLUMNS) throw tooManyColumns(this.#fileName, this.#cells);
      return Array.from({ length: this.#cells }, (_, cell) => this.#cellText(starts[cell] as number, ends[cell] as number).trim());
    }
    throw noHeader(this.#fileName, headerLine);
  }

  /** Passes over the next record. */
  #skipRecord(): void {
    const none = new Int32Array(0);
    while (this.#nextLine(none, none)) if (this.#bytes[this.#recordStart] !== this.#comment) return;
  }

  /** Scans the next line that is not empty, above the first batch; false at the end of the file. */
  #nextLine(starts: Int32Array, ends: Int32Array): boolean {
    for (;;) {
      const start = this.#position;
      if (!this.#scanRecord(starts, ends, 0, starts.length)) {
        if (this.#ended) {
          if (this.#position >= this.#limit) return false;
          throw quoteUnclosed(this.#fileName, this.#quoteLine);
        }
        if (!this.#makeRoom()) throw headerTooLong(this.#fileName);
        continue;
      }
      this.#line += this.#linesInside + 1;
      if (this.#recordEnd === start) continue;
      this.#recordStart = start;
      return true;
    }
  }

  #cellText(start: number, end: number): string {
    if (end >= 0) return this.#bytes.toString('utf8', start, end);
    const scratch = this.#capacity + 1;
    return this.#bytes.toString('utf8', scratch, unescapeCell(this.#bytes, this.#quote, start, ~end, scratch));
  }
}
