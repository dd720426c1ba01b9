import { z } from 'zod';
import { servedRangeSchema, verdictSchema } from './contingencies.ts';
import { baseSchema } from './dataset.ts';
import { portfolioSchema } from './portfolio.ts';
import {
  breakingPointSchema,
  cheapestSchema,
  combinationSchema,
  deviationSchema,
  placementSchema,
  removalSpecSchema,
  serviceMetricSchema,
  thresholdSchema,
} from './removal.ts';
import { entityPolicySchema, stampSchema } from './view.ts';

/** A test with units removed by hand, saved or not. */
export const trialSchema = z.object({ name: z.string().min(1).max(200), spec: removalSpecSchema, removed: z.array(z.string()) });
export type Trial = z.infer<typeof trialSchema>;

/** What is left of the service after units are removed by hand. */
export const leftSchema = z.object({
  removed: z.array(z.string()),
  /** names among the removed that the data do not hold */
  absent: z.array(z.string()),
  demand: z.number(),
  below: z.number(),
  served: servedRangeSchema,
  verdict: verdictSchema,
  /** instances of each class; where placements compete, the lower end is that of one placement of all classes, the upper of the class alone */
  classes: z.array(z.object({ name: z.string(), wanted: z.number(), served: servedRangeSchema })),
});
export type Left = z.infer<typeof leftSchema>;

/** Served and wanted instances of each class in each scenario. */
export const matrixSchema = z.object({
  /** names of all classes, in the order in which they come first */
  classes: z.array(z.string()),
  scenarios: z.array(
    leftSchema.omit({ classes: true, removed: true }).extend({
      name: z.string(),
      stamp: stampSchema,
      removed: z.number().int(),
      /** by class; `null` = the portfolio of the scenario has no such class */
      cells: z.array(z.object({ wanted: z.number(), served: servedRangeSchema }).nullable()),
    }),
  ),
});
export type ScenarioMatrix = z.infer<typeof matrixSchema>;

/** The same question asked of another dataset. */
export const replayedSchema = z.object({
  spec: removalSpecSchema,
  removed: z.array(z.string()),
  /** removed units, members of combinations and units with a cost that the dataset does not hold */
  absent: z.array(z.string()),
  notes: z.array(z.string()),
});
export type Replayed = z.infer<typeof replayedSchema>;

/** How one test turns out on several datasets. */
export const acrossSchema = z.object({
  rows: z.array(
    z.object({
      dataset: z.string(),
      name: z.string(),
      asOf: z.string().nullable(),
      /** `null` where it cannot be run there; `reason` says why */
      outcome: z
        .object({
          stamp: stampSchema,
          by: z.string(),
          units: z.number().int(),
          demand: z.number(),
          below: z.number(),
          served0: z.number(),
          breakingPoint: breakingPointSchema,
          cheapest: cheapestSchema.optional(),
          sentence: z.string(),
          /** with the units of the scenario removed; `null` = none is */
          removed: z.object({ served: servedRangeSchema, verdict: verdictSchema }).nullable(),
        })
        .nullable(),
      reason: z.string().nullable(),
      absent: z.array(z.string()),
      notes: z.array(z.string()),
    }),
  ),
});
export type AcrossDatasets = z.infer<typeof acrossSchema>;

/** What a test is before its result is seen. */
export const declaredTestSchema = z.object({
  dataset: z.string(),
  by: z.string().min(1),
  portfolio: portfolioSchema,
  threshold: thresholdSchema,
  mode: placementSchema.default('independent'),
  metric: serviceMetricSchema.default('value'),
  /** supply and units: absent = the declaration says nothing of it, so that nothing deviates from it */
  where: z.string().optional(),
  entities: entityPolicySchema.optional(),
  base: z.union([z.literal(''), baseSchema]).optional(),
  combinations: z.array(combinationSchema).max(10_000).optional(),
  /** its result was on show when it was declared; absent = it was not */
  afterResult: z.boolean().optional(),
});
export type DeclaredTest = z.infer<typeof declaredTestSchema>;

/** The declared test of a dataset and what was changed afterwards, oldest first. */
export const declarationSchema = z.object({
  id: z.string(),
  declared: declaredTestSchema,
  deviations: z.array(z.object({ test: declaredTestSchema, changes: z.array(deviationSchema), reason: z.string() })),
});
export type Declaration = z.infer<typeof declarationSchema>;

/** A way to cut a dataset into removal units, or a weight of largest-first. */
export const unitChoicesSchema = z.object({
  units: z.array(
    z.object({
      /** for `by` of a spec */
      by: z.string(),
      /** what it is: the field of the column, the derived dimension, or `''` for any other column */
      kind: z.string(),
      /** column that it is derived from; `null` = it is a column */
      from: z.string().nullable(),
      /** units that are named, and records without one */
      units: z.number().int(),
      unknown: z.number().int(),
    }),
  ),
  /** for `order` of a spec, GPUs first */
  orders: z.array(z.object({ order: z.string(), label: z.string() })),
});
export type UnitChoices = z.infer<typeof unitChoicesSchema>;
