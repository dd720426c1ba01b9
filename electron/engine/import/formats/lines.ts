import { MAX_RECORD_BYTES } from '../records.ts';
import { BLOCK_BYTES, type TextSource } from '../text-source.ts';
import type { Element, Elements } from './json-elements.ts';

/** Walks over the lines of a text that are not blank, holding one block in memory; a line of more than 16 MiB is given as its beginning. */
export class LineElements implements Elements {
  bytes: Buffer;
  readonly #source: TextSource;
  #position = 0;
  #limit = 0;
  #ended = false;
  #line = 0;

  constructor(source: TextSource, blockBytes = BLOCK_BYTES) {
    this.#source = source;
    this.bytes = Buffer.allocUnsafe(Math.max(16, blockBytes));
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
    if (left * 2 > this.bytes.length) {
      const grown = Buffer.allocUnsafe(this.bytes.length * 2);
      this.bytes.copy(grown, 0, this.#position, this.#limit);
      this.bytes = grown;
    } else this.bytes.copyWithin(0, this.#position, this.#limit);
    this.#position = 0;
    this.#limit = left;
    const read = this.#source.read(this.bytes, left, this.bytes.length - left);
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
      if (kept + 1 + left.length > this.bytes.length) {
        const grown = Buffer.allocUnsafe((kept + 1 + left.length) * 2);
        this.bytes.copy(grown, 0, 0, kept);
        this.bytes = grown;
      }
      this.bytes[kept] = 10;
      left.copy(this.bytes, kept + 1);
      this.#position = 0;
      this.#limit = read === 0 ? kept : kept + 1 + left.length;
      return kept;
    }
  }
}
