// @ts-nocheck: AssemblyScript, a part of kernel.ts.
// biome-ignore lint/style/useImportType: AssemblyScript has no imports of types alone
import {
  BEYOND,
  FIRST_SEGMENT,
  LAST_SEGMENT,
  LONG_REST,
  lengthInOrder,
  MOST_SHARED,
  NO_CODE,
  RECORD_HEAD,
  readInOrder,
  SEGMENT_HEAD,
  Table,
} from './records';
import { blank, compare, hashOf, inner, same, sharedBytes } from './texts';

/** Trims the cell with this index, whose text begins or ends with a byte beyond ASCII. */
declare function trim(cell: i32): void;
/** Whether the text in [start, end) of the bytes is an unknown token. */
declare function unknown(start: i32, end: i32): i32;

/** 1 at length * 256 + first byte where an unknown token may be */
let possible: usize = 0;
let longest: i32 = 0;

/** Takes the table of lengths and first bytes that an unknown token may have, and the length of the longest, for all tables of texts. */
export function setUnknown(table: usize, longestToken: i32): void {
  possible = table;
  longest = longestToken;
}

/** An empty table of texts; its address is what the other functions ask for. */
export function makeTable(): usize {
  const table = changetype<Table>(heap.alloc(offsetof<Table>()));
  table.slots = 0;
  table.mask = 0;
  table.entries = 0;
  table.size = 0;
  table.firstSegment = 0;
  table.segment = 0;
  table.ordered = 1;
  table.last = 0;
  table.lastRoom = 0;
  table.lastLength = 0;
  table.cursor = 0;
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

/** Ends the last segment, so that all texts can be taken. */
export function closeTable(at: usize): void {
  const table = changetype<Table>(at);
  store<u32>(table.segment, <u32>table.next, 4);
  if (table.slots !== 0) heap.free(table.slots);
  table.segment = table.firstSegment;
  table.cursor = table.segment + SEGMENT_HEAD;
  table.lastLength = 0;
}

/** Length of the text for which `takeTexts` had no room. */
let wanted: i32 = 0;

/** Bytes of the text for which `takeTexts` had no room; 0 = there was room. */
export function wantedRoom(): i32 {
  return wanted;
}

/**
 * Takes the next texts with a code out of a closed table, up to `most` of them and `room` bytes, and gives their memory back.
 *
 * @returns how many there are; 0 = all were taken, or there is no room for one text: `wantedRoom` then is its length, else 0
 */
export function takeTexts(at: usize, out: usize, room: i32, lengths: usize, most: i32): i32 {
  const table = changetype<Table>(at);
  let texts = 0;
  let used = 0;
  let position = table.cursor;
  wanted = 0;
  while (table.segment !== 0) {
    const end = <usize>load<u32>(table.segment, 4);
    while (position < end) {
      if (texts === most) {
        table.cursor = position;
        return texts;
      }
      const length = table.ordered === 1 ? lengthInOrder(position) : load<i32>(position, 4);
      if (used + length > room) {
        if (texts === 0) wanted = length;
        table.cursor = position;
        return texts;
      }
      let text = position + RECORD_HEAD;
      let code = 0;
      if (table.ordered === 1) {
        position = readInOrder(table, position);
        text = table.last;
        code = table.lastCode;
      } else {
        code = load<i32>(position);
        position = text + length;
      }
      if (code < 0) continue;
      memory.copy(out + used, text, length);
      used += length;
      store<i32>(lengths + ((<usize>texts) << 2), length);
      texts += 1;
    }
    const next = <usize>load<u32>(table.segment);
    heap.free(table.segment);
    table.segment = next;
    position = next + SEGMENT_HEAD;
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
      const order = table.entries === 0 ? 1 : compare(bytes + start, length, table.last, table.lastLength);
      if (order < 0) return row;
      code = order === 0 ? table.lastCode : appendAfter(table, bytes, start, length);
    }
    store<i32>(codes + ((<usize>row) << 2), code);
  }
  return rows;
}

/** Adds a text behind the last one, which it shares its first bytes with. */
function appendAfter(table: Table, bytes: usize, start: i32, length: i32): i32 {
  const code = newCode(table, bytes, start, length);
  const kept = code < 0 || table.lastLength === 0 ? 0 : min(sharedBytes(), MOST_SHARED);
  const rest = length - kept;
  const room = (rest < LONG_REST ? 2 : 6) + rest;
  makeRoom(table, room);
  let record = table.next;
  table.next = record + room;
  store<u8>(record, code < 0 ? NO_CODE : kept);
  if (rest < LONG_REST) {
    store<u8>(record, rest, 1);
    record += 2;
  } else {
    store<u8>(record, LONG_REST, 1);
    store<i32>(record, rest, 2);
    record += 6;
  }
  memory.copy(record, bytes + start + kept, rest);
  if (length > table.lastRoom) {
    const last = heap.alloc(((<usize>length) << 1) + BEYOND);
    if (table.last !== 0) {
      memory.copy(last, table.last, table.lastLength);
      heap.free(table.last);
    }
    table.last = last;
    table.lastRoom = length << 1;
  }
  memory.copy(table.last + kept, bytes + start + kept, rest);
  table.lastLength = length;
  table.lastCode = code;
  return code;
}

/** Makes whole records of those in order, and gives each its slot, once a text has to be looked up. */
function makeSlots(table: Table): void {
  let length: usize = 1024;
  while (table.entries * 2 > <i32>length - 1) length <<= 1;
  const slots = heap.alloc(length << 3);
  memory.fill(slots, 0, length << 3);
  const mask = <i32>length - 1;
  store<u32>(table.segment, <u32>table.next, 4);
  let old = table.firstSegment;
  table.firstSegment = 0;
  table.segment = 0;
  addSegment(table, FIRST_SEGMENT);
  table.lastLength = 0;
  let code = 0;
  while (old !== 0) {
    const end = <usize>load<u32>(old, 4);
    for (let at = old + SEGMENT_HEAD; at < end; ) {
      at = readInOrder(table, at);
      const size = table.lastLength;
      const record = addRecord(table, table.last, size, table.lastCode < 0 ? -1 : code);
      if (table.lastCode === 0) code += 1;
      const hash = hashOf(table.last, size);
      let slot = hash & mask;
      while (load<u32>(slots + ((<usize>slot) << 3), 4) !== 0) slot = (slot + 1) & mask;
      store<i32>(slots + ((<usize>slot) << 3), hash);
      store<u32>(slots + ((<usize>slot) << 3), <u32>record, 4);
    }
    const next = <usize>load<u32>(old);
    heap.free(old);
    old = next;
  }
  if (table.last !== 0) heap.free(table.last);
  table.last = 0;
  table.slots = slots;
  table.mask = mask;
  table.ordered = 0;
}

/** Makes the segment hold `room` bytes more. */
function makeRoom(table: Table, room: usize): void {
  if (table.next + room <= table.end) return;
  const last = table.end - table.segment;
  addSegment(table, max(min(last << 1, LAST_SEGMENT), SEGMENT_HEAD + room));
}

/** Code of a text that was not seen before; -1 = it means "no value". */
function newCode(table: Table, bytes: usize, start: i32, length: i32): i32 {
  table.entries += 1;
  if (length <= longest && load<u8>(possible + (length << 8) + load<u8>(bytes + start)) === 1 && unknown(start, start + length)) return -1;
  return table.size++;
}

function addRecord(table: Table, text: usize, length: i32, code: i32): usize {
  const room = RECORD_HEAD + length;
  makeRoom(table, room);
  const record = table.next;
  table.next = record + room;
  memory.copy(record + RECORD_HEAD, text, length);
  store<i32>(record, code);
  store<i32>(record, length, 4);
  return record;
}

function insert(table: Table, slot: i32, hash: i32, bytes: usize, start: i32, length: i32): i32 {
  const code = newCode(table, bytes, start, length);
  const record = addRecord(table, bytes + start, length, code);
  const at = table.slots + ((<usize>slot) << 3);
  store<i32>(at, hash);
  store<u32>(at, <u32>record, 4);
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
