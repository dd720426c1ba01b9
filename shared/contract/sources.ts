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
  rejectSchema,
  sourceSchema,
} from '../case/dataset.ts';
import { fileReferenceSchema, jobOf, procedure, windowSchema } from './base.ts';

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
  /** what else can be chosen in this file */
  choices: z.object({
    /** JSON: places that may hold the records, the likeliest first; `records` counted in the first megabyte */
    records: z.array(z.object({ path: z.array(z.string()), keyed: z.boolean(), records: z.number().int() })),
    /** paths of the arrays inside the records */
    arrays: z.array(z.string()),
  }),
  findings: z.array(findingSchema),
});
export type Preview = z.infer<typeof previewSchema>;

export const importResultSchema = z.object({ dataset: datasetSchema, source: sourceSchema, findings: z.array(findingSchema) });
export type ImportResult = z.infer<typeof importResultSchema>;

export const sources = {
  /** Query: what a file holds and how it would be read; `dialect` overrules the guess. */
  preview: procedure.input(z.object({ file: fileReferenceSchema, dialect: dialectSchema.partial().optional() })).output(previewSchema),
  /** Job and command: freezes the file and makes a dataset of it; a cancel leaves nothing behind. */
  import: procedure
    .input(z.object({ file: fileReferenceSchema, name: z.string().min(1).max(200), recipe: recipeSchema }))
    .output(jobOf(importResultSchema)),
  /** Query: frozen source files. */
  list: procedure.output(z.array(sourceSchema)),
  /** Query: records that were not imported, with reason, line and raw text. */
  rejects: procedure
    .input(z.object({ dataset: z.string(), window: windowSchema }))
    .output(z.object({ total: z.number().int(), rows: z.array(rejectSchema) })),
};
