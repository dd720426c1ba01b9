import type { RecordBatch } from '../records.ts';
import { trimEnd, trimStart } from '../trim.ts';
import { UnknownTokens } from '../unknown-tokens.ts';
import { WASM } from './wasm.ts';

type Address = number;

/** What kernel.ts, dictionary.ts and objects.ts export. */
type Exports = {
  allocate(bytes: number): Address;
  release(at: Address): void;
  scanned(): number;
  scan(
    bytes: Address,
    position: number,
    limit: number,
    newline: number,
    delimiter: number,
    quote: number,
    columns: number,
    rows: number,
    maxCell: number,
    starts: Address,
    ends: Address,
    rawStarts: Address,
    rawEnds: Address,
  ): number;
  numbers(
    bytes: Address,
    rows: number,
    columns: number,
    starts: Address,
    ends: Address,
    mark: number,
    whole: number,
    nonNegative: number,
    values: Address,
    scales: Address,
    slow: Address,
  ): number;
  setKeys(table: Address, count: number): void;
  scannedObjects(): number;
  scanObjects(
    bytes: Address,
    position: number,
    limit: number,
    columns: number,
    rows: number,
    maxRecord: number,
    starts: Address,
    ends: Address,
    rawStarts: Address,
    rawEnds: Address,
  ): number;
  setUnknown(possible: Address, longest: number): void;
  makeTable(): Address;
  closeTable(table: Address): void;
  takeTexts(table: Address, out: Address, room: number, lengths: Address, most: number): number;
  wantedRoom(): number;
  encode(
    table: Address,
    bytes: Address,
    rows: number,
    columns: number,
    column: number,
    starts: Address,
    ends: Address,
    codes: Address,
    hashes: Address,
  ): void;
};

/** Room behind a text that the kernel may read, as it takes 64 bytes at a time. */
const PADDING = 64;
const MAXIMUM_PAGES = 65_536;
let compiled: WebAssembly.Module | null = null;

/**
 * The compiled inner loops of a reader and the memory they work on. Arrays made here lie in that memory: their `byteOffset` is the
 * address that the loops take. The memory is shared, so that arrays stay valid when it grows; it goes when nothing points to it.
 */
export class Kernel {
  readonly run: Exports;
  readonly #memory = new WebAssembly.Memory({ initial: 64, maximum: MAXIMUM_PAGES, shared: true });
  #scratch: Int32Array = new Int32Array(0);
  /** batch whose texts are being encoded, and what tells its unknown tokens */
  #batch: RecordBatch | null = null;
  #unknown: UnknownTokens | null = null;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(WASM, 'base64'));
    const imports = {
      env: {
        memory: this.#memory,
        abort() {
          throw new RangeError('no memory is left for the texts of this file');
        },
      },
      dictionary: {
        trim: (cell: number) => {
          const { bytes, starts, ends } = this.#batch as RecordBatch;
          starts[cell] = trimStart(bytes, starts[cell] as number, ends[cell] as number);
          ends[cell] = trimEnd(bytes, starts[cell] as number, ends[cell] as number);
        },
        unknown: (start: number, end: number) => (this.#unknown?.has((this.#batch as RecordBatch).bytes, start, end) ? 1 : 0),
      },
    };
    this.run = new WebAssembly.Instance(compiled, imports).exports as unknown as Exports;
  }

  /** Addresses arrive as signed numbers. */
  #allocate(bytes: number): Address {
    return this.run.allocate(bytes) >>> 0;
  }

  bytes(length: number): Buffer {
    const at = this.#allocate(length + PADDING);
    return Buffer.from(this.#memory.buffer as unknown as ArrayBuffer, at, length);
  }

  int32(length: number): Int32Array {
    const at = this.#allocate(length * 4);
    return new Int32Array(this.#memory.buffer, at, length);
  }

  float64(length: number): Float64Array {
    const at = this.#allocate(length * 8);
    return new Float64Array(this.#memory.buffer, at, length);
  }

  /** One number a row, for whoever needs it next. */
  scratch(rows: number): Int32Array {
    if (this.#scratch.length < rows) {
      if (this.#scratch.length > 0) this.run.release(this.#scratch.byteOffset);
      this.#scratch = this.int32(rows);
    }
    return this.#scratch;
  }

  /** Views of what lies at addresses that the loops gave. */
  view32(at: Address, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, at, length);
  }

  viewBytes(at: Address, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, length);
  }

  /** A dictionary; its texts are unknown by the tokens of the first one that is made. */
  makeTable(unknown: ReadonlySet<string>): Address {
    if (this.#unknown === null) {
      this.#unknown = new UnknownTokens(unknown);
      const { possible, longest } = this.#unknown;
      const copy = this.bytes(possible.length);
      copy.set(possible);
      this.run.setUnknown(copy.byteOffset, longest);
    }
    return this.run.makeTable() >>> 0;
  }

  /** Codes of one column of `batch`, whose arrays lie here; see `encode` in kernel.ts. */
  encode(table: Address, batch: RecordBatch, column: number, codes: Address): void {
    this.#batch = batch;
    const { bytes, rows, columns, starts, ends } = batch;
    const first = column * 4;
    const hashes = this.scratch(rows).byteOffset;
    this.run.encode(table, bytes.byteOffset, rows, columns, column, starts.byteOffset + first, ends.byteOffset + first, codes, hashes);
  }
}
