import { type Decimal, formatDecimal, parseDecimal, rescale } from '../../../shared/columns/decimal.ts';

/** Largest integer that every double up to it can tell from its neighbours. */
const LIMIT = 2 ** 53;

/** Adds two exact decimals. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale) + rescale(b, scale), scale };
}

/** Integers from 0 up to this are told apart by one bit each. */
const SMALL = 1 << 20;
/** A table of this length or more grows to twice its length only, for the sake of memory. */
const LARGE_TABLE = 1 << 18;

/**
 * Distinct integers (as doubles): a bit set for small ones, else open addressing over a Float64Array, NaN = free. A Set of a million
 * doubles takes three times as long.
 */
class DistinctIntegers {
  size = 0;
  #bits = new Uint32Array(SMALL / 32);
  #table = new Float64Array(64).fill(Number.NaN);
  #inTable = 0;

  add(value: number): void {
    if (value >= 0 && value < SMALL) {
      const bits = this.#bits;
      const word = bits[value >>> 5] as number;
      const found = word | (1 << (value & 31));
      if (found >>> 0 === word) return;
      bits[value >>> 5] = found;
      this.size += 1;
      return;
    }
    const table = this.#table;
    const mask = table.length - 1;
    let hash = (value | 0) ^ Math.imul((value / 4294967296) | 0, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    let at = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const found = table[at] as number;
      if (found === value) return;
      // biome-ignore lint/suspicious/noSelfCompare: the fastest test for NaN
      if (found !== found) break;
      at = (at + 1) & mask;
    }
    table[at] = value;
    this.size += 1;
    this.#inTable += 1;
    if (this.#inTable * 8 > table.length * 5) this.#rebuild(table.length * (table.length < LARGE_TABLE ? 4 : 2), 1);
  }

  /** Multiplies every value, when the scale of the column grows. */
  multiply(factor: number): void {
    const bits = this.#bits;
    this.#bits = new Uint32Array(bits.length);
    this.size = this.#inTable;
    this.#rebuild(this.#table.length, factor);
    for (const [word, set] of bits.entries()) {
      for (let bit = 0; bit < 32 && set >>> bit !== 0; bit++) if ((set >>> bit) & 1) this.add((word * 32 + bit) * factor);
    }
  }

  #rebuild(length: number, factor: number): void {
    const old = this.#table;
    this.#table = new Float64Array(length).fill(Number.NaN);
    this.size -= this.#inTable;
    this.#inTable = 0;
    for (let at = 0; at < old.length; at++) {
      const value = old[at] as number;
      // biome-ignore lint/suspicious/noSelfCompare: the fastest test for NaN
      if (value === value) this.add(value * factor);
    }
  }
}

/** What is counted while the chunks of a number column pass: filled, distinct, exact sum, and what its common scale needs. */
export class NumberSummary {
  filled = 0;
  /** largest scale of a chunk with values */
  scale = 0;
  #sum: Decimal = { units: 0n, scale: 0 };
  #distinct = new DistinctIntegers();
  #largest: { magnitude: number; scale: number }[] = [];

  /**
   * Takes one chunk.
   *
   * @returns range of the chunk for its encoding
   * @throws RangeError for a value that is no integer of at most 2^53 (the importer must use codes for those)
   */
  add(values: Float64Array, scale: number): { min: number; max: number; filled: number } {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let filled = 0;
    let part = 0;
    let whole = 0n;
    const factor = this.#commonScale(values, scale);
    const distinct = this.#distinct;
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as number;
      // biome-ignore lint/suspicious/noSelfCompare: the fastest test for NaN
      if (value !== value) continue;
      if (Math.trunc(value) !== value) throw new RangeError(`not an integer at its scale: ${value}`);
      filled += 1;
      if (value < min) min = value;
      if (value > max) max = value;
      const next = part + value;
      if (next >= LIMIT || next <= -LIMIT) {
        whole += BigInt(part);
        part = value;
      } else part = next;
      distinct.add(value * factor);
    }
    if (filled === 0) return { min: 0, max: 0, filled };
    if (max > LIMIT || min < -LIMIT) throw new RangeError('an integer passes 2^53; such columns travel as codes');
    this.filled += filled;
    this.#sum = addDecimals(this.#sum, { units: whole + BigInt(part), scale });
    this.#largest.push({ magnitude: Math.max(max, -min), scale });
    return { min, max, filled };
  }

  get distinct(): number {
    return this.#distinct.size;
  }

  /** Exact sum as plain decimal text. */
  get sum(): string {
    return formatDecimal(this.#sum);
  }

  /** Whether every value is an integer of at most 2^53 at the common scale. */
  get fits(): boolean {
    return this.#largest.every(({ magnitude, scale }) => BigInt(magnitude) * 10n ** BigInt(this.scale - scale) <= BigInt(LIMIT));
  }

  /** Factor from the scale of a chunk to the common scale, which grows first where the chunk needs more. */
  #commonScale(values: Float64Array, scale: number): number {
    if (scale > this.scale && values.some((value) => !Number.isNaN(value))) {
      this.#distinct.multiply(10 ** (scale - this.scale));
      this.scale = scale;
    }
    return scale >= this.scale ? 1 : 10 ** (this.scale - scale);
  }
}

/**
 * What is counted while the chunks of a coded column pass. Importers number texts in the order of their first appearance; while that
 * holds, the distinct codes are those up to the largest, and nothing has to be counted one by one.
 */
export class CodeSummary {
  filled = 0;
  /** largest code so far, -1 when there is none */
  largest = -1;
  /** 1 at each code that stands somewhere; `null` while no code was left out */
  #seen: Uint8Array | null = null;

  /** Takes one chunk. @returns largest code of the chunk, -1 when there is none */
  add(codes: Int32Array): number {
    if (this.#seen === null && !this.#addInOrder(codes)) this.#seen = new Uint8Array(this.largest + 1).fill(1);
    if (this.#seen !== null) this.#mark(codes);
    let max = -1;
    let filled = 0;
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      if (code > max) max = code;
      if (code >= 0) filled += 1;
    }
    this.filled += filled;
    if (max > this.largest) this.largest = max;
    return max;
  }

  get distinct(): number {
    if (this.#seen === null) return this.largest + 1;
    let distinct = 0;
    for (let code = 0; code < this.#seen.length; code++) distinct += this.#seen[code] as number;
    return distinct;
  }

  /** Whether every code of the chunk was there before or is the next one. */
  #addInOrder(codes: Int32Array): boolean {
    let next = this.largest + 1;
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      if (code < next) continue;
      if (code !== next) return false;
      next += 1;
    }
    return true;
  }

  #mark(codes: Int32Array): void {
    let seen = this.#seen as Uint8Array;
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row] as number;
      if (code < 0) continue;
      if (code >= seen.length) {
        const grown = new Uint8Array(Math.max(code + 1, seen.length * 2));
        grown.set(seen);
        seen = grown;
      }
      seen[code] = 1;
    }
    this.#seen = seen;
  }
}

/**
 * Exact sum of the decimal texts behind codes, as plain decimal text.
 *
 * @param chunks the codes; -1 = no value
 * @throws RangeError for a text that is no number
 */
export function sumOfCodes(chunks: Iterable<Int32Array>, dictionary: readonly string[]): string {
  const counts = new Float64Array(dictionary.length);
  for (const codes of chunks) {
    for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const [code, text] of dictionary.entries()) {
    const count = counts[code] as number;
    if (count === 0) continue;
    const value = parseDecimal(text);
    if (!value) throw new RangeError(`not a number in a number column: ${text}`);
    sum = addDecimals(sum, { units: value.units * BigInt(count), scale: value.scale });
  }
  return formatDecimal(sum);
}
