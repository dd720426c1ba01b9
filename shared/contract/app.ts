import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { fileReferenceSchema, jobIdSchema, procedure } from './base.ts';

export const caseChangedSchema = z.object({ type: z.literal('case.changed'), revision: z.number().int(), touched: z.array(z.string()) });
export type CaseChanged = z.infer<typeof caseChangedSchema>;

export const app = {
  /** Query: what runs here, for About and diagnostics. */
  info: procedure.output(
    z.object({
      version: z.string(),
      host: z.enum(['desktop', 'browser', 'command-line', 'test']),
      node: z.string(),
      sqlite: z.string(),
      formatVersion: z.number().int(),
    }),
  ),
  /** Event stream: one event after each command; ends when the client leaves. */
  events: procedure.output(eventIterator(caseChangedSchema)),
  /**
   * Asks a job that was started with this id to stop, without leaving its stream: its last event says what came of it, `done` when it
   * had finished before, the error `cancelled` otherwise. `false` when no such job runs.
   */
  cancel: procedure.input(z.object({ job: jobIdSchema })).output(z.boolean()),
  /** Query: bytes of a file that the engine wrote (report, CSV, copy of the case) or was given. */
  file: procedure.input(z.object({ ref: z.string() })).output(z.instanceof(Blob)),
  /**
   * Query: takes what the page drew, a picture or the data of a chart, as a file that the host lets the person save. At most 30 MB; the name gets
   * the ending of its kind.
   */
  keep: procedure
    .input(z.object({ name: z.string().min(1).max(200), kind: z.enum(['png', 'svg', 'csv']), content: z.instanceof(Blob) }))
    .output(z.object({ ref: fileReferenceSchema, fileName: z.string() })),
};
