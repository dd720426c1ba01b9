import { z } from 'zod';
import { boundSchema, stampSchema } from '../case/view.ts';

/** What the number of a claim is worth: does the conclusion stand under every declared alternative (domain.md 9). */
export const standingSchema = z.object({
  word: z.enum(['robust', 'conditional', 'fragile']),
  /** alternatives that change the conclusion, or the smallest change that reverses it, in words; empty for `robust` */
  because: z.array(z.string()),
});
export type Standing = z.infer<typeof standingSchema>;

/** One statement of a report with everything that its number is relative to. */
export const claimSchema = z.object({
  /** stable within the case: `V1.hhi`, `R1.breaking-point`, `D1.C2`, `X1.hhi-change`; `VD1.hhi` of a usual view (decision 0050) */
  id: z.string(),
  measure: z.string(),
  unit: z.string(),
  /** the numbers themselves, unrounded */
  value: z.union([boundSchema, z.object({ low: z.number().nullable(), high: z.number().nullable() })]),
  /** the same as printed in the report */
  display: z.string(),
  statement: z.string(),
  /** dataset, date, base, n, total, unknown part, filter */
  context: z.string(),
  status: z.enum(['computed', 'bounded', 'known-part', 'not-computed']),
  standing: standingSchema.optional(),
  parameters: z.record(z.string(), z.unknown()),
  stamp: stampSchema,
  /** name of the view, test or comparison */
  source: z.string(),
  /** lines of threshold packs beside the number, in words */
  lines: z.array(z.string()).optional(),
  /** ids of the figure and table of the report, and of the source files */
  evidence: z.object({ figures: z.array(z.string()), tables: z.array(z.string()), sources: z.array(z.string()) }).optional(),
});
export type Claim = z.infer<typeof claimSchema>;

export const claimsFileSchema = z.object({
  format: z.literal(1),
  generator: z.object({ name: z.literal('Chokepoint'), version: z.string() }),
  case: z.object({ title: z.string(), question: z.string() }),
  sample: z.literal('SAMPLE').optional(),
  asOf: z.string().nullable(),
  claims: z.array(claimSchema),
});
export type ClaimsFile = z.infer<typeof claimsFileSchema>;
