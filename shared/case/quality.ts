import { z } from 'zod';
import { CLAIMS, EFFECTS, SCOPES } from '../quality/check.ts';
import { baseSchema, momentSchema } from './dataset.ts';

/** A failed check that a person lets stand, with reason and name; printed in every report. */
export const waiverSchema = z.object({
  dataset: z.string(),
  check: z.string(),
  reason: z.string().min(1).max(2000),
  name: z.string().min(1).max(200),
});
export type Waiver = z.infer<typeof waiverSchema>;

/** One row of the quality table. */
export const checkResultSchema = z.object({
  id: z.string(),
  title: z.string(),
  scope: z.enum(SCOPES),
  effect: z.enum(EFFECTS),
  claims: z.array(z.enum(CLAIMS)),
  /** `broken` = the check itself failed; it never counts as passed */
  state: z.enum(['passed', 'failed', 'not-applicable', 'broken']),
  tested: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  unit: z.enum(['records', 'columns', 'accounts', 'datasets', 'values', 'rungs']),
  columns: z.array(z.string()),
  message: z.string(),
  advice: z.string(),
  /** failing records that can be opened */
  rows: z.number().int(),
  /** share of the weight in the failing records, 0..1; `null` where what fails is no record */
  affected: z.number().nullable(),
  waiver: waiverSchema.nullable(),
});
export type QualityResult = z.infer<typeof checkResultSchema>;

export const qualitySchema = z.object({
  dataset: z.string(),
  /** what the failing records are weighed by: `gpu_count`, `node_count`, `stake` or `count` for records */
  weight: z.string(),
  checks: z.array(checkResultSchema),
});
export type Quality = z.infer<typeof qualitySchema>;

/** A count that a document states for a rung, with where it stands. */
export const statedSupplySchema = z.object({
  id: z.string(),
  dataset: z.string(),
  rung: baseSchema,
  gpus: z.string().regex(/^\d{1,18}$/, 'a whole number of GPUs in digits'),
  source: z.string().min(1).max(500),
  asOf: momentSchema.nullable(),
});
export type StatedSupply = z.infer<typeof statedSupplySchema>;

export const ladderSchema = z.object({
  dataset: z.string(),
  rungs: z.array(
    z.object({
      rung: baseSchema,
      /** newest first; empty = not disclosed */
      counts: z.array(
        z.object({
          gpus: z.string(),
          /** where records state bounds: the sum from end to end; `high` = null: no upper end */
          range: z.object({ low: z.string(), high: z.string().nullable() }).nullable(),
          asOf: z.string().nullable(),
          source: z.string(),
          method: z.string(),
          stated: z.string().nullable(),
        }),
      ),
      /** the nearest disclosed rung that must hold this one, and the part of it that is left out here, 0..1; `null` also where either is a range */
      wider: baseSchema.nullable(),
      drop: z.number().nullable(),
    }),
  ),
  findings: z.array(z.object({ message: z.string(), advice: z.string() })),
});
export type Ladder = z.infer<typeof ladderSchema>;
