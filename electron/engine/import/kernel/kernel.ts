// @ts-nocheck: AssemblyScript, compiled to WebAssembly by scripts/kernels.ts; its types are not TypeScript's.
// Inner loops of the reader over memory that it shares with TypeScript. Whatever is unusual is left to the TypeScript twin: `scan`
// stops before such a record, `numbers` lists such rows, and blanks beyond ASCII and unknown tokens are asked for.

/** Trims the cell with this index, whose text begins or ends with a byte beyond ASCII. */
declare function trim(cell: i32): void;
/** Whether the text in [start, end) of the bytes is an unknown token. */
declare function unknown(start: i32, end: i32): i32;

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

/** Dictionary of texts: see `TextTable`; a slot holds the entry + 1 below and bits of the hash above. */
@unmanaged
class Table {
  slots: usize;
  mask: i32;
  entries: i32;
  size: i32;
  entryRoom: i32;
  arenaRoom: i32;
  offsets: usize;
  codes: usize;
  hashes: usize;
  arena: usize;
}

/** 1 at length * 256 + first byte where an unknown token may be */
let possible: usize = 0;
let longest: i32 = 0;

export function setUnknown(table: usize, longestToken: i32): void {
  possible = table;
  longest = longestToken;
}

export function makeTable(): usize {
  const table = changetype<Table>(heap.alloc(offsetof<Table>()));
  const slots = 1024;
  table.slots = heap.alloc(slots << 2);
  memory.fill(table.slots, 0, slots << 2);
  table.mask = slots - 1;
  table.entries = 0;
  table.size = 0;
  table.entryRoom = 256;
  table.arenaRoom = 1 << 14;
  table.offsets = heap.alloc(257 << 2);
  store<i32>(table.offsets, 0);
  table.codes = heap.alloc(256 << 2);
  table.hashes = heap.alloc(256 << 2);
  table.arena = heap.alloc((1 << 14) + 8);
  return changetype<usize>(table);
}

/**
 * Codes of the cells of one column, -1 = no value; their bounds are trimmed in place. `starts`, `ends` point at its first
 * cell, `hashes` at room for one of each row.
 */
export function encode(
  at: usize,
  bytes: usize,
  rows: i32,
  columns: i32,
  column: i32,
  starts: usize,
  ends: usize,
  codes: usize,
  hashes: usize,
): void {
  const table = changetype<Table>(at);
  const step = (<usize>columns) << 2;
  let cellStart = starts;
  let cellEnd = ends;
  // all hashes first: the look-ups that follow wait for memory, and short ones can wait together
  for (let row = 0; row < rows; row++, cellStart += step, cellEnd += step) {
    let start = load<i32>(cellStart);
    let end = load<i32>(cellEnd);
    if (start === end) continue;
    if (!inner(load<u8>(bytes + start)) || !inner(load<u8>(bytes + end - 1))) {
      while (start < end && blank(load<u8>(bytes + start))) start += 1;
      while (end > start && blank(load<u8>(bytes + end - 1))) end -= 1;
      store<i32>(cellStart, start);
      store<i32>(cellEnd, end);
      if (end > start && (load<u8>(bytes + start) >= 0x80 || load<u8>(bytes + end - 1) >= 0x80)) {
        trim(row * columns + column);
        start = load<i32>(cellStart);
        end = load<i32>(cellEnd);
      }
      if (start === end) continue;
    }
    store<i32>(hashes + ((<usize>row) << 2), hashOf(bytes + start, end - start));
  }
  let slots = table.slots;
  let mask = table.mask;
  for (let row = 0; row < rows; row++, starts += step, ends += step) {
    const start = load<i32>(starts);
    const length = load<i32>(ends) - start;
    if (length === 0) {
      store<i32>(codes + ((<usize>row) << 2), -1);
      continue;
    }
    const hash = load<i32>(hashes + ((<usize>row) << 2));
    let slot = hash & mask;
    let code = -2;
    for (;;) {
      const found = load<i32>(slots + ((<usize>slot) << 2));
      if (found === 0) break;
      if (((found ^ hash) & ~mask) === 0) {
        const entry = <usize>((found & mask) - 1);
        const offset = load<i32>(table.offsets + (entry << 2));
        if (load<i32>(table.offsets + (entry << 2), 4) - offset === length && same(table.arena + offset, bytes + start, length)) {
          code = load<i32>(table.codes + (entry << 2));
          break;
        }
      }
      slot = (slot + 1) & mask;
    }
    if (code === -2) {
      code = insert(table, slot, hash, bytes, start, length);
      slots = table.slots;
      mask = table.mask;
    }
    store<i32>(codes + ((<usize>row) << 2), code);
  }
}

function inner(byte: u8): bool {
  return byte > 32 && byte < 0x80;
}

function blank(byte: u8): bool {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** The first `length` (1 to 8) bytes; memory behind them is read, not used. */
function head(at: usize, length: i32): u64 {
  return load<u64>(at) & (~(<u64>0) >> ((8 - length) << 3));
}

/** Large odd factors that mix the bits of a hash. */
const PRIME: u64 = ((<u64>0xff51afd7) << 32) | 0xed558ccd;
const OTHER_PRIME: u64 = ((<u64>0xc4ceb9fe) << 32) | 0x1a85ec53;

function hashOf(at: usize, length: i32): i32 {
  let hash: u64 = <u64>length * PRIME;
  if (length <= 8) {
    hash ^= head(at, length);
  } else {
    const last = at + length - 8;
    for (; at < last; at += 8) {
      hash = (hash ^ load<u64>(at)) * PRIME;
      hash ^= hash >> 32;
    }
    hash ^= load<u64>(last);
  }
  hash *= PRIME;
  hash ^= hash >> 32;
  hash *= OTHER_PRIME;
  return <i32>(hash >> 32);
}

function same(left: usize, right: usize, length: i32): bool {
  if (length <= 8) return head(left, length) === head(right, length);
  const last = length - 8;
  for (let index = 0; index < last; index += 8) {
    if (load<u64>(left + index) !== load<u64>(right + index)) return false;
  }
  return load<u64>(left + last) === load<u64>(right + last);
}

function insert(table: Table, slot: i32, hash: i32, bytes: usize, start: i32, length: i32): i32 {
  const entry = table.entries;
  if (entry === table.entryRoom) {
    table.entryRoom = entry * 2;
    table.codes = heap.realloc(table.codes, (<usize>entry) << 3);
    table.hashes = heap.realloc(table.hashes, (<usize>entry) << 3);
    table.offsets = heap.realloc(table.offsets, ((<usize>entry) << 3) + 4);
  }
  const offset = load<i32>(table.offsets + ((<usize>entry) << 2));
  const after = offset + length;
  if (after > table.arenaRoom) {
    table.arenaRoom = max(after, table.arenaRoom * 2);
    table.arena = heap.realloc(table.arena, <usize>table.arenaRoom + 8);
  }
  memory.copy(table.arena + offset, bytes + start, length);
  let code = table.size;
  if (length <= longest && load<u8>(possible + (length << 8) + load<u8>(bytes + start)) === 1 && unknown(start, start + length)) code = -1;
  else table.size = code + 1;
  store<i32>(table.offsets + ((<usize>entry) << 2), after, 4);
  store<i32>(table.codes + ((<usize>entry) << 2), code);
  store<i32>(table.hashes + ((<usize>entry) << 2), hash);
  store<i32>(table.slots + ((<usize>slot) << 2), (hash & ~table.mask) | (entry + 1));
  table.entries = entry + 1;
  if ((entry + 1) * 2 > table.mask) grow(table);
  return code;
}

function grow(table: Table): void {
  const length = (<usize>(table.mask + 1)) << 1;
  const mask = <i32>length - 1;
  heap.free(table.slots);
  const slots = heap.alloc(length << 2);
  memory.fill(slots, 0, length << 2);
  for (let entry = 0; entry < table.entries; entry++) {
    const hash = load<i32>(table.hashes + ((<usize>entry) << 2));
    let slot = hash & mask;
    while (load<i32>(slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & mask;
    store<i32>(slots + ((<usize>slot) << 2), (hash & ~mask) | (entry + 1));
  }
  table.slots = slots;
  table.mask = mask;
}
