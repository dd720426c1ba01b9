import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from './base.ts';

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
  /** Query: bytes of a file that the engine wrote (report, CSV, copy of the case) or was given. */
  file: procedure.input(z.object({ ref: z.string() })).output(z.instanceof(Blob)),
};
