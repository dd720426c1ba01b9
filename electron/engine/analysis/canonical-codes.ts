import { parseGpuId } from '../../../shared/normalise/gpu-id.ts';
import type { Reading } from '../../../shared/normalise/reading.ts';

/** Entry per distinct combination that a row can have, and its code per row. */
export function combine<Entry>(
  rows: number,
  keyOf: (row: number) => string | null,
  make: (row: number) => Entry,
): { codes: Int32Array; entries: Entry[] } {
  const seen = new Map<string, number>();
  const entries: Entry[] = [];
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const key = keyOf(row);
    if (key === null) {
      codes[row] = -1;
      continue;
    }
    let code = seen.get(key);
    if (code === undefined) {
      code = entries.length;
      seen.set(key, code);
      entries.push(make(row));
    }
    codes[row] = code;
  }
  return { codes, entries };
}

/** Records of each code. */
export function rowsOf(codes: Int32Array, entries: number): Uint32Array {
  const rows = new Uint32Array(entries);
  for (const code of codes) if (code >= 0) rows[code] = (rows[code] as number) + 1;
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
