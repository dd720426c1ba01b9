import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

/** The one error that crosses a port as a value; see shared/case/error.ts. */
export const errorDataSchema = z.object({
  code: z.string(),
  message: z.string(),
  advice: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** Every procedure of the contract starts here: it can fail with a `CHOKEPOINT` error whose data is an `ErrorValue`. */
export const procedure = oc.errors({ CHOKEPOINT: { status: 422, data: errorDataSchema } });

/** How far a long job is: `total` is `null` while unknown. */
export const progressSchema = z.object({
  type: z.literal('progress'),
  phase: z.string(),
  done: z.number(),
  total: z.number().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Output of long work: progress at most every 50 ms, then exactly one `done`. Leaving the iterator cancels the work. */
export function jobOf<T extends z.ZodType>(result: T) {
  return eventIterator(z.discriminatedUnion('type', [progressSchema, z.object({ type: z.literal('done'), result })]));
}

/** Name of a job, chosen by its caller, by which `app.cancel` can ask it to stop. */
export const jobIdSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** A window of a long list: rows from `start` (inclusive) to `end` (exclusive), at most 2,000. */
export const windowSchema = z
  .object({ start: z.number().int().min(0), end: z.number().int().min(0) })
  .refine(({ start, end }) => end >= start && end - start <= 2000, 'a window holds at most 2,000 rows');

/** A row in a window of records; `row` = its position in the dataset, from 0, as rows that one record became share its number. */
export const windowRowSchema = z.object({
  row: z.number().int(),
  record: z.number().int(),
  line: z.number().int(),
  cells: z.array(z.string().nullable()),
});

/** Opaque reference to a file that the host took from the person, or that the engine wrote for them. Never a path. */
export const fileReferenceSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
