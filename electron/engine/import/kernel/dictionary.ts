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
  /** record of the newest text, 0 = none */
  last: usize;
  /** 1 while every text was its predecessor or came behind all before it: then there are no slots, and none are needed */
  ordered: i32;
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
  table.slots = 0;
  table.mask = 0;
  table.entries = 0;
  table.size = 0;
  table.bytes = 0;
  table.firstSegment = 0;
  table.segment = 0;
  table.last = 0;
  table.ordered = 1;
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
  if (table.slots !== 0) heap.free(table.slots);
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
  const ordered = table.ordered === 1;
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
    if (!ordered) store<i32>(hashes + ((<usize>row) << 2), hashOf(bytes + start, end - start));
  }
  let first = 0;
  if (ordered) {
    first = appendInOrder(table, bytes, rows, step, starts, ends, codes);
    if (first === rows) return;
    makeSlots(table);
    starts += <usize>first * step;
    ends += <usize>first * step;
    for (let row = first, at: usize = 0; row < rows; row++, at += step) {
      const start = load<i32>(starts + at);
      store<i32>(hashes + ((<usize>row) << 2), hashOf(bytes + start, load<i32>(ends + at) - start));
    }
  }
  let slots = table.slots;
  let mask = table.mask;
  for (let row = first; row < rows; row++, starts += step, ends += step) {
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

/**
 * Takes the texts as long as each is the last one or comes behind it in the order of bytes, as ids and times often do: a text behind the
 * last one is new, so nothing has to be looked up.
 *
 * @returns the first row whose text comes before the last one; `rows` when there is none
 */
function appendInOrder(table: Table, bytes: usize, rows: i32, step: usize, starts: usize, ends: usize, codes: usize): i32 {
  for (let row = 0; row < rows; row++, starts += step, ends += step) {
    const start = load<i32>(starts);
    const length = load<i32>(ends) - start;
    let code = -1;
    if (length > 0) {
      const last = table.last;
      const order = last === 0 ? 1 : compare(bytes + start, length, last + RECORD_HEAD, load<i32>(last, 4));
      if (order < 0) return row;
      code = order === 0 ? load<i32>(last) : append(table, bytes, start, length);
    }
    store<i32>(codes + ((<usize>row) << 2), code);
  }
  return rows;
}

/** Below, at or above zero as the left text comes before, is, or comes behind the right one in the order of bytes. */
function compare(left: usize, leftLength: i32, right: usize, rightLength: i32): i32 {
  const shorter = min(leftLength, rightLength);
  for (let index = 0; index < shorter; index += 8) {
    let one = bswap<u64>(load<u64>(left + index));
    let other = bswap<u64>(load<u64>(right + index));
    const rest = shorter - index;
    if (rest < 8) {
      one >>= (8 - rest) << 3;
      other >>= (8 - rest) << 3;
    }
    if (one !== other) return one < other ? -1 : 1;
  }
  return leftLength - rightLength;
}

/** Gives every record its slot, once a text has to be looked up. */
function makeSlots(table: Table): void {
  let length: usize = 1024;
  while (table.entries * 2 > <i32>length - 1) length <<= 1;
  const slots = heap.alloc(length << 3);
  memory.fill(slots, 0, length << 3);
  const mask = <i32>length - 1;
  store<u32>(table.segment, <u32>table.next, 4);
  for (let segment = table.firstSegment; segment !== 0; segment = <usize>load<u32>(segment)) {
    const end = <usize>load<u32>(segment, 4);
    for (let record = segment + SEGMENT_HEAD; record < end; ) {
      const size = load<i32>(record, 4);
      const hash = hashOf(record + RECORD_HEAD, size);
      let slot = hash & mask;
      while (load<u32>(slots + ((<usize>slot) << 3), 4) !== 0) slot = (slot + 1) & mask;
      store<i32>(slots + ((<usize>slot) << 3), hash);
      store<u32>(slots + ((<usize>slot) << 3), <u32>record, 4);
      record += RECORD_HEAD + size;
    }
  }
  table.slots = slots;
  table.mask = mask;
  table.ordered = 0;
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

export function hashOf(at: usize, length: i32): i32 {
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

export function same(left: usize, right: usize, length: i32): bool {
  if (length <= 8) return head(left, length) === head(right, length);
  const last = length - 8;
  for (let index = 0; index < last; index += 8) {
    if (load<u64>(left + index) !== load<u64>(right + index)) return false;
  }
  return load<u64>(left + last) === load<u64>(right + last);
}

function append(table: Table, bytes: usize, start: i32, length: i32): i32 {
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
  table.last = record;
  table.entries += 1;
  return code;
}

function insert(table: Table, slot: i32, hash: i32, bytes: usize, start: i32, length: i32): i32 {
  const code = append(table, bytes, start, length);
  const at = table.slots + ((<usize>slot) << 3);
  store<i32>(at, hash);
  store<u32>(at, <u32>table.last, 4);
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
