import type { ColumnType } from '../../../shared/case/dataset.ts';
import { unknownColumn } from '../../../shared/columns/select.ts';
import type { Column, ColumnTable } from '../../../shared/columns/table.ts';
import type { Lineage } from '../analysis/facts.ts';
import type { CaseFile } from './case-file.ts';
import { requireDataset } from './catalogue.ts';
import { decodeCodes, decodeDictionary, decodeNumbers, decodeOrdinals, type Encoding, type OrdinalEncoding } from './encoding.ts';
import { listReadmitted, withCells } from './readmitted.ts';

type ColumnRow = { ordinal: number; name: string; type: ColumnType; scale: number };
type ChunkRow = { rows: number; filled: number; scale: number; encoding: Encoding; bytes: Uint8Array };

/**
 * Columns of a dataset as typed arrays, number chunks brought to the scale of the column; records that were taken in again stand last.
 *
 * @param names columns to load; all when absent
 * @throws ChokepointError `dataset-missing` (unknown or excluded), `unknown-column`
 */
export function readTable(file: CaseFile, dataset: string, names?: readonly string[]): ColumnTable {
  const { rows } = requireDataset(file, dataset);
  const readmitted = listReadmitted(file, dataset);
  const known = file
    .prepare('SELECT ordinal, name, type, scale FROM dataset_column WHERE dataset = ? ORDER BY ordinal')
    .all(dataset) as ColumnRow[];
  const byName = new Map(known.map((column) => [column.name, column]));
  const columns = new Map<string, Column>();
  for (const name of names ?? byName.keys()) {
    const column = byName.get(name);
    if (!column) throw unknownColumn(name, [...byName.keys()]);
    const cells = readmitted.map((record) => record.cells[known.indexOf(column)] ?? null);
    columns.set(name, withCells(readColumn(file, dataset, column, rows - readmitted.length), cells));
  }
  return { rows, columns };
}

function readColumn(file: CaseFile, dataset: string, { ordinal, name, type, scale }: ColumnRow, rows: number): Column {
  const chunks = file
    .prepare('SELECT rows, filled, scale, encoding, bytes FROM column_chunk WHERE dataset = ? AND ordinal = ? ORDER BY chunk')
    .iterate(dataset, ordinal) as IterableIterator<ChunkRow>;
  let offset = 0;
  if (type === 'number') {
    const values = new Float64Array(rows);
    for (const chunk of chunks) {
      decodeNumbers(chunk.encoding, chunk.bytes, chunk.rows, chunk.filled, 10 ** (scale - chunk.scale), values, offset);
      offset += chunk.rows;
    }
    return { type, name, values, scale };
  }
  const codes = new Int32Array(rows);
  for (const chunk of chunks) {
    decodeCodes(chunk.encoding, chunk.bytes, chunk.rows, codes, offset);
    offset += chunk.rows;
  }
  return { type, name, codes, dictionary: readDictionary(file, dataset, ordinal) };
}

function readDictionary(file: CaseFile, dataset: string, ordinal: number): string[] {
  const dictionary: string[] = [];
  const pieces = file
    .prepare('SELECT entries, bytes FROM dictionary_chunk WHERE dataset = ? AND ordinal = ? ORDER BY chunk')
    .iterate(dataset, ordinal) as IterableIterator<{ entries: number; bytes: Uint8Array }>;
  for (const { entries, bytes } of pieces) decodeDictionary(bytes, entries, dictionary);
  return dictionary;
}

/**
 * Record and line number of every row of a dataset in its source file.
 *
 * @throws ChokepointError `dataset-missing`
 */
export function readLineage(file: CaseFile, dataset: string): Lineage {
  const { rows } = requireDataset(file, dataset);
  const records = new Int32Array(rows);
  const lines = new Int32Array(rows);
  const chunks = file
    .prepare('SELECT rows, records_encoding, records, lines_encoding, lines FROM lineage_chunk WHERE dataset = ? ORDER BY chunk')
    .iterate(dataset) as IterableIterator<{
    rows: number;
    records_encoding: OrdinalEncoding;
    records: Uint8Array;
    lines_encoding: OrdinalEncoding;
    lines: Uint8Array;
  }>;
  let offset = 0;
  for (const chunk of chunks) {
    decodeOrdinals(chunk.records_encoding, chunk.records, chunk.rows, records, offset);
    decodeOrdinals(chunk.lines_encoding, chunk.lines, chunk.rows, lines, offset);
    offset += chunk.rows;
  }
  for (const { record, line } of listReadmitted(file, dataset)) {
    records[offset] = record;
    lines[offset] = line;
    offset += 1;
  }
  return { records, lines };
}
