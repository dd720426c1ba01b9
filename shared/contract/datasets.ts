import { z } from 'zod';
import { baseSchema, datasetSchema, momentSchema, samplingSchema } from '../case/dataset.ts';
import { procedure, windowRowSchema, windowSchema } from './base.ts';

export const datasets = {
  /** Query: datasets of the open case, oldest first; excluded ones are left out. */
  list: procedure.output(z.array(datasetSchema)),
  /** Command: name, supply base, date of the facts, and whether the records are a census or a sample of events; what is absent stays, `null` = not stated. The frozen records never change. */
  describe: procedure
    .input(
      z.object({
        dataset: z.string(),
        name: z.string().min(1).max(200).optional(),
        base: baseSchema.nullable().optional(),
        asOf: momentSchema.nullable().optional(),
        sampling: samplingSchema.nullable().optional(),
        /** days that the sample covers; goes when the records are no sample */
        sampledDays: z.number().positive().nullable().optional(),
      }),
    )
    .output(datasetSchema),
  /** Command: takes a dataset out of the case; undo brings it back, the source file stays. */
  exclude: procedure.input(z.object({ dataset: z.string() })).output(z.null()),
  /** Query: records of a dataset in the order of the file, cells as text, `null` = no value. */
  rows: procedure.input(z.object({ dataset: z.string(), where: z.string().default(''), window: windowSchema })).output(
    z.object({
      total: z.number().int(),
      columns: z.array(z.string()),
      rows: z.array(windowRowSchema),
    }),
  ),
  /** Query: values of a column with their record counts, most frequent first, for filters. */
  values: procedure
    .input(z.object({ dataset: z.string(), column: z.string(), search: z.string().default('') }))
    .output(z.object({ total: z.number().int(), values: z.array(z.object({ value: z.string(), rows: z.number().int() })) })),
};
