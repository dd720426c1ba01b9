import { z } from 'zod';
import {
  baseSchema,
  columnTypeSchema,
  datasetSchema,
  dialectSchema,
  fieldSchema,
  findingSchema,
  grainSchema,
  recipeSchema,
  rejectedRecordSchema,
  sourceSchema,
} from '../case/dataset.ts';
import { presetMatchSchema } from '../case/preset.ts';
import { stepSchema } from '../case/steps.ts';
import { fileReferenceSchema, jobIdSchema, jobOf, procedure, windowSchema } from './base.ts';

export const previewColumnSchema = z.object({
  header: z.string(),
  type: columnTypeSchema,
  /** cells with a value among the records read for the preview */
  filled: z.number().int(),
  distinct: z.number().int(),
  samples: z.array(z.string()),
  /** field proposed for this column, how sure (0..1) and why */
  field: fieldSchema.nullable(),
  confidence: z.number(),
  reason: z.string(),
  /** how a step makes this column, in words; `null` = it stands in the file */
  step: z.string().nullable(),
});
export type PreviewColumn = z.infer<typeof previewColumnSchema>;

export const previewSchema = z.object({
  file: fileReferenceSchema,
  fileName: z.string(),
  bytes: z.number().int(),
  dialect: dialectSchema,
  /** the dialect is a guess with this confidence, 0..1, and these reasons */
  confidence: z.number(),
  reasons: z.array(z.string()),
  columns: z.array(previewColumnSchema),
  /** first 20 records as text */
  rows: z.array(z.array(z.string())),
  /** records read for the preview; `complete` when that is the whole file */
  recordsRead: z.number().int(),
  complete: z.boolean(),
  proposal: z.object({
    name: z.string(),
    grain: grainSchema,
    base: baseSchema.nullable(),
    asOf: z.string().nullable(),
    reason: z.string(),
  }),
  /** presets that the file fits, the best first */
  presets: z.array(presetMatchSchema),
  /** the preset that proposes, with the limits of such files; `null` = none */
  preset: presetMatchSchema.extend({ notes: z.array(z.string()) }).nullable(),
  /** steps done to the records, and how many of `recordsRead` they leave out */
  steps: z.array(stepSchema),
  leftOut: z.number().int(),
  /** names of the columns as the file has them, without those that steps add */
  headers: z.array(z.string()),
  /** what else can be chosen in this file */
  choices: z.object({
    /** JSON: places that may hold the records, the likeliest first; `records` counted in the first megabyte */
    records: z.array(z.object({ path: z.array(z.string()), keyed: z.boolean(), records: z.number().int() })),
    /** paths of the arrays inside the records */
    arrays: z.array(z.string()),
    /** columns whose cells hold dicts or lists that can be opened into columns, or are */
    opened: z.array(z.string()),
    /** zip: members that can be read, and whether they are without being chosen */
    members: z.array(z.object({ name: z.string(), isTable: z.boolean() })),
    /** XLSX: sheets in their order */
    sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })),
  }),
  findings: z.array(findingSchema),
});
export type Preview = z.infer<typeof previewSchema>;

export const sampleValuesSchema = z.object({
  header: z.string(),
  /** up to five distinct texts with what they become; `null` = no value can be read, `isRejected` = their record would not be imported */
  samples: z.array(z.object({ text: z.string(), value: z.string().nullable(), isRejected: z.boolean() })),
});
export type SampleValues = z.infer<typeof sampleValuesSchema>;

export const importResultSchema = z.object({ dataset: datasetSchema, source: sourceSchema, findings: z.array(findingSchema) });
export type ImportResult = z.infer<typeof importResultSchema>;

const importRequestSchema = z.object({ file: fileReferenceSchema, name: z.string().min(1).max(200), recipe: recipeSchema });

export const sources = {
  /**
   * Query: what a file holds and how it would be read; `dialect` overrules the guess, `preset` lets a preset propose, `steps` replaces its
   * steps. Presets that fit are named whether one proposes or not.
   */
  preview: procedure
    .input(
      z.object({
        file: fileReferenceSchema,
        dialect: dialectSchema.partial().optional(),
        preset: z.string().nullable().optional(),
        steps: z.array(stepSchema).max(50).optional(),
      }),
    )
    .output(previewSchema),
  /** Query: what a recipe makes of the first texts of each column, by the rules of their fields and the decisions of the open case. */
  sampleValues: procedure.input(z.object({ file: fileReferenceSchema, recipe: recipeSchema })).output(z.array(sampleValuesSchema)),
  /** Query: all presets, whatever file there is; `fit` is 0. */
  presets: procedure.output(z.array(presetMatchSchema)),
  /** Query: the sheet to send to a network, as a file to save. */
  template: procedure.output(z.object({ ref: fileReferenceSchema, fileName: z.string(), bytes: z.number().int() })),
  /**
   * Job and command: freezes the file and makes a dataset of it. A cancel before the commit leaves nothing behind; after it the
   * dataset is there, and the last event of a job that was asked to stop by `app.cancel` says which of the two happened.
   */
  import: procedure.input(importRequestSchema.extend({ job: jobIdSchema.optional() })).output(jobOf(importResultSchema)),
  /** Job and command: as `import`, for several files as one unit: either all of them are in the case afterwards or none. */
  importAll: procedure
    .input(z.object({ files: z.array(importRequestSchema).min(1).max(1000), job: jobIdSchema.optional() }))
    .output(jobOf(z.array(importResultSchema))),
  /** Query: frozen source files. */
  list: procedure.output(z.array(sourceSchema)),
  /** Query: the exact bytes of a kept file as a file to save; refuses bytes that no longer fit their hash. */
  original: procedure
    .input(z.object({ source: z.string() }))
    .output(z.object({ ref: fileReferenceSchema, fileName: z.string(), bytes: z.number().int(), sha256: z.string() })),
  /** Command: says under which terms a file may be passed on, and whether evidence bundles hold a copy of it or its hash only. */
  setLicence: procedure
    .input(z.object({ source: z.string(), licence: z.string().trim().min(1).max(300).nullable(), copies: z.enum(['kept', 'hash-only']) }))
    .output(sourceSchema),
  /** Query: records that were not imported, with reason, line and raw text. */
  rejects: procedure
    .input(z.object({ dataset: z.string(), window: windowSchema }))
    .output(z.object({ total: z.number().int(), rows: z.array(rejectedRecordSchema) })),
  /** Query: a rejected record with its cells as far as they can be told apart, to be corrected. */
  reject: procedure
    .input(z.object({ dataset: z.string(), number: z.number().int().min(0) }))
    .output(z.object({ reject: rejectedRecordSchema, cells: z.array(z.object({ header: z.string(), text: z.string() })) })),
  /** Query: whether a corrected record would be taken in, without doing it; `refusal` says in a sentence why not. */
  checkRecord: procedure.input(z.object({ dataset: z.string(), cells: z.record(z.string(), z.string().max(1_048_576)) })).output(
    z.object({
      refusal: z.string().nullable(),
      /** cells that cannot be taken, by header */
      problems: z.array(z.object({ column: z.string(), reason: z.string(), fix: z.string() })),
    }),
  ),
  /** Command: takes a corrected record into its dataset; cells by header, absent ones have no value. Refuses what the import would refuse. */
  readmit: procedure
    .input(
      z.object({
        dataset: z.string(),
        number: z.number().int().min(0),
        cells: z.record(z.string(), z.string().max(1_048_576)),
        reason: z.string().min(1).max(2000),
      }),
    )
    .output(datasetSchema),
  /** Command: leaves a record out again that was taken in. */
  leaveOut: procedure.input(z.object({ dataset: z.string(), number: z.number().int().min(0) })).output(datasetSchema),
};
