import { z } from 'zod';
import { datasetSchema } from './dataset.ts';
import { boundSchema, exactNumberSchema, metricsSchema, nullReasonsSchema, viewResultSchema, viewSpecSchema } from './view.ts';

/** Most datasets that stand side by side. */
const MOST_SIDES = 24;

/** Which changes are worked out: of every other side against the first, or from each side to the next. */
export const compareStepsSchema = z.enum(['from-first', 'consecutive']);

export const compareSpecSchema = z.object({
  /** two or more views, of snapshots, networks or entity policies; the first is A */
  sides: z.array(viewSpecSchema).min(2).max(MOST_SIDES),
  steps: compareStepsSchema.default('from-first'),
  /** show what is not comparable all the same; every number is marked then */
  anyway: z.boolean().default(false),
});
export type CompareSpec = z.infer<typeof compareSpecSchema>;

const COMPARED = [
  'network',
  'dimension',
  'weight',
  'base',
  'as-of',
  'grain',
  'filter',
  'sums',
  'unknown-policy',
  'entities',
  'columns',
  'sample',
] as const;
export type Compared = (typeof COMPARED)[number];

/** One thing that must be alike: `same`, `note` = differs without harm or is explained by a part of the change, `differs` = blocks. */
export const comparabilityRowSchema = z.object({
  id: z.enum(COMPARED),
  label: z.string(),
  verdict: z.enum(['same', 'note', 'differs']),
  /** in words, in the order of the sides */
  values: z.array(z.string()),
  /** what the difference does to the comparison, and what can be done */
  words: z.string(),
  /** whether making every side like the first takes the difference away */
  canAlign: z.boolean(),
});
export type ComparabilityRow = z.infer<typeof comparabilityRowSchema>;

export const comparedSideSchema = z.object({
  /** A, B, C ... */
  letter: z.string(),
  /** as asked; `view.stamp.where` is the filter that is counted, with lines of sums left out */
  spec: viewSpecSchema,
  dataset: datasetSchema.pick({ id: true, name: true, grain: true, base: true, asOf: true, sample: true }),
  /** `null` = this side cannot be computed, for `problem` */
  view: viewResultSchema.pick({ stamp: true, rows: true, entities: true, total: true, unknown: true, top: true, other: true }).nullable(),
  metrics: metricsSchema.nullable(),
  reasons: nullReasonsSchema,
  outer: z.array(z.string()),
  problem: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
});
export type ComparedSide = z.infer<typeof comparedSideSchema>;

/** Parts of a change of HHI in points; the numbers add up exactly, in any order, and so do the fractions. */
export const PARTS = ['reattribution', 'exit', 'entry', 'own_growth', 'total_effect'] as const;
export type Part = (typeof PARTS)[number];

const partsOf = <Value extends z.ZodType>(value: Value) =>
  z.object({ reattribution: value, exit: value, entry: value, own_growth: value, total_effect: value });

export const changePartsSchema = z.object({
  a: z.number(),
  b: z.number(),
  change: z.number(),
  parts: partsOf(z.number()),
  /** the same as exact fractions of points, such as `6599/29994300` */
  exact: z.object({ a: z.string(), b: z.string(), change: z.string(), parts: partsOf(z.string()) }),
});
export type ChangeParts = z.infer<typeof changePartsSchema>;

/** What became of an entity: `same` = its weight is what it was. */
export const MOVES = ['entered', 'left', 'grew', 'shrank', 'same'] as const;
export type Move = (typeof MOVES)[number];

export const placeSchema = z.object({
  value: exactNumberSchema,
  /** share of the known weight, 0..1 */
  share: z.number(),
  /** 1 = largest */
  rank: z.number().int(),
});

export const matchedEntitySchema = z.object({
  key: z.string(),
  move: z.enum(MOVES),
  a: placeSchema.nullable(),
  b: placeSchema.nullable(),
  /** share in B minus share in A, of the known weight */
  shareChange: z.number(),
});
export type MatchedEntity = z.infer<typeof matchedEntitySchema>;

/** Entities that another attribution joined or took apart, with what that alone did to HHI of A. */
export const reattributedSchema = z.object({
  /** name under the alias set of B where they were joined, under that of A where one was taken apart */
  entity: z.string(),
  kind: z.enum(['joined', 'split']),
  of: z.array(z.string()),
  points: z.number(),
});
export type Reattributed = z.infer<typeof reattributedSchema>;

export const hhiChangeSchema = z.object({
  /** positions of the two sides */
  from: z.number().int(),
  to: z.number().int(),
  /** from as-of date to as-of date; `null` where one is not stated */
  days: z.number().nullable(),
  /** change of the known weight alone and its parts; `null` = not defined, for `reason` */
  hhi: changePartsSchema.nullable(),
  reason: z.string().nullable(),
  /** change of HHI over all ways to hold the unknown weight of either side; equal ends where nothing is unknown */
  bounds: boundSchema,
  /** whether some weight is unknown, so that the parts are those of the known weight */
  knownOnly: z.boolean(),
  counts: z.object({
    entered: z.number().int(),
    left: z.number().int(),
    matched: z.number().int(),
    grew: z.number().int(),
    shrank: z.number().int(),
    same: z.number().int(),
  }),
  /** whether the sides are snapshots of one network by their names; else words of comparison stand instead of words of change */
  inTime: z.boolean(),
  /** at most 20, largest effect first */
  reattributed: z.array(reattributedSchema),
  /** at most 20 entities with the largest change of share */
  largest: z.array(matchedEntitySchema),
  headline: z.string(),
  /** window handle for all entities */
  handle: z.string(),
});
export type ComparedChange = z.infer<typeof hhiChangeSchema>;

export const compareResultSchema = z.object({
  sides: z.array(comparedSideSchema),
  checks: z.array(comparabilityRowSchema),
  comparable: z.boolean(),
  /** words to stand beside every number of a comparison that is shown although the sides are not comparable; `null` = none is needed */
  mark: z.string().nullable(),
  /** none while the sides are not comparable and it was not asked to show them anyway */
  changes: z.array(hhiChangeSchema),
});
export type CompareResult = z.infer<typeof compareResultSchema>;
