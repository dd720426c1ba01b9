const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/**
 * Bounds of the frames of a Zstandard file, in order. Node's decompressor ends behind the first one, and parallel packers write many.
 *
 * @param read bytes at a position; fewer at the end of the file
 * @returns the last frame reaches to the end of the file where it is not complete, so that the decompressor finds it cut off
 * Source: RFC 8878, sections 3.1.1 and 3.1.2
 */
export function* zstdFrames(read: (position: number, length: number) => Buffer, size: number): Generator<{ start: number; end: number }> {
  for (let start = 0; start < size; ) {
    const head = read(start, 14);
    const magic = head.length >= 8 ? head.readUInt32LE(0) : 0;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      start += 8 + head.readUInt32LE(4);
      continue;
    }
    const end = magic === MAGIC ? frameEnd(read, start, head) : null;
    yield { start, end: end ?? size };
    start = end ?? size;
  }
}

function frameEnd(read: (position: number, length: number) => Buffer, start: number, head: Buffer): number | null {
  const descriptor = head[4] as number;
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  let position = start + 5 + (single ? 0 : 1) + dictionary + contentSize;
  for (;;) {
    const block = read(position, 3);
    if (block.length < 3) return null;
    const header = block.readUIntLE(0, 3);
    const type = (header >> 1) & 3;
    position += 3 + (type === 1 ? 1 : header >> 3);
    if ((header & 1) === 1) return position + ((descriptor & 4) !== 0 ? 4 : 0);
  }
}
