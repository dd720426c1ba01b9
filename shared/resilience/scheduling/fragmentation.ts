import { type Cluster, gpuMilliOf, type Job, keyOf, kindsOf, runsOn } from './cluster.ts';

/** A kind of job and its share of the jobs that are expected. */
export type TypicalJob = { job: Job; share: number };

/**
 * The commonest kinds of jobs that together make up at least a share of all, with shares that add up to 1. CPU, GPUs and models make a
 * kind, memory does not (Weng et al., ATC 2023, as published with the paper); ties by the text of the kind.
 */
export function typicalJobs(jobs: readonly Job[], cover = 0.95): TypicalJob[] {
  const { kinds, kindOf } = kindsOf(jobs.map((job) => ({ ...job, memoryMib: 0 })));
  const counts = new Int32Array(kinds.length);
  for (const kind of kindOf) counts[kind] = (counts[kind] as number) + 1;
  const order = [...kinds.keys()].sort(
    (a, b) => (counts[b] as number) - (counts[a] as number) || (keyOf(kinds[a] as Job) < keyOf(kinds[b] as Job) ? -1 : 1),
  );
  let covered = 0;
  const chosen = order.filter((kind) => {
    if (covered >= cover * jobs.length) return false;
    covered += counts[kind] as number;
    return true;
  });
  return chosen.map((kind) => ({ job: kinds[kind] as Job, share: (counts[kind] as number) / covered }));
}

/** How many GPU thousandths of a machine the expected jobs cannot use, on average. */
export type Fragmentation = (machine: number, cpuFree: number, gpuFree: Int32Array, start: number) => number;

/**
 * Fragmentation of a machine in a given state: for each expected job all that is free where the job does not fit, otherwise what is left
 * on GPUs that have less than it needs; the mean by shares (Weng et al., ATC 2023, section 4).
 */
export function fragmentationOf(cluster: Cluster, typical: readonly TypicalJob[]): Fragmentation {
  const models = [...new Set(cluster.machines.map(({ model }) => model))];
  const modelOf = Int32Array.from(cluster.machines, ({ model }) => models.indexOf(model));
  // share of jobs that no machine of a model serves, or that need no GPU: all that is free is out of reach for them
  const outside = models.map((model) => typical.reduce((sum, { job, share }) => sum + (job.gpus > 0 && runsOn(job, model) ? 0 : share), 0));
  const inside = models.map((model) => typical.filter(({ job }) => job.gpus > 0 && runsOn(job, model)));
  const { width } = cluster;
  return (machine, cpuFree, gpuFree, start) => {
    let total = 0;
    for (let gpu = 0; gpu < width; gpu += 1) total += gpuFree[start + gpu] as number;
    if (total === 0) return 0;
    const model = modelOf[machine] as number;
    let lost = (outside[model] as number) * total;
    for (const { job, share } of inside[model] as TypicalJob[]) {
      if (cpuFree < job.cpuMilli || total < gpuMilliOf(job)) {
        lost += share * total;
        continue;
      }
      let small = 0;
      let fitting = 0;
      for (let gpu = 0; gpu < width; gpu += 1) {
        const free = gpuFree[start + gpu] as number;
        if (free < job.gpuMilli) small += free;
        else fitting += 1;
      }
      lost += share * (fitting >= job.gpus ? small : total);
    }
    return lost;
  };
}
