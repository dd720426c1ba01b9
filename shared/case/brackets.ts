import { z } from 'zod';
import { closedBracketSchema } from './contingencies.ts';

/** A bracket that a solver closed, kept as a decision of the case with its placements; by the hash of its inputs it speaks about one test only. */
export const keptBracketSchema = z.object({
  id: z.string(),
  dataset: z.string(),
  /** removal unit */
  by: z.string(),
  /** name and version of the solver that found it */
  solver: z.string(),
  closed: z.object({ pessimistic: closedBracketSchema.nullable(), optimistic: closedBracketSchema.nullable() }),
});
export type KeptBracket = z.infer<typeof keptBracketSchema>;
