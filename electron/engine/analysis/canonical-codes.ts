import type { CanonicalKind } from '../../../shared/case/dataset.ts';
import { parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import type { Reading } from '../../../shared/normalise/reading.ts';
import { NORMALISER_VERSIONS } from '../../../shared/normalise/result.ts';

/** Codes of one property of the rows, -1 = none, and how many codes there are. */
export type Part = { codes: Int32Array; size: number };

/** Combinations up to this number are found in a table, more of them in a map. */
const TABLE = 2 ** 22;

/**
 * Entry per distinct combination that a row has, and its code per row; -1 where the first part has none.
 *
 * @param make entry of the first row with the combination
 */
export function combine<Entry>(parts: readonly [Part, ...Part[]], make: (row: number) => Entry): { codes: Int32Array; entries: Entry[] } {
  const [first] = parts;
  const combinations = parts.reduce((product, { size }) => product * (size + 1), 1);
  const table = combinations <= TABLE ? new Int32Array(combinations).fill(-1) : null;
  const seen = new Map<number, number>();
  const entries: Entry[] = [];
  const codes = new Int32Array(first.codes.length);
  for (let row = 0; row < codes.length; row++) {
    if ((first.codes[row] as number) < 0) {
      codes[row] = -1;
      continue;
    }
    let key = 0;
    for (const part of parts) key = key * (part.size + 1) + (part.codes[row] as number) + 1;
    let code = table ? (table[key] as number) : (seen.get(key) ?? -1);
    if (code < 0) {
      code = entries.length;
      if (table) table[key] = code;
      else seen.set(key, code);
      entries.push(make(row));
    }
    codes[row] = code;
  }
  return { codes, entries };
}

/** The codes of a column as a part of combinations. */
export function partOf({ codes, dictionary }: { codes: Int32Array; dictionary: readonly string[] }): Part {
  return { codes, size: dictionary.length };
}

/** Records of each code. */
export function rowsOf(codes: Int32Array, entries: number): Uint32Array {
  const rows = new Uint32Array(entries);
  // by index: an iterator over typed columns takes several times as long
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0) rows[code] = (rows[code] as number) + 1;
  }
  return rows;
}

/** A number, or `null` for NaN and where there is no column. */
export function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Ids that a reading lists. */
export function idsOf(reading: Reading | undefined): readonly string[] {
  return reading?.value?.split(' | ') ?? [];
}

/** One id whose memory is not known. */
export function isSizeOpen(reading: Reading | undefined): boolean {
  if (!reading || reading.value === null || reading.among === null) return false;
  return parseGpuId(reading.value)?.memoryGb === null;
}

/** Whether all texts in use stand for themselves. */
export function isSame(codes: Int32Array, readings: readonly Reading[]): boolean {
  const rows = rowsOf(codes, readings.length);
  return readings.every(({ raw, value, among }, code) => rows[code] === 0 || (value === raw && among === null));
}

/** Version of the normaliser behind a kind of column. */
export function versionOf(kind: CanonicalKind): number {
  return kind === 'gpu-family' || kind === 'gpu-vendor'
    ? NORMALISER_VERSIONS.gpu
    : kind === 'asn'
      ? NORMALISER_VERSIONS.ids
      : NORMALISER_VERSIONS[kind];
}
