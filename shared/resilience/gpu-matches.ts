import { normaliseGpu } from '../normalise/gpu.ts';
import { fitsGpuId, type GpuId, parseGpuId } from '../normalise/gpu-id.ts';
import type { GpuIndex } from '../normalise/gpu-index.ts';
import { matchesModel } from './models.ts';

/**
 * Whether a GPU of the data is one of the models of a class.
 *
 * @param name canonical id, complete or partial, or the text of the source where no rule reads it
 * @param among complete ids that the GPU may be; `null` = `name` says which it is; empty = any
 * @param entries models of the class: canonical ids, partial ids, or names, which also match by their words (`matchesModel`)
 * @returns 2 = it is one of them in every reading, 1 = in some reading, 0 = in none
 */
export function matchesGpu(name: string, among: readonly string[] | null, entries: readonly string[], index: GpuIndex): 0 | 1 | 2 {
  const id = parseGpuId(name);
  if (id === null && among === null) return matchesModel(name, entries);
  const patterns = entries.flatMap((entry) => patternsOf(entry, index));
  const fits = (text: string) => {
    const candidate = parseGpuId(text);
    if (candidate === null) return matchesModel(text, entries) === 2;
    return patterns.some((pattern) => fitsGpuId(pattern, candidate)) || matchesModel(text, entries) === 2;
  };
  if (among === null) return fits(name) ? 2 : 0;
  if (among.length === 0) return 1;
  const hits = among.filter(fits).length;
  return hits === 0 ? 0 : hits === among.length ? 2 : 1;
}

/** Ids that an entry names; none where it is a name that no rule reads, which then matches by its words alone. */
function patternsOf(entry: string, index: GpuIndex): GpuId[] {
  const id = parseGpuId(entry.trim().toLowerCase());
  if (id !== null) return [id];
  const read = normaliseGpu(entry, index, []);
  return read.known ? read.value.ids.map((text) => parseGpuId(text) as GpuId) : [];
}

/** Smallest and largest memory in GB of the GPUs that a value may be; `null` where one of them is not known. */
export function memoryRange(name: string, among: readonly string[] | null): { low: number; high: number } | null {
  const sizes = (among ?? [name]).map((text) => {
    const id = parseGpuId(text);
    return id === null || id.slice !== null ? null : id.memoryGb;
  });
  const known = sizes.filter((size) => size !== null);
  if (known.length === 0 || known.length < sizes.length) return null;
  return { low: Math.min(...known), high: Math.max(...known) };
}
