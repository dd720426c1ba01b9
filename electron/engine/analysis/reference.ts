import cloudJson from '../../../resources/reference/clouds.json' with { type: 'json' };
import countryJson from '../../../resources/reference/countries.json' with { type: 'json' };
import gpuJson from '../../../resources/reference/gpus.json' with { type: 'json' };
import { cloudIndex } from '../../../shared/normalise/cloud.ts';
import { countryIndex } from '../../../shared/normalise/country.ts';
import { normaliseGpu } from '../../../shared/normalise/gpu.ts';
import { gpuIndex } from '../../../shared/normalise/gpu-index.ts';
import { cloudTableSchema, countryTableSchema, gpuTableSchema } from '../../../shared/normalise/tables.ts';

/** The reference tables of this version, checked and made ready for look-ups. */
export const reference = {
  gpus: gpuIndex(gpuTableSchema.parse(gpuJson)),
  countries: countryIndex(countryTableSchema.parse(countryJson)),
  clouds: cloudIndex(cloudTableSchema.parse(cloudJson)),
};
export type Reference = typeof reference;

/** Whether a name, without a count, is that of a GPU of the catalogue. */
export function isGpuName(name: string): boolean {
  const gpu = normaliseGpu(name, reference.gpus, []);
  return gpu.known && gpu.value.count === null;
}
