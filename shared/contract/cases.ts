import { z } from 'zod';
import { caseInfoSchema } from '../case/ledger.ts';
import { fileReferenceSchema, jobOf, procedure } from './base.ts';

export const caseEntrySchema = z.object({
  ref: fileReferenceSchema,
  fileName: z.string(),
  bytes: z.number().int(),
  modifiedAt: z.string(),
});

export const cases = {
  /** Query: case files in the case folder, newest first. */
  list: procedure.output(z.array(caseEntrySchema)),
  /** Query: the open case, or `null`. */
  current: procedure.output(caseInfoSchema.nullable()),
  /**
   * Command: makes a new case file in the case folder and opens it; without a file name one is made from the title. A name that is no
   * plain file name on every system is refused (`file-name-refused`).
   */
  create: procedure
    .input(
      z.object({
        title: z.string().min(1).max(200),
        question: z.string().max(2000).default(''),
        fileName: z.string().max(1000).optional(),
        /** nobody gave the title: the case goes by the names of its datasets until it is renamed */
        unnamed: z.boolean().default(false),
      }),
    )
    .output(caseInfoSchema),
  /** Command: opens a case file; migrates an older one after a backup; refuses newer, damaged and foreign files. */
  open: procedure.input(z.object({ ref: fileReferenceSchema })).output(caseInfoSchema),
  /** Job: opens the sample case, generating it on first use. */
  openSample: procedure.output(jobOf(caseInfoSchema)),
  /** Command: title and question of the open case. */
  describe: procedure.input(z.object({ title: z.string().min(1).max(200), question: z.string().max(2000) })).output(caseInfoSchema),
  /** Query: a whole, closed copy of the open case as a file to save. */
  copy: procedure.output(z.object({ ref: fileReferenceSchema, fileName: z.string(), bytes: z.number().int() })),
  /** Command: closes the open case; the file is whole afterwards. */
  close: procedure.output(z.null()),
};
