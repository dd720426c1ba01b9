import { z } from 'zod';
import { formatFraction } from '../metrics/exact.ts';
import { USUAL_SERVICE_LEVEL } from '../metrics/uptime.ts';
import { baseSchema } from './dataset.ts';
import { baseLeftOutSchema, entityPolicySchema, exactNumberSchema, shareRangeSchema, stampSchema } from './view.ts';

/** What is spread: prices within each GPU class, or uptime between and within providers. */
export const spreadKindSchema = z.enum(['price', 'uptime']);
export type SpreadKind = z.infer<typeof spreadKindSchema>;

export const spreadAskSchema = z.object({
  dataset: z.string(),
  kind: spreadKindSchema,
  /** column with the prices or uptimes; '' = the column of that field */
  column: z.string().default(''),
  /** price: the class; uptime: who is responsible; '' = the classes of claim C6 (GPU family, each series of prices by itself), provider */
  by: z.string().default(''),
  where: z.string().default(''),
  entities: entityPolicySchema.default('confirmed'),
  /** rung of the supply ladder by which records are kept, where a column of the dataset states it; '' = as the dataset has it */
  base: z.union([z.literal(''), baseSchema]).default(''),
  /** column of the GPUs of each record; '' = the usual one, records where there is none */
  weight: z.string().default(''),
  /** service level: records strictly below count as under it */
  slo: z.string().default(formatFraction(USUAL_SERVICE_LEVEL)),
});
export type SpreadAsk = z.input<typeof spreadAskSchema>;

/** Spread of the prices of one class; `null` where the class has none. */
export const dispersionSchema = z.object({
  n: z.number().int(),
  mean: z.number(),
  p10: z.number(),
  p25: z.number(),
  p50: z.number(),
  p75: z.number(),
  p90: z.number(),
  p90OverP10: z.number(),
  iqr: z.number(),
  cv: z.number(),
  mad: z.number(),
  /** fewer than eight prices: points only, no box */
  pointsOnly: z.boolean(),
});

export const priceClassSchema = z.object({
  key: z.string(),
  /** every offer counts once; quantiles of type 7 */
  unweighted: dispersionSchema.nullable(),
  /** by GPUs; every quantile is a price that occurs; `null` without a weight */
  weighted: dispersionSchema.extend({ totalWeight: z.number() }).nullable(),
  /** ascending; all prices, or 200 of them at even ranks */
  points: z.array(z.number()),
});
export type PriceClass = z.infer<typeof priceClassSchema>;

export const providerUptimeSchema = z.object({ key: z.string(), gpus: exactNumberSchema, mean: z.number(), share: z.number() });

export const spreadSchema = z.object({
  kind: spreadKindSchema,
  stamp: stampSchema,
  column: z.string(),
  /** how the column was read: currency, time, object, scale, window */
  decisions: z.array(z.string()),
  /** `null` = every record counts one, with the reason in `notes` */
  weight: z.string().nullable(),
  rows: z.number().int(),
  /** where `base` is another rung than the dataset's: records that were left out, and how many of them state neither yes nor no */
  baseLeftOut: baseLeftOutSchema.optional(),
  /** records of the filter without a usable value, by reason */
  rejected: z.array(z.object({ code: z.string(), rows: z.number().int(), reason: z.string() })),
  notes: z.array(z.string()),
  price: z
    .object({
      unit: z.string(),
      /** columns that make a class, e.g. `gpu_family and is_spot` */
      classIs: z.string(),
      /** worst first: by p90 / p10 of the offers; classes with points only last */
      classes: z.array(priceClassSchema),
      /** all classes together, which may hide a class that differs */
      pooled: dispersionSchema.nullable(),
      /** records with a price but without a class */
      withoutClass: z.number().int(),
      /** ends of p90 / p10 of every class where records have no price or no class: they could be in any, at any price; `null` = there are none */
      openRatio: z.object({ low: z.number(), high: z.null() }).nullable(),
    })
    .nullable(),
  uptime: z
    .object({
      mean: z.number(),
      /** ends where records without an uptime were never there, and always */
      meanRange: shareRangeSchema,
      p05: z.number(),
      p05Range: shareRangeSchema,
      variance: z.number(),
      /** over records with a provider; `between` + `within` = `total` */
      split: z.object({ total: z.number(), between: z.number(), within: z.number(), betweenShare: z.number().nullable() }).nullable(),
      slo: z.string(),
      shareBelowSlo: z.number(),
      shareBelowSloRange: shareRangeSchema,
      downtimeMinutesPer30Days: z.number(),
      windowDays: z.number().nullable(),
      /** weight with an uptime, and without one: unknown, not 0 */
      known: exactNumberSchema,
      unknown: exactNumberSchema,
      unknownShare: z.number(),
      providers: z.number().int(),
      withoutProvider: z.number().int(),
      /** worst first, at most 100 */
      worst: z.array(providerUptimeSchema),
      /** [uptime, share of weight at or below it], ascending, at most 401 */
      ecdf: z.array(z.tuple([z.number(), z.number()])),
    })
    .nullable(),
});
export type SpreadResult = z.infer<typeof spreadSchema>;
