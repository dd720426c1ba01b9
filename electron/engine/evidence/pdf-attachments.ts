import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, type PDFObject, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import { Unzlib } from 'fflate';
import { ChokepointError } from '../../../shared/case/error.ts';
import { attachmentName, pathOfAttachment } from '../../../shared/evidence/paths.ts';
import type { BundleFiles } from './archive.ts';

const MOST_FILES = 20_000;
const MOST_BYTES = 2 ** 30;
const PIECE = 2 ** 16;
const MOST_DEPTH = 32;

const refused = (fileName: string, why: string) =>
  new ChokepointError('bundle-unsafe', `"${fileName}" was not opened: ${why}.`, 'Get it again from where it was made.', { fileName });

const named = (dict: PDFDict, key: string): PDFObject | undefined => dict.lookup(PDFName.of(key));

/** Entries of a name tree of PDF: name and value by turns. */
function* leavesOf(tree: PDFObject | undefined, depth = 0): Generator<PDFObject | undefined> {
  if (!(tree instanceof PDFDict) || depth > MOST_DEPTH) return;
  const names = named(tree, 'Names');
  if (names instanceof PDFArray) for (let at = 1; at < names.size(); at += 2) yield names.lookup(at);
  const kids = named(tree, 'Kids');
  if (kids instanceof PDFArray) for (let at = 0; at < kids.size(); at++) yield* leavesOf(kids.lookup(at), depth + 1);
}

/** The stream of a file specification, and its name; `null` = it has none. */
function fileOf(specification: PDFObject | undefined): { name: string; stream: PDFRawStream } | null {
  if (!(specification instanceof PDFDict)) return null;
  const text = named(specification, 'UF') ?? named(specification, 'F');
  const files = named(specification, 'EF');
  const stream = files instanceof PDFDict ? (named(files, 'F') ?? named(files, 'UF')) : undefined;
  if (!(text instanceof PDFString || text instanceof PDFHexString) || !(stream instanceof PDFRawStream)) return null;
  return { name: text.decodeText(), stream };
}

/** Bytes of a stream that is deflated or as it is; stops at `most`. */
function contentOf(stream: PDFRawStream, most: number): Uint8Array | null {
  const raw = stream.getContents();
  const stated = named(stream.dict, 'Filter');
  const filter = stated instanceof PDFArray && stated.size() === 1 ? stated.lookup(0) : stated;
  if (filter === undefined) return raw.length > most ? null : raw;
  if (!(filter instanceof PDFName) || filter.asString() !== '/FlateDecode') return null;
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const inflate = new Unzlib((piece) => {
    bytes += piece.length;
    if (bytes <= most) pieces.push(piece);
  });
  for (let at = 0; at < raw.length && bytes <= most; at += PIECE) inflate.push(raw.subarray(at, at + PIECE), at + PIECE >= raw.length);
  if (bytes > most) return null;
  const content = new Uint8Array(bytes);
  let offset = 0;
  for (const piece of pieces) {
    content.set(piece, offset);
    offset += piece.length;
  }
  return content;
}

/**
 * Attachments of a PDF under the names that they have in a bundle.
 *
 * @param name of the PDF, for messages
 * @throws ChokepointError `not-a-bundle`, `bundle-too-large`, `bundle-unsafe`
 */
export async function readAttachments(content: Uint8Array, name: string): Promise<BundleFiles> {
  const unreadable = new ChokepointError(
    'not-a-bundle',
    `"${name}" cannot be read as a PDF.`,
    'Choose report.pdf as an export wrote it, or the .zip that it came with.',
    { fileName: name },
  );
  const files: BundleFiles = new Map();
  let left = MOST_BYTES;
  try {
    const document = await PDFDocument.load(content, { updateMetadata: false, throwOnInvalidObject: true });
    const names = named(document.catalog, 'Names');
    for (const leaf of leavesOf(names instanceof PDFDict ? named(names, 'EmbeddedFiles') : undefined)) {
      const found = fileOf(leaf);
      if (found === null) continue;
      const path = pathOfAttachment(found.name);
      if (files.has(path)) throw refused(name, `it has two attachments named "${attachmentName(path)}"`);
      const bytes = contentOf(found.stream, left);
      if (bytes === null || files.size >= MOST_FILES)
        throw refused(name, `its attachments take more than ${MOST_BYTES} bytes, or are packed in an unknown way`);
      left -= bytes.length;
      files.set(path, bytes);
    }
  } catch (error) {
    if (error instanceof ChokepointError) throw error;
    throw unreadable;
  }
  return files;
}
