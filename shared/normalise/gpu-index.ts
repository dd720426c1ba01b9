import { wordsOf } from './fold.ts';
import { fitsGpuId, type GpuId, parseGpuId } from './gpu-id.ts';
import { type SimilarityIndex, similarityIndex } from './similarity.ts';
import type { Gpu, GpuTable } from './tables.ts';

/** A reference table made ready for look-ups; built once a table. */
export type GpuIndex = {
  table: GpuTable;
  /** exact spellings, folded to words joined without gaps -> id, complete or partial */
  exact: ReadonlyMap<string, string>;
  pci: ReadonlyMap<string, string>;
  /** spellings of families, words joined without gaps -> families */
  families: ReadonlyMap<string, readonly string[]>;
  longestFamily: number;
  gpusOf: ReadonlyMap<string, readonly Gpu[]>;
  vendorOf: ReadonlyMap<string, string>;
  vendorWords: ReadonlyMap<string, string>;
  ignored: ReadonlySet<string>;
  suggestions: SimilarityIndex;
};

/** Words of a name joined without gaps: how spellings are compared. */
export function joined(text: string): string {
  return wordsOf(text).join('');
}

/** Look-up tables of a reference table; spellings that would mean two things are refused by the tests of the table, not here. */
export function gpuIndex(table: GpuTable): GpuIndex {
  const exact = new Map<string, string>();
  const pci = new Map<string, string>();
  const families = new Map<string, readonly string[]>();
  const gpusOf = new Map<string, Gpu[]>();
  const vendorOf = new Map<string, string>();
  const suggestions: [string, string][] = [];
  for (const gpu of table.gpus) {
    gpusOf.set(gpu.family, [...(gpusOf.get(gpu.family) ?? []), gpu]);
    vendorOf.set(gpu.family, gpu.vendor);
    families.set(gpu.family, [gpu.family]);
    for (const name of [gpu.name, ...gpu.aliases]) exact.set(joined(name), gpu.id);
    for (const device of gpu.pci) pci.set(device, gpu.id);
    for (const name of [gpu.name, ...gpu.aliases]) suggestions.push([joined(name), gpu.id]);
  }
  for (const [family, vendor] of vendorOf)
    suggestions.push([`${vendor}${family}`, `${vendor}/${family}-?-?`], [family, `${vendor}/${family}-?-?`]);
  for (const [spelling, id] of Object.entries(table.partialAliases)) exact.set(joined(spelling), id);
  for (const [family, spellings] of Object.entries(table.families)) for (const spelling of spellings) families.set(spelling, [family]);
  for (const [spelling, any] of Object.entries(table.ambiguous)) families.set(spelling, any);
  const vendorWords = new Map<string, string>();
  for (const [vendor, words] of Object.entries(table.vendors)) for (const word of words) vendorWords.set(word, vendor);
  return {
    table,
    exact,
    pci,
    families,
    longestFamily: Math.max(0, ...[...families.keys()].map((spelling) => spelling.length)),
    gpusOf,
    vendorOf,
    vendorWords,
    ignored: new Set(table.ignoredWords),
    suggestions: similarityIndex(suggestions),
  };
}

/**
 * Reference GPUs that fit a partial id; of a slice, the GPUs that it may be cut from. Empty = the id names nothing of the table.
 */
export function referenceGpus(id: GpuId, index: GpuIndex): readonly Gpu[] {
  const pool = id.family === null ? index.table.gpus : (index.gpusOf.get(id.family) ?? []);
  const whole = { ...id, slice: null };
  return pool.filter((gpu) => fitsGpuId(whole, parseGpuId(gpu.id) as GpuId));
}

/** Marketed sizes in GB of the GPUs that fit an id, in rising order: what `normaliseMemory` settles on. */
export function marketedSizes(id: GpuId, index: GpuIndex): readonly number[] {
  return [...new Set(referenceGpus({ ...id, memoryGb: null }, index).map(({ memoryGb }) => memoryGb))].sort((a, b) => a - b);
}

/** Sizes in GB that are stated for the GPUs that fit an id, each with the marketed size that it stands for. */
export function memoryReadings(id: GpuId, index: GpuIndex): ReadonlyMap<number, number> {
  const gpus = referenceGpus({ ...id, memoryGb: null }, index);
  const readings = new Map(gpus.flatMap(({ memoryGb, memoryReadings = [] }) => memoryReadings.map((size) => [size, memoryGb] as const)));
  for (const { memoryGb } of gpus) readings.set(memoryGb, memoryGb);
  return readings;
}
