import { z } from 'zod';
import { packSchema } from '../claims/pack.ts';

/** A threshold pack as a case sees it. */
export const casePackSchema = z.object({
  id: z.string(),
  /** shipped with the program, or taken into the case from a file */
  origin: z.enum(['shipped', 'imported']),
  /** whether the case draws its lines */
  chosen: z.boolean(),
  /** SHA-256 of the text of the file */
  sha256: z.string(),
  pack: packSchema,
  /** what is said beside it today; see shared/claims/pack-state.ts */
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type CasePack = z.infer<typeof casePackSchema>;
