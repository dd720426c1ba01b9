import { MAX_RECORD_BYTES } from '../records.ts';
import { BLOCK_BYTES, type TextSource } from '../text-source.ts';
import type { Element, Elements } from './json-elements.ts';

const LF = 10;
/** Bytes behind the text. */
const ROOM = 1 << 12;

/** Where the text of lines lies. */
export type LineMemory = { allocate(length: number): Buffer; release(bytes: Buffer): void };
const PLAIN_MEMORY: LineMemory = { allocate: (length) => Buffer.allocUnsafe(length), release: () => {} };

/** Walks over the lines of a text that are not blank, holding one block in memory; a line of more than 16 MiB is given as its beginning. */
export class LineElements implements Elements {
  /** text lies in the first `capacity` bytes; those behind are for whoever reads the lines */
  bytes: Buffer;
  capacity: number;
  readonly #source: TextSource;
  readonly #memory: LineMemory;
  #position = 0;
  #limit = 0;
  #ended = false;
  #line = 0;

  constructor(source: TextSource, blockBytes = BLOCK_BYTES, memory: LineMemory = PLAIN_MEMORY) {
    this.#source = source;
    this.#memory = memory;
    this.capacity = Math.max(16, blockBytes);
    this.bytes = memory.allocate(this.capacity + ROOM);
  }

  /** Whether the next line can be given without moving those that were given. */
  get holdsLine(): boolean {
    let first = this.#position;
    while (first < this.#limit && (this.bytes[first] as number) <= 32) first += 1;
    const found = this.bytes.indexOf(LF, first);
    return this.#ended || (found >= 0 && found < this.#limit);
  }

  /**
   * Gives lines that are in memory to `take`, behind whose text stands a line end; it says how many it took and where they end.
   *
   * @returns how many it took, and the number of the first
   */
  takeLines(take: (bytes: Buffer, position: number, limit: number) => { lines: number; position: number }): {
    lines: number;
    first: number;
  } {
    const first = this.#line + 1;
    const isCut = this.#ended && this.#limit > this.#position && this.bytes[this.#limit - 1] !== LF;
    this.bytes[this.#limit] = LF;
    const { lines, position } = take(this.bytes, this.#position, this.#limit + (isCut ? 1 : 0));
    this.#position = Math.min(position, this.#limit);
    this.#line += lines;
    return { lines, first };
  }

  /** Makes `bytes` at least this long; what is in it stays where it is. */
  reserve(length: number): void {
    if (length > this.bytes.length) this.#grow(length * 2, 0, this.bytes.length);
  }

  /** Takes larger memory, whose beginning are the bytes in [from, end). */
  #grow(length: number, from: number, end: number): void {
    const grown = this.#memory.allocate(length);
    this.bytes.copy(grown, 0, from, end);
    this.#memory.release(this.bytes);
    this.bytes = grown;
  }

  next(): Element | null {
    for (;;) {
      const end = this.#lineEnd();
      const start = this.#position;
      if (end < 0) return null;
      this.#position = Math.min(end + 1, this.#limit);
      this.#line += 1;
      let [first, last] = [start, end];
      while (first < last && (this.bytes[first] as number) <= 32) first += 1;
      while (last > first && (this.bytes[last - 1] as number) <= 32) last -= 1;
      if (first < last) return { start: first, end: last, line: this.#line, key: null };
    }
  }

  /** End of the line that begins at `position`, reading on where needed; -1 at the end of the text. */
  #lineEnd(): number {
    let searched = this.#position;
    for (;;) {
      const found = this.bytes.subarray(0, this.#limit).indexOf(10, searched);
      if (found >= 0) return found;
      if (this.#ended) return this.#limit > this.#position ? this.#limit : -1;
      searched = this.#limit - this.#position;
      if (searched > MAX_RECORD_BYTES) return this.#skipLine();
      this.#more();
    }
  }

  #more(): void {
    const left = this.#limit - this.#position;
    if (left * 2 > this.capacity) {
      this.capacity *= 2;
      this.#grow(this.capacity + ROOM, this.#position, this.#limit);
    } else this.bytes.copyWithin(0, this.#position, this.#limit);
    this.#position = 0;
    this.#limit = left;
    const read = this.#source.read(this.bytes, left, this.capacity - left);
    if (read === 0) this.#ended = true;
    this.#limit += read;
  }

  /** Passes over the rest of a line that is too long; its first 16 MiB stay. */
  #skipLine(): number {
    const kept = this.#limit - this.#position;
    this.bytes.copyWithin(0, this.#position, this.#limit);
    const rest = Buffer.allocUnsafe(BLOCK_BYTES);
    for (;;) {
      const read = this.#source.read(rest, 0, rest.length);
      const found = rest.subarray(0, read).indexOf(10);
      if (read > 0 && found < 0) continue;
      if (read === 0) this.#ended = true;
      const left = rest.subarray(found + 1, read);
      if (kept + 1 + left.length > this.capacity) {
        this.capacity = (kept + 1 + left.length) * 2;
        this.#grow(this.capacity + ROOM, 0, kept);
      }
      this.bytes[kept] = LF;
      left.copy(this.bytes, kept + 1);
      this.#position = 0;
      this.#limit = read === 0 ? kept : kept + 1 + left.length;
      return kept;
    }
  }
}
