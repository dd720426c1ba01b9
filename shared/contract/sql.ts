import { z } from 'zod';
import {
  MOST_SQL,
  MOST_SQL_ROWS,
  MOST_SQL_SECONDS,
  sqlResultSchema,
  sqlTableSchema,
  USUAL_SQL_ROWS,
  USUAL_SQL_SECONDS,
} from '../case/sql.ts';
import { jobOf, procedure } from './base.ts';
import { importResultSchema } from './sources.ts';

const statementSchema = z.string().max(MOST_SQL);
const secondsSchema = z.number().int().min(1).max(MOST_SQL_SECONDS).default(USUAL_SQL_SECONDS);

export const sql = {
  /** Query: the datasets of the case as tables, with their columns; canonical values under the names of the views, texts of the file beside them. */
  tables: procedure.output(z.array(sqlTableSchema)),
  /**
   * Job: one statement that reads, in a process of its own that is ended after `seconds`, or when the caller leaves. Gives at most
   * `limit` rows, and says when there are more.
   */
  run: procedure
    .input(
      z.object({
        statement: statementSchema,
        limit: z.number().int().min(1).max(MOST_SQL_ROWS).default(USUAL_SQL_ROWS),
        seconds: secondsSchema,
      }),
    )
    .output(jobOf(sqlResultSchema)),
  /**
   * Job and command: the whole result of a statement as a dataset, whose kept file says in its first lines what it was made of. It has the
   * supply base and the date that all datasets have that were read; where they differ, none. Refuses a result that is cut off.
   */
  keep: procedure
    .input(z.object({ statement: statementSchema, name: z.string().trim().min(1).max(200), seconds: secondsSchema }))
    .output(jobOf(importResultSchema)),
};
