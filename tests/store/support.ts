import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { LaneContext } from '../../electron/engine/lanes/protocol.ts';
import { type CaseAbout, type CaseFile, createCase, writeTransaction } from '../../electron/engine/store/case-file.ts';
import { beginDataset, type FinishedColumn } from '../../electron/engine/store/columns.ts';
import { recordImport } from '../../electron/engine/store/commands.ts';
import { addSource } from '../../electron/engine/store/sources.ts';
import type { Dataset, Recipe } from '../../shared/case/dataset.ts';
import { ChokepointError, type ErrorValue } from '../../shared/case/error.ts';
import type { ChunkColumn, TableChunk } from '../../shared/columns/table.ts';

export const about: CaseAbout = {
  id: 'c0ffee00-0000-4000-8000-000000000001',
  title: 'Northgrid',
  question: 'Who could stop it?',
  sample: false,
  createdAt: '2026-03-01T09:00:00.000Z',
};

export const decider = { actor: 'Ada', at: '2026-03-01T10:00:00.000Z' };

export const recipe: Recipe = {
  version: 1,
  dialect: { format: 'csv', encoding: 'utf-8', bom: false, delimiter: ',', quote: '"', headerLine: 0, decimalMark: '.' },
  mapping: { Owner: 'provider' },
  types: {},
  unknownTokens: ['n/a'],
  grain: 'provider',
  base: 'registered',
  asOf: '2026-02-28',
};

/** A context that nobody listens to. */
export const silent: LaneContext = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };

const folders: string[] = [];

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-store-'));
  folders.push(folder);
  return folder;
}

const open: CaseFile[] = [];

/** Closes the case after the test, also when that fails. */
export function closing(file: CaseFile): CaseFile {
  open.push(file);
  return file;
}

afterEach(() => {
  for (const file of open.splice(0)) file.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new case in a folder of its own. */
export function newCase(): CaseFile {
  return closing(createCase(join(temporaryFolder(), 'northgrid.chokepoint'), about));
}

/** The error value that `work` throws; anything else fails the test. */
export function errorOf(work: () => unknown): ErrorValue {
  try {
    work();
  } catch (error) {
    if (error instanceof ChokepointError) return error.value;
    throw error;
  }
  throw new Error('nothing was thrown');
}

export function codes(...values: number[]): ChunkColumn {
  return { encoding: 'codes', codes: Int32Array.from(values) };
}

export function numbers(scale: number, ...values: number[]): ChunkColumn {
  return { encoding: 'numbers', values: Float64Array.from(values), scale };
}

/** Chunks with records counted from 1 and lines from 2, as a CSV file with a header has them. */
export function chunksOf(...chunks: ChunkColumn[][]): TableChunk[] {
  let before = 0;
  return chunks.map((columns) => {
    const first = columns[0];
    const rows = !first ? 0 : first.encoding === 'codes' ? first.codes.length : first.values.length;
    const records = Int32Array.from({ length: rows }, (_, row) => before + row + 1);
    before += rows;
    return { rows, records, lines: records.map((record) => record + 1), columns };
  });
}

export function column(name: string, type: FinishedColumn['type'], dictionary?: readonly string[]): FinishedColumn {
  return { name, header: name.toUpperCase(), field: null, type, dictionary };
}

/** Imports a dataset the way the importer does: source, chunks and ledger entry in one transaction. */
export function importDataset(file: CaseFile, columns: FinishedColumn[], chunks: TableChunk[], name = 'Northgrid'): Dataset {
  return writeTransaction(file, () => {
    const source = addSource(file, { fileName: `${name}.csv`, format: 'csv', encoding: 'utf-8', addedAt: decider.at });
    source.write(Buffer.from(`file of ${name}`));
    const { source: kept } = source.finish();
    const writer = beginDataset(file, { sourceId: kept.id });
    for (const chunk of chunks) writer.chunk(chunk);
    const { grain, base, asOf } = recipe;
    const dataset = writer.finish({ name, columns, recipe, grain, base, asOf, sample: false, importedAt: decider.at });
    recordImport(file, { dataset, source: kept, recipe, ...decider });
    return dataset;
  });
}

/** Two providers, one of them named twice, with whole GPUs. */
export function importSmall(file: CaseFile, name = 'Northgrid'): Dataset {
  const columns = [column('provider', 'text', ['Acme', 'Bolt']), column('gpu_count', 'number')];
  return importDataset(file, columns, chunksOf([codes(0, 1, 0), numbers(0, 8, 16, 4)]), name);
}
