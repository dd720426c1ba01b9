import { z } from 'zod';
import { DOMAINS } from '../../case/portfolio.ts';

/** What an analyst decides about a trace before it becomes a portfolio. */
export const traceOptionsSchema = z.object({
  title: z.string().max(200).optional(),
  /** most classes; jobs of further kinds are left out, those with least GPUs first */
  classes: z.number().int().min(1).max(200).default(20),
  /** jobs: GPUs that are wanted at the same time, all classes together */
  load: z.number().int().min(1).max(1_000_000_000).optional(),
  /** jobs that ask for a part of one GPU: `shared` = as many GPUs as the parts add up to, `whole` = a GPU for each */
  parts: z.enum(['shared', 'whole']).default('shared'),
  /**
   * jobs: what classes ask for beside GPUs; `gpus` = nothing, `mean` = the mean CPU and memory of their jobs, `exact` = jobs that ask for
   * other CPU or memory are other classes
   */
  resources: z.enum(['gpus', 'mean', 'exact']).default('gpus'),
  /** jobs of several nodes, and replicas: where the nodes of one instance stand together */
  domain: z.enum(DOMAINS).default('none'),
  /** requests: prompt tokens that one replica reads in a second */
  promptTokensPerSecond: z.number().int().min(1).max(100_000_000).optional(),
  /** requests: tokens that one replica writes in a second */
  generatedTokensPerSecond: z.number().int().min(1).max(100_000_000).optional(),
  /** requests: seconds over which work is counted */
  window: z.number().int().min(1).max(86_400).default(60),
  /** requests: which window must be served */
  demand: z.enum(['peak', 'p95', 'mean']).default('peak'),
  /** requests: times as many as in the trace */
  times: z.number().int().min(1).max(1_000_000).default(1),
  /** requests: GPUs of one replica on each of its nodes */
  gpus: z.number().int().min(1).max(1_000_000).default(1),
  nodes: z.number().int().min(1).max(1_000_000).default(1),
  minVramGib: z.number().positive().optional(),
  models: z.array(z.string().min(1)).max(100).default([]),
});
export type TraceOptions = z.infer<typeof traceOptionsSchema>;

/** Columns by name, in lower case; a file may use the names of several publishers. */
export function columnOf(header: readonly string[], names: readonly string[]): number {
  const wanted = header.map((name) => name.trim().toLowerCase());
  return names.map((name) => wanted.indexOf(name)).find((place) => place >= 0) ?? -1;
}
