import { z } from 'zod';
import { baseSchema, momentSchema } from './dataset.ts';
import { sumsAmongSchema } from './view.ts';

/** Longest statement, in characters. */
export const MOST_SQL = 20_000;
/** Rows of a result at most, and unless said otherwise. */
export const MOST_SQL_ROWS = 100_000;
export const USUAL_SQL_ROWS = 1000;
/** Seconds that a statement may run at most, and unless said otherwise. */
export const MOST_SQL_SECONDS = 600;
export const USUAL_SQL_SECONDS = 30;

/** A dataset as a statement sees it: a table by its id. */
export const sqlTableSchema = z.object({
  /** id of the dataset, which is the name of the table */
  table: z.string(),
  name: z.string(),
  rows: z.number().int(),
  columns: z.array(
    z.object({
      /** as a statement writes it, in double quotes unless it is one plain word */
      name: z.string(),
      type: z.enum(['INTEGER', 'REAL', 'TEXT']),
      /** what it holds, where that is more than the column of the dataset of the same name */
      about: z.string().nullable(),
    }),
  ),
  /** columns beyond what one table can have */
  omitted: z.number().int(),
});
export type SqlTable = z.infer<typeof sqlTableSchema>;

/** What a result rests on: printed below it, and in a dataset that is made of it. */
export const sqlStampSchema = z.object({
  statement: z.string(),
  /** datasets that the statement read */
  datasets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      rows: z.number().int(),
      rejected: z.number().int(),
      base: baseSchema.nullable(),
      asOf: momentSchema.nullable(),
      sample: z.boolean(),
      /** lines of sums among the records of its table, with the condition that leaves them out; absent = none */
      sums: sumsAmongSchema.optional(),
    }),
  ),
  /** whether it read a column of groups, which rest on the confirmed links of the case; else accounts count as given */
  links: z.boolean(),
  /** revision of the case that was read */
  revision: z.number().int(),
});

/** A cell of a result; an integer beyond 2^53 is its exact text. */
export const sqlCellSchema = z.union([z.number(), z.string(), z.null()]);
export type SqlCell = z.infer<typeof sqlCellSchema>;

export const sqlResultSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      /** what its cells hold: `number` where all known ones are numbers */
      type: z.enum(['number', 'text']),
    }),
  ),
  rows: z.array(z.array(sqlCellSchema)),
  /** there are more rows than were asked for, or than find room */
  truncated: z.boolean(),
  /** the row limit that held */
  limit: z.number().int(),
  milliseconds: z.number(),
  stamp: sqlStampSchema,
});
export type SqlResult = z.infer<typeof sqlResultSchema>;
