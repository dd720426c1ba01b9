import blocJson from '../../../resources/reference/blocs.json' with { type: 'json' };
import cloudJson from '../../../resources/reference/clouds.json' with { type: 'json' };
import countryJson from '../../../resources/reference/countries.json' with { type: 'json' };
import gpuJson from '../../../resources/reference/gpus.json' with { type: 'json' };
import { cloudIndex } from '../../../shared/normalise/cloud.ts';
import { countryIndex } from '../../../shared/normalise/country.ts';
import { normaliseGpu } from '../../../shared/normalise/gpu.ts';
import { gpuIndex } from '../../../shared/normalise/gpu-index.ts';
import { blocTableSchema, cloudTableSchema, countryTableSchema, gpuTableSchema } from '../../../shared/normalise/tables.ts';

/** Calls `make` when its value is asked for first. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const gpus = once(() => gpuIndex(gpuTableSchema.parse(gpuJson)));
const countries = once(() => countryIndex(countryTableSchema.parse(countryJson)));
const clouds = once(() => cloudIndex(cloudTableSchema.parse(cloudJson)));

/** Country -> bloc; a country in none is not in it. */
const blocs = once(() => {
  const { asOf, blocs: table } = blocTableSchema.parse(blocJson);
  return { asOf, of: new Map(table.flatMap(({ id, members }) => members.map((member) => [member, id] as const))) };
});

/** The reference tables of this version, each checked and made ready for look-ups when it is needed first: a thread that reads plain numbers needs none. */
export const reference = {
  get gpus() {
    return gpus();
  },
  get countries() {
    return countries();
  },
  get blocs() {
    return blocs();
  },
  get clouds() {
    return clouds();
  },
};
export type Reference = typeof reference;

/** Whether a name, without a count, is that of a GPU of the catalogue. */
export function isGpuName(name: string): boolean {
  const gpu = normaliseGpu(name, reference.gpus, []);
  return gpu.known && gpu.value.count === null;
}
