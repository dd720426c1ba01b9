import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import type { Transform } from 'node:stream';
import { crc32, createGunzip, createInflateRaw, createZstdDecompress, gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { ChokepointError } from '../../../../shared/case/error.ts';
import type { PackedRequest, ZipMember } from './protocol.ts';
import { zstdFrames } from './zstd-frames.ts';

/** Most bytes that a file may have once it is unpacked. */
export const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** From this size on, a file that unpacks to more than `MAX_RATIO` times its size is taken for a trap. */
const RATIO_FROM_BYTES = 64 << 20;
export const MAX_RATIO = 500;

/** Packed parts of at most this size are unpacked at once, if what comes out is no larger than `MAX_SMALL_BYTES`. */
const SMALL_PACKED_BYTES = 4 << 20;
const MAX_SMALL_BYTES = 32 << 20;

type Part = { start: number; end: number };

/** Reads bytes at a position of an open file; fewer at its end. */
function readerAt(descriptor: number): (position: number, length: number) => Buffer {
  return (position, length) => {
    const bytes = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(descriptor, bytes, filled, length - filled, position + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  };
}

/** The packed parts of a file, one behind the other. */
function* partsOf(request: PackedRequest, descriptor: number): Generator<Part> {
  const { size } = fstatSync(descriptor);
  if (request.kind === 'member') yield { start: request.member.start, end: request.member.start + request.member.packedBytes };
  else if (request.kind === 'zstd') yield* zstdFrames(readerAt(descriptor), size);
  else yield { start: 0, end: size };
}

function nameOf(request: PackedRequest): string {
  return request.kind === 'member' ? `${request.fileName}: ${request.member.name}` : request.fileName;
}

/**
 * Unpacks a small file at once.
 *
 * @param size packed bytes
 * @returns `null` where it, or what is inside, is not small
 * Errors: `archive-damaged`
 */
export function unpackSmall(request: PackedRequest, size: number): Buffer | null {
  const member = request.kind === 'member' ? request.member : null;
  if ((member?.packedBytes ?? size) > SMALL_PACKED_BYTES) return null;
  const descriptor = openSync(request.path, 'r');
  try {
    const read = readerAt(descriptor);
    const texts: Buffer[] = [];
    let left = MAX_SMALL_BYTES;
    for (const { start, end } of partsOf(request, descriptor)) {
      if (end - start === 0) continue;
      const text = inflateNow(request.kind, member, read(start, end - start), left);
      left -= text.length;
      if (left <= 0) return null;
      texts.push(text);
    }
    const text = Buffer.concat(texts);
    if (member) checkMember(member, crc32(text), text.length, nameOf(request));
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw known(error, nameOf(request));
  } finally {
    closeSync(descriptor);
  }
}

function inflateNow(kind: PackedRequest['kind'], member: ZipMember | null, packed: Buffer, maxOutputLength: number): Buffer {
  if (kind === 'gzip') return gunzipSync(packed, { maxOutputLength });
  if (kind === 'zstd' || member?.method === 93) return zstdDecompressSync(packed, { maxOutputLength });
  return member?.method === 8 ? inflateRawSync(packed, { maxOutputLength }) : packed;
}

/**
 * Unpacks a file, or a part of it, block by block.
 *
 * @param take gets each block, with the packed bytes of the file that are read so far
 * Errors: `archive-damaged`, `archive-too-large`, what `take` throws
 */
export async function unpack(request: PackedRequest, take: (block: Uint8Array, packed: number) => void): Promise<void> {
  const member = request.kind === 'member' ? request.member : null;
  const name = nameOf(request);
  const descriptor = openSync(request.path, 'r');
  let packed = 0;
  let bytes = 0;
  let crc = 0;
  try {
    for (const part of partsOf(request, descriptor)) {
      if (part.end === part.start) continue;
      const before = packed;
      await unpackPart(request, part, (block, read) => {
        packed = before + read;
        bytes += block.length;
        if (bytes > MAX_UNPACKED_BYTES || (bytes > RATIO_FROM_BYTES && bytes > packed * MAX_RATIO)) throw tooLarge(name, packed, bytes);
        if (member) crc = crc32(block, crc);
        take(block, (member?.start ?? 0) + packed);
      });
      packed = before + part.end - part.start;
    }
    if (member) checkMember(member, crc, bytes, name);
  } catch (error) {
    throw known(error, name);
  } finally {
    closeSync(descriptor);
  }
}

/** @param take gets each block with the packed bytes of this part that are read so far */
async function unpackPart(
  { kind, path, ...request }: PackedRequest,
  { start, end }: Part,
  take: (block: Uint8Array, read: number) => void,
) {
  const file = createReadStream(path, { highWaterMark: 64 << 10, start, end: end - 1 });
  let read = 0;
  file.on('data', (block) => {
    read += block.length;
  });
  const stream = decompressor(kind, 'member' in request ? request.member : null);
  try {
    // an error of the file must end the stream that is read
    if (stream) file.on('error', (error) => stream.destroy(error));
    for await (const block of stream ? file.pipe(stream) : file) take(block as Uint8Array, read);
  } finally {
    file.destroy();
  }
}

function checkMember(member: ZipMember, crc: number, bytes: number, name: string): void {
  if (crc !== member.crc || bytes !== member.bytes) throw damaged(name, 'CRC', new Error('the checksum does not fit'));
}

/** The error of a decompressor in words; others as they are. */
function known(error: unknown, name: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /^Z_|^ZSTD|^ERR_.*Z/.test(code) || message === 'unexpected end of file' ? damaged(name, code, error as Error) : error;
}

function decompressor(kind: PackedRequest['kind'], member: ZipMember | null): Transform | null {
  const chunkSize = 256 << 10;
  if (kind === 'gzip') return createGunzip({ chunkSize });
  if (kind === 'zstd' || member?.method === 93) return createZstdDecompress({ chunkSize });
  return member?.method === 8 ? createInflateRaw({ chunkSize }) : null;
}

function damaged(name: string, code: string, error: Error): ChokepointError {
  const short = /unexpected end/.test(error.message) || code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong';
  return new ChokepointError(
    'archive-damaged',
    short
      ? `"${name}" ends before its packed data is complete; nothing was imported.`
      : `"${name}" cannot be unpacked: its packed data is damaged (${error.message}); nothing was imported.`,
    'Download or export the file again; if that does not help, ask the publisher for it.',
    { fileName: name, code },
  );
}

function tooLarge(name: string, packed: number, bytes: number): ChokepointError {
  return new ChokepointError(
    'archive-too-large',
    bytes > MAX_UNPACKED_BYTES
      ? `"${name}" unpacks to more than 4 GiB; nothing was imported.`
      : `"${name}" unpacks to more than ${MAX_RATIO} times its size (${bytes} bytes from ${packed}), as files do that are made to fill memory; nothing was imported.`,
    bytes > MAX_UNPACKED_BYTES
      ? 'Split the file or leave out the columns that are not needed.'
      : 'If the file is sound, unpack it yourself and import what is inside.',
    { fileName: name, packed, bytes, limit: MAX_UNPACKED_BYTES, ratio: MAX_RATIO },
  );
}
