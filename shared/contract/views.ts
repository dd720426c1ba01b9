import { z } from 'zod';
import { groupSchema, savedViewSchema, viewResultSchema, viewSpecSchema } from '../case/view.ts';
import { procedure, windowSchema } from './base.ts';

export const groupSortSchema = z.object({ column: z.enum(['key', 'value', 'rows']), direction: z.enum(['asc', 'desc']) });

export const views = {
  /** Query: every number of a view, and a handle for its ranked table. */
  open: procedure.input(viewSpecSchema).output(viewResultSchema),
  /** Query: a window of the ranked table. A handle that the engine has let go is recomputed, never an error. */
  rows: procedure
    .input(z.object({ handle: z.string(), window: windowSchema, sort: groupSortSchema.optional(), search: z.string().default('') }))
    .output(z.object({ total: z.number().int(), rows: z.array(groupSchema.extend({ rank: z.number().int() })) })),
  /** Query: saved views. */
  list: procedure.output(z.array(savedViewSchema)),
  /** Command: saves a view under a name; the same id replaces. */
  save: procedure
    .input(z.object({ id: z.string().optional(), name: z.string().min(1).max(200), spec: viewSpecSchema }))
    .output(savedViewSchema),
  /** Command: removes a saved view. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
