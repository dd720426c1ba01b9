import { z } from 'zod';

/** Where the facts of a row come from: a public document, and where to find it. */
export const sourceSchema = z.strictObject({ title: z.string().min(1), publisher: z.string().min(1), url: z.url().nullable() });

const sources = z.record(z.string(), sourceSchema);

/** A canonical GPU id without unknown parts and without a slice: `nvidia/h100-sxm-80`. */
const GPU_ID = /^[a-z0-9]+\/[a-z0-9]+-[a-z0-9]+-\d+$/;

/** One GPU as it is sold: the unit that a count of GPUs counts. */
export const gpuSchema = z.strictObject({
  id: z.string().regex(GPU_ID),
  /** the maker's name for it */
  name: z.string().min(1),
  vendor: z.string().min(1),
  family: z.string().min(1),
  formFactor: z.string().min(1),
  /** marketed GB per GPU */
  memoryGb: z.int().positive(),
  /** other sizes in GB that the maker or tools state for the same card */
  memoryReadings: z.array(z.number().positive()).optional(),
  /** dense FP16 or BF16 tensor throughput with FP32 accumulation, without sparsity; `null` where not publicly stated */
  fp16TflopsDense: z.number().positive().nullable(),
  /** GPUs on one board, where a board carries several and each counts */
  gpusPerBoard: z.int().positive().optional(),
  /** modified by third parties or made for one customer: never meant by the plain name */
  offCatalogue: z.boolean().optional(),
  /** `vendor:device` in lower-case hex */
  pci: z.array(z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/)),
  /** whole spellings that mean exactly this GPU */
  aliases: z.array(z.string().min(1)),
  /** key of `sources` */
  source: z.string().min(1),
});

/** Words of the grammar and the GPUs that they lead to. */
export const gpuTableSchema = z.strictObject({
  version: z.string(),
  sources,
  /** key of the source of all PCI ids */
  pciSource: z.string(),
  /** vendor -> words that name it or only it */
  vendors: z.record(z.string(), z.array(z.string())),
  /** family -> further spellings of it, words joined without gaps */
  families: z.record(z.string(), z.array(z.string())),
  /** word -> form factors that it may mean; the one that the family has is taken */
  formFactors: z.record(z.string(), z.array(z.string())),
  /** words that do not tell products apart */
  ignoredWords: z.array(z.string()),
  /** spelling, words joined without gaps -> families of which it may mean any */
  ambiguous: z.record(z.string(), z.array(z.string())),
  /** whole spelling -> partial id */
  partialAliases: z.record(z.string(), z.string()),
  gpus: z.array(gpuSchema),
});

export const countrySchema = z.strictObject({
  /** ISO 3166-1 alpha-2, alpha-3 */
  code: z.string().regex(/^[A-Z]{2}$/),
  alpha3: z.string().regex(/^[A-Z]{3}$/),
  name: z.string().min(1),
  /** two letters: AF, AN, AS, EU, NA, OC, SA */
  continent: z.enum(['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']),
  spellings: z.array(z.string().min(1)),
  source: z.string().min(1),
});

export const countryTableSchema = z.strictObject({
  version: z.string(),
  sources,
  countries: z.array(countrySchema),
  /** codes that are not ISO alpha-2 but mean a country: UK -> GB */
  codes: z.record(z.string(), z.string()),
  /** texts with several readings -> codes of the countries among these */
  ambiguous: z.record(z.string(), z.array(z.string())),
  /** continent -> names */
  continents: z.record(z.string(), z.array(z.string())),
  /** areas and codes that are no country: EU, Global */
  noCountry: z.array(z.string()),
  /** country -> names and codes of its states or provinces, for "Texas, US" and against "Denver, CO" */
  regions: z.record(z.string(), z.strictObject({ names: z.array(z.string()), codes: z.array(z.string()) })),
});

export const cloudSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  company: z.string().min(1),
  aliases: z.array(z.string()),
  /** autonomous system numbers that the company announces its cloud from; never complete */
  asns: z.array(z.int().positive()),
  /** region, or the start of its zones -> ISO 3166-1 alpha-2 */
  regions: z.record(z.string(), z.string().regex(/^[A-Z]{2}$/)),
  source: z.string().min(1),
});

export const cloudTableSchema = z.strictObject({ version: z.string(), sources, clouds: z.array(cloudSchema) });

/** Countries that decide together, as a partition: no country belongs to two, and one that belongs to none stands for itself. */
export const blocTableSchema = z.strictObject({
  version: z.string(),
  /** date of the newest change of membership that is in it */
  asOf: z.string(),
  sources,
  blocs: z.array(
    z.strictObject({
      id: z.string().min(1),
      name: z.string().min(1),
      /** ISO 3166-1 alpha-2 */
      members: z.array(z.string().regex(/^[A-Z]{2}$/)),
      source: z.string().min(1),
    }),
  ),
});

export type Gpu = z.infer<typeof gpuSchema>;
export type GpuTable = z.infer<typeof gpuTableSchema>;
export type CountryTable = z.infer<typeof countryTableSchema>;
export type Cloud = z.infer<typeof cloudSchema>;
export type CloudTable = z.infer<typeof cloudTableSchema>;
