import type { PackedTexts } from '../../store/encoding.ts';
import type { RecordBatch } from '../records.ts';
import type { TextDictionary } from '../text-table.ts';
import type { Kernel } from './memory.ts';

// Places in the table of kernel.ts, in words.
const SIZE = 3;
const BYTES = 4;
const FIRST_SEGMENT = 5;
const WORDS = 9;
/** Bytes before the first record of a segment, and of the smallest record. */
const SEGMENT_HEAD = 8;
const SMALLEST_RECORD = 9;

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
    const kernel = this.#kernel;
    kernel.run.closeTable(this.#table);
    const words = kernel.view32(this.#table, WORDS);
    const offsets = new Uint32Array((words[SIZE] as number) + 1);
    const bytes = new Uint8Array(words[BYTES] as number);
    let text = 0;
    let used = 0;
    for (let segment = words[FIRST_SEGMENT] as number; segment !== 0; ) {
      const [next, end] = kernel.view32(segment, 2) as unknown as [number, number];
      const lengths = kernel.scratch(Math.ceil((end - segment) / SMALLEST_RECORD));
      const texts = kernel.run.packSegment(segment, lengths.byteOffset);
      const from = used;
      for (let index = 0; index < texts; index++) {
        used += lengths[index] as number;
        text += 1;
        offsets[text] = used;
      }
      bytes.set(kernel.viewBytes(segment + SEGMENT_HEAD, used - from), from);
      kernel.run.release(segment);
      segment = next;
    }
    return { bytes, offsets };
  }
}
