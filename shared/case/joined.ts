import { z } from 'zod';

/** What a number that uses a joined column is also relative to. */
export const joinedStampSchema = z.object({
  /** joined column, and how it is made, in words */
  column: z.string(),
  made: z.string(),
  dataset: z.string(),
  asOf: z.string().nullable(),
  spreadHours: z.number().nullable(),
  /** records without a value */
  unmatched: z.number().int(),
});
export type JoinedStamp = z.infer<typeof joinedStampSchema>;

/** Where a listed column comes from when it is not of the dataset's own file. */
export const joinedFromSchema = joinedStampSchema.omit({ column: true }).extend({ join: z.string(), from: z.string() });
