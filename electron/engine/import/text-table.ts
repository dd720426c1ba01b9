import type { PackedTexts } from '../store/encoding.ts';
import type { RecordBatch } from './records.ts';
import { trimEnd, trimStart } from './trim.ts';
import { UnknownTokens } from './unknown-tokens.ts';

const PRIME = 0x01000193;

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Hash of `bytes[start..end)`, four bytes at a time; the last four may overlap those before. */
function hashOf(bytes: Buffer, view: DataView, start: number, end: number): number {
  let hash = end - start;
  if (hash < 4) {
    for (let position = start; position < end; position++) hash = (hash << 8) | (bytes[position] as number);
    hash = Math.imul(hash, PRIME);
  } else {
    const last = end - 4;
    for (let position = start; position < last; position += 4) {
      hash = Math.imul(hash ^ view.getInt32(position, true), PRIME);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ view.getInt32(last, true), PRIME);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Whether `length` bytes are the same from `left` in `a` and from `right` in `b`. */
function sameBytes(a: Buffer, aView: DataView, left: number, b: Buffer, bView: DataView, right: number, length: number): boolean {
  if (length < 4) {
    for (let index = 0; index < length; index++) if (a[left + index] !== b[right + index]) return false;
    return true;
  }
  const last = length - 4;
  for (let index = 0; index < last; index += 4) {
    if (aView.getInt32(left + index, true) !== bView.getInt32(right + index, true)) return false;
  }
  return aView.getInt32(left + last, true) === bView.getInt32(right + last, true);
}

/** Takes texts as codes in the order of their first appearance. */
export interface TextDictionary {
  /**
   * Codes of the cells of one column; -1 = no value. The bounds of the cells are trimmed in place.
   *
   * @param codes gets the code of row r at `offset + r`
   */
  encode(batch: RecordBatch, column: number, codes: Int32Array, offset: number): void;
  /** The texts in the order of their codes, each piece until the next; the table is of no use afterwards. */
  pieces(): Iterable<PackedTexts>;
}

/** Texts by code in place: closes the gaps that entries with code -1 leave; runs of other texts move as one. */
function packTexts(arena: Buffer, offsets: Uint32Array, codes: Int32Array, entries: number): PackedTexts {
  let size = 0;
  let used = 0;
  let run = 0;
  for (let entry = 0; entry <= entries; entry++) {
    const start = offsets[entry] as number;
    if (entry < entries && (codes[entry] as number) >= 0) {
      offsets[size] = start - run + used;
      size += 1;
      continue;
    }
    arena.copyWithin(used, run, start);
    used += start - run;
    run = offsets[entry + 1] as number;
  }
  offsets[size] = used;
  return { bytes: arena.subarray(0, used), offsets: offsets.subarray(0, size + 1) };
}

/**
 * Dictionary of cell texts, found by their bytes: a cell that was seen before costs no string.
 *
 * Open addressing; a slot holds the entry + 1 in as many low bits as number the slots, and above them the same bits of the hash, so
 * that few other texts are looked at. The texts lie one behind the other in one buffer. Unknown tokens are entries with code -1.
 */
export class TextTable implements TextDictionary {
  readonly #unknown: UnknownTokens;
  /** 0 = free */
  #slots = new Int32Array(1024);
  #offsets = new Uint32Array(257);
  #codes = new Int32Array(256);
  #entryHashes = new Int32Array(256);
  #arena: Buffer = Buffer.allocUnsafeSlow(1 << 14);
  #arenaView = viewOf(this.#arena);
  #hashes = new Int32Array(0);
  #entries = 0;
  #size = 0;

  /** @param unknown texts that mean "no value", lower case */
  constructor(unknown: ReadonlySet<string>) {
    this.#unknown = new UnknownTokens(unknown);
  }

  encode({ bytes, rows, columns, starts, ends }: RecordBatch, column: number, codes: Int32Array, offset: number): void {
    const view = viewOf(bytes);
    if (this.#hashes.length < rows) this.#hashes = new Int32Array(rows);
    const hashes = this.#hashes;
    // all hashes first: the look-ups that follow wait for memory, and short ones can wait together
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      let start = starts[cell] as number;
      let end = ends[cell] as number;
      if (end === start) continue;
      const first = bytes[start] as number;
      const last = bytes[end - 1] as number;
      if (first <= 32 || first >= 0x80 || last <= 32 || last >= 0x80) {
        start = trimStart(bytes, start, end);
        end = trimEnd(bytes, start, end);
        starts[cell] = start;
        ends[cell] = end;
      }
      hashes[row] = hashOf(bytes, view, start, end);
    }
    let slots = this.#slots;
    let offsets = this.#offsets;
    let arena = this.#arena;
    let arenaView = this.#arenaView;
    let entryCodes = this.#codes;
    let mask = slots.length - 1;
    for (let row = 0, cell = column; row < rows; row++, cell += columns) {
      const start = starts[cell] as number;
      const end = ends[cell] as number;
      if (end === start) {
        codes[offset + row] = -1;
        continue;
      }
      const hash = hashes[row] as number;
      let slot = hash & mask;
      let code = -2;
      for (let found = slots[slot] as number; found !== 0; found = slots[slot] as number) {
        if (((found ^ hash) & ~mask) === 0) {
          const entry = (found & mask) - 1;
          const at = offsets[entry] as number;
          const length = (offsets[entry + 1] as number) - at;
          if (length === end - start && sameBytes(arena, arenaView, at, bytes, view, start, length)) {
            code = entryCodes[entry] as number;
            break;
          }
        }
        slot = (slot + 1) & mask;
      }
      if (code === -2) {
        code = this.#insert(slot, hash, bytes, start, end);
        slots = this.#slots;
        offsets = this.#offsets;
        arena = this.#arena;
        arenaView = this.#arenaView;
        entryCodes = this.#codes;
        mask = slots.length - 1;
      }
      codes[offset + row] = code;
    }
  }

  pieces(): PackedTexts[] {
    return [packTexts(this.#arena, this.#offsets, this.#codes, this.#entries)];
  }

  #insert(slot: number, hash: number, bytes: Buffer, start: number, end: number): number {
    const entry = this.#entries;
    if (entry === this.#codes.length) this.#growEntries();
    const offset = this.#offsets[entry] as number;
    const after = offset + end - start;
    if (after > this.#arena.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(after, this.#arena.length * 2));
      this.#arena.copy(grown, 0, 0, offset);
      this.#arena = grown;
      this.#arenaView = viewOf(grown);
    }
    if (end - start > 64) bytes.copy(this.#arena, offset, start, end);
    else {
      const arena = this.#arena;
      for (let from = start, to = offset; from < end; from++, to++) arena[to] = bytes[from] as number;
    }
    const code = this.#unknown.has(bytes, start, end) ? -1 : this.#size++;
    this.#offsets[entry + 1] = after;
    this.#codes[entry] = code;
    this.#entryHashes[entry] = hash;
    this.#slots[slot] = (hash & -this.#slots.length) | (entry + 1);
    this.#entries = entry + 1;
    if (this.#entries * 2 > this.#slots.length) this.#growSlots();
    return code;
  }

  #growEntries(): void {
    const length = this.#codes.length * 2;
    const codes = new Int32Array(length);
    codes.set(this.#codes);
    this.#codes = codes;
    const hashes = new Int32Array(length);
    hashes.set(this.#entryHashes);
    this.#entryHashes = hashes;
    const offsets = new Uint32Array(length + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    const hashes = this.#entryHashes;
    for (let entry = 0; entry < this.#entries; entry++) {
      const hash = hashes[entry] as number;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (entry + 1);
    }
    this.#slots = slots;
  }
}
