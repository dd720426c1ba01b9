import { isAscii } from 'node:buffer';

/**
 * How columns become bytes: the narrowest little-endian integers that hold a chunk, else Float64; missing values in a bit set
 * behind the values (bit r of byte r/8), present only where some are missing.
 */

export type Encoding = 'u8' | 'u16' | 'i32' | 'f64';
export type EncodedChunk = { encoding: Encoding; bytes: Uint8Array };
export type OrdinalEncoding = 'range' | 'delta8' | 'i32';
export type EncodedOrdinals = { encoding: OrdinalEncoding; bytes: Uint8Array };

/** Largest size of one piece of a dictionary, in UTF-16 units of text and in entries. */
const DICTIONARY_TEXT = 1 << 20;
const DICTIONARY_ENTRIES = 1 << 16;

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}

/** A view on bytes from SQLite; copied where they do not lie on a boundary of the element size. */
function aligned(bytes: Uint8Array, size: number): Uint8Array {
  return bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
}

/** Memory that takes one encoded chunk after the other, so that a long import leaves no garbage; each chunk ends with the next. */
export class EncodingRoom {
  #buffer = new ArrayBuffer(0);

  /** `length` bytes, whose last `zeroed` are zero. */
  take(length: number, zeroed: number): ArrayBuffer {
    if (this.#buffer.byteLength < length) this.#buffer = new ArrayBuffer(length);
    if (zeroed > 0) new Uint8Array(this.#buffer, length - zeroed, zeroed).fill(0);
    return this.#buffer;
  }
}

/**
 * Codes of a text chunk, stored as code + 1 so that 0 is "no value".
 *
 * @param max largest code in the chunk, -1 when there is none
 */
export function encodeCodes(codes: Int32Array, max: number, room: EncodingRoom = new EncodingRoom()): EncodedChunk {
  const rows = codes.length;
  const encoding = max < 0xff ? 'u8' : max < 0xffff ? 'u16' : 'i32';
  const buffer = room.take(rows * 4, 0);
  if (encoding === 'u8') {
    const out = new Uint8Array(buffer, 0, rows);
    for (let row = 0; row < rows; row++) out[row] = (codes[row] as number) + 1;
    return { encoding, bytes: out };
  }
  if (encoding === 'u16') {
    const out = new Uint16Array(buffer, 0, rows);
    for (let row = 0; row < rows; row++) out[row] = (codes[row] as number) + 1;
    return { encoding, bytes: bytesOf(out) };
  }
  const out = new Int32Array(buffer, 0, rows);
  for (let row = 0; row < rows; row++) out[row] = (codes[row] as number) + 1;
  return { encoding, bytes: bytesOf(out) };
}

/** Writes the codes of a stored chunk to `out` from row `offset` on; -1 = no value. */
export function decodeCodes(encoding: Encoding, bytes: Uint8Array, rows: number, out: Int32Array, offset: number): void {
  const stored = storedValues(encoding, bytes, rows);
  for (let row = 0; row < rows; row++) out[offset + row] = (stored[row] as number) - 1;
}

/**
 * Numbers of a chunk.
 *
 * @param values integers at the scale of the chunk, NaN = no value
 * @param range smallest and largest value and how many there are
 */
export function encodeNumbers(
  values: Float64Array,
  range: { min: number; max: number; filled: number },
  room: EncodingRoom = new EncodingRoom(),
): EncodedChunk {
  const { min, max, filled } = range;
  const rows = values.length;
  const encoding: Encoding =
    filled === 0 || (min >= 0 && max <= 0xff)
      ? 'u8'
      : min >= 0 && max <= 0xffff
        ? 'u16'
        : min >= -0x80000000 && max <= 0x7fffffff
          ? 'i32'
          : 'f64';
  const size = encoding === 'u8' ? 1 : encoding === 'u16' ? 2 : encoding === 'i32' ? 4 : 8;
  const missingBytes = filled === rows ? 0 : Math.ceil(rows / 8);
  const buffer = room.take(rows * size + missingBytes, missingBytes);
  const out = storedValues(encoding, new Uint8Array(buffer), rows);
  if (missingBytes === 0) {
    out.set(values);
  } else {
    // a missing value stands as 0
    const missing = new Uint8Array(buffer, rows * size);
    for (let row = 0; row < rows; row++) {
      const value = values[row] as number;
      // biome-ignore lint/suspicious/noSelfCompare: the fastest test for NaN
      if (value === value) out[row] = value;
      else {
        out[row] = 0;
        missing[row >> 3] = (missing[row >> 3] as number) | (1 << (row & 7));
      }
    }
  }
  return { encoding, bytes: new Uint8Array(buffer, 0, rows * size + missingBytes) };
}

/** Writes the numbers of a stored chunk, each times `factor` (a power of ten), to `out` from row `offset` on; NaN = no value. */
export function decodeNumbers(
  encoding: Encoding,
  bytes: Uint8Array,
  rows: number,
  filled: number,
  factor: number,
  out: Float64Array,
  offset: number,
): void {
  const stored = storedValues(encoding, bytes, rows);
  if (factor === 1) out.set(stored, offset);
  else for (let row = 0; row < rows; row++) out[offset + row] = (stored[row] as number) * factor;
  if (filled === rows) return;
  const missing = bytes.subarray(stored.byteLength);
  for (let row = 0; row < rows; row++) {
    if ((missing[row >> 3] as number) & (1 << (row & 7))) out[offset + row] = Number.NaN;
  }
}

function storedValues(encoding: Encoding, bytes: Uint8Array, rows: number): Uint8Array | Uint16Array | Int32Array | Float64Array {
  if (encoding === 'u8') return bytes.subarray(0, rows);
  const size = encoding === 'u16' ? 2 : encoding === 'i32' ? 4 : 8;
  const { buffer, byteOffset } = aligned(bytes, size);
  if (encoding === 'u16') return new Uint16Array(buffer, byteOffset, rows);
  if (encoding === 'i32') return new Int32Array(buffer, byteOffset, rows);
  return new Float64Array(buffer, byteOffset, rows);
}

/** Record or line numbers of a chunk: one start where they count up by one, else small steps, else as they are. */
export function encodeOrdinals(values: Int32Array): EncodedOrdinals {
  let isRange = true;
  let small = true;
  for (let row = 1; row < values.length && small; row++) {
    const step = (values[row] as number) - (values[row - 1] as number);
    if (step !== 1) isRange = false;
    if (step < 0 || step > 255) small = false;
  }
  if (!small) return { encoding: 'i32', bytes: bytesOf(values.slice()) };
  const start = Int32Array.of(values[0] ?? 0);
  if (isRange) return { encoding: 'range', bytes: bytesOf(start) };
  const bytes = new Uint8Array(4 + values.length - 1);
  bytes.set(bytesOf(start));
  for (let row = 1; row < values.length; row++) bytes[3 + row] = (values[row] as number) - (values[row - 1] as number);
  return { encoding: 'delta8', bytes };
}

/** Writes stored record or line numbers to `out` from row `offset` on. */
export function decodeOrdinals(encoding: OrdinalEncoding, bytes: Uint8Array, rows: number, out: Int32Array, offset: number): void {
  if (rows === 0) return;
  const { buffer, byteOffset } = aligned(bytes, 4);
  if (encoding === 'i32') {
    out.set(new Int32Array(buffer, byteOffset, rows), offset);
    return;
  }
  let value = new Int32Array(buffer, byteOffset, 1)[0] as number;
  out[offset] = value;
  for (let row = 1; row < rows; row++) {
    value += encoding === 'range' ? 1 : (bytes[3 + row] as number);
    out[offset + row] = value;
  }
}

/**
 * A dictionary in pieces of about 1 MB: the length of every text in UTF-16 units (u32), then all texts as one run of UTF-8, so that
 * reading it back is one decoding and cheap slices.
 */
export function* encodeDictionary(dictionary: readonly string[]): Generator<DictionaryPiece> {
  let start = 0;
  while (start < dictionary.length) {
    let end = start;
    let units = 0;
    while (end < dictionary.length && end - start < DICTIONARY_ENTRIES && (end === start || units < DICTIONARY_TEXT)) {
      units += (dictionary[end] as string).length;
      end += 1;
    }
    const texts = dictionary.slice(start, end);
    const lengths = Uint32Array.from(texts, (text) => text.length);
    yield { entries: end - start, bytes: Buffer.concat([bytesOf(lengths), Buffer.from(texts.join(''), 'utf8')]) };
    start = end;
  }
}

/** Texts one behind the other as UTF-8: text i lies in `bytes` from `offsets[i]` up to `offsets[i + 1]`. */
export type PackedTexts = { bytes: Uint8Array; offsets: Uint32Array };

export type DictionaryPiece = { entries: number; bytes: Uint8Array };

/** As `encodeDictionary`, with the same pieces, for texts that come bit by bit, without making a string of any. */
export class DictionaryInProgress {
  readonly #room: EncodingRoom;
  readonly #give: (piece: DictionaryPiece) => void;
  readonly #lengths = new Uint32Array(DICTIONARY_ENTRIES);
  #bytes: Buffer = Buffer.alloc(0);
  #used = 0;
  /** texts that wait for their piece to be full, and their length in UTF-16 units */
  #waiting = 0;
  #units = 0;
  entries = 0;

  /** @param give takes each piece, whose memory is used again */
  constructor(give: (piece: DictionaryPiece) => void, room: EncodingRoom = new EncodingRoom()) {
    this.#give = give;
    this.#room = room;
  }

  add({ bytes, offsets }: PackedTexts): void {
    const texts = offsets.length - 1;
    if (texts < 1) return;
    const [first, last] = [offsets[0] as number, offsets[texts] as number];
    const from = this.#used;
    this.#reserve(from + last - first);
    this.#bytes.set(bytes.subarray(first, last), from);
    this.#used = from + last - first;
    const ascii = isAscii(this.#bytes.subarray(from, this.#used));
    let start = 0;
    for (let text = 0; text < texts; text++) {
      const [begin, end] = [from + (offsets[text] as number) - first, from + (offsets[text + 1] as number) - first];
      const length = ascii ? end - begin : utf16Length(this.#bytes, begin, end);
      this.#lengths[this.#waiting] = length;
      this.#waiting += 1;
      this.#units += length;
      if (this.#waiting < DICTIONARY_ENTRIES && this.#units < DICTIONARY_TEXT) continue;
      this.#finishPiece(start, end);
      start = end;
    }
    this.#bytes.copyWithin(0, start, this.#used);
    this.#used -= start;
    this.entries += texts;
  }

  /** Gives the last piece; nothing may follow. */
  finish(): void {
    if (this.#waiting > 0) this.#finishPiece(0, this.#used);
    this.#bytes = Buffer.alloc(0);
  }

  #finishPiece(start: number, end: number): void {
    const head = this.#waiting * 4;
    const piece = new Uint8Array(this.#room.take(head + end - start, 0), 0, head + end - start);
    piece.set(bytesOf(this.#lengths.subarray(0, this.#waiting)));
    piece.set(this.#bytes.subarray(start, end), head);
    this.#give({ entries: this.#waiting, bytes: piece });
    this.#waiting = 0;
    this.#units = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(length + (length >> 1));
    this.#bytes.copy(grown, 0, 0, this.#used);
    this.#bytes = grown;
  }
}

/** Length in UTF-16 units of UTF-8 text: one for each first byte, two where that begins four bytes. */
function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let position = start; position < end; position++) {
    const byte = bytes[position] as number;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** The texts as strings. */
export function unpackTexts({ bytes, offsets }: PackedTexts): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: offsets.length - 1 }, (_, text) => buffer.toString('utf8', offsets[text], offsets[text + 1]));
}

/** Appends the texts of one stored piece of a dictionary to `out`. */
export function decodeDictionary(bytes: Uint8Array, entries: number, out: string[]): void {
  const { buffer, byteOffset } = aligned(bytes, 4);
  const lengths = new Uint32Array(buffer, byteOffset, entries);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + entries * 4, bytes.byteLength - entries * 4).toString('utf8');
  let position = 0;
  for (let entry = 0; entry < entries; entry++) {
    const end = position + (lengths[entry] as number);
    out.push(text.slice(position, end));
    position = end;
  }
}
