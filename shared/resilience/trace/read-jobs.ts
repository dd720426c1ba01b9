import { columnOf } from './options.ts';

/** One job of a trace as it asks. */
export type TraceJob = {
  /** GPUs on each node; 0 = none */
  gpus: number;
  /** thousandths of each GPU */
  gpuMilli: number;
  nodes: number;
  /** thousandths of a core and MiB on each node; 0 = none, or not stated */
  cpuMilli: number;
  memoryMib: number;
  /** distinct, ascending by code unit; empty = any */
  models: string[];
  /** seconds from any zero; NaN = not stated */
  from: number;
  to: number;
};

/** Jobs of a table, and the lines that say nothing usable. */
export type ReadJobs = { jobs: TraceJob[]; rejected: number; states: { cpu: boolean; memory: boolean } };

const GPUS = ['num_gpu', 'gpu_request', 'gpu_num', 'gpus'];

/** Whether a table is a trace of jobs. */
export function isJobTrace(header: readonly string[]): boolean {
  return columnOf(header, GPUS) >= 0;
}

/**
 * Reads a job trace: columns of openb (`num_gpu`, `gpu_milli`, `gpu_spec`, `cpu_milli`, `memory_mib`, `scheduled_time`, `deletion_time`) or of the spot GPU trace
 * (`gpu_request`, `worker_num`, `gpu_model`, `submit_time`, `duration`). GPUs below 1 are a part of one GPU.
 *
 * @param rows cells as texts, in the order of the header
 */
export function readJobs(header: readonly string[], rows: readonly (readonly string[])[]): ReadJobs {
  const at = {
    gpus: columnOf(header, GPUS),
    milli: columnOf(header, ['gpu_milli']),
    cpu: columnOf(header, ['cpu_milli']),
    memory: columnOf(header, ['memory_mib']),
    nodes: columnOf(header, ['worker_num', 'num_workers', 'nodes']),
    models: columnOf(header, ['gpu_spec', 'gpu_model', 'gpu_type']),
    from: columnOf(header, ['scheduled_time', 'start_time', 'submit_time', 'creation_time']),
    to: columnOf(header, ['deletion_time', 'end_time']),
    duration: columnOf(header, ['duration']),
  };
  const jobs: TraceJob[] = [];
  let rejected = 0;
  for (const row of rows) {
    const gpus = numberOf(row[at.gpus]);
    const milli = at.milli < 0 ? 1000 : numberOf(row[at.milli]);
    const nodes = at.nodes < 0 ? 1 : numberOf(row[at.nodes]);
    const part = gpus > 0 && gpus < 1;
    const whole = part ? 1 : gpus;
    const gpuMilli = part ? Math.ceil(gpus * 1000 - 1e-9) : whole === 0 ? 0 : milli;
    if (!Number.isSafeInteger(whole) || whole < 0 || !Number.isSafeInteger(nodes) || nodes < 1 || !(gpuMilli >= 0 && gpuMilli <= 1000)) {
      rejected += 1;
      continue;
    }
    const from = numberOf(row[at.from]);
    jobs.push({
      gpus: gpuMilli === 0 ? 0 : whole,
      gpuMilli,
      nodes,
      cpuMilli: amountOf(row[at.cpu]),
      memoryMib: amountOf(row[at.memory]),
      models: modelsOf(row[at.models] ?? ''),
      from,
      to: at.to >= 0 ? numberOf(row[at.to]) : from + numberOf(row[at.duration]),
    });
  }
  return { jobs, rejected, states: { cpu: at.cpu >= 0, memory: at.memory >= 0 } };
}

function numberOf(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? Number.NaN : Number(trimmed);
}

/** A whole amount that is enough; what is no amount is none. */
function amountOf(text: string | undefined): number {
  const amount = Math.ceil(numberOf(text));
  return Number.isSafeInteger(amount) && amount > 0 ? amount : 0;
}

function modelsOf(text: string): string[] {
  const names = text
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^(nan|none|null)$/i.test(name));
  return [...new Set(names)].sort();
}

/** GPU thousandths that ran at the same time at most, of jobs with both times; a job that ends when another begins does not meet it. */
export function peakGpuMilli(jobs: readonly TraceJob[]): number {
  const changes = jobs
    .filter(({ from, to, gpus }) => gpus > 0 && to > from)
    .flatMap((job) => [
      { at: job.from, milli: gpuMilliOfJob(job) },
      { at: job.to, milli: -gpuMilliOfJob(job) },
    ])
    .sort((a, b) => a.at - b.at || a.milli - b.milli);
  let running = 0;
  let most = 0;
  for (const { milli } of changes) {
    running += milli;
    most = Math.max(most, running);
  }
  return most;
}

/** GPU thousandths of a job on all its nodes. */
export function gpuMilliOfJob({ gpus, gpuMilli, nodes }: TraceJob): number {
  return gpus * gpuMilli * nodes;
}
