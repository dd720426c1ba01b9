const PRIME = 0x01000193;

/** Length in bytes of the Unicode blank that starts at `position`, 0 where none does. */
function unicodeBlank(bytes: Uint8Array, position: number): number {
  const first = bytes[position] as number;
  const second = bytes[position + 1] as number;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = bytes[position + 2] as number;
  if (first === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0;
  if (first === 0xe2) {
    if (second === 0x80) return (third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf ? 3 : 0;
    return second === 0x81 && third === 0x9f ? 3 : 0;
  }
  if (first === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  if (first === 0xef) return second === 0xbb && third === 0xbf ? 3 : 0;
  return 0;
}

/** First byte of `bytes[start..end)` that is no blank in the sense of `String.trim`. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  while (start < end) {
    const byte = bytes[start] as number;
    if (byte === 32 || (byte >= 9 && byte <= 13)) start += 1;
    else if (byte < 0x80) return start;
    else {
      const length = unicodeBlank(bytes, start);
      if (length === 0 || start + length > end) return start;
      start += length;
    }
  }
  return start;
}

/** End of `bytes[start..end)` without trailing blanks in the sense of `String.trim`. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start) {
    const byte = bytes[end - 1] as number;
    if (byte === 32 || (byte >= 9 && byte <= 13)) end -= 1;
    else if (byte < 0x80) return end;
    else if (end - 3 >= start && unicodeBlank(bytes, end - 3) === 3) end -= 3;
    else if (end - 2 >= start && unicodeBlank(bytes, end - 2) === 2) end -= 2;
    else return end;
  }
  return end;
}

/**
 * Dictionary of cell texts, found by their bytes: a cell that was seen before costs no string.
 *
 * Open addressing; the texts lie one behind the other in one buffer. Unknown tokens are entries with code -1.
 */
export class TextTable {
  readonly #unknown: ReadonlySet<string>;
  readonly #longestUnknown: number;
  #slots = new Int32Array(1024).fill(-1);
  #hashes = new Int32Array(256);
  #offsets = new Float64Array(257);
  #codes = new Int32Array(256);
  #arena: Buffer = Buffer.allocUnsafe(1 << 14);
  #entries = 0;
  #size = 0;

  /** @param unknown texts that mean "no value", lower case */
  constructor(unknown: ReadonlySet<string>) {
    this.#unknown = unknown;
    this.#longestUnknown = Math.max(0, ...[...unknown].map((token) => Buffer.byteLength(token))) + 3;
  }

  /** Distinct texts with a code. */
  get size(): number {
    return this.#size;
  }

  /** Code of the text in `bytes[start..end)` after trimming; -1 = no value. */
  codeOf(bytes: Buffer, start: number, end: number): number {
    if (end > start) {
      const first = bytes[start] as number;
      if (first <= 32 || first >= 0x80) start = trimStart(bytes, start, end);
      const last = bytes[end - 1] as number;
      if (last <= 32 || last >= 0x80) end = trimEnd(bytes, start, end);
    }
    if (end === start) return -1;
    let hash = end - start;
    let position = start;
    for (const stop = end - 3; position < stop; position += 4) {
      hash = Math.imul(
        hash ^
          ((bytes[position] as number) |
            ((bytes[position + 1] as number) << 8) |
            ((bytes[position + 2] as number) << 16) |
            ((bytes[position + 3] as number) << 24)),
        PRIME,
      );
      hash ^= hash >>> 15;
    }
    for (; position < end; position++) hash = Math.imul(hash ^ (bytes[position] as number), PRIME);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot] as number; entry >= 0; entry = slots[slot] as number) {
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) return this.#codes[entry] as number;
      slot = (slot + 1) & mask;
    }
    return this.#insert(slot, hash, bytes, start, end);
  }

  /** Texts by code. */
  dictionary(): string[] {
    const texts: string[] = new Array(this.#size);
    for (let entry = 0; entry < this.#entries; entry++) {
      const code = this.#codes[entry] as number;
      if (code >= 0) texts[code] = this.#arena.toString('utf8', this.#offsets[entry] as number, this.#offsets[entry + 1] as number);
    }
    return texts;
  }

  #equals(entry: number, bytes: Buffer, start: number, end: number): boolean {
    let position = this.#offsets[entry] as number;
    if ((this.#offsets[entry + 1] as number) - position !== end - start) return false;
    const arena = this.#arena;
    while (start < end) if (arena[position++] !== bytes[start++]) return false;
    return true;
  }

  #insert(slot: number, hash: number, bytes: Buffer, start: number, end: number): number {
    const entry = this.#entries;
    if (entry === this.#codes.length) this.#growEntries();
    const offset = this.#offsets[entry] as number;
    const after = offset + end - start;
    if (after > this.#arena.length) {
      const grown = Buffer.allocUnsafe(Math.max(after, this.#arena.length * 2));
      this.#arena.copy(grown, 0, 0, offset);
      this.#arena = grown;
    }
    bytes.copy(this.#arena, offset, start, end);
    const isUnknown = end - start <= this.#longestUnknown && this.#unknown.has(bytes.toString('utf8', start, end).toLowerCase());
    const code = isUnknown ? -1 : this.#size++;
    this.#offsets[entry + 1] = after;
    this.#hashes[entry] = hash;
    this.#codes[entry] = code;
    this.#slots[slot] = entry;
    this.#entries = entry + 1;
    if (this.#entries * 2 > this.#slots.length) this.#growSlots();
    return code;
  }

  #growEntries(): void {
    const length = this.#codes.length * 2;
    const hashes = new Int32Array(length);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const codes = new Int32Array(length);
    codes.set(this.#codes);
    this.#codes = codes;
    const offsets = new Float64Array(length + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#entries; entry++) {
      let slot = (this.#hashes[entry] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }
}
