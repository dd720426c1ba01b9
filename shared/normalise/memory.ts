import { known, missing, type Normalised, unknown } from './result.ts';

/** Unit of a memory column whose cells bear none. */
export type MemoryUnit = 'bytes' | 'MiB' | 'GiB';

/** Memory of one GPU: the marketed size in GB, and what the cell says in GiB (2^30 bytes). */
export type Memory = { marketedGb: number; gib: number };

/** Largest relative distance between a reading and a marketed size: decimal and binary gigabytes differ by 7.4 %. */
const MEMORY_TOLERANCE = 0.08;

const CELL = /^(\d+(?:\.\d+)?(?:e\+?\d{1,2})?)\s*([a-z]*)$/i;
const GIB = 2 ** 30;
/** Bytes of a unit; makers and tools write "GB" and "MB" for both readings, which lie within the tolerance of each other. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  k: 1024,
  ki: 1024,
  kib: 1024,
  kb: 1024,
  m: 2 ** 20,
  mi: 2 ** 20,
  mib: 2 ** 20,
  mb: 2 ** 20,
  g: GIB,
  gi: GIB,
  gib: GIB,
  gb: GIB,
  t: 2 ** 40,
  ti: 2 ** 40,
  tib: 2 ** 40,
  tb: 2 ** 40,
};
const BARE: Readonly<Record<MemoryUnit, number>> = { bytes: 1, MiB: 2 ** 20, GiB: GIB };

/**
 * Unit of the bare numbers of a column by their size, decided by all of them together: from 10^8 on bytes, from 1,000 on MiB, below GiB.
 *
 * @returns `null` where less than nine tenths agree, or where there is no bare number; then a person states the unit
 */
export function memoryUnit(cells: Iterable<string>): MemoryUnit | null {
  return memoryUnitOf(Array.from(cells, (cell) => [cell, 1] as const));
}

/** The same from distinct cells with the number of rows that hold each. */
export function memoryUnitOf(cells: Iterable<readonly [cell: string, rows: number]>): MemoryUnit | null {
  const votes: Record<MemoryUnit, number> = { bytes: 0, MiB: 0, GiB: 0 };
  let all = 0;
  for (const [cell, rows] of cells) {
    const match = CELL.exec(cell.trim());
    if (match?.[2] !== '') continue;
    const value = Number(match[1]);
    if (value === 0) continue;
    votes[value >= 1e8 ? 'bytes' : value >= 1000 ? 'MiB' : 'GiB'] += rows;
    all += rows;
  }
  const [unit, most] = (Object.entries(votes) as [MemoryUnit, number][]).reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  return all > 0 && 10 * most >= 9 * all ? unit : null;
}

/** The marketed size nearest to a reading in GiB, within 8 % of that size; `null` where none is near or two are equally near. */
export function nearestMarketed(gib: number, marketed: readonly number[]): number | null {
  const near = [...new Set(marketed)]
    .map((size) => ({ size, distance: Math.abs(gib - size) / size }))
    .filter(({ distance }) => distance <= MEMORY_TOLERANCE)
    .sort((a, b) => a.distance - b.distance);
  if (near.length === 0) return null;
  return near.length > 1 && near[0]?.distance === near[1]?.distance ? null : (near[0] as { size: number }).size;
}

/**
 * What a memory cell says in GiB, without settling it on a marketed size; `null` where it is no size or its unit is not known.
 *
 * @param unit unit of bare numbers
 */
export function memoryGib(raw: string, unit: MemoryUnit | null): number | null {
  const match = CELL.exec(raw.trim());
  if (!match) return null;
  const word = (match[2] as string).toLowerCase();
  const factor = word === '' ? (unit ? BARE[unit] : null) : (UNITS[word] ?? null);
  return factor === null ? null : (Number(match[1]) * factor) / GIB;
}

/**
 * Memory of a GPU of a known family: "24Gi", "80 GB", "81559 MiB", bytes; settled on the nearest marketed size within 8 %.
 *
 * @param marketed marketed sizes of the family in GB; without a family there is nothing to settle on and the cell stays unknown
 * @param unit unit of bare numbers (from the header, or `memoryUnit` of the column)
 * @param parts number of GPUs that the cell covers (1 = it is a size per GPU)
 */
export function normaliseMemory(
  raw: string,
  marketed: readonly number[],
  unit: MemoryUnit | null = null,
  parts = 1,
  unknownTokens?: readonly string[],
): Normalised<Memory> {
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const text = raw.trim();
  const match = CELL.exec(text);
  if (!match) return unknown(raw, 'not-a-size', `"${text}" is not a memory size.`);
  const word = (match[2] as string).toLowerCase();
  const factor = word === '' ? (unit ? BARE[unit] : null) : (UNITS[word] ?? null);
  if (factor === null) {
    return word === ''
      ? unknown(raw, 'unit-unknown', `"${text}" has no unit, and its column does not tell which it is.`)
      : unknown(raw, 'not-a-size', `"${word}" in "${text}" is not a unit of memory.`);
  }
  const bytes = (Number(match[1]) * factor) / Math.max(parts, 1);
  const gib = bytes / GIB;
  const decimal = marketed.find((size) => bytes === size * 1e9);
  const size = decimal ?? nearestMarketed(gib, marketed);
  if (size === null) {
    const sizes = [...new Set(marketed)].sort((a, b) => a - b).map(String);
    return unknown(raw, 'no-marketed-size', `"${text}" is not within 8 % of a size that this model is sold with.`, sizes);
  }
  const rule = decimal !== undefined ? 'memory/decimal-bytes' : gib === size ? 'memory/exact' : 'memory/nearest-marketed';
  return known(raw, parts > 1 ? `${rule}-of-total` : rule, { marketedGb: size, gib });
}

/** One row of a memory column: reading in GiB, number of GPUs of the row, marketed sizes of its family in GB. */
export type MemoryRow = { gib: number; gpus: number; marketed: readonly number[] };

/**
 * Whether a memory column states the size of one GPU or of all GPUs of its row, by all rows with several GPUs together.
 *
 * @returns `null` where rows tell nothing (one GPU each, no family) or where less than nine tenths agree
 */
export function memoryCovers(rows: Iterable<MemoryRow>): 'gpu' | 'all' | null {
  let one = 0;
  let all = 0;
  for (const { gib, gpus, marketed } of rows) {
    if (!(gpus > 1)) continue;
    const each = nearestMarketed(gib, marketed) !== null;
    const total = nearestMarketed(gib / gpus, marketed) !== null;
    if (each && !total) one += 1;
    else if (total && !each) all += 1;
  }
  if (one + all === 0) return null;
  if (10 * one >= 9 * (one + all)) return 'gpu';
  return 10 * all >= 9 * (one + all) ? 'all' : null;
}
