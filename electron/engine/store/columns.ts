import type { Base, ColumnType, Dataset, Field, Grain, Recipe, Reject } from '../../../shared/case/dataset.ts';
import type { ChunkColumn, TableChunk } from '../../../shared/columns/table.ts';
import { type CaseFile, nextId } from './case-file.ts';
import { requireDataset } from './catalogue.ts';
import { sumOfCodes } from './column-summary.ts';
import {
  DictionaryInProgress,
  type DictionaryPiece,
  EncodingRoom,
  encodeCodes,
  encodeDictionary,
  encodeNumbers,
  encodeOrdinals,
  type PackedTexts,
  unpackTexts,
} from './encoding.ts';

import { ColumnInProgress, isSettled, rebuiltColumn, type StoredChunk, storedCodes } from './settle-column.ts';

export { readTable } from './read-table.ts';

/** A column as the importer settles it once the whole file is read; in the order of the columns of each chunk. */
export type FinishedColumn = {
  /** name used in views and filters, unique in the dataset */
  name: string;
  header: string;
  field: Field | null;
  /**
   * `text`: every chunk has codes. `number`, `exact`: chunks may have numbers or codes of decimal texts, in any mix; the store
   * keeps a `number` column unless a value at the common scale would pass 2^53, which makes it `exact`.
   */
  type: ColumnType;
  /** texts behind the codes, needed when a chunk has codes with values and `DatasetWriter.texts` did not take them */
  dictionary?: readonly string[] | PackedTexts;
};

export type FinishedDataset = {
  name: string;
  /** source whose file the rows come from, where that was not known when the dataset began */
  sourceId?: string;
  columns: FinishedColumn[];
  /** records of the file; absent = not counted */
  records?: number;
  recipe: Recipe;
  grain: Grain;
  base: Base | null;
  asOf: string | null;
  /** every record says that it belongs to a fictional network */
  sample: boolean;
  importedAt: string;
};

/** Takes the rows of one dataset, chunk by chunk; lives inside one `writeTransaction` and is of no use after it. */
export type DatasetWriter = {
  /** id that the dataset will have, e.g. `D1` */
  readonly id: string;
  /** stores one run of rows (about 65,536 is a good size); the arrays may be used again afterwards */
  chunk(chunk: TableChunk): void;
  rejects(rejects: readonly Reject[]): void;
  /** Stores the next texts behind the codes of a text column, column after column, behind the last chunk; the arrays may be used again. */
  texts(column: number, texts: PackedTexts): void;
  /** takes back all rows and rejects, and the id; nothing may follow */
  discard(): void;
  /** settles types, dictionaries and column summaries; no chunk may follow */
  finish(finished: FinishedDataset): Dataset;
};

/**
 * Starts a dataset in the running write transaction; its rows appear to readers all at once when that commits.
 *
 * @param start source whose file the rows come from, which must be there when the dataset is finished
 * @returns writer whose methods throw RangeError or TypeError for chunks that break the rules of `TableChunk` (bugs of the caller)
 */
export function beginDataset(file: CaseFile, start: { sourceId?: string } = {}): DatasetWriter {
  return new DatasetInProgress(file, start.sourceId);
}

class DatasetInProgress implements DatasetWriter {
  readonly id: string;
  readonly #number: number;
  readonly #file: CaseFile;
  readonly #sourceId: string | undefined;
  readonly #columns: ColumnInProgress[] = [];
  /** takes one encoded chunk after the other */
  readonly #room = new EncodingRoom();
  #texts: { ordinal: number; dictionary: DictionaryInProgress } | null = null;
  #chunks = 0;
  #rows = 0;
  #rejected = 0;

  constructor(file: CaseFile, sourceId: string | undefined) {
    const { id, number } = nextId(file, 'D');
    this.id = id;
    this.#number = number;
    this.#file = file;
    this.#sourceId = sourceId;
  }

  readonly chunk = (chunk: TableChunk): void => {
    if (this.#chunks === 0) for (const _ of chunk.columns) this.#columns.push(new ColumnInProgress());
    checkShape(chunk, this.#columns.length);
    if (chunk.rows === 0) return;
    const records = encodeOrdinals(chunk.records);
    const lines = encodeOrdinals(chunk.lines);
    this.#file
      .prepare(
        'INSERT INTO lineage_chunk (dataset, chunk, rows, records_encoding, records, lines_encoding, lines) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(this.id, this.#chunks, chunk.rows, records.encoding, records.bytes, lines.encoding, lines.bytes);
    for (const [ordinal, column] of chunk.columns.entries()) {
      this.#storeChunk(ordinal, this.#chunks, column, this.#columns[ordinal] as ColumnInProgress);
    }
    this.#chunks += 1;
    this.#rows += chunk.rows;
  };

  readonly rejects = (rejects: readonly Reject[]): void => {
    const insert = this.#file.prepare(
      'INSERT INTO reject (dataset, number, record, line, column_name, code, reason, fix, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { record, line, column, code, reason, fix, raw } of rejects) {
      insert.run(this.id, this.#rejected, record, line, column, code, reason, fix, raw);
      this.#rejected += 1;
    }
  };

  readonly texts = (ordinal: number, texts: PackedTexts): void => {
    if (this.#texts?.ordinal !== ordinal) {
      this.#finishTexts();
      this.#texts = { ordinal, dictionary: this.#newDictionary(ordinal, this.#columns[ordinal] ?? new ColumnInProgress()) };
    }
    this.#texts.dictionary.add(texts);
  };

  /** Stores the last piece of the dictionary whose texts came. */
  #finishTexts(): void {
    if (this.#texts === null) return;
    const { ordinal, dictionary } = this.#texts;
    dictionary.finish();
    const progress = this.#columns[ordinal];
    if (progress) progress.entries = dictionary.entries;
    this.#texts = null;
  }

  #newDictionary(ordinal: number, progress: ColumnInProgress): DictionaryInProgress {
    return new DictionaryInProgress(this.#pieceWriter(ordinal, progress), this.#room);
  }

  discard(): void {
    for (const table of ['column_chunk', 'lineage_chunk', 'dictionary_chunk', 'reject'])
      this.#file.prepare(`DELETE FROM ${table} WHERE dataset = ?`).run(this.id);
    this.#file.prepare("UPDATE counter SET last = last - 1 WHERE kind = 'D'").run();
  }

  finish(finished: FinishedDataset): Dataset {
    this.#finishTexts();
    const written = this.#columns.length;
    if (written > 0 && written !== finished.columns.length)
      throw new RangeError(`${finished.columns.length} columns finished, ${written} written`);
    for (const [ordinal, column] of finished.columns.entries()) this.#finishColumn(ordinal, column);
    const { name, sourceId = this.#sourceId, records = null, grain, base, asOf, sample, recipe, importedAt } = finished;
    this.#file
      .prepare(
        `INSERT INTO dataset (id, number, name, included, source, rows, rejected, records, grain, base, as_of, sample, recipe, imported_at)
         VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        this.id,
        this.#number,
        name,
        sourceId,
        this.#rows,
        this.#rejected,
        records,
        grain,
        base,
        asOf,
        sample ? 1 : 0,
        JSON.stringify(recipe),
        importedAt,
      );
    return requireDataset(this.#file, this.id);
  }

  #storeChunk(ordinal: number, chunk: number, column: ChunkColumn, progress: ColumnInProgress): void {
    const stored = encodedChunk(column, progress, this.#room);
    progress.hash.update(`${stored.rows} ${stored.scale} ${stored.encoding}\n`).update(stored.bytes);
    this.#file
      .prepare('INSERT INTO column_chunk (dataset, ordinal, chunk, rows, filled, scale, encoding, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(this.id, ordinal, chunk, stored.rows, stored.filled, stored.scale, stored.encoding, stored.bytes);
  }

  /** Settles the type of a column and stores its dictionary and summary. */
  #finishColumn(ordinal: number, column: FinishedColumn): void {
    let progress = this.#columns[ordinal] ?? new ColumnInProgress();
    let { type } = column;
    const packed = type === 'text' && column.dictionary && 'bytes' in column.dictionary ? column.dictionary : null;
    let dictionary = packed ? [] : stringsOf(column.dictionary);
    const entries = packed ? packed.offsets.length - 1 : progress.entries + dictionary.length;
    if (progress.codes.largest >= entries) throw new RangeError(`column "${column.name}" has codes beyond its dictionary`);
    if (type === 'text' && progress.numberChunks > 0) throw new TypeError(`text column "${column.name}" has chunks of numbers`);
    if (type !== 'text' && !isSettled(progress, type, dictionary)) {
      const rebuilt = rebuiltColumn(this.#file, this.id, ordinal, dictionary, type);
      ({ type, dictionary } = rebuilt);
      progress = new ColumnInProgress();
      this.#file.prepare('DELETE FROM column_chunk WHERE dataset = ? AND ordinal = ?').run(this.id, ordinal);
      for (const [chunk, content] of rebuilt.chunks.entries()) this.#storeChunk(ordinal, chunk, content, progress);
    }
    const sum =
      type === 'text' ? null : type === 'number' ? progress.numbers.sum : sumOfCodes(storedCodes(this.#file, this.id, ordinal), dictionary);
    if (packed) {
      const texts = this.#newDictionary(ordinal, progress);
      texts.add(packed);
      texts.finish();
    } else if (type !== 'number') {
      const give = this.#pieceWriter(ordinal, progress);
      for (const piece of encodeDictionary(dictionary)) give(piece);
    }
    this.#storeSummary(ordinal, { ...column, type }, sum, progress);
  }

  /** Stores one piece of a dictionary after the other. */
  #pieceWriter(ordinal: number, progress: ColumnInProgress): (piece: DictionaryPiece) => void {
    const insert = this.#file.prepare('INSERT INTO dictionary_chunk (dataset, ordinal, chunk, entries, bytes) VALUES (?, ?, ?, ?, ?)');
    let piece = 0;
    return ({ entries, bytes }) => {
      progress.hash.update(`dictionary ${entries}\n`).update(bytes);
      insert.run(this.id, ordinal, piece, entries, bytes);
      piece += 1;
    };
  }

  #storeSummary(ordinal: number, { name, header, field, type }: FinishedColumn, sum: string | null, progress: ColumnInProgress): void {
    const { filled, distinct } = type === 'number' ? progress.numbers : progress.codes;
    const scale = type === 'number' ? progress.numbers.scale : 0;
    this.#file
      .prepare(
        `INSERT INTO dataset_column (dataset, ordinal, name, header, field, type, scale, filled, distinct_values, sum, sha256)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(this.id, ordinal, name, header, field, type, scale, filled, distinct, sum, progress.hash.digest('hex'));
  }
}

/** A column of a chunk as it is stored; `progress` takes note of its values. */
function encodedChunk(column: ChunkColumn, progress: ColumnInProgress, room: EncodingRoom): Omit<StoredChunk, 'chunk'> {
  if (column.encoding === 'codes') {
    const before = progress.codes.filled;
    const max = progress.codes.add(column.codes);
    progress.codeChunks += 1;
    return { rows: column.codes.length, filled: progress.codes.filled - before, scale: null, ...encodeCodes(column.codes, max, room) };
  }
  const range = progress.numbers.add(column.values, column.scale);
  progress.numberChunks += 1;
  return { rows: column.values.length, filled: range.filled, scale: column.scale, ...encodeNumbers(column.values, range, room) };
}

function stringsOf(dictionary: FinishedColumn['dictionary'] = []): readonly string[] {
  return 'bytes' in dictionary ? unpackTexts(dictionary) : dictionary;
}

function checkShape(chunk: TableChunk, columns: number): void {
  const { rows } = chunk;
  if (chunk.columns.length !== columns) throw new RangeError(`a chunk has ${chunk.columns.length} columns, the first had ${columns}`);
  const lengths = [chunk.records.length, chunk.lines.length];
  for (const column of chunk.columns) lengths.push(column.encoding === 'codes' ? column.codes.length : column.values.length);
  if (lengths.some((length) => length !== rows)) throw new RangeError(`a chunk of ${rows} rows has arrays of other lengths`);
}
