import { z } from 'zod';
import { portfolioSchema } from './portfolio.ts';
import { entityPolicySchema, stampSchema } from './view.ts';

/** Exact fraction as text, `p/q`, or a decimal such as `0.9` or a percentage such as `90%` that is read exactly. */
export const thresholdSchema = z.string().regex(/^\d+(\.\d+)?%?$|^\d+\/\d+$/);

export const removalSpecSchema = z.object({
  dataset: z.string(),
  /** removal unit: name of a column */
  by: z.string().min(1),
  where: z.string().default(''),
  portfolio: portfolioSchema,
  threshold: thresholdSchema.default('9/10'),
  /** which accounts are removed as one operator */
  entities: entityPolicySchema.default('confirmed'),
});
export type RemovalSpec = z.infer<typeof removalSpecSchema>;

export const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  spec: removalSpecSchema,
  /** units removed by hand */
  removed: z.array(z.string()),
});
export type Scenario = z.infer<typeof scenarioSchema>;

export const breakingPointSchema = z.object({
  /** smallest k that breaks the test; `null` = no removal does */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  proven: z.boolean(),
  members: z.array(z.string()),
});

export const curveSchema = z.object({
  order: z.enum(['largest-first', 'best-found', 'worst-case', 'random-median', 'random-p05', 'random-p95']),
  k: z.array(z.number().int()),
  served: z.array(z.number()),
});
export type Curve = z.infer<typeof curveSchema>;

export const removalResultSchema = z.object({
  stamp: stampSchema,
  by: z.string(),
  mode: z.literal('independent'),
  threshold: z.string(),
  /** number of removal units */
  units: z.number().int(),
  /** value of the whole portfolio */
  demand: z.number(),
  served0: z.number(),
  below: z.number(),
  breakingPoint: breakingPointSchema,
  /** one sentence a person can check */
  sentence: z.string(),
  /** of the pessimistic reading of unknown values */
  certificate: z.record(z.string(), z.unknown()),
  /** of the optimistic reading; `null` where the readings agree */
  certificateHigh: z.record(z.string(), z.unknown()).nullable(),
  /** other smallest sets of the pessimistic reading, ids ascending, capped */
  alternatives: z.array(z.array(z.string())),
  curves: z.array(curveSchema),
  /** of the optimistic reading; empty where the readings agree */
  curvesHigh: z.array(curveSchema),
  /** classes as run, with whole quantities */
  portfolio: portfolioSchema,
  /** what a person must know about how the supply was read */
  notes: z.array(z.string()),
});
export type RemovalResult = z.infer<typeof removalResultSchema>;
