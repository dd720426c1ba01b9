/** Thousandths of one GPU: a job asks for a part of one GPU or for whole ones. */
export const WHOLE_GPU = 1000;

/** One machine; all amounts whole numbers. */
export type Machine = { cpuMilli: number; memoryMib: number; gpus: number; model: string };

/** One job on one machine: `gpus` GPUs with `gpuMilli` thousandths of each (1000 where it asks for several, 0 where for none). */
export type Job = {
  cpuMilli: number;
  memoryMib: number;
  gpus: number;
  gpuMilli: number;
  /** models that it runs on, as listed, repeats too; empty = any */
  models: readonly string[];
};

/** Jobs that ask for the same, once each, and which of them every job is. */
export type JobKinds = { kinds: Job[]; kindOf: Int32Array };

/** GPU thousandths that a job takes. */
export function gpuMilliOf(job: Job): number {
  return job.gpus * job.gpuMilli;
}

/** Whether a job may run on a model of GPU. */
export function runsOn(job: Job, model: string): boolean {
  return job.models.length === 0 || job.models.includes(model);
}

/** Groups jobs that ask for the same; kinds in order of their first job. */
export function kindsOf(jobs: readonly Job[]): JobKinds {
  const known = new Map<string, number>();
  const kinds: Job[] = [];
  const kindOf = Int32Array.from(jobs, (job) => {
    const key = keyOf(job);
    let kind = known.get(key);
    if (kind === undefined) {
      kind = kinds.length;
      known.set(key, kind);
      kinds.push(job);
    }
    return kind;
  });
  return { kinds, kindOf };
}

/** The same text for jobs that ask for the same. */
export function keyOf(job: Job): string {
  return `${job.cpuMilli} ${job.memoryMib} ${job.gpus} ${job.gpuMilli} ${[...new Set(job.models)].sort().join('|')}`;
}

/** What is free on each machine while jobs are placed. */
export type Cluster = {
  machines: readonly Machine[];
  /** GPUs of the largest machine: width of a row of `gpuFree` */
  width: number;
  cpuFree: Float64Array;
  memoryFree: Float64Array;
  /** thousandths left of each GPU, row-major machines x width */
  gpuFree: Int32Array;
  /** thousandths left on all GPUs of a machine */
  gpuFreeTotal: Int32Array;
  /** goes up with each change of a machine */
  version: Int32Array;
};

/** An empty cluster. */
export function emptyCluster(machines: readonly Machine[]): Cluster {
  const width = machines.reduce((most, { gpus }) => Math.max(most, gpus), 0);
  const gpuFree = new Int32Array(machines.length * width);
  machines.forEach(({ gpus }, machine) => {
    gpuFree.fill(WHOLE_GPU, machine * width, machine * width + gpus);
  });
  return {
    machines,
    width,
    cpuFree: Float64Array.from(machines, ({ cpuMilli }) => cpuMilli),
    memoryFree: Float64Array.from(machines, ({ memoryMib }) => memoryMib),
    gpuFree,
    gpuFreeTotal: Int32Array.from(machines, ({ gpus }) => gpus * WHOLE_GPU),
    version: new Int32Array(machines.length),
  };
}

/** Whether a machine has room for a job; the model is not asked. */
export function hasRoom(cluster: Cluster, machine: number, job: Job): boolean {
  if ((cluster.cpuFree[machine] as number) < job.cpuMilli || (cluster.memoryFree[machine] as number) < job.memoryMib) return false;
  if (job.gpus === 0) return true;
  if ((cluster.gpuFreeTotal[machine] as number) < gpuMilliOf(job)) return false;
  let wanted = job.gpus;
  const end = (machine + 1) * cluster.width;
  for (let gpu = machine * cluster.width; gpu < end && wanted > 0; gpu += 1)
    if ((cluster.gpuFree[gpu] as number) >= job.gpuMilli) wanted -= 1;
  return wanted === 0;
}

/**
 * Puts a job on a machine that has room for it: on the given GPU where it takes a part of one, otherwise on the first that suffice.
 *
 * @param gpu index on the machine for a part of one GPU, -1 = the one with least sufficient left, the first of them in a tie
 */
export function place(cluster: Cluster, machine: number, job: Job, gpu = -1): void {
  cluster.cpuFree[machine] = (cluster.cpuFree[machine] as number) - job.cpuMilli;
  cluster.memoryFree[machine] = (cluster.memoryFree[machine] as number) - job.memoryMib;
  cluster.version[machine] = (cluster.version[machine] as number) + 1;
  if (job.gpus === 0) return;
  cluster.gpuFreeTotal[machine] = (cluster.gpuFreeTotal[machine] as number) - gpuMilliOf(job);
  const start = machine * cluster.width;
  const take = (index: number) => {
    cluster.gpuFree[start + index] = (cluster.gpuFree[start + index] as number) - job.gpuMilli;
  };
  if (job.gpus === 1) {
    take(gpu >= 0 ? gpu : tightestGpu(cluster, machine, job.gpuMilli));
    return;
  }
  let wanted = job.gpus;
  for (let index = 0; index < cluster.width && wanted > 0; index += 1) {
    if ((cluster.gpuFree[start + index] as number) < job.gpuMilli) continue;
    take(index);
    wanted -= 1;
  }
}

function tightestGpu(cluster: Cluster, machine: number, milli: number): number {
  const start = machine * cluster.width;
  let best = -1;
  for (let index = 0; index < cluster.width; index += 1) {
    const free = cluster.gpuFree[start + index] as number;
    if (free >= milli && (best < 0 || free < (cluster.gpuFree[start + best] as number))) best = index;
  }
  return best;
}
