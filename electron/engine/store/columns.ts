import type { Base, ColumnType, Dataset, Field, Grain, Recipe, Reject } from '../../../shared/case/dataset.ts';
import type { ColumnTable, TableChunk } from '../../../shared/columns/table.ts';
import type { CaseFile } from './case-file.ts';

/** A column as the importer settles it once the whole file is read; in the order of the columns of each chunk. */
export type FinishedColumn = {
  /** name used in views and filters */
  name: string;
  header: string;
  field: Field | null;
  /** a `number` column becomes `exact` by itself when a value at the common scale would pass 2^53 */
  type: ColumnType;
  /** texts behind the codes of `codes` chunks (plain decimal texts for `exact` and `number`); needed when a chunk has codes */
  dictionary?: readonly string[];
};

export type FinishedDataset = {
  name: string;
  columns: FinishedColumn[];
  recipe: Recipe;
  grain: Grain;
  base: Base | null;
  asOf: string | null;
  importedAt: string;
};

/** Takes the rows of one dataset, chunk by chunk; lives inside one `writeTransaction` and is of no use after it. */
export type DatasetWriter = {
  /** id that the dataset will have, e.g. `D1` */
  readonly id: string;
  chunk(chunk: TableChunk): void;
  rejects(rejects: readonly Reject[]): void;
  finish(finished: FinishedDataset): Dataset;
};

export function beginDataset(_file: CaseFile, _start: { sourceId: string }): DatasetWriter {
  throw new Error('being built');
}

export function readTable(_file: CaseFile, _dataset: string, _names?: readonly string[]): ColumnTable {
  throw new Error('being built');
}
