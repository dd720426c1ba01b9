import { z } from 'zod';
import { samplingSchema } from './dataset.ts';
import { boundSchema, exactNumberSchema, stampSchema, viewSpecSchema } from './view.ts';

/** A reference line that a card measures its distance to; the value is exact text. */
export const cardLineSchema = z.object({
  metric: z.enum(['hhi_points', 'cr1']),
  op: z.enum(['>', '>=', '<', '<=']),
  value: z.string(),
  label: z.string(),
});
export type CardLine = z.infer<typeof cardLineSchema>;

/** What a person has to know of one number of a view: everything as text that can stand beside it. */
export const metricCardSchema = z.object({
  /** `hhi`, `nakamoto.1/3`, `cr.5` ...: names of `ViewResult.metrics` where it is one of them */
  id: z.string(),
  name: z.string(),
  /** general formula */
  formula: z.string(),
  /** the formula with the values of this view; `null` where the number is not defined */
  filled: z.string().nullable(),
  /** `4,133 (2,325 to 4,950)`, or a dash */
  text: z.string(),
  unit: z.string(),
  value: boundSchema,
  /** why the stated value is not defined, in words */
  undefinedBecause: z.string().nullable(),
  convention: z.string(),
  source: z.string(),
  /** the smallest changes that give another answer; empty where there is none to name */
  change: z.array(z.string()),
  /** what has to be read beside the number: few entities, one entity, outer bound ... */
  notes: z.array(z.string()),
  /** off by default: shown when asked for */
  optional: z.boolean(),
});
export type MetricCard = z.infer<typeof metricCardSchema>;

/** A Nakamoto coefficient with everything about its set; shares exact as text, weights in the unit of the view. */
export const nakamotoMeasureSchema = z.object({
  threshold: z.string(),
  count: boundSchema,
  reason: z.string().nullable(),
  detail: z
    .object({
      /** at most 100, largest first */
      members: z.array(z.string()),
      share: z.string(),
      over: z.string(),
      short: z.string(),
      overWeight: z.string(),
      shortWeight: z.string(),
      tie: z.boolean(),
      /** all of the weight at the cut, at most 100 */
      tied: z.array(z.string()),
      unique: z.boolean(),
      /** members that are in every set of this size that passes, at most 100 */
      essential: z.array(z.string()),
    })
    .nullable(),
});
export type NakamotoMeasure = z.infer<typeof nakamotoMeasureSchema>;

export const theilSplitSchema = z.object({
  groupsOf: z.string(),
  /** why the split is refused, with what to do; `null` = it is given */
  refused: z.string().nullable(),
  split: z.object({ n: z.number().int(), groups: z.number().int(), theil: z.number(), between: z.number(), within: z.number() }).nullable(),
});

/** What is asked beside the metrics of every view. */
export const measuresAskSchema = z.object({
  spec: viewSpecSchema,
  /** k of further concentration ratios */
  ks: z.array(z.number().int().min(1)).max(20).default([5]),
  /** further thresholds of the Nakamoto coefficient, exact fractions such as 4/5 or 0.9 */
  thresholds: z.array(z.string()).max(20).default([]),
  /** dimension whose groups split Theil's index between and within; '' = none */
  groupsOf: z.string().default(''),
  /** absent = as the dataset is described */
  sampling: samplingSchema.optional(),
  /** days that a sample covers; `null` = as the dataset is described */
  windowDays: z.number().positive().nullable().default(null),
  /** a compatibility preset; '' = none */
  preset: z.string().default(''),
  /** reference lines that cards measure their distance to */
  lines: z.array(cardLineSchema).max(50).default([]),
});
export type MeasuresAsk = z.infer<typeof measuresAskSchema>;

/** Numbers of another system's conventions beside ours, with the difference in words. */
export const presetResultSchema = z.object({
  preset: z.string(),
  source: z.string(),
  differs: z.string(),
  values: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      rule: z.string(),
      theirs: z.number().nullable(),
      ours: z.number().nullable(),
      /** ours measured by, for example `NC > 1/3` */
      oursIs: z.string(),
      difference: z.string(),
    }),
  ),
});
export type PresetResult = z.infer<typeof presetResultSchema>;

/** Statistical uncertainty of a sample; never of a census. */
export const samplingResultSchema = z.object({
  kind: samplingSchema,
  /** why there is no interval, or how it was made, in words */
  method: z.string(),
  replicates: z.number().int(),
  seed: z.number().int(),
  sampled: z.number().int(),
  intervals: z.array(
    z.object({ id: z.string(), name: z.string(), value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  ),
  nakamoto: z.array(
    z.object({
      threshold: z.string(),
      stated: z.number().nullable(),
      /** smallest and largest number of entities that the test leaves open; `null` = no end */
      low: z.number().nullable(),
      high: z.number().nullable(),
      words: z.string(),
    }),
  ),
});
export type SamplingResult = z.infer<typeof samplingResultSchema>;

/** Narrower ranges from one more thing that is known of the unknown weight, labelled; each beside the range of the card. */
export const refinementSchema = z.object({
  kind: z.enum(['record-grain', 'closed-list']),
  words: z.string(),
  ranges: z.record(z.string(), boundSchema),
});
export type RefinementResult = z.infer<typeof refinementSchema>;

export const measuresSchema = z.object({
  stamp: stampSchema,
  weightTotal: exactNumberSchema,
  cards: z.array(metricCardSchema),
  nakamoto: z.array(nakamotoMeasureSchema),
  theilSplit: theilSplitSchema.nullable(),
  preset: presetResultSchema.nullable(),
  /** empty where nothing is unknown, or where some of it may be of some entities only */
  refinements: z.array(refinementSchema),
  sampling: samplingResultSchema,
});
export type MeasuresResult = z.infer<typeof measuresSchema>;
