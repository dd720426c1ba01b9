import { z } from 'zod';
import { joinedFromSchema } from './joined.ts';
import { isMoment } from './moment.ts';
import { stepSchema } from './steps.ts';

/** Fields of the model (domain.md 1.4, 2, removal-test.md 2.1). Columns that serve none of them keep their own name. */
export const FIELDS = [
  'provider',
  'operator',
  'owner',
  'node_id',
  'site',
  'host_org',
  'asn',
  'cloud',
  'country',
  'region',
  'gpu_model',
  'gpu_vendor',
  'gpu_count',
  'gpu_free',
  'node_count',
  'vram_gib',
  'cpu_milli',
  'memory_mib',
  'price_usd_per_gpu_hour',
  'uptime',
  'verified',
  'status',
  'validator',
  'stake',
  'observed_at',
] as const;
export const fieldSchema = z.enum(FIELDS);
export type Field = z.infer<typeof fieldSchema>;

/** Rung of the supply ladder (domain.md 1.2); `null` = not stated by the person who imported. */
export const baseSchema = z.enum(['claimed', 'registered', 'online', 'verified', 'online+verified', 'rentable', 'leased']);
export type Base = z.infer<typeof baseSchema>;

/** ISO date or instant of facts. */
export const momentSchema = z.string().refine(isMoment, 'an ISO date that the calendar has, such as 2026-04-24');

/** Whether the records are all there is, or a sample of events: only a sample has a statistical interval (domain 4). */
export const samplingSchema = z.enum(['census', 'sample']);
export type Sampling = z.infer<typeof samplingSchema>;

/** What one record is (domain.md 1.3). */
export const grainSchema = z.enum(['provider', 'node', 'gpu', 'offer', 'day']);
export type Grain = z.infer<typeof grainSchema>;

/** Type of a stored column. `number` = exact decimals at one scale, `exact` = decimals that need more than 2^53. */
export const columnTypeSchema = z.enum(['text', 'number', 'exact']);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/** What a canonical value is of; the normalisers of domain.md 6.4 that a column can be read by. */
const CANONICAL_KINDS = ['gpu', 'gpu-family', 'gpu-vendor', 'country', 'asn', 'count', 'money', 'uptime', 'memory', 'time'] as const;
export const canonicalKindSchema = z.enum(CANONICAL_KINDS);
export type CanonicalKind = z.infer<typeof canonicalKindSchema>;

/** Fields whose texts are read by a normaliser; `<field>.raw` is the text as it stood, also of a column that reads as it is stored. */
export const READ_FIELDS: readonly Field[] = [
  'gpu_model',
  'gpu_vendor',
  'country',
  'asn',
  'gpu_count',
  'gpu_free',
  'node_count',
  'price_usd_per_gpu_hour',
  'uptime',
  'vram_gib',
  'cpu_milli',
  'memory_mib',
  'observed_at',
];

/** How the values of a column come from a column of the file, worked out each time it is read. */
export const derivedSchema = z.object({
  kind: canonicalKindSchema,
  /** name of the column that holds the text as it stood; that of the column itself where reading changes nothing */
  from: z.string(),
  /** version of the normaliser */
  version: z.number().int(),
  /** what was decided for the column as a whole, in words: scale, unit, order of day and month */
  decisions: z.array(z.string()),
  /** records with text but without a value, and records whose value leaves several readings */
  unmapped: z.number().int(),
  partial: z.number().int(),
  /** days that an uptime covers; `null` = its header does not say; other windows of the file are columns of their own */
  windowDays: z.number().nullable().optional(),
});
export type Derived = z.infer<typeof derivedSchema>;

export const columnSchema = z.object({
  /** name used in views and filters: the field name where mapped, else the header of the file */
  name: z.string(),
  header: z.string(),
  field: fieldSchema.nullable(),
  type: columnTypeSchema,
  /** records with a value */
  filled: z.number().int(),
  distinct: z.number().int(),
  /** sum over all records as plain decimal text; `null` for text */
  sum: z.string().nullable(),
  /** what its numbers are in, e.g. `lamports`, by the preset or as said at the import; absent = not known, or told by the name */
  unit: z.string().optional(),
  /** canonical values: the column is not as the file has it */
  derived: derivedSchema.optional(),
  /** text of the file behind the canonical column of this name */
  rawOf: z.string().optional(),
  /** taken from a side table: the column is not of this dataset's file */
  joined: joinedFromSchema.optional(),
});
export type ColumnInfo = z.infer<typeof columnSchema>;

export const findingSchema = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type Finding = z.infer<typeof findingSchema>;

export const datasetSchema = z.object({
  id: z.string(),
  name: z.string(),
  sourceId: z.string(),
  rows: z.number().int(),
  rejected: z.number().int(),
  /** records of the file, where the import counted them; other than `rows + rejected` where arrays inside them became rows */
  records: z.number().int().nullable().optional(),
  grain: grainSchema,
  base: baseSchema.nullable(),
  /** ISO date or instant of the facts, not of the capture; `null` = not stated */
  asOf: momentSchema.nullable(),
  sample: z.boolean(),
  /** whether the records are all there is or a sample of events; absent or `null` = not stated, which counts as a census */
  sampling: samplingSchema.nullable().optional(),
  /** days that a sample covers; absent or `null` = not stated */
  sampledDays: z.number().positive().nullable().optional(),
  importedAt: z.string(),
  columns: z.array(columnSchema),
  /** what the import noticed: rejected records, lines of sums, renamed columns ... */
  findings: z.array(findingSchema),
});
export type Dataset = z.infer<typeof datasetSchema>;

/** How records are written; `csv` is any delimited text. */
export const formatSchema = z.enum(['csv', 'json', 'ndjson', 'xlsx', 'parquet']);
export type Format = z.infer<typeof formatSchema>;

/** What an array inside a record becomes: its JSON text, records of their own, or one cell. */
export const arrayChoiceSchema = z.enum(['text', 'explode', 'join', 'count', 'sum']);
export type ArrayChoice = z.infer<typeof arrayChoiceSchema>;

export const sourceSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  format: formatSchema,
  encoding: z.string(),
  addedAt: z.string(),
  datasetIds: z.array(z.string()),
  /** terms under which the file may be passed on, as a person said them; absent or `null` = not stated */
  licence: z.string().nullable().optional(),
  /** whether an evidence bundle holds a copy of the file, or its hash only because its licence forbids copies; absent = `kept` */
  copies: z.enum(['kept', 'hash-only']).optional(),
});
export type Source = z.infer<typeof sourceSchema>;

export const rejectSchema = z.object({
  record: z.number().int(),
  line: z.number().int(),
  column: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  fix: z.string(),
  raw: z.string(),
});
export type Reject = z.infer<typeof rejectSchema>;

/** A rejected record of a case, by its number in the dataset. */
export const rejectedRecordSchema = rejectSchema.extend({
  number: z.number().int(),
  /** why the corrected record was taken in; `null` = it is left out */
  readmitted: z.string().nullable(),
});
export type RejectedRecord = z.infer<typeof rejectedRecordSchema>;

/** How the text of a file is cut into cells; every field can be overruled by the person. */
export const dialectSchema = z.object({
  format: formatSchema,
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
  bom: z.boolean(),
  delimiter: z.string().length(1).nullable(),
  quote: z.string().length(1).nullable(),
  /** zero-based line of the header */
  headerLine: z.number().int().min(0),
  decimalMark: z.enum(['.', ',']),
  // All that follow may be absent: recipes of older versions have none of them.
  /** what the file is packed in; absent = nothing. A zip archive is one table of all its members. */
  container: z.enum(['gzip', 'zstd', 'zip']).optional(),
  /** zip: names of the members that are read; absent = all that are tables */
  members: z.array(z.string()).optional(),
  /** zip: what becomes of members whose columns differ; absent = `same`, they are refused */
  memberColumns: z.enum(['same', 'by-name']).optional(),
  /** mark between groups of three digits, e.g. "," in 1,204; absent or `null` = none */
  thousandsMark: z.enum([',', '.', ' ', "'", '_']).nullable().optional(),
  /** lines that begin with this character are no records */
  comment: z.string().length(1).nullable().optional(),
  /** lines directly below the header that are no records, such as one with units */
  notesBelow: z.number().int().min(0).max(20).optional(),
  /** what becomes of records that hold sums of the others; absent = `keep` */
  totals: z.enum(['reject', 'keep']).optional(),
  /** JSON: names that lead to the records; absent = searched under the usual names */
  records: z.array(z.string()).optional(),
  /** JSON: the records are members of an object; their names become the column "key" */
  keyed: z.boolean().optional(),
  /** path of an array inside the records -> what it becomes; absent = its JSON text */
  arrays: z.record(z.string(), arrayChoiceSchema).optional(),
  /** headers of columns whose cells hold dicts or lists, as Python or JSON writes them, that become columns; absent = they stay text */
  opened: z.array(z.string()).optional(),
  /** XLSX: name of the sheet, and its cells such as A3:F90 */
  sheet: z.string().optional(),
  range: z.string().optional(),
});
export type Dialect = z.infer<typeof dialectSchema>;

/** Saved, replayable steps from source file to dataset. */
export const recipeSchema = z.object({
  version: z.literal(1),
  dialect: dialectSchema,
  /** header in the file -> field of the model; headers that are absent here keep their own name */
  mapping: z.record(z.string(), fieldSchema),
  /** header -> type the person insists on; cells that do not parse make their record a reject */
  types: z.record(z.string(), columnTypeSchema),
  /** header -> unit of its numbers, e.g. `lamports`; absent = none is known */
  units: z.record(z.string(), z.string().min(1).max(40)).optional(),
  /** cell texts (compared without case, trimmed) that mean unknown */
  unknownTokens: z.array(z.string()),
  /** versions of the normalisers that read the file when it was imported; absent in recipes made before there were any */
  normalisers: z.record(z.string(), z.number().int()).optional(),
  /** what is done to the records before they are mapped, in this order; absent = nothing */
  steps: z.array(stepSchema).max(50).optional(),
  /** preset that the recipe began with */
  preset: z.string().optional(),
  grain: grainSchema,
  base: baseSchema.nullable(),
  asOf: momentSchema.nullable(),
});
export type Recipe = z.infer<typeof recipeSchema>;
