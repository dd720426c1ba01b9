import { z } from 'zod';
import { recipeSchema, sourceSchema } from '../case/dataset.ts';
import { viewSpecSchema } from '../case/view.ts';
import { procedure, windowRowSchema, windowSchema } from './base.ts';

const cellSchema = z.object({
  /** name in views; the header of the file that it comes from */
  column: z.string(),
  header: z.string(),
  /** the cell as it stands in the file; `null` where the file has no such cell: objects, columns that a step or join made, records that do not fit */
  text: z.string().nullable(),
  /** text or number as views use it, `null` = unknown or no value */
  value: z.string().nullable(),
  /** the text behind a value that was read by a rule or a person's decision; `null` where it is the value itself */
  given: z.string().nullable(),
  /** rule or decision that made the value; `null` where it is as given */
  rule: z.string().nullable(),
});

/** Where a record of a dataset comes from: file, place in it, its very text, and how each cell was read. */
export const originSchema = z.object({
  source: sourceSchema,
  recipe: recipeSchema,
  /** position of the row in the dataset, from 0 */
  row: z.number().int(),
  /** one-based number of the record and line (or row of the sheet) on which it starts */
  record: z.number().int(),
  line: z.number().int(),
  /** member of the archive in which the record stands, where the file is one */
  member: z.string().nullable(),
  /** the text of the record as it stands in the file */
  raw: z.string(),
  /** the text is longer than what is shown */
  truncated: z.boolean(),
  /** why a corrected record was taken in; `null` for records as imported */
  readmitted: z.string().nullable(),
  cells: z.array(cellSchema),
  /** the other rows that the record became, where an array inside it was opened into rows */
  others: z.array(z.object({ row: z.number().int(), readmitted: z.string().nullable(), cells: z.array(cellSchema) })),
});
export type Origin = z.infer<typeof originSchema>;

export const lineage = {
  /** Query: the records behind a number of a view: those of one group, of the unknown mass (`key` null), or all of them (`key` absent). */
  rows: procedure.input(z.object({ spec: viewSpecSchema, key: z.string().nullable().optional(), window: windowSchema })).output(
    z.object({
      total: z.number().int(),
      columns: z.array(z.string()),
      rows: z.array(windowRowSchema),
    }),
  ),
  /**
   * Query: where a record comes from, with its text read again from the kept file. A record that became several rows shares its number
   * among them: `row` names one of them; without it the answer is the first one, with all the others.
   */
  record: procedure
    .input(z.object({ dataset: z.string(), record: z.number().int().min(1), row: z.number().int().min(0).optional() }))
    .output(originSchema),
};
