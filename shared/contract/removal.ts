import { z } from 'zod';
import { keptBracketSchema } from '../case/brackets.ts';
import { contingenciesSchema, economySchema, failuresSchema, flipsSchema, pairsSchema, verificationSchema } from '../case/contingencies.ts';
import { portfolioSchema } from '../case/portfolio.ts';
import { placementSchema, removalResultSchema, removalSpecSchema, scenarioSchema, serviceMetricSchema } from '../case/removal.ts';
import {
  acrossSchema,
  declarationSchema,
  declaredTestSchema,
  leftSchema,
  matrixSchema,
  replayedSchema,
  trialSchema,
  unitChoicesSchema,
} from '../case/scenarios.ts';
import { stampSchema } from '../case/view.ts';
import { competingTablesSchema } from '../resilience/competing/tables.ts';
import { traceOptionsSchema } from '../resilience/trace/options.ts';
import { fileReferenceSchema, jobOf, procedure } from './base.ts';

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
  mode: placementSchema,
  metric: serviceMetricSchema,
  /** what all classes together can use, for the mode competing; `null` in the mode independent */
  competing: competingTablesSchema.nullable(),
  /** numbers of the tables of `competing`, Float64; empty where there are none */
  pieces: z.instanceof(Blob),
  /** positions in `units` by descending GPUs, ties by id */
  largestFirst: z.array(z.number().int()),
  /** in the unit of the metric, as in the result */
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
  /** Query: checks the text of a portfolio file (JSON, or CSV with a class a line) and returns it in full form. */
  readPortfolio: procedure.input(z.object({ text: z.string().max(4_000_000), fileName: z.string() })).output(portfolioSchema),
  /** Query: a portfolio out of a trace of jobs or of LLM requests (CSV); every assumption is an option and stands in its note. */
  portfolioFromTrace: procedure
    .input(z.object({ text: z.string().max(200_000_000), fileName: z.string(), options: traceOptionsSchema.prefault({}) }))
    .output(portfolioSchema),
  /** Query: a portfolio as a file, readable by `readPortfolio` again. */
  exportPortfolio: procedure
    .input(z.object({ portfolio: portfolioSchema, format: z.enum(['json', 'csv']) }))
    .output(z.object({ ref: fileReferenceSchema, fileName: z.string() })),
  /** Query: capacities per unit and class for the page. */
  model: procedure.input(removalSpecSchema).output(removalModelSchema),
  /** Query: what is left after units are removed by hand; for competing placement, which the page cannot count by itself. */
  served: procedure.input(removalSpecSchema.extend({ removed: z.array(z.string()).max(100_000) })).output(leftSchema),
  /** Job: exact breaking point, certificate and curves; newest request wins. */
  solve: procedure.input(removalSpecSchema).output(jobOf(removalResultSchema)),
  /** Job: verdict of the independent checker on certificates of this test; it shares neither counting nor search with what made them. */
  check: procedure
    .input(removalSpecSchema.extend({ certificates: z.array(z.record(z.string(), z.unknown())).min(1).max(2) }))
    .output(jobOf(z.array(z.object({ valid: z.boolean(), findings: z.array(z.string()) })))),
  /** Query: what the dataset can be cut into, and what largest-first can weigh by. */
  units: procedure.input(z.object({ dataset: z.string() })).output(unitChoicesSchema),
  /** Job: the breaking point once more, by a solver that shares nothing with the search; time-boxed. */
  verify: procedure.input(removalSpecSchema).output(jobOf(verificationSchema)),
  /** Query: closed brackets that were kept, oldest first. */
  brackets: procedure.output(z.array(keptBracketSchema)),
  /** Command: keeps what a solver closed, once its certificates were checked; `solve` uses it from then on, each time checked again. */
  keepBracket: procedure
    .input(removalSpecSchema.extend({ solver: z.string().min(1).max(200), closed: keptBracketSchema.shape.closed }))
    .output(keptBracketSchema),
  /** Job: loss of every unit, second losses, shared factors in turn. */
  contingencies: procedure.input(removalSpecSchema).output(jobOf(contingenciesSchema)),
  /** Job: loss of every pair of units. */
  pairs: procedure.input(removalSpecSchema.extend({ most: z.number().int().min(1).max(2000).default(200) })).output(jobOf(pairsSchema)),
  /** Job: the smallest changes that turn the conclusion. */
  flips: procedure.input(removalSpecSchema).output(jobOf(flipsSchema)),
  /** Job: headroom and price, with nothing and with `removed` removed, and along largest-first. */
  economy: procedure.input(removalSpecSchema.extend({ removed: z.array(z.string()).default([]) })).output(jobOf(economySchema)),
  /** Job: units fail by themselves: all with the same probability, for each of those asked, or each with 1 - its `uptime`. */
  failures: procedure
    .input(removalSpecSchema.extend({ probabilities: z.union([z.literal('uptime'), z.array(z.number().min(0).max(1)).min(1).max(200)]) }))
    .output(jobOf(failuresSchema)),
  /** Job: served and wanted of each class in each scenario; the first one is usually without removals. */
  matrix: procedure.input(z.object({ scenarios: z.array(trialSchema).min(1).max(200) })).output(jobOf(matrixSchema)),
  /** Query: the same question for another dataset, column by column; `saveScenario` keeps it. */
  replay: procedure
    .input(z.object({ spec: removalSpecSchema, removed: z.array(z.string()).default([]), dataset: z.string() }))
    .output(replayedSchema),
  /** Job: one test on several datasets. */
  across: procedure
    .input(z.object({ spec: removalSpecSchema, removed: z.array(z.string()).default([]), datasets: z.array(z.string()).min(1).max(100) }))
    .output(jobOf(acrossSchema)),
  /** Query: declared tests. */
  declarations: procedure.output(z.array(declarationSchema)),
  /** Command: declares the test of a dataset; where one was declared before, what differs is written to the ledger as a deviation. */
  declare: procedure.input(z.object({ test: declaredTestSchema, reason: z.string().max(2000).default('') })).output(declarationSchema),
  /** Query: saved scenarios. */
  scenarios: procedure.output(z.array(scenarioSchema)),
  /** Command: saves a scenario; the same id replaces. */
  saveScenario: procedure
    .input(scenarioSchema.omit({ id: true }).extend({ id: z.string().optional(), name: z.string().min(1).max(200) }))
    .output(scenarioSchema),
  /** Command: removes a saved scenario. */
  removeScenario: procedure.input(z.object({ id: z.string() })).output(z.null()),
};
