import { z } from 'zod';
import { caseInfoSchema, ledgerEntrySchema } from '../case/ledger.ts';
import { procedure, windowSchema } from './base.ts';

export const history = {
  /** Query: decisions, newest first. */
  list: procedure
    .input(z.object({ window: windowSchema }))
    .output(z.object({ total: z.number().int(), entries: z.array(ledgerEntrySchema) })),
  /** Command: runs the stored inverse of the last decision that is not undone. */
  undo: procedure.output(caseInfoSchema),
  /** Command: runs the last undone decision again. */
  redo: procedure.output(caseInfoSchema),
  /** Query: recomputes the hash chain; `brokenAt` names the first entry that does not fit. */
  verify: procedure.output(z.object({ entries: z.number().int(), intact: z.boolean(), brokenAt: z.number().int().nullable() })),
};
