import { z } from 'zod';
import { placementSchema, serviceMetricSchema } from './removal.ts';
import { stampSchema } from './view.ts';

/** Value that can be served: with every unknown value read adversely, and favourably. */
export const servedRangeSchema = z.object({ low: z.number(), high: z.number() });
export type ServedRange = z.infer<typeof servedRangeSchema>;

/** Whether what is left meets the threshold: `open` = the readings of unknown values differ. */
export const verdictSchema = z.enum(['passes', 'breaks', 'open']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Values or units whose loss fails the test in both readings, and in the adverse one at least. */
const failingSchema = z.object({ certain: z.number().int(), possible: z.number().int() });

/** One unit lost. */
export const unitLossSchema = z.object({
  id: z.string(),
  gpus: z.number(),
  served: servedRangeSchema,
  /** value that is lost against nothing removed, in the adverse reading */
  lost: z.number(),
  verdict: verdictSchema,
});

/** Everything lost that has one value of a factor. */
export const factorLossSchema = z.object({
  /** column or derived dimension */
  factor: z.string(),
  /** what it is: `country`, `bloc`, `cloud`, `asn`, `site`, `gpu_vendor`, `gpu_model` ... */
  kind: z.string(),
  value: z.string(),
  rows: z.number().int(),
  gpus: z.number(),
  /** removal units that are lost whole or in part, and the first of them by name */
  units: z.number().int(),
  named: z.array(z.string()),
  served: servedRangeSchema,
  verdict: verdictSchema,
  /** fails the test, adversely read, though none of its units does alone: what a list of single units does not show */
  hidden: z.boolean(),
});
export type FactorLoss = z.infer<typeof factorLossSchema>;

/** Losses that are listed at most; the others are counted. */
export const MOST_LOSSES = 2000;

/** Loss of every unit, of two, and of what several of them share (removal-test.md 5). */
export const contingenciesSchema = z.object({
  stamp: stampSchema,
  by: z.string(),
  mode: placementSchema,
  metric: serviceMetricSchema,
  demand: z.number(),
  below: z.number(),
  served0: servedRangeSchema,
  /** N-1: every unit in turn, the largest loss first */
  single: z.object({
    total: z.number().int(),
    failing: failingSchema,
    /** units whose loss changes nothing, adversely read */
    harmless: z.number().int(),
    /** value lost at the shares 0, 0.05, 0.25, 0.5, 0.75, 0.95 and 1 of the units, adversely read */
    quantiles: z.array(z.object({ share: z.number(), lost: z.number() })),
    /** the test holds with nothing and with any one unit lost: in every reading, only favourably read, or not */
    secure: z.enum(['yes', 'open', 'no']),
    rows: z.array(unitLossSchema),
  }),
  /** N-1-1: the worst second loss after each of the worst first ones; adversely read */
  second: z.object({
    /** whether jobs that run may move before the second loss */
    policy: z.enum(['place-again', 'stay']),
    pairs: z.array(
      z.object({ first: z.string(), second: z.string(), servedAfterFirst: z.number(), served: z.number(), fails: z.boolean() }),
    ),
    /** first losses that were looked at, of all */
    examined: z.number().int(),
    total: z.number().int(),
    /** why it is the same as two losses at once, where it is */
    words: z.string().nullable(),
  }),
  /** every value of every factor in turn, least served first */
  commonMode: z.object({
    factors: z.array(
      z.object({
        factor: z.string(),
        kind: z.string(),
        values: z.number().int(),
        /** records that state no value; adversely read they are lost with each of them */
        unknown: z.number().int(),
        failing: failingSchema,
      }),
    ),
    total: z.number().int(),
    rows: z.array(factorLossSchema),
    /** kinds of factors that the dataset has no column for */
    missing: z.array(z.string()),
  }),
  /** losses of factors that fail the test, the fewest GPUs first: the smallest shared factor that crosses the threshold */
  crossing: z.array(factorLossSchema),
  notes: z.array(z.string()),
});
export type Contingencies = z.infer<typeof contingenciesSchema>;

/** N-2: all pairs of units. */
export const pairsSchema = z.object({
  stamp: stampSchema,
  demand: z.number(),
  below: z.number(),
  /** all pairs, and those that were looked at one by one: fewer where there are too many kinds of units */
  pairs: z.number().int(),
  examined: z.number().int(),
  /**
   * pairs whose loss fails the test for certain, and at most, adversely read; the same, exact number with each class asked alone, bounds where
   * classes compete
   */
  failing: z.number().int(),
  failingMost: z.number().int(),
  /** least served first, ties by name; served for certain and at most, and whether it fails for certain */
  rows: z.array(z.object({ members: z.tuple([z.string(), z.string()]), served: z.number(), servedMost: z.number(), fails: z.boolean() })),
  notes: z.array(z.string()),
});
export type Pairs = z.infer<typeof pairsSchema>;

const FLIP_KINDS = ['capacity', 'undisclosed', 'merge', 'weight', 'demand', 'threshold', 'unknowns'] as const;

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

/** Largest factor by which every quantity can grow and still be served in full, exact as `p/q`, and the class that sets it; `null` = nothing is wanted. */
const headroomSchema = z.object({ factor: z.string(), value: z.number(), class: z.string() }).nullable();

/** Cheapest placement of what can be placed: micro-USD are exact, dollars are for reading. */
export const quoteSchema = z.object({
  /** instances on nodes that state a price, cheapest first, and those that only nodes without a price can take */
  priced: z.number(),
  unpriced: z.number(),
  gpus: z.number(),
  microUsdPerHour: z.number(),
  /** US dollars per GPU and hour: mean, and what the last one costs; `null` = none is priced */
  averageUsd: z.number().nullable(),
  marginalUsd: z.number().nullable(),
});
export type Quote = z.infer<typeof quoteSchema>;

const betweenSchema = z.object({ low: z.number(), high: z.number().nullable() });

/** Cheapest placement that serves as much as can be served where classes compete, between proven bounds; a `high` of `null` = none is known. */
export const priceRangeSchema = z.object({
  /** value that is served, for certain and at most */
  served: z.object({ low: z.number(), high: z.number() }),
  gpus: z.object({ low: z.number(), high: z.number() }),
  microUsdPerHour: betweenSchema,
  /** US dollars per GPU and hour; `null` = nothing is served */
  averageUsd: betweenSchema.nullable(),
});
export type PriceRange = z.infer<typeof priceRangeSchema>;

/** Headroom and price of what is left, on axes of their own, adversely read (removal-test.md 4.12). */
export const economySchema = z.object({
  stamp: stampSchema,
  headroom: z.object({ start: headroomSchema, removed: headroomSchema }),
  /** after the worst removal of k units, exact; ends where nothing is left */
  headroomCurve: z.array(z.object({ k: z.number().int(), worst: z.number() })),
  /** `null` = it is not known, for the reason beside it */
  price: z
    .object({
      start: quoteSchema,
      removed: quoteSchema,
      /** what as much as is left costs before the removal: averages over different quantities do not compare */
      startForRemovedQuantity: quoteSchema,
      classes: z.array(z.object({ name: z.string(), start: quoteSchema, removed: quoteSchema })),
    })
    .nullable(),
  /** with competing placement, in place of `price`; `null` = it is not known */
  priceRange: z.object({ start: priceRangeSchema, removed: priceRangeSchema }).nullable(),
  /** why there is no price, as a sentence; `null` where there is one */
  priceMissing: z.string().nullable(),
  /** along largest-first; empty without prices */
  priceCurve: z.array(quoteSchema.pick({ gpus: true, averageUsd: true, marginalUsd: true }).extend({ k: z.number().int() })),
  /** names among the removed that the data do not hold */
  absent: z.array(z.string()),
  notes: z.array(z.string()),
});
export type Economy = z.infer<typeof economySchema>;

const servedSpreadSchema = z.object({ p05: z.number(), median: z.number(), p95: z.number(), mean: z.number() });

/** Every unit fails by itself, all at the same time; adversely read. */
export const failuresSchema = z.object({
  stamp: stampSchema,
  trials: z.number().int(),
  seed: z.number().int(),
  /** Dvoretzky-Kiefer-Wolfowitz error of a share at 95 %, 0..1: at one probability, and at all of them at the same time */
  error: z.object({ one: z.number(), all: z.number() }),
  /** by probability, ascending; one point with the mean probability where each unit has its own */
  points: z.array(
    z.object({
      probability: z.number(),
      /** share of draws in which less than the threshold was served: for certain, and at most; the same with each class asked alone */
      failing: z.number(),
      failingMost: z.number(),
      /** served at most, and for certain; the same with each class asked alone */
      served: servedSpreadSchema,
      servedLeast: servedSpreadSchema,
      /** units that failed, on average */
      failed: z.number(),
    }),
  ),
  notes: z.array(z.string()),
});
export type Failures = z.infer<typeof failuresSchema>;

/** A bracket as it can be certified after a solver worked on it; `removal.check` checks it like any other certificate. */
export const closedBracketSchema = z.object({ certificate: z.record(z.string(), z.unknown()), sentence: z.string() });

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
  /** competing placement: certificates of brackets that the solver narrowed, by reading; `null` = none can be stored */
  closed: z.object({ pessimistic: closedBracketSchema.nullable(), optimistic: closedBracketSchema.nullable() }).optional(),
});
export type Verification = z.infer<typeof verificationSchema>;
