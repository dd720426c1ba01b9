import { BLOCK_BYTES, type TextSource } from '../../electron/engine/import/text-source.ts';

/** A text that is already in memory, e.g. a sample; `blockBytes` makes it arrive in small pieces. */
export function memoryTextSource(bytes: Buffer, blockBytes = BLOCK_BYTES): TextSource {
  let position = 0;
  return {
    read(target, offset, length) {
      const copied = bytes.copy(target, offset, position, Math.min(bytes.length, position + Math.min(length, blockBytes)));
      position += copied;
      return copied;
    },
  };
}
