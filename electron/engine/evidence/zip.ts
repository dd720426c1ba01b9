import { Zip, ZipDeflate } from 'fflate';
import { ChokepointError } from '../../../shared/case/error.ts';

/** Fixed, so that the same files give the same zip: a zip of this library knows local time only, which this is in every zone. */
const TIME = new Date(1980, 0, 1);
const LEVEL = 6;
/** Files are compressed in pieces of this many bytes, however they come, since the pieces show in what is written. */
const PIECE = 256 * 1024;
/** Offsets of a plain zip have 32 bits. */
const LIMIT = 2 ** 32 - 1;

/** A file of a zip, in pieces that are asked for once. */
export type ZipEntry = { path: string; content: () => Iterable<Uint8Array> };

/** Text order of the code units, the same in every language of a system. */
export const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** The same bytes in pieces of one size; each is a copy, since the compressor keeps what it is given. */
function* evenPieces(content: Iterable<Uint8Array>): Generator<Uint8Array> {
  let piece = new Uint8Array(PIECE);
  let filled = 0;
  for (const part of content) {
    for (let from = 0; from < part.length; ) {
      const taken = Math.min(PIECE - filled, part.length - from);
      piece.set(part.subarray(from, from + taken), filled);
      filled += taken;
      from += taken;
      if (filled < PIECE) continue;
      yield piece;
      piece = new Uint8Array(PIECE);
      filled = 0;
    }
  }
  yield piece.subarray(0, filled);
}

/**
 * Writes files as one zip: sorted by path, with a fixed time and level, so that the same files give the same bytes on every host.
 *
 * @param write takes the zip piece by piece
 * @param checkpoint called for each piece of 256 KiB; a throw stops the work
 * @throws ChokepointError `bundle-too-large` where a plain zip cannot hold the files
 */
export function writeZip(entries: readonly ZipEntry[], write: (piece: Uint8Array) => void, checkpoint: () => void = () => {}): void {
  let bytes = 0;
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    bytes += piece.length;
    if (bytes > LIMIT) throw tooLarge();
    write(piece);
  });
  for (const { path, content } of [...entries].sort(byPath)) {
    const file = new ZipDeflate(path, { level: LEVEL });
    file.mtime = TIME;
    zip.add(file);
    let size = 0;
    let pending: Uint8Array | null = null;
    for (const piece of evenPieces(content())) {
      checkpoint();
      size += piece.length;
      if (size > LIMIT) throw tooLarge();
      if (pending) file.push(pending);
      pending = piece;
    }
    file.push(pending ?? new Uint8Array(0), true);
  }
  zip.end();
}

function tooLarge(): ChokepointError {
  return new ChokepointError(
    'bundle-too-large',
    'The files of the bundle take more than 4 GiB, which a plain zip cannot hold; no file was written.',
    'Say of the largest source files, under Sources, that the bundle holds only their hashes.',
    { limit: LIMIT },
  );
}

/** Files in memory as one zip. @see writeZip */
export function zipBytes(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const pieces: Uint8Array[] = [];
  writeZip(
    [...files].map(([path, content]) => ({ path, content: () => [content] })),
    (piece) => pieces.push(piece),
  );
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
