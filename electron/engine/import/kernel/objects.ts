// @ts-nocheck: AssemblyScript, a part of kernel.ts.
import { hashOf, same } from './texts';

const LF: i32 = 10;
const QUOTE: i32 = 34;
const COMMA: i32 = 44;
const MINUS: i32 = 45;
const POINT: i32 = 46;
const ZERO: i32 = 48;
const COLON: i32 = 58;
const BACKSLASH: i32 = 92;
const OPEN: i32 = 123;
const CLOSE: i32 = 125;
/** `null`, `true`, `alse` as they lie in memory */
const NULL: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
/** From this many digits and points in a row on, the numbers of a record keep their text, as `parseJson` has it. */
const LONG_NUMBER: i32 = 16;

/** Names of members: address of the text with its quotation marks, length, column. */
const KEY_WORDS: usize = 12;
let keys: usize = 0;
let keyCount: i32 = 0;
let slots: usize = 0;
let mask: i32 = 0;

/** Sets the names that `scanObjects` knows. */
export function setKeys(table: usize, count: i32): void {
  let length = 16;
  while (length < count * 2) length <<= 1;
  if (slots !== 0) heap.free(slots);
  slots = heap.alloc((<usize>length) << 2);
  memory.fill(slots, 0, (<usize>length) << 2);
  mask = length - 1;
  keys = table;
  keyCount = count;
  for (let key = 0; key < count; key++) {
    const entry = table + <usize>key * KEY_WORDS;
    let slot = hashOf(<usize>load<u32>(entry), load<i32>(entry, 4)) & mask;
    while (load<i32>(slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & mask;
    store<i32>(slots + ((<usize>slot) << 2), key + 1);
  }
}

/** Number of the name in [at, at + length), -1 = not known. */
function keyOf(at: usize, length: i32): i32 {
  let slot = hashOf(at, length) & mask;
  let key = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  while (key >= 0) {
    const entry = keys + <usize>key * KEY_WORDS;
    if (load<i32>(entry, 4) === length && same(<usize>load<u32>(entry), at, length)) return key;
    slot = (slot + 1) & mask;
    key = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  }
  return -1;
}

let scannedTo: i32 = 0;

/** Where the line begins that `scanObjects` did not take. */
export function scannedObjects(): i32 {
  return scannedTo;
}

/**
 * Finds the cells of plain records in the lines of [position, limit), up to `rows` of them, and returns how many it found. Behind the
 * limit there must be a line end. It stops before a line that is not an object of known names whose values are numbers, truth values,
 * nulls and texts without a backslash, and before one that is longer than `maxRecord`.
 */
export function scanObjects(
  bytes: usize,
  position: i32,
  limit: i32,
  columns: i32,
  rows: i32,
  maxRecord: i32,
  starts: usize,
  ends: usize,
  rawStarts: usize,
  rawEnds: usize,
): i32 {
  const end = bytes + <usize>limit;
  const width = (<usize>columns) << 2;
  let record = bytes + <usize>position;
  let row = 0;
  for (; row < rows; row++, starts += width, ends += width) {
    let at = record;
    while (<i32>load<u8>(at) <= 32 && <i32>load<u8>(at) !== LF) at++;
    if (at >= end || <i32>load<u8>(at) !== OPEN) break;
    const first = at;
    memory.fill(starts, 0, width);
    memory.fill(ends, 0, width);
    at = members(bytes, at + 1, starts, ends);
    if (at === 0) break;
    const last = at;
    while (<i32>load<u8>(at) <= 32 && <i32>load<u8>(at) !== LF) at++;
    if (at >= end || <i32>load<u8>(at) !== LF || <i32>(last - first) > maxRecord) break;
    if (rounded && !exact && !keepsNumbers(first, last)) shorten(bytes, columns, starts, ends);
    store<i32>(rawStarts + ((<usize>row) << 2), <i32>(first - bytes));
    store<i32>(rawEnds + ((<usize>row) << 2), <i32>(last - bytes));
    record = at + 1;
  }
  scannedTo = <i32>(record - bytes);
  return row;
}

/** Of the record that was read last: a number is not written as JavaScript would, and one makes all numbers keep their text. */
let rounded: bool = false;
let exact: bool = false;

/** Reads the members behind a brace into the cells of one record; the byte behind the closing brace, 0 = the record is not plain. */
function members(bytes: usize, at: usize, starts: usize, ends: usize): usize {
  rounded = false;
  exact = false;
  at = skipBlanks(at);
  if (<i32>load<u8>(at) === CLOSE) return at + 1;
  for (let key = 0; at !== 0; key++) {
    if (<i32>load<u8>(at) !== QUOTE) return 0;
    let entry = keys + <usize>key * KEY_WORDS;
    if (key >= keyCount || !same(at, <usize>load<u32>(entry), load<i32>(entry, 4))) {
      const closing = textEnd(at + 1);
      if (<i32>load<u8>(closing) !== QUOTE) return 0;
      key = keyOf(at, <i32>(closing + 1 - at));
      if (key < 0) return 0;
      entry = keys + <usize>key * KEY_WORDS;
    }
    at += load<i32>(entry, 4);
    if (<i32>load<u8>(at) !== COLON) {
      at = skipBlanks(at);
      if (<i32>load<u8>(at) !== COLON) return 0;
    }
    at = skipBlanks(at + 1);
    let start = at;
    let end = at;
    const byte = <i32>load<u8>(at);
    if (byte === QUOTE) {
      start = at + 1;
      end = textEnd(start);
      if (<i32>load<u8>(end) !== QUOTE) return 0;
      at = end + 1;
    } else if (byte === MINUS || <u32>(byte - ZERO) <= 9) {
      at = numberEnd(at);
      if (at === 0) return 0;
      end = at;
    } else if (load<u32>(at) === NULL) {
      at += 4;
    } else if (load<u32>(at) === TRUE) {
      at += 4;
      end = at;
    } else if (load<u32>(at + 1) === ALSE && byte === 102) {
      at += 5;
      end = at;
    } else return 0;
    const column = (<usize>load<i32>(entry, 8)) << 2;
    store<i32>(starts + column, <i32>(start - bytes));
    store<i32>(ends + column, <i32>(end - bytes));
    at = skipBlanks(at);
    const behind = <i32>load<u8>(at);
    if (behind === CLOSE) return at + 1;
    if (behind !== COMMA) return 0;
    at = skipBlanks(at + 1);
  }
  return 0;
}

/** The blanks of JSON but the line end. */
function skipBlanks(at: usize): usize {
  let byte = <i32>load<u8>(at);
  while (byte <= 32 && (byte === 32 || byte === 9 || byte === 13)) byte = <i32>load<u8>(++at);
  return at;
}

/** The first quotation mark, backslash or control character from `at` on. */
function textEnd(at: usize): usize {
  const quotes = i8x16.splat(<i8>QUOTE);
  const backslashes = i8x16.splat(<i8>BACKSLASH);
  const blanks = i8x16.splat(32);
  let bits = 0;
  for (at -= 16; bits === 0; ) {
    at += 16;
    const text = v128.load(at);
    bits = i8x16.bitmask(v128.or(v128.or(i8x16.eq(text, quotes), i8x16.eq(text, backslashes)), i8x16.lt_u(text, blanks)));
  }
  return at + <usize>ctz(bits);
}

function digitsEnd(at: usize): usize {
  while (<u32>(<i32>load<u8>(at) - ZERO) <= 9) at++;
  return at;
}

/** The byte behind the number at `at`, 0 = it is none, or one that JavaScript writes with an exponent. */
function numberEnd(at: usize): usize {
  const negative = <i32>load<u8>(at) === MINUS;
  if (negative) at++;
  const first = at;
  const whole = digitsEnd(at);
  const leadingZero = <i32>load<u8>(first) === ZERO;
  if (whole === first || (leadingZero && whole > first + 1)) return 0;
  at = whole;
  if (<i32>load<u8>(at) === POINT) {
    at = digitsEnd(whole + 1);
    if (at === whole + 1) return 0;
  }
  const length = <i32>(at - first);
  if ((<i32>load<u8>(at) | 32) === 101) {
    at++;
    const sign = <i32>load<u8>(at);
    if (sign === 43 || sign === MINUS) at++;
    const exponent = at;
    at = digitsEnd(at);
    if (at === exponent) return 0;
    exact = true;
    return at;
  }
  if (length >= LONG_NUMBER) exact = true;
  else if (at > whole) {
    if (<i32>load<u8>(at - 1) === ZERO) rounded = true;
    if (leadingZero && at > whole + 7) {
      let zeros = whole + 1;
      while (zeros < at && <i32>load<u8>(zeros) === ZERO) zeros++;
      if (zeros >= whole + 7) return 0;
    }
  }
  if (negative && leadingZero) rounded = true;
  return at;
}

/** Whether a record holds a text by which `parseJson` keeps the text of all numbers: 16 digits and points, or an exponent. */
function keepsNumbers(at: usize, end: usize): bool {
  let run = 0;
  for (; at < end; at++) {
    const byte = <i32>load<u8>(at);
    if (<u32>(byte - ZERO) <= 9 || byte === POINT) {
      run += 1;
      if (run === LONG_NUMBER) return true;
      continue;
    }
    run = 0;
    if ((byte | 32) !== 101 || <u32>(<i32>load<u8>(at - 1) - ZERO) > 9) continue;
    const sign = <i32>load<u8>(at + 1);
    if (<u32>(<i32>load<u8>(at + (sign === 43 || sign === MINUS ? 2 : 1)) - ZERO) <= 9) return true;
  }
  return false;
}

/** Takes the zeros from the end of fractions, and the sign from zero, in the numbers of one record. */
function shorten(bytes: usize, columns: i32, starts: usize, ends: usize): void {
  for (let column: usize = 0; column < (<usize>columns) << 2; column += 4) {
    const start = bytes + <usize>load<i32>(starts + column);
    let end = bytes + <usize>load<i32>(ends + column);
    if (start === end || <i32>load<u8>(start - 1) === QUOTE) continue;
    const negative = <i32>load<u8>(start) === MINUS;
    const whole = digitsEnd(negative ? start + 1 : start);
    if (whole < end && <i32>load<u8>(whole) === POINT) {
      while (<i32>load<u8>(end - 1) === ZERO) end--;
      if (end === whole + 1) end = whole;
      store<i32>(ends + column, <i32>(end - bytes));
    }
    if (negative && end === start + 2 && <i32>load<u8>(start + 1) === ZERO) store<i32>(starts + column, <i32>(start + 1 - bytes));
  }
}
