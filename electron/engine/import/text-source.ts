import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Dialect } from '../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../shared/case/error.ts';
import { binaryFileError } from './file-kinds.ts';

export const BLOCK_BYTES = 1 << 20;
const MAX_FILE_BYTES = 4 * 1024 ** 3;

/** Something that gives a file's text as UTF-8 bytes, block by block. */
export interface TextSource {
  /** Fills `target` from `offset` with at most `length` bytes; 0 = end of the file. */
  read(target: Buffer, offset: number, length: number): number;
}

/** The bytes of a file, read in order. */
export interface RawBytes {
  readonly size: number;
  /** Fills `target` from `offset` with at most `length` bytes; 0 = end of the file. */
  read(target: Buffer, offset: number, length: number): number;
  /** how far the reading is, where that is not the number of bytes that were given */
  consumed?(): number;
  /** line ends among the first `offset` bytes; asked for messages only */
  lineFeedsBefore(offset: number): number;
}

export type TextSourceOptions = {
  /** called after every block with the bytes read so far */
  onProgress?: (done: number, total: number) => void;
  blockBytes?: number;
};

/** Length of the longest prefix of `bytes[0..end)` that does not end inside a UTF-8 sequence. */
export function completeUtf8Length(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= 3 && back <= end; back++) {
    const byte = bytes[end - back] as number;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? end - back : end;
    }
  }
  return end;
}

/** Offset of the first byte that is not well-formed UTF-8 in `bytes[start..end)`, or -1. */
export function firstInvalidUtf8(bytes: Buffer, start: number, end: number): number {
  // isUtf8 runs at memory speed: halve until the offending 64 bytes are found, then try each prefix.
  let low = start;
  let high = end;
  if (isUtf8(bytes.subarray(low, high))) return -1;
  while (high - low > 64) {
    const middle = low + completeUtf8Length(bytes.subarray(low, high), (high - low) >> 1);
    if (isUtf8(bytes.subarray(low, middle))) low = middle;
    else high = middle;
  }
  for (let position = low; position < end; ) {
    const byte = bytes[position] as number;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (!isUtf8(bytes.subarray(position, Math.min(position + length, end)))) return position;
    position += length;
  }
  return low;
}

/**
 * The text of a file as UTF-8, read in blocks so that memory stays flat.
 *
 * UTF-8 is checked byte by byte, UTF-16 and Windows-1252 are transcoded; a byte-order mark is left out.
 * Errors: `encoding-mismatch` (offset and line of the first wrong byte), `file-binary`.
 */
export class DecodedText implements TextSource {
  readonly #bytes: RawBytes;
  readonly #fileName: string;
  readonly #options: TextSourceOptions;
  readonly #decoder: TextDecoder | null;
  readonly #raw: Buffer | null;
  #pending: Buffer = Buffer.alloc(0);
  #offset = 0;
  #skip: number;
  /** bytes of an unfinished UTF-8 sequence at the end of the last block */
  #tail: Buffer = Buffer.alloc(0);

  constructor(bytes: RawBytes, fileName: string, dialect: Pick<Dialect, 'encoding' | 'bom'>, options: TextSourceOptions = {}) {
    this.#bytes = bytes;
    this.#fileName = fileName;
    this.#options = options;
    this.#skip = dialect.bom ? (dialect.encoding === 'utf-8' ? 3 : dialect.encoding === 'windows-1252' ? 0 : 2) : 0;
    this.#decoder = dialect.encoding === 'utf-8' ? null : new TextDecoder(dialect.encoding, { ignoreBOM: true });
    this.#raw = this.#decoder ? Buffer.allocUnsafe(options.blockBytes ?? BLOCK_BYTES) : null;
  }

  read(target: Buffer, offset: number, length: number): number {
    return this.#decoder && this.#raw
      ? this.#readDecoded(this.#decoder, this.#raw, target, offset, length)
      : this.#readUtf8(target, offset, length);
  }

  #readBlock(target: Buffer, offset: number, length: number): number {
    const bytes = this.#bytes.read(target, offset, Math.min(length, this.#options.blockBytes ?? BLOCK_BYTES));
    this.#offset += bytes;
    this.#options.onProgress?.(this.#bytes.consumed?.() ?? this.#offset, this.#bytes.size);
    return bytes;
  }

  #readUtf8(target: Buffer, offset: number, length: number): number {
    let bytes = this.#readBlock(target, offset, length);
    while (bytes > 0 && this.#skip > 0) {
      const skipped = Math.min(this.#skip, bytes);
      target.copyWithin(offset, offset + skipped, offset + bytes);
      this.#skip -= skipped;
      bytes -= skipped;
      if (bytes === 0) bytes = this.#readBlock(target, offset, length);
    }
    this.#check(target.subarray(offset, offset + bytes));
    return bytes;
  }

  #check(block: Buffer): void {
    const nul = block.indexOf(0);
    if (nul !== -1) throw binaryFileError(this.#fileName, null, this.#offset - block.length + nul);
    // the few bytes that belong to a sequence begun in the block before are checked with it
    let start = 0;
    if (this.#tail.length > 0) {
      while (start < block.length && start < 4 && ((block[start] as number) & 0xc0) === 0x80) start += 1;
      const joined = Buffer.concat([this.#tail, block.subarray(0, start)]);
      const finished = start < block.length || block.length === 0;
      if (!finished && completeUtf8Length(joined, joined.length) === 0) {
        this.#tail = joined;
        return;
      }
      if (!isUtf8(joined)) throw this.#mismatch(joined, 0, this.#offset - block.length - this.#tail.length);
      this.#tail = Buffer.alloc(0);
    }
    const end = completeUtf8Length(block, block.length);
    if (end > start && !isUtf8(block.subarray(start, end))) {
      const wrong = firstInvalidUtf8(block, start, end);
      throw this.#mismatch(block, wrong, this.#offset - block.length + wrong);
    }
    if (end < block.length) this.#tail = Buffer.from(block.subarray(Math.max(end, start)));
  }

  #mismatch(bytes: Buffer, index: number, offset: number): ChokepointError {
    const line = this.#bytes.lineFeedsBefore(offset) + 1;
    const byte = `0x${(bytes[index] as number).toString(16).toUpperCase().padStart(2, '0')}`;
    return new ChokepointError(
      'encoding-mismatch',
      `"${this.#fileName}" is not UTF-8 text: byte ${byte} at offset ${offset} (line ${line}) does not fit; nothing was imported.`,
      'Choose Windows-1252 as the encoding if the file comes from an older Windows program, or export it again as UTF-8.',
      { fileName: this.#fileName, offset, line, byte },
    );
  }

  #readDecoded(decoder: TextDecoder, raw: Buffer, target: Buffer, offset: number, length: number): number {
    while (this.#pending.length === 0) {
      const bytes = this.#readBlock(raw, 0, raw.length);
      let block = raw.subarray(0, bytes);
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes);
        block = block.subarray(skipped);
        this.#skip -= skipped;
      }
      this.#pending = Buffer.from(bytes === 0 ? decoder.decode() : decoder.decode(block, { stream: true }), 'utf8');
      if (bytes === 0 && this.#pending.length === 0) return 0;
      const nul = this.#pending.indexOf(0);
      if (nul !== -1) throw binaryFileError(this.#fileName, null, this.#offset - bytes + nul);
    }
    const copied = this.#pending.copy(target, offset, 0, Math.min(length, this.#pending.length));
    this.#pending = this.#pending.subarray(copied);
    return copied;
  }
}

/** A file on disk as raw bytes; `close` it. Errors: as `openForReading`. */
export function fileBytes(path: string, fileName: string): RawBytes & { close(): void } {
  const { descriptor, size } = openForReading(path, fileName);
  return {
    size,
    read: (target, offset, length) => readSync(descriptor, target, offset, length, null),
    lineFeedsBefore(end) {
      const block = Buffer.allocUnsafe(BLOCK_BYTES);
      let lines = 0;
      for (let position = 0; position < end; ) {
        const bytes = readSync(descriptor, block, 0, Math.min(BLOCK_BYTES, end - position), position);
        if (bytes === 0) break;
        for (let index = 0; index < bytes; index++) if (block[index] === 10) lines += 1;
        position += bytes;
      }
      return lines;
    },
    close: () => closeSync(descriptor),
  };
}

/** Opens a file of at most 4 GiB; errors `file-unreadable`, `file-empty`, `file-too-large`. */
export function openForReading(path: string, fileName: string): { descriptor: number; size: number } {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ChokepointError(
      'file-unreadable',
      `"${fileName}" cannot be opened (${reason}); nothing was imported.`,
      reason === 'ENOENT' ? 'Check the name and the folder.' : 'Check that you may read the file and that no other program locks it.',
      { fileName, reason },
    );
  }
  const status = fstatSync(descriptor);
  const problem = !status.isFile()
    ? new ChokepointError('file-unreadable', `"${fileName}" is not a file; nothing was imported.`, 'Choose a single CSV or JSON file.', {
        fileName,
      })
    : status.size === 0
      ? new ChokepointError(
          'file-empty',
          `"${fileName}" is empty (0 bytes); nothing was imported.`,
          'Check whether the download or the export was finished, and import the file again.',
          { fileName },
        )
      : status.size > MAX_FILE_BYTES
        ? new ChokepointError(
            'file-too-large',
            `"${fileName}" holds ${status.size} bytes; files up to 4 GiB can be imported. Nothing was imported.`,
            'Split the file or leave out the columns that are not needed.',
            { fileName, bytes: status.size, limit: MAX_FILE_BYTES },
          )
        : null;
  if (problem) {
    closeSync(descriptor);
    throw problem;
  }
  return { descriptor, size: status.size };
}
