import { unzipSync, type Zippable, zipSync } from 'fflate';
import { ChokepointError } from '../../../shared/case/error.ts';

/** Files of a bundle by their name within it. */
export type BundleFiles = Map<string, Uint8Array>;

/** Bytes that the files of a bundle may have together: more than any case of a million records, less than memory. */
const MOST_BYTES = 2 * 1024 ** 3;
const MOST_FILES = 20_000;
const TIME = new Date(1980, 0, 1);

/**
 * Reads the files of a zip.
 *
 * @param name of the zip, for messages
 * @throws ChokepointError `not-a-bundle`, `bundle-too-large`
 */
export function readArchive(content: Uint8Array, name: string): BundleFiles {
  let bytes = 0;
  let files = 0;
  const tooLarge = new ChokepointError(
    'bundle-too-large',
    `"${name}" holds more than ${MOST_FILES} files or ${MOST_BYTES} bytes; it was not opened.`,
    'Check where it comes from.',
    { fileName: name },
  );
  try {
    const found = unzipSync(content, {
      filter: (entry) => {
        bytes += entry.originalSize;
        files += 1;
        if (bytes > MOST_BYTES || files > MOST_FILES) throw tooLarge;
        return !entry.name.endsWith('/');
      },
    });
    return new Map(Object.entries(found));
  } catch (error) {
    if (error === tooLarge) throw error;
    throw new ChokepointError('not-a-bundle', `"${name}" cannot be read as a zip file.`, 'Choose the .zip that an export wrote.', {
      fileName: name,
    });
  }
}

/** A zip of the files: the same files give the same bytes, whatever their order and the clock. */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const entries: Zippable = Object.fromEntries(sorted);
  return zipSync(entries, { mtime: TIME, level: 6, os: 0 });
}
