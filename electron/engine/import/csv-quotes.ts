/** Writes the text of the cell in [start, end), which begins with its opening quote, to `target`; returns the end. */
export function unescapeCell(bytes: Buffer, quote: number, start: number, end: number, target: number): number {
  let position = start + 1;
  let inside = true;
  while (position < end) {
    const byte = bytes[position] as number;
    if (inside && byte === quote) {
      if (position + 1 < end && bytes[position + 1] === quote) {
        bytes[target++] = quote;
        position += 2;
      } else {
        inside = false;
        position += 1;
      }
      continue;
    }
    bytes[target++] = byte;
    position += 1;
  }
  return target;
}
