const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * What tells the shape of a file: its headers, in any order.
 *
 * @param headers as the file has them, each once
 * @returns 16 hexadecimal digits; FNV-1a, 64 bits, over the sorted headers in UTF-16 code units
 */
export function headerFingerprint(headers: readonly string[]): string {
  let hash = OFFSET;
  for (const header of [...headers].sort()) {
    for (const unit of [...Array.from(header, (_, at) => header.charCodeAt(at)), 0xffff])
      hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * PRIME);
  }
  return hash.toString(16).padStart(16, '0');
}
