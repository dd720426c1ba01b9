/** Dictionary-coded text; `codes[row]` indexes `dictionary`, -1 = no value. Values are trimmed, compared exactly. */
export type TextColumn = {
  type: 'text';
  name: string;
  codes: Int32Array;
  dictionary: readonly string[];
  /** for each entry of the dictionary the values that it may stand for; `null` = it is one value, empty = any value; absent = all are values */
  among?: readonly (readonly string[] | null)[];
};

/** Exact decimals at one scale: value = `values[row] / 10^scale`; every entry is an integer of at most 2^53, NaN = no value. */
export type NumberColumn = { type: 'number'; name: string; values: Float64Array; scale: number; bounds?: ColumnBounds };

/**
 * Bounds of a numeric column where records state bounds instead of a value: equal to the value where there is one; a high end that is missing
 * beside a low one is unbounded; both missing = no value.
 */
export type ColumnBounds = { low: Column; high: Column };

/** Decimals that need more than 2^53 at a common scale: dictionary of plain decimal texts, -1 = no value. */
export type ExactColumn = { type: 'exact'; name: string; codes: Int32Array; dictionary: readonly string[]; bounds?: ColumnBounds };

export type Column = TextColumn | NumberColumn | ExactColumn;

/** Immutable typed columns of equal length, with the place of each row in its source file. */
export type ColumnTable = {
  rows: number;
  columns: ReadonlyMap<string, Column>;
};

/** One run of rows on its way into a case; columns in the order of the dataset. */
export type TableChunk = {
  rows: number;
  /** one-based record number in the source file */
  records: Int32Array;
  /** one-based line on which the record starts */
  lines: Int32Array;
  columns: ChunkColumn[];
};

export type ChunkColumn =
  /** codes into the dictionary that is given when the dataset is finished, -1 = no value */
  | { encoding: 'codes'; codes: Int32Array }
  /** integers of at most 2^53 at the scale of this chunk, NaN = no value */
  | { encoding: 'numbers'; values: Float64Array; scale: number };
