import { z } from 'zod';
import { columnTypeSchema, fieldSchema, momentSchema } from './dataset.ts';

/** How several records of the side table become one value; `count` needs no column. */
export const AGGREGATIONS = ['latest', 'mean', 'median', 'minimum', 'maximum', 'sum', 'count'] as const;
export const aggregationSchema = z.enum(AGGREGATIONS);
export type Aggregation = z.infer<typeof aggregationSchema>;

/** A column of the dataset equals a column of the side table, by their canonical texts; no links between accounts are applied. */
export const joinKeySchema = z.object({ column: z.string().min(1), matches: z.string().min(1) });
export type JoinKey = z.infer<typeof joinKeySchema>;

/** What a dataset takes from a side table, such as uptime samples, price quotes or a validator set. Nothing is copied. */
export const joinSpecSchema = z.object({
  /** dataset that gains the column */
  dataset: z.string(),
  /** side table */
  with: z.string(),
  /** all of them must be equal */
  on: z.array(joinKeySchema).min(1).max(4),
  /** column of the side table; `null` with `count` */
  take: z.string().min(1).nullable(),
  how: aggregationSchema,
  /** days that end at the as-of date of the dataset; `null` = all records of the side table */
  window: z.number().int().min(1).max(3660).nullable().default(null),
});
export type JoinSpec = z.infer<typeof joinSpecSchema>;

/** A join that a person decided on; `name` is the column that views and filters know it by. */
export const joinSchema = joinSpecSchema.extend({ id: z.string(), name: z.string() });
export type Join = z.infer<typeof joinSchema>;

/** How a join turned out, with the data and dates of the case as they are. */
export const joinOutcomeSchema = z.object({
  /** records of the dataset; those with a value; those without, by reason */
  rows: z.number().int(),
  matched: z.number().int(),
  unmatched: z.object({
    /** a key column has no value */
    noKey: z.number().int(),
    /** the side table has no such key */
    absent: z.number().int(),
    /** the side table has the key, but no value of it inside the window */
    noValue: z.number().int(),
    /** several values with an equal claim to be the latest: none is chosen */
    conflict: z.number().int(),
  }),
  /** distinct keys in both tables, and in one of them only */
  ids: z.object({ both: z.number().int(), onlyHere: z.number().int(), onlyThere: z.number().int() }),
  /** records of the side table that are used; those outside the window or, where times are needed, without a time */
  used: z.number().int(),
  outside: z.number().int(),
  /** share of the dataset's weight in records with a value; `null` where there is no weight */
  share: z.number().nullable(),
  /** what `share` is of: `gpu_count`, `node_count`, `stake` or `count` for records */
  weight: z.string(),
  /** date of the facts taken: the last observation used, else the as-of date of the side table */
  asOf: z.string().nullable(),
  /** hours between both dates; `null` where one is not stated */
  spreadHours: z.number().nullable(),
  examples: z.array(
    z.object({ key: z.array(z.string()), value: z.string().nullable(), records: z.number().int(), reason: z.string().nullable() }),
  ),
});
export type JoinOutcome = z.infer<typeof joinOutcomeSchema>;

/** A pair of columns that share values. */
export const keyProposalSchema = joinKeySchema.extend({
  /** distinct values in both, and in one only */
  both: z.number().int(),
  onlyHere: z.number().int(),
  onlyThere: z.number().int(),
  /** records of the dataset whose value the side table has */
  rows: z.number().int(),
  /** most records of the side table that share one value: above 1 an aggregation decides */
  most: z.number().int(),
});
export type KeyProposal = z.infer<typeof keyProposalSchema>;

/** A column of the side table that can be taken. */
export const takeProposalSchema = z.object({
  column: z.string(),
  field: fieldSchema.nullable(),
  type: columnTypeSchema,
  how: z.array(aggregationSchema),
});
export type TakeProposal = z.infer<typeof takeProposalSchema>;

export const joinProposalsSchema = z.object({
  keys: z.array(keyProposalSchema),
  takes: z.array(takeProposalSchema),
  /** name of the column with the time of each record of the side table; `null` = it has none, so there are no windows */
  times: z.string().nullable(),
  asOf: momentSchema.nullable(),
  withAsOf: momentSchema.nullable(),
});
export type JoinProposals = z.infer<typeof joinProposalsSchema>;

/** A join with what has become of it; `outcome` is `null` while the side table is out of the case. */
export const listedJoinSchema = joinSchema.extend({
  datasetName: z.string(),
  withName: z.string(),
  made: z.string(),
  outcome: joinOutcomeSchema.nullable(),
});
export type ListedJoin = z.infer<typeof listedJoinSchema>;
