import { z } from 'zod';
import { placementSchema, serviceMetricSchema } from './removal.ts';
import { stampSchema } from './view.ts';

/** Value that can be served: with every unknown value read adversely, and favourably. */
export const servedRangeSchema = z.object({ low: z.number(), high: z.number() });
export type ServedRange = z.infer<typeof servedRangeSchema>;

/** Whether what is left meets the threshold; `open` = the readings of unknown values differ. */
export const verdictSchema = z.enum(['passes', 'breaks', 'open']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One removal and what is left of the service. */
export const outcomeSchema = z.object({
  /** name of the unit, or value of the factor */
  name: z.string(),
  /** removal units that are lost whole or in part */
  units: z.number().int(),
  gpus: z.number(),
  served: servedRangeSchema,
  /** value that is lost against nothing removed, in the adverse reading */
  lost: z.number(),
  verdict: verdictSchema,
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** Outcomes that are listed at most; the others are counted. */
export const MOST_OUTCOMES = 2000;

/** A factor that several units share, each of its values lost in turn. */
export const commonModeSchema = z.object({
  /** column, or derived dimension */
  factor: z.string(),
  /** what it is: `country`, `bloc`, `cloud`, `asn`, `site`, `gpu_vendor`, `gpu_model` ... */
  kind: z.string(),
  /** records that state no value; they are never lost here */
  unknown: z.object({ rows: z.number().int(), gpus: z.number() }),
  total: z.number().int(),
  /** values whose loss breaks the test in both readings, and in one at least */
  breaking: z.object({ certain: z.number().int(), possible: z.number().int() }),
  /** least served first */
  rows: z.array(outcomeSchema),
});
export type CommonMode = z.infer<typeof commonModeSchema>;

/** Loss of every unit, of two, and of what several of them share (removal-test.md 5). */
export const contingenciesSchema = z.object({
  stamp: stampSchema,
  by: z.string(),
  mode: placementSchema,
  metric: serviceMetricSchema,
  demand: z.number(),
  below: z.number(),
  served0: servedRangeSchema,
  /** N-1: every unit in turn, least served first */
  single: z.object({
    total: z.number().int(),
    breaking: z.object({ certain: z.number().int(), possible: z.number().int() }),
    /** units by the share of the demand that their loss costs, adverse reading: from `from` up to below `to`, both 0..1 */
    distribution: z.array(z.object({ from: z.number(), to: z.number(), units: z.number().int() })),
    rows: z.array(outcomeSchema),
  }),
  /** N-1-1: a second loss after everything was placed again, and where running jobs may not move */
  second: z.object({
    /** the same as two losses at once, since everything is placed again */
    replaced: z.object({ members: z.array(z.string()), served: z.number(), verdict: verdictSchema }).nullable(),
    /** running jobs stay where they are; `null` = not computed for this placement */
    staying: z.object({ members: z.array(z.string()), served: z.number(), verdict: verdictSchema }).nullable(),
    words: z.string(),
  }),
  commonMode: z.array(commonModeSchema),
  /** kinds of factors that the dataset has no column for */
  missing: z.array(z.string()),
  /** the smallest factor that units which look separate share and whose loss breaks the test; `null` = there is none */
  shared: z
    .object({
      factor: z.string(),
      kind: z.string(),
      value: z.string(),
      units: z.array(z.string()),
      gpus: z.number(),
      served: servedRangeSchema,
    })
    .nullable(),
  notes: z.array(z.string()),
});
export type Contingencies = z.infer<typeof contingenciesSchema>;

/** N-2: all pairs of units. */
export const pairsSchema = z.object({
  stamp: stampSchema,
  demand: z.number(),
  below: z.number(),
  /** all pairs, and those whose loss breaks the test: exact counts, adverse reading */
  pairs: z.number().int(),
  breaking: z.number().int(),
  /** least served first, ties by name */
  rows: z.array(z.object({ members: z.tuple([z.string(), z.string()]), served: z.number(), verdict: verdictSchema })),
  notes: z.array(z.string()),
});
export type Pairs = z.infer<typeof pairsSchema>;

export const FLIP_KINDS = ['capacity', 'undisclosed', 'merge', 'weight', 'threshold', 'unknowns'] as const;

/** The smallest change of one kind that turns the conclusion. */
export const flipSchema = z.object({
  kind: z.enum(FLIP_KINDS),
  /** the change in words: `64 more GPUs at a new provider` */
  change: z.string(),
  /** size of the change, in the unit of `unit`; `null` where it is no number */
  size: z.number().nullable(),
  unit: z.string(),
  /** value at which the verdict turns, exact text; `null` = no change of this kind turns it */
  turnsAt: z.string().nullable(),
  /** breaking point before and after; `null` = none */
  before: z.object({ low: z.number().int().nullable(), high: z.number().int().nullable() }),
  after: z.object({ low: z.number().int().nullable(), high: z.number().int().nullable() }),
  /** whether it is the smallest one, proven */
  proven: z.boolean(),
  note: z.string().nullable(),
});
export type Flip = z.infer<typeof flipSchema>;

export const flipsSchema = z.object({ stamp: stampSchema, conclusion: z.string(), flips: z.array(flipSchema), notes: z.array(z.string()) });
export type Flips = z.infer<typeof flipsSchema>;

/** Headroom and price of what is left, on axes of their own (removal-test.md 4.12). */
export const economySchema = z.object({
  stamp: stampSchema,
  /** largest factor by which demand can grow and still be served, exact ratio `p/q`; `null` = without end */
  headroom: z.object({ start: z.string().nullable(), removed: z.string().nullable(), binding: z.array(z.string()) }),
  /** the factor after the worst removal of k units, as a number for the chart; `null` = without end */
  headroomCurve: z.array(z.object({ k: z.number().int(), worst: z.number().nullable() })),
  /** cheapest placement with nothing removed and with the chosen units removed; averages over different quantities do not compare */
  price: z
    .object({
      start: z.object({ averageUsd: z.number().nullable(), marginalUsd: z.number().nullable(), gpus: z.number() }),
      removed: z.object({ averageUsd: z.number().nullable(), marginalUsd: z.number().nullable(), gpus: z.number() }),
      /** GPUs that are placed and state no price */
      unpriced: z.number(),
      classes: z.array(
        z.object({
          name: z.string(),
          start: z.object({ averageUsd: z.number().nullable(), marginalUsd: z.number().nullable(), instances: z.number() }),
          removed: z.object({ averageUsd: z.number().nullable(), marginalUsd: z.number().nullable(), instances: z.number() }),
        }),
      ),
    })
    .nullable(),
  /** along largest-first; empty without prices */
  priceCurve: z.array(
    z.object({ k: z.number().int(), averageUsd: z.number().nullable(), marginalUsd: z.number().nullable(), gpus: z.number() }),
  ),
  notes: z.array(z.string()),
});
export type Economy = z.infer<typeof economySchema>;

/** Random failure of each unit by itself, all at the same time. */
export const failuresSchema = z.object({
  stamp: stampSchema,
  trials: z.number().int(),
  seed: z.number().int(),
  /** Dvoretzky-Kiefer-Wolfowitz error of `failing` at 95 %, 0..1 */
  error: z.number(),
  /** share of draws in which less than the threshold was served */
  failing: z.number(),
  served: z.object({ p05: z.number(), median: z.number(), p95: z.number() }),
  removed: z.object({ p05: z.number(), median: z.number(), p95: z.number() }),
  notes: z.array(z.string()),
});
export type Failures = z.infer<typeof failuresSchema>;

/** What a solver that shares nothing with the search says of a breaking point. */
export const verificationSchema = z.object({
  solver: z.string(),
  /** `undecided` = it ran out of time */
  status: z.enum(['agrees', 'differs', 'undecided']),
  /** breaking point of the solver, or what it knows of it */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  members: z.array(z.string()),
  words: z.string(),
});
export type Verification = z.infer<typeof verificationSchema>;
