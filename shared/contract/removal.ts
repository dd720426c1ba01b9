import { z } from 'zod';
import { portfolioSchema } from '../case/portfolio.ts';
import { removalResultSchema, removalSpecSchema, scenarioSchema } from '../case/removal.ts';
import { stampSchema } from '../case/view.ts';
import { jobOf, procedure } from './base.ts';

export const removalUnitSchema = z.object({ id: z.string(), gpus: z.number(), rows: z.number().int() });

/**
 * A class of the model; capacities are instances and hold the nodes without a removal unit too: read pessimistically those count only while
 * nothing is removed, read optimistically always.
 */
export const removalClassSchema = z.object({
  name: z.string(),
  quantity: z.number(),
  value: z.number(),
  capacityLow: z.number(),
  /** `null` = without limit, where GPU counts are missing */
  capacityHigh: z.number().nullable(),
});

/** What the page needs to answer within a frame; a few hundred kB fetched once. */
export const removalModelSchema = z.object({
  stamp: stampSchema,
  units: z.array(removalUnitSchema),
  classes: z.array(removalClassSchema),
  /** instances per unit and class, Float64 row-major: units x classes pessimistic, then units x classes optimistic */
  kappa: z.instanceof(Blob),
  /** positions in `units` by descending GPUs, ties by id */
  largestFirst: z.array(z.number().int()),
  demand: z.number(),
  below: z.number(),
  threshold: z.string(),
  /** why nothing is servable before any removal, read adversely; `null` where something is */
  unservable: z.string().nullable(),
  unknownUnit: z.object({ rows: z.number().int(), gpus: z.number() }),
  notes: z.array(z.string()),
});
export type RemovalModel = z.infer<typeof removalModelSchema>;

export const removal = {
  /** Query: built-in portfolios. */
  portfolios: procedure.output(
    z.array(z.object({ id: z.string(), title: z.string(), note: z.string(), requires: z.array(z.string()), portfolio: z.unknown() })),
  ),
  /** Query: checks the text of a portfolio file and returns it in full form. */
  readPortfolio: procedure.input(z.object({ text: z.string().max(4_000_000), fileName: z.string() })).output(portfolioSchema),
  /** Query: capacities per unit and class for the page. */
  model: procedure.input(removalSpecSchema).output(removalModelSchema),
  /** Job: exact breaking point, certificate and curves; newest request wins. */
  solve: procedure.input(removalSpecSchema).output(jobOf(removalResultSchema)),
  /** Job: verdict of the independent checker on certificates of this test; it shares neither counting nor search with what made them. */
  check: procedure
    .input(removalSpecSchema.extend({ certificates: z.array(z.record(z.string(), z.unknown())).min(1).max(2) }))
    .output(jobOf(z.array(z.object({ valid: z.boolean(), findings: z.array(z.string()) })))),
  /** Query: saved scenarios. */
  scenarios: procedure.output(z.array(scenarioSchema)),
  /** Command: saves a scenario; the same id replaces. */
  saveScenario: procedure
    .input(scenarioSchema.omit({ id: true }).extend({ id: z.string().optional(), name: z.string().min(1).max(200) }))
    .output(scenarioSchema),
  /** Command: removes a saved scenario. */
  removeScenario: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
