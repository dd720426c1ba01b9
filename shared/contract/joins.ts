import { z } from 'zod';
import { joinOutcomeSchema, joinProposalsSchema, joinSpecSchema, listedJoinSchema } from '../case/join.ts';
import { procedure } from './base.ts';

/** A spec with the name that the column is to have; without one it is named after what it takes. */
const namedSpecSchema = joinSpecSchema.extend({ name: z.string().min(1).max(100).optional() });

export const joins = {
  /** Query: pairs of columns that share values, with counts both ways, and what can be taken from the side table. */
  propose: procedure.input(z.object({ dataset: z.string(), with: z.string() })).output(joinProposalsSchema),
  /** Query: what a join would give; nothing is kept. */
  preview: procedure.input(namedSpecSchema).output(z.object({ name: z.string(), made: z.string(), outcome: joinOutcomeSchema })),
  /** Command: takes a column from a side table; worked out each time it is read, nothing is copied. */
  add: procedure.input(namedSpecSchema).output(listedJoinSchema),
  /** Command: takes a joined column away. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.null()),
  /** Query: joins of the case or of one dataset, oldest first, each with how it turned out. */
  list: procedure.input(z.object({ dataset: z.string().optional() })).output(z.array(listedJoinSchema)),
};
