import { z } from 'zod';
import { casePackSchema } from '../case/packs.ts';
import { fileReferenceSchema, procedure } from './base.ts';

export const packs = {
  /** Query: threshold packs that ship with the program or were taken into the case, by id, with today's warnings. */
  list: procedure.output(z.array(casePackSchema)),
  /** Command: draws the lines of a pack in this case, or draws them no longer. */
  choose: procedure.input(z.object({ id: z.string(), chosen: z.boolean() })).output(casePackSchema),
  /** Command: checks a pack file, runs its tests and takes it into the case; a newer edition of a shipped pack goes before it. */
  import: procedure.input(z.object({ file: fileReferenceSchema })).output(casePackSchema),
  /** Command: takes an imported pack out of the case. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
