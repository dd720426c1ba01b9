import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChokepointError } from '../../shared/case/error.ts';

/** A file that the engine may read: chosen by the person, uploaded by the page, or written by the engine for the person. */
export type FileEntry = {
  ref: string;
  path: string;
  name: string;
  mediaType: string;
  /** sent by the page: it lies in the private folder and is gone when the engine ends */
  uploaded: boolean;
};

/** Opaque references to files; paths never leave the engine. Uploads and outputs live in a private folder, removed by `close`. */
export class FileRegistry {
  readonly #entries = new Map<string, FileEntry>();
  readonly #refByPath = new Map<string, string>();
  readonly #uploadLimit: number;
  #folder: Promise<string> | null = null;

  /** @param uploadLimit bytes that one uploaded file may have */
  constructor(uploadLimit = 8 * 1024 ** 3) {
    this.#uploadLimit = uploadLimit;
  }

  /** Reference to a file at a path that the host vouches for (a dialog, an argument, the case folder); the same path keeps its reference. */
  adopt(path: string, name = basename(path), mediaType = 'application/octet-stream'): FileEntry {
    const full = resolve(path);
    const known = this.#refByPath.get(full);
    const entry = { ref: known ?? newReference(), path: full, name, mediaType, uploaded: false };
    this.#refByPath.set(full, entry.ref);
    this.#entries.set(entry.ref, entry);
    return entry;
  }

  /** Writes an uploaded file to the private folder. Errors: `upload-too-large`; nothing is kept of a broken upload. */
  async receive(name: string, content: AsyncIterable<Uint8Array>): Promise<FileEntry> {
    const entry = await this.createOutput(safeName(name), 'application/octet-stream');
    entry.uploaded = true;
    let bytes = 0;
    const limit = this.#uploadLimit;
    const counter = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        bytes += chunk.byteLength;
        if (bytes > limit) {
          done(
            new ChokepointError(
              'upload-too-large',
              `"${safeName(name)}" has more than ${limit} bytes; it was not taken.`,
              'Split the file, or import it with the command line, which reads it in place.',
              { limit },
            ),
          );
        } else done(null, chunk);
      },
    });
    try {
      await pipeline(Readable.from(content, { objectMode: false }), counter, createWriteStream(entry.path, { flags: 'w', mode: 0o600 }));
    } catch (error) {
      this.#forget(entry.ref);
      await rm(entry.path, { force: true });
      throw error;
    }
    return entry;
  }

  /** Reserves a file in the private folder for the engine to write; `name` is what the person gets to save it as. */
  async createOutput(name: string, mediaType: string): Promise<FileEntry> {
    const folder = join(await this.#privateFolder(), newReference());
    await mkdir(folder, { mode: 0o700 });
    return this.adopt(join(folder, safeName(name)), safeName(name), mediaType);
  }

  /** The file of a reference. Errors: `file-unknown`. */
  get(ref: string): FileEntry {
    const entry = this.#entries.get(ref);
    if (entry === undefined) {
      throw new ChokepointError('file-unknown', 'The file is not known any more.', 'Choose the file again, or make the export again.', {
        ref,
      });
    }
    return entry;
  }

  /** Path of a reference. Errors: `file-unknown`. */
  path(ref: string): string {
    return this.get(ref).path;
  }

  /** Size in bytes. Errors: `file-unknown`, `file-missing`. */
  async size(ref: string): Promise<number> {
    const entry = this.get(ref);
    try {
      return (await stat(entry.path)).size;
    } catch {
      throw new ChokepointError('file-missing', `"${entry.name}" is not where it was.`, 'Put the file back or choose it again.', {
        fileName: entry.name,
      });
    }
  }

  /** Whole content, without reading it into the heap first where the platform can. Errors: as `size`. */
  async blob(ref: string): Promise<Blob> {
    const entry = this.get(ref);
    await this.size(ref);
    const handle = await open(entry.path);
    try {
      return new Blob([await handle.readFile()], { type: entry.mediaType });
    } finally {
      await handle.close();
    }
  }

  /** Forgets a file that was to be written, and removes it. */
  async discard(ref: string): Promise<void> {
    const path = this.#entries.get(ref)?.path;
    this.#forget(ref);
    if (path !== undefined) await rm(path, { force: true });
  }

  /** Forgets every reference and removes the private folder. */
  async close(): Promise<void> {
    this.#entries.clear();
    this.#refByPath.clear();
    const folder = this.#folder;
    this.#folder = null;
    if (folder !== null) await rm(await folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #forget(ref: string): void {
    const entry = this.#entries.get(ref);
    if (entry === undefined) return;
    this.#entries.delete(ref);
    this.#refByPath.delete(entry.path);
  }

  #privateFolder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'chokepoint-'));
    return this.#folder;
  }
}

function newReference(): string {
  return randomBytes(18).toString('base64url');
}

/** A file name that is safe on every system: no folders, no control characters, no reserved marks, at most 120 characters. */
export function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_').replace(/^\.+|[. ]+$/g, '');
  if (clean === '') return 'file';
  return RESERVED.test(clean) ? `_${clean.slice(-119)}` : clean.slice(-120);
}

/** Names that mean a device on Windows, also with an ending: such a file could not be opened there, or would not be a file. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** Why a text is no file name that works on every system, as a part of a sentence; `null` = it is one. */
export function complaintOfFileName(name: string): string | null {
  if (name.trim() === '') return 'it is empty';
  if (/[\\/]/.test(name)) return 'it names a folder';
  if (name.startsWith('.')) return 'a file whose name begins with a dot is hidden';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const mark = /[\u0000-\u001f\u007f-\u009f<>:"|?*]/.exec(name)?.[0];
  if (mark !== undefined)
    return mark < ' ' || mark >= '\u007f' ? 'it holds a control character' : `Windows does not allow the mark ${mark} in file names`;
  if (/[. ]$/.test(name)) return `Windows drops the ${name.endsWith('.') ? 'dot' : 'blank'} at its end`;
  const reserved = RESERVED.exec(name)?.[1];
  if (reserved !== undefined) return `"${reserved}" means a device on Windows`;
  return [...name].length > 120 ? 'it has more than 120 characters' : null;
}

/** Name of a file of fictional data: SAMPLE stands in front, once. */
export const markedSample = (name: string, sample: boolean): string => (sample && !name.includes('SAMPLE') ? `SAMPLE ${name}` : name);
