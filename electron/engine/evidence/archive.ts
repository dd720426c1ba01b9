import { unzipSync } from 'fflate';
import { ChokepointError } from '../../../shared/case/error.ts';
import { zipBytes } from './zip.ts';

/** Files of a bundle by their name within it. */
export type BundleFiles = Map<string, Uint8Array>;

/** Bytes that the files of a bundle may have together: more than any case of a million records, less than memory. */
const MOST_BYTES = 2 * 1024 ** 3;
const MOST_FILES = 20_000;

/** More than deflate can give from one byte: a larger size is a lie that would only cost memory. */
const MOST_RATIO = 1100;

const refused = (fileName: string, why: string) =>
  new ChokepointError('bundle-unsafe', `"${fileName}" was not opened: ${why}.`, 'Get it again from where it was made.', { fileName });

/** Why no bundle has a file of this name; `null` = it may have. */
function unsafeName(name: string): string | null {
  const leaves = name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\\') || name.split('/').includes('..');
  if (leaves) return `the name "${name}" leads out of it`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return name === '' || /[\u0000-\u001f\u007f]/.test(name) || name.split('/').includes('__proto__')
    ? 'it has a file without a readable name'
    : null;
}

/**
 * Reads the files of a zip that may be made to do harm: sizes, ratios and names are looked at before anything is unpacked, and no file may stand
 * in it twice.
 *
 * @param name of the zip, for messages
 * @throws ChokepointError `not-a-bundle`, `bundle-too-large`, `bundle-unsafe`
 */
export function readArchive(content: Uint8Array, name: string): BundleFiles {
  let bytes = 0;
  const seen = new Set<string>();
  const look = (entry: { name: string; size: number; originalSize: number }): boolean => {
    bytes += entry.originalSize;
    if (bytes > MOST_BYTES || seen.size >= MOST_FILES)
      throw new ChokepointError(
        'bundle-too-large',
        `"${name}" holds more than ${MOST_FILES} files or ${MOST_BYTES} bytes; it was not opened.`,
        'Check where it comes from.',
        { fileName: name },
      );
    const problem = unsafeName(entry.name);
    if (problem !== null) throw refused(name, problem);
    if (seen.has(entry.name)) throw refused(name, `it has two files named "${entry.name}"`);
    seen.add(entry.name);
    if (entry.originalSize > (entry.size + 16) * MOST_RATIO)
      throw refused(name, `"${entry.name}" states a size that its bytes cannot have`);
    return !entry.name.endsWith('/');
  };
  try {
    return new Map(Object.entries(unzipSync(content, { filter: look })));
  } catch (error) {
    if (error instanceof ChokepointError) throw error;
    throw new ChokepointError('not-a-bundle', `"${name}" cannot be read as a zip file.`, 'Choose the .zip that an export wrote.', {
      fileName: name,
    });
  }
}

/** A zip of the files: the same files give the same bytes, whatever their order and the clock. */
export function writeArchive(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipBytes(files);
}
