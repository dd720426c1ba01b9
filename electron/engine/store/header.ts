import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { caseDamaged, caseForeign, caseNewer } from './case-errors.ts';

/** `CHKP`, at byte 68 of every case file. */
export const APPLICATION_ID = 0x43484b50;

const MAGIC = 'SQLite format 3\0';

/**
 * Looks at the first 100 bytes of a file without letting SQLite touch it, and refuses what is not a case of a known format.
 *
 * Must not be called while this process has the file open through SQLite: closing the file here would drop SQLite's locks
 * (sqlite.org/howtocorrupt.html, 2.2).
 *
 * @param hasLog a write-ahead log lies beside the file, so its page count may be behind
 * @throws ChokepointError `case-foreign`, `case-damaged` (shorter than its own page count) or `case-newer`
 * Source of the offsets: sqlite.org/fileformat2.html, 1.3
 */
export function checkHeader(path: string, supported: number, hasLog: boolean): void {
  const header = Buffer.alloc(100);
  const descriptor = openSync(path, 'r');
  let bytes: number;
  let read: number;
  try {
    bytes = fstatSync(descriptor).size;
    read = readSync(descriptor, header, 0, 100, 0);
  } finally {
    closeSync(descriptor);
  }
  if (bytes === 0) throw caseForeign(path, 'the file is empty');
  if (header.toString('latin1', 0, 16) !== MAGIC) throw caseForeign(path, 'it has another format');
  if (read < 100) throw caseDamaged(path, `only ${bytes} bytes are left of it`);
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw caseForeign(path, 'it is a database of another program');
  const formatVersion = header.readUInt32BE(60);
  if (formatVersion > supported) throw caseNewer(path, formatVersion, supported);
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const expected = header.readUInt32BE(28) * pageSize;
  const countIsValid = header.readUInt32BE(24) === header.readUInt32BE(92);
  if (!hasLog && countIsValid && bytes < expected) {
    throw caseDamaged(path, `it has ${bytes} of its ${expected} bytes`);
  }
}
