import { z } from 'zod';
import { ladderSchema, qualitySchema, statedSupplySchema, waiverSchema } from '../case/quality.ts';
import { jobOf, procedure, windowRowSchema, windowSchema } from './base.ts';

export const quality = {
  /** Job: all checks of a dataset, failed ones first, with their waivers. */
  checks: procedure.input(z.object({ dataset: z.string() })).output(jobOf(qualitySchema)),
  /** Query: records that fail a check, with all their cells as text. */
  rows: procedure.input(z.object({ dataset: z.string(), check: z.string(), window: windowSchema })).output(
    z.object({
      total: z.number().int(),
      columns: z.array(z.string()),
      rows: z.array(windowRowSchema),
    }),
  ),
  /** Command: lets a failed check stand, with reason and name; the same check again replaces both. */
  waive: procedure.input(waiverSchema).output(waiverSchema),
  /** Command: takes a waiver back. */
  unwaive: procedure.input(waiverSchema.pick({ dataset: true, check: true })).output(z.null()),
  /** Query: the rungs of the supply ladder of a dataset, from its records and from stated counts. */
  ladder: procedure.input(z.object({ dataset: z.string() })).output(ladderSchema),
  /** Command: adds a count that a document states for a rung; the same id replaces. */
  stateSupply: procedure.input(statedSupplySchema.extend({ id: z.string().optional() })).output(statedSupplySchema),
  /** Command: removes a stated count. */
  removeSupply: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
