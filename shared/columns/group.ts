import { ChokepointError } from '../case/error.ts';
import { formatDecimal, parseDecimal, rescale } from './decimal.ts';
import type { Column } from './table.ts';

/** A grouped table: one entry per value of the dimension that occurs in the selected rows, in order of first appearance in the dictionary. */
export type Grouping = {
  keys: string[];
  /** code of each group in the dictionary of the dimension */
  codes: Int32Array;
  /** exact sum per group in units of `10^-scale` */
  units: bigint[];
  /** the same as doubles where all of them together stay below 2^53; `null` where they do not */
  doubles: Float64Array | null;
  rows: Int32Array;
  scale: number;
  /** rows without a value of the dimension */
  unknown: { units: bigint; rows: number };
  /** selected rows whose weight is missing; they count as 0 */
  weightMissing: number;
};

/**
 * Dictionary codes of any column; numbers become their plain decimal text.
 *
 * @returns codes per row (-1 = no value) and the texts they stand for
 */
export function codesOf(column: Column): { codes: Int32Array; dictionary: readonly string[] } {
  if (column.type !== 'number') return column;
  const codes = new Int32Array(column.values.length);
  const seen = new Map<number, number>();
  const dictionary: string[] = [];
  for (let row = 0; row < codes.length; row++) {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) {
      codes[row] = -1;
      continue;
    }
    let code = seen.get(value);
    if (code === undefined) {
      code = dictionary.length;
      seen.set(value, code);
      dictionary.push(formatDecimal({ units: BigInt(value), scale: column.scale }));
    }
    codes[row] = code;
  }
  return { codes, dictionary };
}

const LIMB = 2 ** 26;

type Summed = { sums: bigint[]; doubles: Float64Array | null; counts: Int32Array; missing: number; negative: number };

/** Sums of integer doubles per group without rounding, and rows per group: one accumulator where the total stays below 2^53, else two limbs. */
function sumNumbers(values: Float64Array, codes: Int32Array, rows: Int32Array | null, groups: number): Summed {
  const count = rows === null ? codes.length : rows.length;
  // sum and count of a group side by side: one place in memory for each row
  const both = new Float64Array(2 * (groups + 1));
  let largest = 0;
  let missing = 0;
  let negative = -1;
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : (rows[i] as number);
    const place = ((codes[row] as number) + 1) << 1;
    const value = values[row] as number;
    both[place + 1] = (both[place + 1] as number) + 1;
    if (value >= 0) {
      both[place] = (both[place] as number) + value;
      if (value > largest) largest = value;
    } else if (value < 0) negative = negative < 0 ? row : negative;
    else missing += 1;
  }
  const [sums, counts] = [new Float64Array(groups + 1), new Int32Array(groups + 1)];
  for (let group = 0; group <= groups; group++) {
    sums[group] = both[2 * group] as number;
    counts[group] = both[2 * group + 1] as number;
  }
  // the pass above rounded nothing where all values together stay below 2^53
  const exact = largest * count <= Number.MAX_SAFE_INTEGER || negative >= 0;
  if (!exact) return { sums: sumInLimbs(values, codes, rows, groups), doubles: null, counts, missing, negative };
  return { sums: bigintsOf(sums), doubles: sums, counts, missing, negative };
}

function bigintsOf(values: ArrayLike<number>): bigint[] {
  const out: bigint[] = new Array(values.length);
  for (let place = 0; place < values.length; place++) out[place] = BigInt(values[place] as number);
  return out;
}

function sumInLimbs(values: Float64Array, codes: Int32Array, rows: Int32Array | null, groups: number): bigint[] {
  const count = rows === null ? codes.length : rows.length;
  const low = new Float64Array(groups + 1);
  const high = new Float64Array(groups + 1);
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : (rows[i] as number);
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    const group = (codes[row] as number) + 1;
    const upper = Math.floor(value / LIMB);
    high[group] = (high[group] as number) + upper;
    low[group] = (low[group] as number) + (value - upper * LIMB);
  }
  return Array.from(low, (value, group) => BigInt(value) + BigInt(high[group] as number) * BigInt(LIMB));
}

function countByCode(codes: Int32Array, groups: number, rows: Int32Array | null): Int32Array {
  const counts = new Int32Array(groups + 1);
  const count = rows === null ? codes.length : rows.length;
  for (let i = 0; i < count; i++) {
    const group = (codes[rows === null ? i : (rows[i] as number)] as number) + 1;
    counts[group] = (counts[group] as number) + 1;
  }
  return counts;
}

function sumExact(column: Extract<Column, { type: 'exact' }>, codes: Int32Array, rows: Int32Array | null, groups: number) {
  const decimals = column.dictionary.map((text) => {
    const value = parseDecimal(text);
    if (!value) throw new Error(`stored decimal cannot be read: ${text}`);
    return value;
  });
  const scale = decimals.reduce((most, { scale: own }) => Math.max(most, own), 0);
  const units = decimals.map((value) => rescale(value, scale));
  const sums: bigint[] = new Array(groups + 1).fill(0n);
  const count = rows === null ? codes.length : rows.length;
  let missing = 0;
  let negative = -1;
  for (let i = 0; i < count; i++) {
    const row = rows === null ? i : (rows[i] as number);
    const code = column.codes[row] as number;
    if (code < 0) {
      missing += 1;
      continue;
    }
    const value = units[code] as bigint;
    if (value < 0n && negative < 0) negative = row;
    const group = (codes[row] as number) + 1;
    sums[group] = (sums[group] as bigint) + value;
  }
  return { sums, scale, missing, negative };
}

/** Exact sums of a weight by code; entry 0 is of rows with code -1, entry c + 1 of code c. */
export type CodeSums = { sums: bigint[]; doubles: Float64Array | null; rows: Int32Array; scale: number; weightMissing: number };

/**
 * Sums a weight exactly by code.
 *
 * @param codes code per row of the table, -1 = none
 * @param groups number of codes
 * @param weight numeric column, or `null` for the number of rows
 * @param rows selected row numbers, ascending; `null` = all
 * @throws ChokepointError `weight-not-numeric`, `negative-weight` (names the first row)
 */
export function sumByCode(codes: Int32Array, groups: number, weight: Column | null, rows: Int32Array | null): CodeSums {
  if (weight === null) {
    const counts = countByCode(codes, groups, rows);
    return { sums: bigintsOf(counts), doubles: Float64Array.from(counts), rows: counts, scale: 0, weightMissing: 0 };
  }
  if (weight.type === 'text')
    throw new ChokepointError(
      'weight-not-numeric',
      `Column "${weight.name}" holds text and cannot be a weight.`,
      'Choose a numeric column, or "count" for the number of records.',
      { column: weight.name },
    );
  const summed =
    weight.type === 'number'
      ? { ...sumNumbers(weight.values, codes, rows, groups), scale: weight.scale }
      : { ...sumExact(weight, codes, rows, groups), doubles: null, counts: countByCode(codes, groups, rows) };
  if (summed.negative >= 0)
    throw new ChokepointError(
      'negative-weight',
      `Column "${weight.name}" has a negative value in row ${summed.negative + 1}; shares of negative weights have no meaning.`,
      `Leave such rows out with a filter, e.g. "${weight.name}" >= 0, or choose another weight.`,
      {
        column: weight.name,
        row: summed.negative + 1,
      },
    );
  return { sums: summed.sums, doubles: summed.doubles, rows: summed.counts, scale: summed.scale, weightMissing: summed.missing };
}

/**
 * Groups rows by a dimension and sums a weight exactly.
 *
 * @param dimension column to group by; rows without a value become `unknown`
 * @param weight numeric column, or `null` for the number of rows
 * @param rows selected row numbers, ascending; `null` = all
 * @returns sums in integer units, record counts, unknown part; groups without a selected row are left out
 * @throws ChokepointError `weight-not-numeric`, `negative-weight` (names the first row)
 */
export function groupBy(dimension: Column, weight: Column | null, rows: Int32Array | null): Grouping {
  const { codes, dictionary } = codesOf(dimension);
  const groups = dictionary.length;
  const { sums, doubles, rows: counts, scale, weightMissing } = sumByCode(codes, groups, weight, rows);
  let size = 0;
  for (let group = 1; group <= groups; group++) if ((counts[group] as number) > 0) size += 1;
  const keys: string[] = new Array(size);
  const units: bigint[] = new Array(size);
  const found = { codes: new Int32Array(size), rows: new Int32Array(size), doubles: doubles && new Float64Array(size) };
  for (let group = 1, place = 0; group <= groups; group++) {
    if ((counts[group] as number) === 0) continue;
    keys[place] = dictionary[group - 1] as string;
    units[place] = sums[group] as bigint;
    found.codes[place] = group - 1;
    found.rows[place] = counts[group] as number;
    if (found.doubles !== null && doubles !== null) found.doubles[place] = doubles[group] as number;
    place += 1;
  }
  return { keys, units, ...found, scale, unknown: { units: sums[0] as bigint, rows: counts[0] as number }, weightMissing };
}
