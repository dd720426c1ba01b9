import { z } from 'zod';
import { compareResultSchema, compareSpecSchema, MOVES, matchedEntitySchema } from '../case/compare.ts';
import { procedure, windowSchema } from './base.ts';

export const matchedSortSchema = z.object({ column: z.enum(['key', 'a', 'b', 'change']), direction: z.enum(['asc', 'desc']) });

export const compare = {
  /**
   * Query: two or more views side by side: whether they are comparable, metrics with bounds, and the change of HHI with parts that add up
   * exactly. Sides that are not comparable have no change unless it is asked for anyway; it is marked then.
   */
  open: procedure.input(compareSpecSchema).output(compareResultSchema),
  /** Query: a window of the entities of one change with weights and shares on both sides. A handle that was let go is computed again. */
  rows: procedure
    .input(
      z.object({
        handle: z.string(),
        window: windowSchema,
        move: z.enum([...MOVES, 'matched', 'all']).default('all'),
        sort: matchedSortSchema.optional(),
        search: z.string().default(''),
      }),
    )
    .output(z.object({ total: z.number().int(), rows: z.array(matchedEntitySchema) })),
};
