// @ts-nocheck: AssemblyScript, a part of kernel.ts. Texts as bytes in memory; up to eight bytes behind them may be read, and are not used.

let shared: i32 = 0;

/** Bytes that both texts of the last `compare` begin with. */
export function sharedBytes(): i32 {
  return shared;
}

/** Below, at or above zero as the left text comes before, is, or comes behind the right one in the order of bytes. */
export function compare(left: usize, leftLength: i32, right: usize, rightLength: i32): i32 {
  const shorter = min(leftLength, rightLength);
  for (let index = 0; index < shorter; index += 8) {
    let one = bswap<u64>(load<u64>(left + index));
    let other = bswap<u64>(load<u64>(right + index));
    const rest = shorter - index;
    if (rest < 8) {
      one >>= (8 - rest) << 3;
      other >>= (8 - rest) << 3;
    }
    if (one !== other) {
      shared = index + <i32>((clz(one ^ other) >> 3) - (rest < 8 ? 8 - rest : 0));
      return one < other ? -1 : 1;
    }
  }
  shared = shorter;
  return leftLength - rightLength;
}

export function inner(byte: u8): bool {
  return byte > 32 && byte < 0x80;
}

export function blank(byte: u8): bool {
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
