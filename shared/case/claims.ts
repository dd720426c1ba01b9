import { z } from 'zod';
import { entityPolicySchema, stampSchema, viewSpecSchema } from './view.ts';

/** Claims of the scorecard; C9 is the removal test and stands beside it (domain.md 2). */
export const SCORECARD_CLAIMS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'] as const;
export const scorecardClaimSchema = z.enum(SCORECARD_CLAIMS);
export type ScorecardClaim = z.infer<typeof scorecardClaimSchema>;

/** State of a claim (domain.md 2): `bounded` = computed with bounds, `not-mapped` = columns of the file may hold what it needs, but serve no field. */
const CLAIM_STATES = ['computed', 'bounded', 'not-disclosed', 'not-mapped', 'not-applicable'] as const;
export const claimStateSchema = z.enum(CLAIM_STATES);
export type ClaimState = z.infer<typeof claimStateSchema>;

/** A claim that a person says does not apply to a dataset: the network has no such thing. */
export const notApplicableSchema = z.object({
  dataset: z.string(),
  claim: scorecardClaimSchema,
  reason: z.string().min(1).max(2000),
  name: z.string().min(1).max(200),
});
export type NotApplicableClaim = z.infer<typeof notApplicableSchema>;

/** Ends are `null` where there is none; `value` is of the known part alone and `null` where nothing is known. */
const rangeShape = { value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() };

/** A line of a threshold pack beside a number; reference only, never a verdict. */
export const lineBesideSchema = z.object({
  pack: z.string(),
  version: z.string(),
  /** position of the line in its pack */
  line: z.number().int(),
  label: z.string(),
  op: z.enum(['>=', '<=', '>', '<']),
  /** level as a number, in the unit of what it stands beside */
  level: z.number(),
  /** whether the number passes it over its whole range; `null` = the line needs a merge, so nothing is said */
  position: z.enum(['holds', 'does not hold', 'undetermined']).nullable(),
  /** the same in words, with the pack */
  words: z.string(),
  /** footnotes of the pack: not in force, superseded, not read again */
  footnotes: z.array(z.string()),
});
export type LineBeside = z.infer<typeof lineBesideSchema>;

/** A further number of a claim's row in domain.md 2. */
export const claimNumberSchema = z.object({
  /** stable key such as `cr5`, `nakamoto.1/2`, `nvidia` */
  key: z.string(),
  label: z.string(),
  unit: z.string(),
  ...rangeShape,
  /** as the screen and the report print it; `n/d` where it is not disclosed */
  display: z.string(),
  /** what it is of, where that differs from the headline; `null` = the same */
  view: viewSpecSchema.nullable(),
  note: z.string().nullable(),
});
export type ClaimNumber = z.infer<typeof claimNumberSchema>;

/** One claim of the scorecard. */
export const claimResultSchema = z.object({
  id: scorecardClaimSchema,
  title: z.string(),
  status: claimStateSchema,
  /** what the value is, in a few words: `HHI by provider` */
  measure: z.string(),
  unit: z.string(),
  ...rangeShape,
  display: z.string(),
  /** the claim as a sentence (domain.md 9) */
  sentence: z.string(),
  /** opens what the value was read from; `null` = there is nothing to open */
  view: viewSpecSchema.nullable(),
  /**
   * where `chokepoint view --json` of that view gives the value: the key, from the outermost in, and the `--spread` that it takes; `null` = no view
   */
  reading: z.object({ spread: z.enum(['price', 'uptime']).nullable(), at: z.array(z.string()) }).nullable(),
  stamp: stampSchema.nullable(),
  numbers: z.array(claimNumberSchema),
  /** per GPU class, country method ... where the claim has several series, largest first */
  classes: z.array(z.object({ name: z.string(), numbers: z.array(claimNumberSchema) })),
  lines: z.array(lineBesideSchema),
  /** fields that the network has to give before this can be computed, each as its alternatives: `operator or provider` */
  missing: z.array(z.string()),
  /** of these fields, those that columns of the file may hold by their headers, the likeliest first; absent = none */
  unmapped: z.array(z.object({ field: z.string(), columns: z.array(z.string()) })).optional(),
  notApplicable: z.object({ reason: z.string(), name: z.string() }).nullable(),
  /** what has to be said beside the number */
  notes: z.array(z.string()),
});
export type ClaimResult = z.infer<typeof claimResultSchema>;

/** What the claims of a dataset are asked with. */
export const scorecardSpecSchema = z.object({
  dataset: z.string(),
  /** filter in text form; empty = all records */
  where: z.string().default(''),
  entities: entityPolicySchema.default('confirmed'),
  /** numeric column, or `count`; absent = what usually weighs a party: GPUs, else stake, else records */
  weight: z.string().optional(),
});
export type ScorecardSpec = z.infer<typeof scorecardSpecSchema>;

/** Records that a column marks as planned, estimated or gone, and that numbers count: how many of those asked about, the texts that mark them, and the filter without them. */
export const notTodaySchema = z.object({
  records: z.number().int(),
  of: z.number().int(),
  texts: z.array(z.object({ column: z.string(), texts: z.array(z.string()) })),
  without: z.string(),
});
export type NotToday = z.infer<typeof notTodaySchema>;

export const scorecardSchema = z.object({
  dataset: z.string(),
  where: z.string(),
  weight: z.string(),
  /** absent = none is counted */
  notToday: notTodaySchema.optional(),
  claims: z.array(claimResultSchema).length(SCORECARD_CLAIMS.length),
});
export type Scorecard = z.infer<typeof scorecardSchema>;

/** A field to ask the network for. */
export const requestedFieldSchema = z.object({
  field: z.string(),
  /** what it means, as the dictionary of the template says */
  meaning: z.string(),
  /** why it is asked for */
  why: z.string(),
  claims: z.array(z.string()),
  /**
   * `required` = a claim cannot be computed without it or one of `alternatives`; `sharper` = it closes a range; `mapping` = a column of the file may
   * hold it, so the network is not asked before somebody has looked
   */
  need: z.enum(['required', 'sharper', 'mapping']),
  alternatives: z.array(z.string()),
  format: z.string(),
  example: z.string(),
});
export type RequestedField = z.infer<typeof requestedFieldSchema>;

export const dependencySpecSchema = scorecardSpecSchema.extend({
  /** party column whose members are told apart; absent = the controlling one */
  by: z.string().optional(),
  /** a value under fewer parties is no shared dependency */
  least: z.number().int().min(2).default(2),
  /** rows given at most, largest first; absent = all of them */
  most: z.number().int().min(1).optional(),
});
export type DependencySpec = z.infer<typeof dependencySpecSchema>;

/** A value of a factor (site, network, cloud, country, vendor, payout wallet) under several parties. */
export const dependencySchema = z.object({
  factor: z.string(),
  /** what the factor is: `site`, `host_org`, `asn`, `cloud`, `country`, `gpu_vendor`, `payout-address`, `wallet`, `partner` */
  kind: z.string(),
  key: z.string(),
  parties: z.number().int(),
  /** the largest of them by weight, at most 5 */
  largest: z.array(z.string()),
  value: z.union([z.number(), z.string()]),
  /** share of all weight: known alone, and with the weight whose factor is unknown */
  low: z.number(),
  high: z.number(),
  rows: z.number().int(),
  view: viewSpecSchema,
});
export type Dependency = z.infer<typeof dependencySchema>;

export const dependenciesSchema = z.object({
  dataset: z.string(),
  by: z.string(),
  weight: z.string(),
  stamp: stampSchema,
  /** factors that were looked at, with the weight of which they are unknown, 0..1 */
  factors: z.array(z.object({ name: z.string(), kind: z.string(), unknown: z.number() })),
  /** factors of domain.md 2 that the dataset has no column for */
  missing: z.array(z.string()),
  /** all that were found, also beyond `most` */
  total: z.number().int(),
  /** largest first */
  rows: z.array(dependencySchema),
});
export type Dependencies = z.infer<typeof dependenciesSchema>;
