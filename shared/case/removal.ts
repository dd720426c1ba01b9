import { z } from 'zod';
import { baseSchema } from './dataset.ts';
import { portfolioSchema } from './portfolio.ts';
import { entityPolicySchema, stampSchema } from './view.ts';

/** A share as a person writes it (`80 %`, `0,9`, `9 / 10`) without spaces and with a point: `80%`, `0.9`, `9/10`. */
export const plainShare = (text: string): string => text.replace(/\s+/g, '').replace(',', '.');

/** Which shares are read, in words. */
export const SHARE_WORDS = 'a share such as 3/4, 0.75 or 75 % is expected';

/** Exact fraction as text, `p/q`, or a decimal such as `0.9` or a percentage such as `90%` that is read exactly. */
export const thresholdSchema = z
  .string()
  .overwrite(plainShare)
  .regex(/^\d+(\.\d+)?%?$|^\d+\/\d+$/, SHARE_WORDS);

/** How classes are placed: each asked alone, or all at the same time (removal-test.md 1). */
export const PLACEMENTS = ['independent', 'competing'] as const;
export const placementSchema = z.enum(PLACEMENTS);
export type Placement = z.infer<typeof placementSchema>;

/** What has to stay above the threshold: value of the whole portfolio, the worst class, or the value of classes that are served in full. */
export const SERVICE_METRICS = ['value', 'worst-class', 'all-or-nothing'] as const;
export const serviceMetricSchema = z.enum(SERVICE_METRICS);
export type ServiceMetric = z.infer<typeof serviceMetricSchema>;

/** Units that are lost together, as one unit under a name of its own. */
export const combinationSchema = z.object({ name: z.string().min(1).max(200), members: z.array(z.string().min(1)).min(1).max(100_000) });
export type Combination = z.infer<typeof combinationSchema>;

/** Removals by random draw are the same for the same seed. */
export const RANDOM_SEED = 7;

export const removalSpecSchema = z.object({
  dataset: z.string(),
  /** removal unit: name of a column, or one that is derived: `bloc`, `gpu_vendor`, `removal.units` lists them */
  by: z.string().min(1),
  where: z.string().default(''),
  portfolio: portfolioSchema,
  threshold: thresholdSchema.default('9/10'),
  /** which accounts are removed as one operator */
  entities: entityPolicySchema.default('confirmed'),
  /** how classes are placed */
  mode: placementSchema.default('independent'),
  /** what has to stay above the threshold */
  metric: serviceMetricSchema.default('value'),
  /** units that are lost together; a unit belongs to one combination at most */
  combinations: z.array(combinationSchema).max(10_000).default([]),
  /** what the removal of a unit costs, by its name; 1 where it is not named. With any cost the cheapest set is searched too */
  costs: z.record(z.string(), z.number().int().min(1).max(1_000_000_000)).default({}),
  /** weight of largest-first: name of a numeric column, `count` for records; '' = GPUs */
  order: z.string().default(''),
  /** rung of the supply ladder by which records are kept, where a column of the dataset states it; '' = as the dataset has it */
  base: z.union([z.literal(''), baseSchema]).default(''),
  /** draws of random removal; 0 = as many as the size of the network allows, at most 10,000 */
  trials: z.number().int().min(0).max(100_000).default(0),
  seed: z.number().int().min(0).max(2_147_483_647).default(RANDOM_SEED),
});
/** A spec with all its fields. */
export type WholeRemovalSpec = z.infer<typeof removalSpecSchema>;
type FirstField = 'dataset' | 'by' | 'where' | 'portfolio' | 'threshold' | 'entities';
/** What is tested; fields that are absent stand for their defaults. */
export type RemovalSpec = Pick<WholeRemovalSpec, FirstField> & Partial<Omit<WholeRemovalSpec, FirstField>>;

/** The spec with defaults for all fields that are absent. */
export const wholeRemovalSpec = (spec: RemovalSpec): WholeRemovalSpec => removalSpecSchema.parse(spec);

export const scenarioSchema = z.object({
  id: z.string(),
  name: z.string(),
  spec: removalSpecSchema,
  /** units removed by hand */
  removed: z.array(z.string()),
});
export type Scenario = Omit<z.infer<typeof scenarioSchema>, 'spec'> & { spec: RemovalSpec };

export const breakingPointSchema = z.object({
  /** smallest k that breaks the test; `null` = no removal does */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  proven: z.boolean(),
  members: z.array(z.string()),
});

/** The cheapest set that breaks the test, where removals cost; the breaking point beside it counts units. */
export const cheapestSchema = z.object({
  /** smallest total cost, in the adverse and in the favourable reading; `null` = no removal breaks the test */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  proven: z.boolean(),
  /** of the adverse reading, with what each costs */
  members: z.array(z.object({ id: z.string(), cost: z.number().int() })),
  /** value that is served after it */
  served: z.number(),
  sentence: z.string(),
});
export type Cheapest = z.infer<typeof cheapestSchema>;

/** `worst-case` is exact or, where placements compete, an upper bound; `worst-case-low` is the proven lower one beside it. */
const CURVE_ORDERS = ['largest-first', 'best-found', 'worst-case', 'worst-case-low', 'random-median', 'random-p05', 'random-p95'] as const;

export const curveSchema = z.object({
  order: z.enum(CURVE_ORDERS),
  k: z.array(z.number().int()),
  served: z.array(z.number()),
});
export type Curve = z.infer<typeof curveSchema>;

/** How sure a band of random removal is, and what the draws say beside it. */
export const randomRemovalSchema = z.object({
  trials: z.number().int(),
  seed: z.number().int(),
  /** Dvoretzky-Kiefer-Wolfowitz error of a share at 95 %, 0..1: at one k, and over all k at the same time */
  error: z.object({ one: z.number(), all: z.number() }),
  /** share of draws in which less than the threshold was served after k removals */
  failing: z.array(z.object({ k: z.number().int(), share: z.number() })),
  /** quantiles of the first k at which a draw fell below the threshold; `null` = in no draw of that rank */
  crossing: z.object({ p05: z.number().nullable(), median: z.number().nullable(), p95: z.number().nullable() }),
});
export type RandomRemoval = z.infer<typeof randomRemovalSchema>;

/** A part of a test that is not as it was declared, in words. */
export const deviationSchema = z.object({ field: z.string(), declared: z.string(), used: z.string() });
export type Deviation = z.infer<typeof deviationSchema>;

export const removalResultSchema = z.object({
  stamp: stampSchema,
  by: z.string(),
  mode: placementSchema,
  metric: serviceMetricSchema.optional(),
  threshold: z.string(),
  /** number of removal units */
  units: z.number().int(),
  /** value of the whole portfolio; with the metric `worst-class` 1, with `all-or-nothing` the value of one instance of each class */
  demand: z.number(),
  served0: z.number(),
  below: z.number(),
  breakingPoint: breakingPointSchema,
  /** where the spec has costs; absent = every removal counts the same */
  cheapest: cheapestSchema.optional(),
  /** one sentence a person can check */
  sentence: z.string(),
  /** the closed bracket of the case that ends, sentence and certificates are of; absent = they are those of the search */
  kept: z.object({ id: z.string(), solver: z.string(), words: z.string() }).optional(),
  /** of the pessimistic reading of unknown values */
  certificate: z.record(z.string(), z.unknown()),
  /** of the optimistic reading; `null` where the readings agree */
  certificateHigh: z.record(z.string(), z.unknown()).nullable(),
  /** portfolio that the certificates speak about where it is another than `portfolio`: each class cut to what the worst class must keep */
  certified: portfolioSchema.optional(),
  /** other smallest sets of the pessimistic reading, ids ascending, capped */
  alternatives: z.array(z.array(z.string())),
  /** units that are in every smallest set, or with competing placement in every one that was found; `null` = not known */
  inEvery: z.array(z.string()).nullish(),
  curves: z.array(curveSchema),
  /** of the optimistic reading; empty where the readings agree */
  curvesHigh: z.array(curveSchema),
  /** classes as run, with whole quantities */
  portfolio: portfolioSchema,
  /** resilience index: mean worst share of the demand that is served over all numbers of removals, 0..1; a range where not every one is known */
  resilience: z.object({ low: z.number(), high: z.number() }).nullish(),
  /** random removal behind the band; absent = none was drawn */
  random: randomRemovalSchema.nullish(),
  /** what differs from the test that was declared for the dataset before; absent = nothing was declared */
  deviations: z.array(deviationSchema).optional(),
  /** the test was declared after its result was shown */
  declaredAfterResult: z.boolean().optional(),
  /** what a person must know about how the supply was read */
  notes: z.array(z.string()),
});
export type RemovalResult = z.infer<typeof removalResultSchema>;
