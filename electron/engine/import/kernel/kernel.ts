// @ts-nocheck: AssemblyScript, compiled to WebAssembly by scripts/kernels.ts; its types are not TypeScript's.
// Inner loops of the reader over memory that it shares with TypeScript. Whatever is unusual is left to the TypeScript twin: `scan`
// stops before such a record, `numbers` lists such rows, and blanks beyond ASCII and unknown tokens are asked for.

export { closeTable, encode, makeTable, setUnknown, takeTexts, wantedRoom } from './dictionary';
export { scannedObjects, scanObjects, setKeys } from './objects';

const LF: i32 = 10;
const CR: i32 = 13;
/** Ten times this and one digit more still is below 10^15. */
const FAST_DIGITS: i32 = 15;

export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

export function release(at: usize): void {
  heap.free(at);
}

/** Byte after the last record that `scan` took. */
let scannedTo: i32 = 0;

export function scanned(): i32 {
  return scannedTo;
}

/**
 * Finds the cells of plain records in [position, limit), up to `rows` of them, and returns how many it found. It stops before a record
 * that is empty or of another width, or has doubled quotes, a line end in quotes, text behind a closing quote or a cell over `maxCell`.
 */
export function scan(
  bytes: usize,
  position: i32,
  limit: i32,
  newline: i32,
  delimiter: i32,
  quote: i32,
  columns: i32,
  rows: i32,
  maxCell: i32,
  starts: usize,
  ends: usize,
  rawStarts: usize,
  rawEnds: usize,
): i32 {
  const newlines = i8x16.splat(<i8>newline);
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>(quote < 0 ? newline : quote));
  let row = 0;
  let cells = 0;
  let start = position;
  let record = position;
  let inside = false;
  let closed = -1;
  for (let base = position; base < limit; base += 64) {
    let mask: u64 = 0;
    for (let part = 0; part < 64; part += 16) {
      const text = v128.load(bytes + base + part);
      const found = v128.or(v128.or(i8x16.eq(text, newlines), i8x16.eq(text, delimiters)), i8x16.eq(text, quotes));
      mask |= (<u64>(<u32>i8x16.bitmask(found))) << part;
    }
    if (limit - base < 64) mask &= ((<u64>1) << (limit - base)) - 1;
    while (mask !== 0) {
      const at = base + <i32>ctz(mask);
      mask &= mask - 1;
      const byte = <i32>load<u8>(bytes + at);
      if (inside) {
        if (byte === quote) {
          inside = false;
          closed = at;
        } else if (byte === newline) {
          scannedTo = record;
          return row;
        }
        continue;
      }
      if (byte === quote) {
        if (closed >= 0) {
          scannedTo = record;
          return row;
        }
        if (at === start) inside = true;
        continue;
      }
      let end = at;
      if (byte === newline && newline === LF && at > start && <i32>load<u8>(bytes + at - 1) === CR) end = at - 1;
      let first = start;
      let last = end;
      if (closed >= 0) {
        first = start + 1;
        last = closed;
      }
      if (cells === columns || at - start > maxCell || (closed >= 0 && closed !== end - 1)) {
        scannedTo = record;
        return row;
      }
      const cell = <usize>((row * columns + cells) << 2);
      store<i32>(starts + cell, first);
      store<i32>(ends + cell, last);
      cells += 1;
      start = at + 1;
      closed = -1;
      if (byte !== newline) continue;
      if (cells !== columns || end === record) {
        scannedTo = record;
        return row;
      }
      store<i32>(rawStarts + ((<usize>row) << 2), record);
      store<i32>(rawEnds + ((<usize>row) << 2), end);
      record = start;
      cells = 0;
      row += 1;
      if (row === rows) {
        scannedTo = record;
        return row;
      }
    }
  }
  scannedTo = record;
  return row;
}

/**
 * Reads plain decimal numbers of at most 15 digits: `values` at `scales` digits behind the mark. Rows that need more go to `slow`.
 *
 * @returns how many rows are in `slow`
 */
export function numbers(
  bytes: usize,
  rows: i32,
  columns: i32,
  starts: usize,
  ends: usize,
  mark: i32,
  whole: i32,
  nonNegative: i32,
  values: usize,
  scales: usize,
  slow: usize,
): i32 {
  let slowRows = 0;
  const step = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++, starts += step, ends += step) {
    let position = load<i32>(starts);
    const end = load<i32>(ends);
    const value = values + ((<usize>row) << 3);
    if (position === end) {
      store<f64>(value, NaN);
      store<u8>(scales + row, 0);
      continue;
    }
    const negative = load<u8>(bytes + position) === 45;
    if (negative) position += 1;
    const first = position;
    let mantissa: i64 = 0;
    let point = -1;
    for (; position < end; position++) {
      const byte = <i32>load<u8>(bytes + position);
      const digit = byte - 48;
      if (<u32>digit <= 9) mantissa = mantissa * 10 + digit;
      else if (byte === mark && point < 0) point = position;
      else break;
    }
    const digits = end - first - (point < 0 ? 0 : 1);
    const leadingZero = load<u8>(bytes + first) === 48 && digits > 1 && point !== first + 1;
    let scale = point < 0 ? 0 : end - 1 - point;
    const plain = position === end && digits > 0 && digits <= FAST_DIGITS && !leadingZero;
    if (plain) {
      for (let last = end - 1; scale > 0 && load<u8>(bytes + last) === 48; last--) {
        scale -= 1;
        mantissa /= 10;
      }
    }
    if (!plain || (whole && scale > 0) || (negative && nonNegative && mantissa !== 0)) {
      store<i32>(slow + ((<usize>slowRows) << 2), row);
      slowRows += 1;
      continue;
    }
    store<f64>(value, <f64>(negative ? -mantissa : mantissa));
    store<u8>(scales + row, scale);
  }
  return slowRows;
}
