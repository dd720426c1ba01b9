import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import type { Finding, Source } from '../../../shared/case/dataset.ts';
import { caseDamaged } from './case-errors.ts';
import { type CaseFile, nextId } from './case-file.ts';
import { requireSource } from './catalogue.ts';
import { BLOCK, BlockClaims, compressBlock, readBlock, releaseBlock } from './source-block.ts';

export type SourceStart = { fileName: string; format: Source['format']; encoding: string; addedAt: string };

export type AddedSource = { source: Source; reused: boolean; findings: Finding[] };

/** Takes the exact bytes of a file in pieces of any size; lives inside one `writeTransaction`. */
export type SourceWriter = {
  write(bytes: Uint8Array): void;
  /** takes the next whole block (all but the last have BLOCK bytes) whose compressed form `keep` brings */
  pass(block: Uint8Array): void;
  /** stores a block that was compressed elsewhere, and releases it */
  keep(block: number, size: number, compressed: Uint8Array<ArrayBuffer>): void;
  /** `reused` = the case held these very bytes already: the stored source is used and a finding says so */
  finish(): AddedSource;
};

/** Starts to keep a source file, compressed and hashed, in the running write transaction. */
export function addSource(file: CaseFile, start: SourceStart): SourceWriter {
  const { id, number } = nextId(file, 'S');
  const hash = createHash('sha256');
  const pending = Buffer.allocUnsafe(BLOCK);
  let pendingBytes = 0;
  let bytes = 0;
  let blocks = 0;
  const insert = file.prepare('INSERT INTO source_block (source, block, size, bytes) VALUES (?, ?, ?, ?)');

  const store = (block: Uint8Array): void => {
    const compressed = compressBlock(block);
    insert.run(id, blocks, block.byteLength, compressed);
    releaseBlock(compressed);
    blocks += 1;
  };

  return {
    write(piece) {
      hash.update(piece);
      bytes += piece.byteLength;
      let from = 0;
      while (from < piece.byteLength) {
        if (pendingBytes === 0 && piece.byteLength - from >= BLOCK) {
          store(piece.subarray(from, from + BLOCK));
          from += BLOCK;
          continue;
        }
        const taken = Math.min(BLOCK - pendingBytes, piece.byteLength - from);
        pending.set(piece.subarray(from, from + taken), pendingBytes);
        pendingBytes += taken;
        from += taken;
        if (pendingBytes === BLOCK) {
          store(pending);
          pendingBytes = 0;
        }
      }
    },
    pass(block) {
      hash.update(block);
      bytes += block.byteLength;
      blocks += 1;
    },
    keep(block, size, compressed) {
      insert.run(id, block, size, compressed);
      releaseBlock(compressed);
    },
    finish() {
      if (pendingBytes > 0) store(pending.subarray(0, pendingBytes));
      const sha256 = hash.digest('hex');
      const known = file.prepare('SELECT id FROM source WHERE sha256 = ?').pluck().get(sha256) as string | undefined;
      if (known !== undefined) {
        file.prepare('DELETE FROM source_block WHERE source = ?').run(id);
        file.prepare("UPDATE counter SET last = last - 1 WHERE kind = 'S'").run();
        const source = requireSource(file, known);
        return { source, reused: true, findings: [alreadyKept(start.fileName, source)] };
      }
      file
        .prepare('INSERT INTO source (id, number, file_name, bytes, sha256, format, encoding, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(id, number, start.fileName, bytes, sha256, start.format, start.encoding, start.addedAt);
      return { source: requireSource(file, id), reused: false, findings: [] };
    },
  };
}

/** The file at a path on its way to become a source, block by block; lives inside one `writeTransaction`; `close` it. */
export class SourceInProgress {
  readonly #open: () => { writer: SourceWriter; descriptor: number; claims: BlockClaims };
  readonly #block = Buffer.allocUnsafe(BLOCK);
  #opened: { writer: SourceWriter; descriptor: number; claims: BlockClaims } | null = null;
  /** blocks read and hashed so far, blocks stored so far */
  #passed = 0;
  #stored = 0;
  #bytes = 0;
  #atEnd = false;
  #added: AddedSource | null = null;

  /** @param claims shared with whoever compresses blocks from the end of the file and brings them by `keep` */
  constructor(file: CaseFile, path: string, start: SourceStart, claims?: BlockClaims) {
    this.#open = () => {
      const descriptor = openSync(path, 'r');
      return {
        writer: addSource(file, start),
        descriptor,
        claims: claims ?? new BlockClaims(Math.ceil(fstatSync(descriptor).size / BLOCK)),
      };
    };
  }

  /** Hashes the next block, and stores it unless the other side does; false when the whole file was read before. */
  step(): boolean {
    if (this.#atEnd) return false;
    this.#opened ??= this.#open();
    const { writer, descriptor, claims } = this.#opened;
    const block = this.#passed < claims.blocks ? readBlock(descriptor, this.#passed, this.#block) : this.#block.subarray(0, 0);
    if (block.length === 0) {
      this.#atEnd = true;
      return true;
    }
    if (claims.take()) {
      writer.write(block);
      this.#stored += 1;
    } else writer.pass(block);
    this.#passed += 1;
    this.#bytes += block.length;
    return true;
  }

  /** Stores a block that the other side compressed. */
  keep(block: number, size: number, compressed: Uint8Array<ArrayBuffer>): void {
    this.#opened ??= this.#open();
    this.#opened.writer.keep(block, size, compressed);
    this.#stored += 1;
  }

  /** Whether no block is missing. */
  get complete(): boolean {
    return this.#atEnd && this.#stored >= this.#passed;
  }

  /** Takes every step that is left; `checkpoint` as for `finish`. */
  readToEnd(checkpoint: (bytes: number) => void): void {
    while (this.step()) checkpoint(this.#bytes);
  }

  /**
   * Keeps what is left of the file; the blocks of the other side must be here.
   *
   * @param checkpoint called for each block with the bytes kept so far; a throw stops the work
   */
  finish(checkpoint: (bytes: number) => void): AddedSource {
    this.readToEnd(checkpoint);
    if (!this.complete || !this.#opened) throw new Error(`blocks of the file are missing: ${this.#stored} of ${this.#passed}`);
    this.#added ??= this.#opened.writer.finish();
    return this.#added;
  }

  close(): void {
    if (this.#opened) closeSync(this.#opened.descriptor);
    this.#opened = null;
  }
}

function alreadyKept(fileName: string, source: Source): Finding {
  const other = source.fileName === fileName ? '' : ` under the name "${source.fileName}"`;
  return {
    code: 'source-already-kept',
    message: `The case already keeps exactly these bytes${other} (${source.id}, added ${source.addedAt}); they were not stored a second time.`,
    advice: source.datasetIds.length > 0 ? 'Check that the same records are not counted twice.' : 'Nothing has to be done.',
    details: { fileName, source: source.id, sha256: source.sha256, datasets: source.datasetIds },
  };
}

/**
 * The exact bytes of a source again, in blocks of about 1 MB.
 *
 * @throws ChokepointError `source-missing`; `case-damaged` after the last block when the bytes no longer fit their hash
 */
export function* readSource(file: CaseFile, id: string): Generator<Uint8Array> {
  const source = requireSource(file, id);
  const hash = createHash('sha256');
  const read = file.prepare('SELECT bytes FROM source_block WHERE source = ? AND block = ?').pluck();
  for (let block = 0; ; block++) {
    const stored = read.get(id, block) as Uint8Array | undefined;
    if (stored === undefined) break;
    const bytes = zstdDecompressSync(stored);
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== source.sha256) throw caseDamaged(file.path, `the kept file "${source.fileName}" no longer fits its hash`);
}

/**
 * Writes the exact bytes of a source to a path; a failure or a cancel leaves no file there.
 *
 * @param checkpoint called for each block of about 1 MB; a throw stops the work
 * @returns size in bytes and SHA-256 of what was written
 * @throws ChokepointError as `readSource`
 */
export function writeSource(file: CaseFile, id: string, path: string, checkpoint: () => void): { bytes: number; sha256: string } {
  const { bytes, sha256 } = requireSource(file, id);
  const descriptor = openSync(path, 'w', 0o600);
  let whole = false;
  try {
    for (const block of readSource(file, id)) {
      checkpoint();
      for (let written = 0; written < block.byteLength; ) written += writeSync(descriptor, block, written);
    }
    whole = true;
  } finally {
    closeSync(descriptor);
    if (!whole) rmSync(path, { force: true });
  }
  return { bytes, sha256 };
}
