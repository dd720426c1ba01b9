import type { PackedTexts } from '../../store/encoding.ts';
import type { RecordBatch } from '../records.ts';
import { packTexts, type TextDictionary } from '../text-table.ts';
import type { Kernel } from './memory.ts';

// Places in the table of kernel.ts, in words.
const ENTRIES = 2;
const OFFSETS = 6;
const CODES = 7;
const ARENA = 9;
const WORDS = 10;

/** As `TextTable`, its twin, for batches whose arrays lie in the memory of the kernel. */
export class KernelTextTable implements TextDictionary {
  readonly #kernel: Kernel;
  readonly #table: number;

  /** @param unknown texts that mean "no value", lower case; the same for all tables of a kernel */
  constructor(kernel: Kernel, unknown: ReadonlySet<string>) {
    this.#kernel = kernel;
    this.#table = kernel.makeTable(unknown);
  }

  encode(batch: RecordBatch, column: number, codes: Int32Array, offset: number): void {
    this.#kernel.encode(this.#table, batch, column, codes.byteOffset + offset * 4);
  }

  dictionary(): PackedTexts {
    const words = this.#kernel.view32(this.#table, WORDS);
    const entries = words[ENTRIES] as number;
    const offsets = new Uint32Array(this.#kernel.view32(words[OFFSETS] as number, entries + 1));
    const codes = new Int32Array(this.#kernel.view32(words[CODES] as number, entries));
    const arena = Buffer.allocUnsafeSlow(offsets[entries] as number);
    arena.set(this.#kernel.viewBytes(words[ARENA] as number, arena.length));
    return packTexts(arena, offsets, codes, entries);
  }
}
