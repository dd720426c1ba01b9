import { createHash } from 'node:crypto';

/** SHA-256 of text (UTF-8) or bytes, hexadecimal. The build of verify.html takes digest-portable.ts in its place. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of pieces of text one after the other, hexadecimal. */
export function sha256OfPieces(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
