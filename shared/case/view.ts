import { z } from 'zod';
import { ENTITY_POLICIES } from '../entities/groups.ts';
import { baseSchema } from './dataset.ts';
import { joinedStampSchema } from './joined.ts';

/** Smallest value over all ways the unknown mass could be held, the value of the known part alone, and the largest; `null` = undefined or unbounded. */
export const boundSchema = z.object({ low: z.number().nullable(), stated: z.number().nullable(), high: z.number().nullable() });
export type Bound = z.infer<typeof boundSchema>;

/** Ends of a range as exact ratios `3/7`, in the same unit; decisions against a line compare these, never the nearest doubles. `null` = no end. */
export const exactEndsSchema = z.object({ low: z.string().nullable(), high: z.string().nullable() });
export type ExactEnds = z.infer<typeof exactEndsSchema>;

/** A number, or its exact decimal text where a double cannot hold it. */
export const exactNumberSchema = z.union([z.number(), z.string()]);
export type ExactNumber = z.infer<typeof exactNumberSchema>;

export const NAKAMOTO_THRESHOLDS = ['1/3', '1/2', '2/3'] as const;

/** Which links between accounts count: none, confirmed ones, or also open ones of strength proof or strong (domain 5). */
export const entityPolicySchema = z.enum(ENTITY_POLICIES);

export const UNKNOWN_POLICIES = ['bounds', 'known-only', 'own-entity', 'one-entity'] as const;

/**
 * What weight of unknown entity does (domain 1.6): it widens ranges, is left out above and below the line, counts record by record as an entity of
 * its own, or counts as one entity together.
 */
export const unknownPolicySchema = z.enum(UNKNOWN_POLICIES);
export type UnknownPolicy = z.infer<typeof unknownPolicySchema>;

/** Weights that are worked out from GPU model and count by the reference table (domain 1.5); a column of such a name goes before. */
export const DERIVED_WEIGHTS = ['vram_gb', 'fp16_tflops', 'h100_equivalents'] as const;
export type DerivedWeight = (typeof DERIVED_WEIGHTS)[number];

/** Groups that a view lists unless it is told another number. */
export const TOP_GROUPS = 20;

export const viewSpecSchema = z.object({
  dataset: z.string(),
  /** dimension: name of a column */
  by: z.string().min(1),
  /**
   * weight: name of a numeric column, `count` for the number of records, one of `DERIVED_WEIGHTS`, or a formula over columns and these such as
   * `gpu_count * price_usd_per_gpu_hour`, told by not being the name of a column
   */
  weight: z.string().min(1),
  /** filter in text form, e.g. `Status = 'Existing' and gpu_count >= 8`; empty = all records */
  where: z.string().default(''),
  /** who counts as one; the same as `none` while nothing is confirmed */
  entities: entityPolicySchema.default('confirmed'),
  /** what weight of unknown entity does */
  unknown: unknownPolicySchema.default('bounds'),
  /** groups that are listed and drawn; the others are counted in `other` */
  top: z.number().int().min(1).max(500).default(TOP_GROUPS),
  /** second dimension, nested in `by`: the rows of a group open into its values; '' = none */
  split: z.string().default(''),
  /** dimension whose values become columns of the table; '' = none */
  columns: z.string().default(''),
  /** rung of the supply ladder by which records are kept, where a column of the dataset states it; '' = as the dataset has it */
  base: z.union([z.literal(''), baseSchema]).default(''),
});
/** A spec with all its fields. */
export type WholeViewSpec = z.infer<typeof viewSpecSchema>;
type FirstField = 'dataset' | 'by' | 'weight' | 'where' | 'entities';
/** What is viewed; fields that are absent stand for their defaults. */
export type ViewSpec = Pick<WholeViewSpec, FirstField> & Partial<Omit<WholeViewSpec, FirstField>>;

/** The spec with defaults for all fields that are absent. */
export const wholeSpec = (spec: ViewSpec): WholeViewSpec => viewSpecSchema.parse(spec);

export const savedViewSchema = z.object({ id: z.string(), name: z.string(), spec: viewSpecSchema });
export type SavedView = { id: string; name: string; spec: ViewSpec };

/** What every number of a view is relative to; printed with each of them. */
export const stampSchema = z.object({
  dataset: z.string(),
  base: baseSchema.nullable(),
  asOf: z.string().nullable(),
  by: z.string(),
  /** dimension that is nested in `by`, and dimension across; absent = none */
  split: z.string().optional(),
  columns: z.string().optional(),
  weight: z.string(),
  /** what amounts of the weight are in, e.g. `lamports`; absent = not known, or told by its name */
  weightUnit: z.string().optional(),
  /** how the weight is worked out, in words, where it is no column of the dataset */
  weightIs: z.string().optional(),
  where: z.string(),
  unknownPolicy: unknownPolicySchema,
  /** `null` = the dimension holds no parties, so links do not apply to it */
  entities: entityPolicySchema.nullable(),
  /** accounts that are counted inside another one, by the links that apply */
  merged: z.number().int(),
  sample: z.boolean(),
  /** columns taken from other datasets; absent = none is used */
  joined: z.array(joinedStampSchema).optional(),
});
export type Stamp = z.infer<typeof stampSchema>;

/** Smallest and largest share, 0..1. */
export const shareRangeSchema = z.object({ low: z.number(), high: z.number() });
export type ShareRange = z.infer<typeof shareRangeSchema>;

export const groupSchema = z.object({
  key: z.string(),
  value: exactNumberSchema,
  /** share of the total with the unknown mass inside, 0..1 */
  share: z.number(),
  cumulative: z.number(),
  rows: z.number().int(),
  /** ends of the weight where records of the group state bounds instead of a number; `high` = `null` without an upper end */
  ends: z.object({ low: exactNumberSchema, high: exactNumberSchema.nullable() }).optional(),
  /** share and cumulative share over all weights that the bounds allow, where any record of the view states some; unknown weight stays beside, as in `share` */
  shareRange: shareRangeSchema.optional(),
  cumulativeRange: shareRangeSchema.optional(),
});
export type Group = z.infer<typeof groupSchema>;

/** A group that a view lists for the chart, with the exact ends of its share over all that is open: bounds that records state, and unknown weight that it may hold. */
export const listedGroupSchema = groupSchema.extend({ exact: exactEndsSchema.optional() });

/** A line of the table of a view: a group, or a value of `split` inside one. */
export const viewRowSchema = groupSchema.extend({
  /** place among its siblings by weight, from 1 */
  rank: z.number().int(),
  /** 0 = a group, 1 = a value of `split` inside the group `parent`; both absent without `split` */
  level: z.number().int().optional(),
  parent: z.string().nullable().optional(),
  /** lines that a group opens into */
  children: z.number().int().optional(),
  /** share of the weight of `parent`, for level 1 */
  ofParent: z.number().optional(),
  /** records of the group without a value of `split`, for level 1 */
  unknown: z.boolean().optional(),
  /** weight in each of `pivot.columns`, then in the other values, then without a value; `null` = no record; absent without `columns` */
  cells: z.array(exactNumberSchema.nullable()).optional(),
});
export type ViewRow = z.infer<typeof viewRowSchema>;

/** Several groups of a view as one. */
export const togetherSchema = groupSchema.pick({ value: true, share: true, shareRange: true }).extend({ groups: z.number().int() });
export type Together = z.infer<typeof togetherSchema>;

export const nakamotoDetailSchema = z.object({
  members: z.array(z.string()),
  /** share of the members minus the threshold, in fractions of the known total */
  over: z.number(),
  tie: z.boolean(),
  unique: z.boolean(),
});

export const metricsSchema = z.object({
  /** points, 0..10000 */
  hhi: boundSchema,
  cr1: boundSchema,
  cr4: boundSchema,
  nakamoto: z.object({ '1/3': boundSchema, '1/2': boundSchema, '2/3': boundSchema }),
  gini: boundSchema,
  theil: boundSchema,
  shannonBits: boundSchema,
  effectiveNumber: z.object({ q0: boundSchema, q1: boundSchema, q2: boundSchema, qInf: boundSchema }),
});
export type Metrics = z.infer<typeof metricsSchema>;

/** Why an end or a value is `null`: `no-weight`, `unbounded`, `no-range`, `too-few-entities`, `unreachable`; keys such as `nakamoto.1/2`. */
export const nullReasonsSchema = z.record(
  z.string(),
  z.object({ low: z.string().optional(), stated: z.string().optional(), high: z.string().optional() }),
);

/** Records of a view that look like lines of sums: how many, the texts that tell, and the filter of the view without them. */
export const sumsAmongSchema = z.object({
  records: z.number().int(),
  texts: z.array(z.object({ column: z.string(), text: z.string() })),
  without: z.string(),
});
export type SumsAmong = z.infer<typeof sumsAmongSchema>;

/** Records that a narrower rung of the supply leaves out, and how many of them state neither yes nor no. */
export const baseLeftOutSchema = z.object({ rows: z.number().int(), unstated: z.number().int() });

export const viewResultSchema = z.object({
  stamp: stampSchema,
  /** records after the filter */
  rows: z.number().int(),
  /** where `base` of the spec is another rung than the dataset's: records that were left out, and how many of them state neither yes nor no */
  baseLeftOut: baseLeftOutSchema.optional(),
  /** lines of sums that are counted with the others; absent = none, or a person waived the check, or the filter names them */
  sums: sumsAmongSchema.optional(),
  /** entities with a weight above 0, or with records that state bounds that allow one */
  entities: z.number().int(),
  /** what shares are of: known and unknown weight together, the known alone where unknown weight is left out; without records that state bounds */
  total: exactNumberSchema,
  /** weight of unknown entity, counted under every policy; `share` of all weight, known and unknown */
  unknown: z.object({
    rows: z.number().int(),
    value: exactNumberSchema,
    share: z.number(),
    shareRange: shareRangeSchema.optional(),
    /** ends of that weight with what is named in part, where records of the view state bounds */
    ends: z.object({ low: exactNumberSchema, high: exactNumberSchema.nullable() }).optional(),
  }),
  /**
   * the part of `unknown` that is one of several values: partial GPU ids and lists, largest first, at most 20; `among` = how many values, `null` =
   * any; `fits` = the first 20 of them
   */
  partial: z
    .array(
      z.object({
        key: z.string(),
        value: exactNumberSchema,
        rows: z.number().int(),
        among: z.number().int().nullable(),
        fits: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  /** all of `partial`, also what is not listed; `share` of the total */
  partialTotal: z.object({ groups: z.number().int(), rows: z.number().int(), value: exactNumberSchema, share: z.number() }).optional(),
  /** records whose weight states bounds: they are in no value, and in the ends of the ranges; `high` = `null` where one has no upper end */
  weightBounds: z.object({ rows: z.number().int(), low: exactNumberSchema, high: exactNumberSchema.nullable() }).nullish(),
  /** keys of metrics (`hhi`, `nakamoto.1/2`, ...) whose ends may lie further out than anything that the data allow, because there are too many cases to try */
  outer: z.array(z.string()).optional(),
  /** records of the filter whose weight is missing: they count as 0 and are named */
  weightMissing: z.number().int(),
  metrics: metricsSchema,
  /** exact ends of the metrics that lines of threshold packs are drawn on: HHI in points, CR1 0..1 */
  exact: z.object({ hhi: exactEndsSchema, cr1: exactEndsSchema }).optional(),
  reasons: nullReasonsSchema,
  nakamotoDetail: z.record(z.string(), nakamotoDetailSchema.nullable()),
  /** all that tie for the largest known weight, at most 20 of them; where records state bounds, those that lead whatever the weights are */
  leaders: z.array(z.string()),
  /** the largest groups, as many as the spec lists, for the chart; where records state bounds, by what they hold at least */
  top: z.array(listedGroupSchema),
  /** the groups that are not listed, together; `ends` of their weight where records of the view state bounds */
  other: groupSchema.pick({ value: true, share: true, shareRange: true, ends: true }).extend({ groups: z.number().int() }),
  /** values of `columns` as columns, largest first, at most 30; weight of any group and of none */
  pivot: z
    .object({
      columns: z.array(z.object({ key: z.string(), value: exactNumberSchema, share: z.number(), rows: z.number().int() })),
      other: z.object({ groups: z.number().int(), value: exactNumberSchema, share: z.number(), rows: z.number().int() }),
      unknown: z.object({ value: exactNumberSchema, share: z.number(), rows: z.number().int() }),
      /** the cells of records of unknown group, as in the rows of the table */
      unknownCells: z.array(exactNumberSchema.nullable()),
    })
    .optional(),
  /** [share of entities, share of weight], ascending, at most 401 exact points of the known part */
  lorenz: z.array(z.tuple([z.number(), z.number()])),
  /** window handle for the ranked table */
  handle: z.string(),
  /** the finding in words, e.g. `A alone holds more than a third of the known GPUs` */
  finding: z.string(),
});
export type ViewResult = z.infer<typeof viewResultSchema>;
