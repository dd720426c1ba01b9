import type { PackedTexts } from '../../store/encoding.ts';
import type { RecordBatch } from '../records.ts';
import type { TextDictionary } from '../text-table.ts';
import type { Kernel } from './memory.ts';

/** Most texts and, but for a longer one, most bytes of texts that are given at once. */
const PIECE_TEXTS = 1 << 16;
const PIECE_BYTES = 1 << 20;

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

  *pieces(): Generator<PackedTexts> {
    const kernel = this.#kernel;
    const { run } = kernel;
    const offsets = new Uint32Array(PIECE_TEXTS + 1);
    const lengths = kernel.scratch(PIECE_TEXTS);
    let out = kernel.bytes(PIECE_BYTES);
    run.closeTable(this.#table);
    for (;;) {
      const texts = run.takeTexts(this.#table, out.byteOffset, out.length, lengths.byteOffset, PIECE_TEXTS);
      if (texts > 0) {
        for (let text = 0; text < texts; text++) offsets[text + 1] = (offsets[text] as number) + (lengths[text] as number);
        yield { bytes: out.subarray(0, offsets[texts]), offsets: offsets.subarray(0, texts + 1) };
        continue;
      }
      const room = run.wantedRoom();
      run.release(out.byteOffset);
      if (room === 0) return;
      out = kernel.bytes(room);
    }
  }
}
