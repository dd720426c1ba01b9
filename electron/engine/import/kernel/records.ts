// @ts-nocheck: AssemblyScript, a part of kernel.ts.

/**
 * Dictionary of texts, the twin of `TextTable`. A slot holds the hash of a text and the address of its record, 0 = free: a text that was
 * seen before costs one look at a slot and one at its record. A record holds the code, the length and the text; records lie one behind
 * the other in segments, which are never moved.
 *
 * While every text was its predecessor or came behind all before it, there are no slots, and none are needed; then a record holds only
 * what differs from the text before it, so that a million ids in order take a few megabytes.
 */
@unmanaged
export class Table {
  slots: usize;
  mask: i32;
  entries: i32;
  size: i32;
  firstSegment: usize;
  segment: usize;
  /** where the next record goes, and where the segment ends */
  next: usize;
  end: usize;
  ordered: i32;
  /** the newest text while they are in order, later the one that is taken: a copy, its room, its length, its code */
  last: usize;
  lastRoom: i32;
  lastLength: i32;
  lastCode: i32;
  /** record that `takeTexts` takes next */
  cursor: usize;
}

/** A segment begins with the address of the next one and that behind its last record. */
export const SEGMENT_HEAD: usize = 8;
/** A record begins with the code of its text and its length, four bytes each. */
export const RECORD_HEAD: usize = 8;
/** Of a text in order: most bytes that it may share with the one before. */
export const MOST_SHARED: i32 = 254;
/** In place of the bytes shared: the text has no code. */
export const NO_CODE: i32 = 255;
/** In place of the length of the rest: four bytes tell it. */
export const LONG_REST: i32 = 255;
/** Bytes of the first segment of a table; each further one has twice as many, up to those of the last. */
export const FIRST_SEGMENT: usize = 1 << 14;
export const LAST_SEGMENT: usize = 1 << 20;
/** A text may be read eight bytes at a time, also beyond its end. */
export const BEYOND: usize = 8;

/** Length of the text whose record in order is at `at`. */
export function lengthInOrder(at: usize): i32 {
  const shared = <i32>load<u8>(at);
  const rest = <i32>load<u8>(at, 1);
  return (shared === NO_CODE ? 0 : shared) + (rest === LONG_REST ? load<i32>(at, 2) : rest);
}

/** Makes the text of a record in order the last one of the table, its code 0 or -1; the byte behind the record. */
export function readInOrder(table: Table, at: usize): usize {
  const shared = <i32>load<u8>(at);
  let rest = <i32>load<u8>(at, 1);
  at += 2;
  if (rest === LONG_REST) {
    rest = load<i32>(at);
    at += 4;
  }
  const kept = shared === NO_CODE ? 0 : shared;
  memory.copy(table.last + kept, at, rest);
  table.lastLength = kept + rest;
  table.lastCode = shared === NO_CODE ? -1 : 0;
  return at + rest;
}
