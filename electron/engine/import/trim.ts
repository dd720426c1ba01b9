/** Length in bytes of the Unicode blank that starts at `position`, 0 where none does. */
function unicodeBlank(bytes: Uint8Array, position: number): number {
  const first = bytes[position] as number;
  const second = bytes[position + 1] as number;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = bytes[position + 2] as number;
  if (first === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0;
  if (first === 0xe2) {
    if (second === 0x80) return (third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf ? 3 : 0;
    return second === 0x81 && third === 0x9f ? 3 : 0;
  }
  if (first === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  if (first === 0xef) return second === 0xbb && third === 0xbf ? 3 : 0;
  return 0;
}

/** First byte of `bytes[start..end)` that is no blank in the sense of `String.trim`. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  while (start < end) {
    const byte = bytes[start] as number;
    if (byte === 32 || (byte >= 9 && byte <= 13)) start += 1;
    else if (byte < 0x80) return start;
    else {
      const length = unicodeBlank(bytes, start);
      if (length === 0 || start + length > end) return start;
      start += length;
    }
  }
  return start;
}

/** End of `bytes[start..end)` without trailing blanks in the sense of `String.trim`. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start) {
    const byte = bytes[end - 1] as number;
    if (byte === 32 || (byte >= 9 && byte <= 13)) end -= 1;
    else if (byte < 0x80) return end;
    else if (end - 3 >= start && unicodeBlank(bytes, end - 3) === 3) end -= 3;
    else if (end - 2 >= start && unicodeBlank(bytes, end - 2) === 2) end -= 2;
    else return end;
  }
  return end;
}
