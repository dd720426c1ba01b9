// @ts-nocheck: AssemblyScript, a part of kernel.ts.

/** Trims the cell with this index, whose text begins or ends with a byte beyond ASCII. */
declare function trim(cell: i32): void;
/** Whether the text in [start, end) of the bytes is an unknown token. */
declare function unknown(start: i32, end: i32): i32;

/**
 * Dictionary of texts, the twin of `TextTable`. A slot holds the hash of a text and the address of its record, 0 = free: a text that was
 * seen before costs one look at a slot and one at its record. A record holds the code, the length and the text; records lie one behind
 * the other in segments, which are never moved.
 */
@unmanaged
class Table {
  slots: usize;
  mask: i32;
  entries: i32;
  size: i32;
  /** bytes of all texts with a code */
  bytes: i32;
  firstSegment: usize;
  segment: usize;
  /** where the next record goes, and where the segment ends */
  next: usize;
  end: usize;
}

/** A segment begins with the address of the next one and that behind its last record. */
const SEGMENT_HEAD: usize = 8;
const RECORD_HEAD: usize = 8;
const FIRST_SEGMENT: usize = 1 << 14;
const LAST_SEGMENT: usize = 1 << 20;
/** A text may be read eight bytes at a time, also beyond its end. */
const BEYOND: usize = 8;

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
  table.slots = heap.alloc(slots << 3);
  memory.fill(table.slots, 0, slots << 3);
  table.mask = slots - 1;
  table.entries = 0;
  table.size = 0;
  table.bytes = 0;
  table.firstSegment = 0;
  table.segment = 0;
  addSegment(table, FIRST_SEGMENT);
  return changetype<usize>(table);
}

function addSegment(table: Table, length: usize): void {
  const segment = heap.alloc(length + BEYOND);
  store<u32>(segment, 0);
  if (table.segment === 0) table.firstSegment = segment;
  else {
    store<u32>(table.segment, <u32>segment);
    store<u32>(table.segment, <u32>table.next, 4);
  }
  table.segment = segment;
  table.next = segment + SEGMENT_HEAD;
  table.end = segment + length;
}

/** Ends the last segment, so that all can be packed. */
export function closeTable(at: usize): void {
  const table = changetype<Table>(at);
  store<u32>(table.segment, <u32>table.next, 4);
  heap.free(table.slots);
}

/**
 * Moves the texts with a code to the beginning of their segment, behind its head, and writes their lengths.
 *
 * @returns how many there are
 */
export function packSegment(segment: usize, lengths: usize): i32 {
  const end = <usize>load<u32>(segment, 4);
  let to = segment + SEGMENT_HEAD;
  let texts = 0;
  for (let record = to; record < end; ) {
    const code = load<i32>(record);
    const length = load<i32>(record, 4);
    const text = record + RECORD_HEAD;
    record = text + length;
    if (code < 0) continue;
    memory.copy(to, text, length);
    to += length;
    store<i32>(lengths + ((<usize>texts) << 2), length);
    texts += 1;
  }
  return texts;
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
      const at = slots + ((<usize>slot) << 3);
      const record = <usize>load<u32>(at, 4);
      if (record === 0) break;
      if (load<i32>(at) === hash && load<i32>(record, 4) === length && same(record + RECORD_HEAD, bytes + start, length)) {
        code = load<i32>(record);
        break;
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
  const room = RECORD_HEAD + length;
  if (table.next + room > table.end) {
    const last = table.end - table.segment;
    addSegment(table, max(min(last << 1, LAST_SEGMENT), SEGMENT_HEAD + room));
  }
  const record = table.next;
  table.next = record + room;
  memory.copy(record + RECORD_HEAD, bytes + start, length);
  let code = table.size;
  if (length <= longest && load<u8>(possible + (length << 8) + load<u8>(bytes + start)) === 1 && unknown(start, start + length)) code = -1;
  else {
    table.size = code + 1;
    table.bytes += length;
  }
  store<i32>(record, code);
  store<i32>(record, length, 4);
  const at = table.slots + ((<usize>slot) << 3);
  store<i32>(at, hash);
  store<u32>(at, <u32>record, 4);
  table.entries += 1;
  if (table.entries * 2 > table.mask) grow(table);
  return code;
}

function grow(table: Table): void {
  const before = <usize>(table.mask + 1);
  const length = before << (before < 1 << 16 ? 2 : 1);
  const mask = <i32>length - 1;
  const old = table.slots;
  const slots = heap.alloc(length << 3);
  memory.fill(slots, 0, length << 3);
  for (let at = old; at < old + (before << 3); at += 8) {
    const both = load<u64>(at);
    if (load<u32>(at, 4) === 0) continue;
    let slot = <i32>both & mask;
    while (load<u32>(slots + ((<usize>slot) << 3), 4) !== 0) slot = (slot + 1) & mask;
    store<u64>(slots + ((<usize>slot) << 3), both);
  }
  heap.free(old);
  table.slots = slots;
  table.mask = mask;
}
