import { createHash, type Hash } from 'node:crypto';
import type { Base, ColumnType, Dataset, Field, Grain, Recipe, Reject } from '../../../shared/case/dataset.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../../../shared/columns/decimal.ts';
import type { ChunkColumn, TableChunk } from '../../../shared/columns/table.ts';
import { type CaseFile, nextId } from './case-file.ts';
import { requireDataset } from './catalogue.ts';
import { CodeSummary, NumberSummary } from './column-summary.ts';
import {
  decodeCodes,
  decodeNumbers,
  type Encoding,
  encodeCodes,
  encodeDictionary,
  encodeNumbers,
  encodeOrdinals,
  encodePackedDictionary,
  type PackedTexts,
  unpackTexts,
} from './encoding.ts';

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
  /** texts behind the codes, which bytes hold in less time and room than strings; needed when a chunk has codes with values */
  dictionary?: readonly string[] | PackedTexts;
};

export type FinishedDataset = {
  name: string;
  /** source whose file the rows come from, where that was not known when the dataset began */
  sourceId?: string;
  columns: FinishedColumn[];
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
  /** takes back all rows and rejects, and the id; nothing may follow */
  discard(): void;
  /** settles types, dictionaries and column summaries; no chunk may follow */
  finish(finished: FinishedDataset): Dataset;
};

type StoredChunk = { chunk: number; rows: number; filled: number; scale: number | null; encoding: Encoding; bytes: Uint8Array };

/** What is known of a column while its chunks pass. */
class ColumnInProgress {
  readonly numbers = new NumberSummary();
  readonly codes = new CodeSummary();
  numberChunks = 0;
  codeChunks = 0;
  hash: Hash = createHash('sha256');
}

/**
 * Starts a dataset in the running write transaction; its rows appear to readers all at once when that commits.
 *
 * @param start source whose file the rows come from, which must be there when the dataset is finished
 * @returns writer whose methods throw RangeError or TypeError for chunks that break the rules of `TableChunk` (bugs of the caller)
 */
export function beginDataset(file: CaseFile, start: { sourceId?: string } = {}): DatasetWriter {
  const { id, number } = nextId(file, 'D');
  const columns: ColumnInProgress[] = [];
  let chunks = 0;
  let rows = 0;
  let rejected = 0;

  const storeChunk = (ordinal: number, chunk: number, column: ChunkColumn, progress: ColumnInProgress): void => {
    let stored: Omit<StoredChunk, 'chunk'>;
    if (column.encoding === 'codes') {
      const before = progress.codes.filled;
      const max = progress.codes.add(column.codes);
      progress.codeChunks += 1;
      stored = { rows: column.codes.length, filled: progress.codes.filled - before, scale: null, ...encodeCodes(column.codes, max) };
    } else {
      const range = progress.numbers.add(column.values, column.scale);
      progress.numberChunks += 1;
      stored = { rows: column.values.length, filled: range.filled, scale: column.scale, ...encodeNumbers(column.values, range) };
    }
    progress.hash.update(`${stored.rows} ${stored.scale} ${stored.encoding}\n`).update(stored.bytes);
    file
      .prepare('INSERT INTO column_chunk (dataset, ordinal, chunk, rows, filled, scale, encoding, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, ordinal, chunk, stored.rows, stored.filled, stored.scale, stored.encoding, stored.bytes);
  };

  const finishColumn = (ordinal: number, column: FinishedColumn): void => {
    let progress = columns[ordinal] ?? new ColumnInProgress();
    let { type } = column;
    const packed = type === 'text' && column.dictionary && 'bytes' in column.dictionary ? column.dictionary : null;
    let dictionary = packed ? [] : stringsOf(column.dictionary);
    const entries = packed ? packed.offsets.length - 1 : dictionary.length;
    if (progress.codes.largest >= entries) throw new RangeError(`column "${column.name}" has codes beyond its dictionary`);
    if (type === 'text' && progress.numberChunks > 0) throw new TypeError(`text column "${column.name}" has chunks of numbers`);
    if (type !== 'text' && !isSettled(progress, type, dictionary)) {
      const rebuilt = rebuiltColumn(file, id, ordinal, dictionary, type);
      ({ type, dictionary } = rebuilt);
      progress = new ColumnInProgress();
      file.prepare('DELETE FROM column_chunk WHERE dataset = ? AND ordinal = ?').run(id, ordinal);
      for (const [chunk, content] of rebuilt.chunks.entries()) storeChunk(ordinal, chunk, content, progress);
    }
    const summary = type === 'number' ? progress.numbers : progress.codes;
    const sum = type === 'text' ? null : type === 'number' ? progress.numbers.sum : progress.codes.sum(dictionary);
    if (type !== 'number') {
      let piece = 0;
      for (const { entries, bytes } of packed ? encodePackedDictionary(packed) : encodeDictionary(dictionary)) {
        progress.hash.update(`dictionary ${entries}\n`).update(bytes);
        file
          .prepare('INSERT INTO dictionary_chunk (dataset, ordinal, chunk, entries, bytes) VALUES (?, ?, ?, ?, ?)')
          .run(id, ordinal, piece, entries, bytes);
        piece += 1;
      }
    }
    const scale = type === 'number' ? progress.numbers.scale : 0;
    file
      .prepare(
        `INSERT INTO dataset_column (dataset, ordinal, name, header, field, type, scale, filled, distinct_values, sum, sha256)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        id,
        ordinal,
        column.name,
        column.header,
        column.field,
        type,
        scale,
        summary.filled,
        summary.distinct,
        sum,
        progress.hash.digest('hex'),
      );
  };

  return {
    id,
    chunk(chunk) {
      if (chunks === 0) for (const _ of chunk.columns) columns.push(new ColumnInProgress());
      checkShape(chunk, columns.length);
      if (chunk.rows === 0) return;
      const records = encodeOrdinals(chunk.records);
      const lines = encodeOrdinals(chunk.lines);
      file
        .prepare(
          'INSERT INTO lineage_chunk (dataset, chunk, rows, records_encoding, records, lines_encoding, lines) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(id, chunks, chunk.rows, records.encoding, records.bytes, lines.encoding, lines.bytes);
      for (const [ordinal, column] of chunk.columns.entries()) {
        storeChunk(ordinal, chunks, column, columns[ordinal] as ColumnInProgress);
      }
      chunks += 1;
      rows += chunk.rows;
    },
    rejects(rejects) {
      const insert = file.prepare(
        'INSERT INTO reject (dataset, number, record, line, column_name, code, reason, fix, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      );
      for (const { record, line, column, code, reason, fix, raw } of rejects) {
        insert.run(id, rejected, record, line, column, code, reason, fix, raw);
        rejected += 1;
      }
    },
    discard() {
      for (const table of ['column_chunk', 'lineage_chunk', 'reject']) file.prepare(`DELETE FROM ${table} WHERE dataset = ?`).run(id);
      file.prepare("UPDATE counter SET last = last - 1 WHERE kind = 'D'").run();
    },
    finish(finished) {
      if (columns.length > 0 && columns.length !== finished.columns.length) {
        throw new RangeError(`${finished.columns.length} columns finished, ${columns.length} written`);
      }
      for (const [ordinal, column] of finished.columns.entries()) finishColumn(ordinal, column);
      const { name, sourceId = start.sourceId, grain, base, asOf, sample, recipe, importedAt } = finished;
      file
        .prepare(
          `INSERT INTO dataset (id, number, name, included, source, rows, rejected, grain, base, as_of, sample, recipe, imported_at)
           VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(id, number, name, sourceId, rows, rejected, grain, base, asOf, sample ? 1 : 0, JSON.stringify(recipe), importedAt);
      return requireDataset(file, id);
    },
  };
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

/** Whether the chunks can stay as they were written: all numbers that fit one scale, or all codes of distinct plain decimals. */
function isSettled(progress: ColumnInProgress, type: ColumnType, dictionary: readonly string[]): boolean {
  if (progress.codeChunks === 0) return type === 'number' && progress.numbers.fits;
  if (progress.numberChunks > 0 || type === 'number') return false;
  const plain = dictionary.every((text) => {
    const value = parseDecimal(text);
    return value !== null && formatDecimal(value) === text;
  });
  return plain && new Set(dictionary).size === dictionary.length;
}

type RebuiltColumn = { type: 'number' | 'exact'; dictionary: string[]; chunks: ChunkColumn[] };

/**
 * The chunks of a numeric column again in one form: numbers where `wanted` is `number` and every value at the common scale is at
 * most 2^53, else codes of plain decimal texts.
 */
function rebuiltColumn(
  file: CaseFile,
  dataset: string,
  ordinal: number,
  dictionary: readonly string[],
  wanted: 'number' | 'exact',
): RebuiltColumn {
  const stored = file
    .prepare('SELECT chunk, rows, filled, scale, encoding, bytes FROM column_chunk WHERE dataset = ? AND ordinal = ? ORDER BY chunk')
    .all(dataset, ordinal) as StoredChunk[];
  const values: Decimal[] = [];
  const codeOfText = new Map<string, number>();
  const codeOf = (value: Decimal): number => {
    const text = formatDecimal(value);
    let code = codeOfText.get(text);
    if (code === undefined) {
      code = values.push(parseDecimal(text) as Decimal) - 1;
      codeOfText.set(text, code);
    }
    return code;
  };
  const parsed = new Map<number, number>();
  const codeOfCode = (code: number): number => {
    let merged = parsed.get(code);
    if (merged === undefined) {
      const value = parseDecimal(dictionary[code] as string);
      if (!value) throw new RangeError(`not a number in a number column: ${dictionary[code]}`);
      merged = codeOf(value);
      parsed.set(code, merged);
    }
    return merged;
  };
  const coded = stored.map(({ rows, filled, scale, encoding, bytes }) => {
    const codes = new Int32Array(rows);
    if (scale === null) {
      decodeCodes(encoding, bytes, rows, codes, 0);
      return codes.map((code) => (code < 0 ? -1 : codeOfCode(code)));
    }
    const numbers = new Float64Array(rows);
    decodeNumbers(encoding, bytes, rows, filled, 1, numbers, 0);
    for (const [row, value] of numbers.entries()) codes[row] = Number.isNaN(value) ? -1 : codeOf({ units: BigInt(value), scale });
    return codes;
  });
  const scale = values.reduce((largest, value) => Math.max(largest, value.scale), 0);
  const units = values.map((value) => value.units * 10n ** BigInt(scale - value.scale));
  const fits = units.every((unit) => unit <= 2n ** 53n && unit >= -(2n ** 53n));
  if (wanted === 'exact' || !fits) {
    return { type: 'exact', dictionary: [...codeOfText.keys()], chunks: coded.map((codes) => ({ encoding: 'codes', codes })) };
  }
  const doubles = Float64Array.from(units, Number);
  const chunks = coded.map((codes): ChunkColumn => {
    const numbers = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : (doubles[code] as number)));
    return { encoding: 'numbers', values: numbers, scale };
  });
  return { type: 'number', dictionary: [], chunks };
}
