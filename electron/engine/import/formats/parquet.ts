import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type Compressors, type FileMetaData, parquetMetadata, parquetScan, parquetSchema } from 'hyparquet';
import { compressors as known } from 'hyparquet-compressors';
import type { Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError } from '../../../../shared/case/error.ts';
import { MAX_COLUMNS } from '../records.ts';
import { parseJson } from './nested.ts';
import { converterOf, flatPaths, instantText } from './parquet-values.ts';

/** Most bytes that a row group may have once it is unpacked, most values of one column in it, and of all its columns. */
const MAX_GROUP_BYTES = 2 ** 30;
const MAX_COLUMN_VALUES = 1 << 24;
const MAX_GROUP_VALUES = 1 << 28;
/** Most values that are read at once: a few bytes can promise millions of equal ones. */
const READ_VALUES = 1 << 22;
const MAX_PAGE_BYTES = 1 << 28;
const MAX_FOOTER_BYTES = 256 << 20;

export type ParquetInfo = {
  metadata: FileMetaData;
  rows: number;
  /** `null` where records hold lists, maps or JSON, so that their columns are found in the records */
  columns: string[] | null;
  codecs: string[];
  /** a column has the old 96-bit instants, which say nothing of a zone */
  oldInstants: string[];
};

function damaged(fileName: string, why: string): ChokepointError {
  return new ChokepointError(
    'parquet-damaged',
    `"${fileName}" cannot be read as Parquet: ${why}; nothing was imported.`,
    'Download or write the file again; if that does not help, export it as CSV, for example with DuckDB: COPY table TO file.csv.',
    { fileName },
  );
}

function tooLarge(fileName: string, what: string): ChokepointError {
  return new ChokepointError(
    'parquet-too-large',
    `"${fileName}" has ${what}; nothing was imported.`,
    'Write the file again with smaller row groups, for example 100,000 rows each.',
    { fileName },
  );
}

function readAt(descriptor: number, start: number, length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, bytes, filled, length - filled, start + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.buffer.slice(0, filled);
}

/** Refuses a row group that would fill memory or take for ever. Errors: `parquet-too-large` */
function checkGroup({ total_byte_size: bytes, num_rows: rows, columns }: FileMetaData['row_groups'][number], fileName: string): void {
  if (bytes > MAX_GROUP_BYTES) throw tooLarge(fileName, `a row group of ${bytes} bytes; up to 1 GiB can be read`);
  // a column of lists has more values than rows
  const most = columns.reduce(
    (found, { meta_data }) => ((meta_data?.num_values ?? 0n) > found ? (meta_data?.num_values ?? 0n) : found),
    rows,
  );
  if (most > MAX_COLUMN_VALUES || rows < 0n)
    throw tooLarge(fileName, `a row group of ${rows} rows with up to ${most} values a column; up to ${MAX_COLUMN_VALUES} can be read`);
  const values = most * BigInt(columns.length);
  if (values > MAX_GROUP_VALUES)
    throw tooLarge(fileName, `a row group of ${values} values in ${columns.length} columns; up to ${MAX_GROUP_VALUES} can be read`);
}

/** Ranges of rows that hold at most `values` values each, as far as rows of `width` columns allow. */
function* readsOf(range: { rowStart: number; rowEnd: number }, width: number, values: number) {
  const rows = Math.max(1, Math.floor(values / Math.max(1, width)));
  for (let rowStart = range.rowStart; rowStart < range.rowEnd; rowStart += rows)
    yield { rowStart, rowEnd: Math.min(range.rowEnd, rowStart + rows) };
}

/** What the end of a Parquet file says of it. Errors: `parquet-damaged`, `parquet-too-large`, `too-many-columns` */
export function parquetInfo(path: string, fileName: string): ParquetInfo {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.from(readAt(descriptor, Math.max(0, size - 8), 8));
    const length = tail.length === 8 ? tail.readUInt32LE(0) : 0;
    if (tail.toString('latin1', 4) !== 'PAR1') throw damaged(fileName, 'its end is missing');
    if (length + 12 > size || length > MAX_FOOTER_BYTES) throw damaged(fileName, 'its description has no possible length');
    const metadata = parquetMetadata(readAt(descriptor, size - 8 - length, length + 8));
    const root = parquetSchema(metadata);
    const columns = flatPaths(root);
    for (const group of metadata.row_groups) checkGroup(group, fileName);
    if (metadata.schema.length > MAX_COLUMNS + 1)
      throw tooLarge(fileName, `${metadata.schema.length - 1} columns; up to ${MAX_COLUMNS} can be read`);
    const chunks = metadata.row_groups.flatMap((group) => group.columns);
    return {
      metadata,
      rows: Number(metadata.num_rows),
      columns,
      codecs: [...new Set(chunks.map(({ meta_data }) => meta_data?.codec ?? 'UNCOMPRESSED'))],
      oldInstants: metadata.schema.filter(({ type }) => type === 'INT96').map(({ name }) => name),
    };
  } catch (error) {
    throw error instanceof ChokepointError ? error : damaged(fileName, (error as Error).message);
  } finally {
    closeSync(descriptor);
  }
}

/** Decompressors that give no more than the page promises, native ones where Node has them. */
function decompressors(fileName: string): Compressors {
  const all: Compressors = {
    ...known,
    GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
    ZSTD: (input, length) => zstdDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  };
  return Object.fromEntries(
    Object.entries(all).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number) => {
        if (length > MAX_PAGE_BYTES) throw tooLarge(fileName, `a page of ${length} bytes`);
        return unpack(input, length);
      },
    ]),
  );
}

/**
 * Reads a Parquet file, a run of rows after the other, as a JSON object a record.
 *
 * @param record gets the JSON text of each record
 * @param consumed called with the bytes of the file that are read so far; a throw stops the work
 * @param readValues most values that are read at once
 * Errors: as `parquetInfo`
 */
export async function readParquet(
  path: string,
  fileName: string,
  record: (json: string) => void,
  consumed: (bytes: number) => void,
  readValues = READ_VALUES,
): Promise<void> {
  const { metadata } = parquetInfo(path, fileName);
  const columns = parquetSchema(metadata).children.map((child) => ({ name: child.element.name, convert: converterOf(child) }));
  const descriptor = openSync(path, 'r');
  let stopped: unknown = null;
  try {
    const { size } = fstatSync(descriptor);
    const file = { byteLength: size, slice: async (start: number, end = size) => readAt(descriptor, start, end - start) };
    const scan = await parquetScan({
      file,
      metadata,
      utf8: false,
      compressors: decompressors(fileName),
      parsers: {
        timestampFromNanoseconds: (nanos) => instantText(nanos, 'NANOS', false),
        jsonFromBytes: (bytes) => bytes && jsonOf(new TextDecoder().decode(bytes)),
      },
    });
    const leaves = metadata.row_groups[0]?.columns.length ?? 1;
    const reads = scan.ranges.flatMap((range) => [...readsOf(range, leaves, readValues)]);
    let rows = 0;
    for (const { rowStart, rowEnd } of reads) {
      const values: ArrayLike<unknown>[] = [];
      for (const { name } of columns) {
        values.push(await scan.readColumn({ column: name, rowStart, rowEnd }));
        try {
          consumed(Math.round((size * rows) / Math.max(1, Number(metadata.num_rows))));
        } catch (error) {
          stopped = error;
          throw error;
        }
      }
      for (let row = 0; row < rowEnd - rowStart; row++) {
        const cells = columns.map(({ name, convert }, column) => [name, convert(values[column]?.[row])]);
        const text = JSON.stringify(Object.fromEntries(cells));
        try {
          record(text);
        } catch (error) {
          stopped = error;
          throw error;
        }
      }
      rows += rowEnd - rowStart;
    }
  } catch (error) {
    if (error === stopped || error instanceof ChokepointError) throw error;
    throw damaged(fileName, (error as Error).message);
  } finally {
    closeSync(descriptor);
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Findings about columns of the old 96-bit instants. */
export function instantFindings(fileName: string, columns: readonly string[]): Finding[] {
  if (columns.length === 0) return [];
  return [
    {
      code: 'instants-without-zone',
      message: `"${fileName}": ${columns.map((name) => `"${name}"`).join(', ')} hold instants of the old 96-bit kind, which name no time zone; they are written without one.`,
      advice: 'Ask which zone the writer used (Spark and Impala write UTC or local time) before comparing them with others.',
      details: { fileName, columns },
    },
  ];
}
