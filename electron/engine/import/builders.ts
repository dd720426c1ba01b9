import { formatDecimal, nearestWhole } from '../../../shared/columns/decimal.ts';
import type { ChunkColumn } from '../../../shared/columns/table.ts';
import type { PackedTexts } from '../store/encoding.ts';
import type { Kernel } from './kernel/memory.ts';
import { KernelTextTable } from './kernel/text-table.ts';
import type { RecordBatch } from './records.ts';
import { type TextDictionary, TextTable } from './text-table.ts';
import { trimEnd, trimStart } from './trim.ts';
import { hasLeadingZero, type NumberRule, parseNumberCell, type ThousandsMark } from './types.ts';

/** Rows of one chunk. */
export const CHUNK_ROWS = 65_536;
const LIMIT = 2 ** 53;
/** more digits than these may pass 2^53 */
const FAST_DIGITS = 15;
const MAX_FAST_SCALE = 22;
const POWERS = Float64Array.from({ length: MAX_FAST_SCALE + 1 }, (_, exponent) => 10 ** exponent);

/** Takes the cells of one column, batch by batch, into the current chunk. */
export interface ColumnBuilder {
  /**
   * Reads the cells of `column` into the chunk from row `offset` on.
   *
   * @param failures gets the rows of the batch whose cell this column cannot take (empty for text)
   */
  add(batch: RecordBatch, column: number, offset: number, failures: number[]): void;
  /** The first `rows` rows of the chunk as the store takes them; the next chunk starts empty. */
  chunk(rows: number): ChunkColumn;
  /** texts behind the codes of a number column */
  dictionary(): string[];
  /** Texts behind the codes of a text column, each piece until the next; nothing may be added afterwards. */
  texts(): Iterable<PackedTexts>;
  /** cells of all chunks that stood beside a whole number by the error of a double, e.g. `30000.000000000004`, and were read as it */
  readonly settled: number;
}

/** Text column: codes into a dictionary of trimmed cells. */
export class TextBuilder implements ColumnBuilder {
  readonly #table: TextDictionary;
  readonly #codes: Int32Array;
  readonly settled = 0;

  constructor(unknown: ReadonlySet<string>, kernel: Kernel | null = null) {
    this.#table = kernel ? new KernelTextTable(kernel, unknown) : new TextTable(unknown);
    this.#codes = kernel?.int32(CHUNK_ROWS) ?? new Int32Array(CHUNK_ROWS);
  }

  add(batch: RecordBatch, column: number, offset: number): void {
    this.#table.encode(batch, column, this.#codes, offset);
  }

  chunk(rows: number): ChunkColumn {
    return { encoding: 'codes', codes: this.#codes.subarray(0, rows) };
  }

  dictionary(): string[] {
    return [];
  }

  texts(): Iterable<PackedTexts> {
    return this.#table.pieces();
  }
}

export type NumberOptions = {
  unknown: ReadonlySet<string>;
  decimalMark: '.' | ',';
  thousandsMark?: ThousandsMark;
  /** the person or the field insists on a number: "007" is 7 */
  insisted: boolean;
  rule: NumberRule | null;
};

/**
 * Number column: integers at the smallest scale that fits the chunk, read from the bytes; a chunk that needs more than 2^53 is
 * given as codes of plain decimal texts.
 */
export class NumberBuilder implements ColumnBuilder {
  readonly #options: NumberOptions;
  readonly #mark: number;
  readonly #kernel: Kernel | null;
  readonly #values: Float64Array;
  readonly #scales: Uint8Array;
  /** rows of the chunk whose value needs more than a double, as plain decimal text */
  readonly #exact = new Map<number, string>();
  readonly #codeByText = new Map<string, number>();
  /** rows of the chunk that were settled to a whole number */
  readonly #settledRows = new Set<number>();
  settled = 0;

  constructor(options: NumberOptions, kernel: Kernel | null = null) {
    this.#options = options;
    this.#mark = options.decimalMark.charCodeAt(0);
    this.#kernel = kernel;
    this.#values = kernel?.float64(CHUNK_ROWS) ?? new Float64Array(CHUNK_ROWS);
    this.#scales = kernel?.bytes(CHUNK_ROWS) ?? new Uint8Array(CHUNK_ROWS);
  }

  add(batch: RecordBatch, column: number, offset: number, failures: number[]): void {
    // a batch is read again after its rejects are taken out
    for (const at of this.#exact.keys()) if (at >= offset) this.#exact.delete(at);
    for (const at of this.#settledRows) if (at >= offset) this.#settledRows.delete(at);
    if (this.#kernel) this.#addByKernel(this.#kernel, batch, column, offset, failures);
    else this.#addInPlace(batch, column, offset, failures);
  }

  #addByKernel(kernel: Kernel, batch: RecordBatch, column: number, offset: number, failures: number[]): void {
    const { bytes, rows, columns, starts, ends } = batch;
    const first = column * 4;
    const { whole = false, nonNegative = false } = this.#options.rule ?? {};
    const slow = kernel.scratch(rows);
    const slowRows = kernel.run.numbers(
      bytes.byteOffset,
      rows,
      columns,
      starts.byteOffset + first,
      ends.byteOffset + first,
      this.#mark,
      whole ? 1 : 0,
      nonNegative ? 1 : 0,
      this.#values.byteOffset + offset * 8,
      this.#scales.byteOffset + offset,
      slow.byteOffset,
    );
    for (const row of slow.subarray(0, slowRows)) {
      const cell = row * columns + column;
      this.#addSlowly(bytes, starts[cell] as number, ends[cell] as number, offset + row, row, failures);
    }
  }

  #addInPlace({ bytes, rows, columns, starts, ends }: RecordBatch, column: number, offset: number, failures: number[]): void {
    const values = this.#values;
    const scales = this.#scales;
    const mark = this.#mark;
    const { whole = false, nonNegative = false } = this.#options.rule ?? {};
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      let position = starts[cell] as number;
      const end = ends[cell] as number;
      const at = offset + row;
      if (position === end) {
        values[at] = Number.NaN;
        scales[at] = 0;
        continue;
      }
      const start = position;
      const negative = bytes[position] === 45;
      if (negative) position += 1;
      const digitsStart = position;
      let mantissa = 0;
      let point = -1;
      let byte = 0;
      for (; position < end; position++) {
        byte = bytes[position] as number;
        if (byte >= 48 && byte <= 57) mantissa = mantissa * 10 + byte - 48;
        else if (byte === mark && point < 0) point = position;
        else break;
      }
      const digits = end - digitsStart - (point < 0 ? 0 : 1);
      const leadingZero = bytes[digitsStart] === 48 && digits > 1 && point !== digitsStart + 1;
      if (position < end || digits === 0 || digits > FAST_DIGITS || leadingZero) {
        this.#addSlowly(bytes, start, end, at, row, failures);
        continue;
      }
      let scale = 0;
      if (point >= 0) {
        scale = end - 1 - point;
        let zeros = 0;
        while (zeros < scale && bytes[end - 1 - zeros] === 48) zeros += 1;
        if (zeros > 0) {
          scale -= zeros;
          mantissa /= POWERS[zeros] as number;
        }
      }
      if (whole && scale > 0) {
        this.#addSlowly(bytes, start, end, at, row, failures);
        continue;
      }
      if (negative && nonNegative && mantissa !== 0) failures.push(row);
      // -0 would differ from 0 in the bytes of a column
      values[at] = negative && mantissa !== 0 ? -mantissa : mantissa;
      scales[at] = scale;
    }
  }

  chunk(rows: number): ChunkColumn {
    const values = this.#values;
    const scales = this.#scales;
    this.settled += this.#settledRows.size;
    this.#settledRows.clear();
    let scale = 0;
    for (let row = 0; row < rows; row++) if ((scales[row] as number) > scale) scale = scales[row] as number;
    let fits = this.#exact.size === 0;
    if (fits && scale > 0) {
      for (let row = 0; row < rows; row++) {
        const scaled = (values[row] as number) * (POWERS[scale - (scales[row] as number)] as number);
        if (scaled > LIMIT || scaled < -LIMIT) fits = false;
      }
      if (fits)
        for (let row = 0; row < rows; row++) values[row] = (values[row] as number) * (POWERS[scale - (scales[row] as number)] as number);
    }
    return fits ? { encoding: 'numbers', values: values.subarray(0, rows), scale } : this.#codedChunk(rows);
  }

  dictionary(): string[] {
    return [...this.#codeByText.keys()];
  }

  texts(): PackedTexts[] {
    return [];
  }

  #codedChunk(rows: number): ChunkColumn {
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = this.#values[row] as number;
      const text =
        this.#exact.get(row) ?? (Number.isNaN(value) ? null : formatDecimal({ units: BigInt(value), scale: this.#scales[row] as number }));
      if (text === null) {
        codes[row] = -1;
        continue;
      }
      let code = this.#codeByText.get(text);
      if (code === undefined) {
        code = this.#codeByText.size;
        this.#codeByText.set(text, code);
      }
      codes[row] = code;
    }
    this.#exact.clear();
    return { encoding: 'codes', codes };
  }

  #addSlowly(bytes: Buffer, start: number, end: number, at: number, row: number, failures: number[]): void {
    const { unknown, decimalMark, thousandsMark, insisted, rule } = this.#options;
    this.#values[at] = Number.NaN;
    this.#scales[at] = 0;
    start = trimStart(bytes, start, end);
    end = trimEnd(bytes, start, end);
    if (start === end) return;
    const text = bytes.toString('utf8', start, end);
    if (unknown.has(text.toLowerCase())) return;
    let value = !insisted && hasLeadingZero(text) ? null : parseNumberCell(text, decimalMark, thousandsMark);
    if (value && rule?.whole && value.scale > 0) {
      value = nearestWhole(value);
      if (value) this.#settledRows.add(at);
    }
    if (!value || (rule?.nonNegative && value.units < 0n)) {
      failures.push(row);
      return;
    }
    if (value.scale <= MAX_FAST_SCALE && value.units <= LIMIT && value.units >= -LIMIT) {
      this.#values[at] = Number(value.units);
      this.#scales[at] = value.scale;
    } else this.#exact.set(at, formatDecimal(value));
  }
}
