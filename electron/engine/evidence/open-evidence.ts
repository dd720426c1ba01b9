import { ChokepointError } from '../../../shared/case/error.ts';
import { type BundleFiles, readArchive } from './archive.ts';
import { readAttachments } from './pdf-attachments.ts';

const startsWith = (content: Uint8Array, text: string, at = 0): boolean =>
  [...text].every((character, index) => content[at + index] === character.charCodeAt(0));

/**
 * Files of a bundle, or attachments of a report.
 *
 * @param name of the file, for messages
 * @throws ChokepointError `not-a-bundle`, `bundle-too-large`, `bundle-unsafe`
 */
export async function openEvidence(content: Uint8Array, name: string): Promise<{ kind: 'bundle' | 'pdf'; files: BundleFiles }> {
  if (startsWith(content, 'PK')) return { kind: 'bundle', files: readArchive(content, name) };
  if (startsWith(content, '%PDF-')) return { kind: 'pdf', files: await readAttachments(content, name) };
  throw new ChokepointError(
    'not-a-bundle',
    `"${name}" is neither a zip nor a PDF.`,
    'Choose the .zip or the report.pdf that an export of Chokepoint wrote.',
    { fileName: name },
  );
}
