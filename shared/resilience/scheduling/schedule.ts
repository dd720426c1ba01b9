import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type Cluster, emptyCluster, gpuMilliOf, hasRoom, type Job, kindsOf, type Machine, place, runsOn, WHOLE_GPU } from './cluster.ts';
import { fragmentationOf, type TypicalJob, typicalJobs } from './fragmentation.ts';

/** How a machine is chosen for a job. */
export const SCHEDULERS = ['best-fit', 'fgd', 'random'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

/** In which order jobs come: as given, or by GPU thousandths and then by the length of the list of models, both descending. */
export const ARRIVALS = ['given', 'size-descending'] as const;
export type Arrivals = (typeof ARRIVALS)[number];

export type ScheduleOptions = {
  scheduler: Scheduler;
  arrivals?: Arrivals;
  /** `whole`: scores are cut to whole numbers from 0 to 100 before they are compared, as schedulers of clusters do; default `exact` */
  scores?: 'exact' | 'whole';
  /** for `fgd`: jobs that are expected; default those of `jobs` */
  typical?: readonly TypicalJob[];
  /** for `random` */
  seed?: number;
  /** asked every 256 jobs; may throw */
  checkpoint?: (done: number, total: number) => void;
};

export type Schedule = {
  /** machine of each job in the order of `jobs`, -1 = it found no place */
  machineOf: Int32Array;
  placed: number;
  /** GPU thousandths of all jobs that found a place */
  gpuMilliServed: number;
  gpuMilliWanted: number;
  cluster: Cluster;
};

/** Largest machine that scores of best fit are measured by (Weng et al., ATC 2023). */
const MOST_CPU_MILLI = 128_000;
const MOST_GPU_MILLI = 8 * WHOLE_GPU;

/**
 * Places jobs one after the other and never moves one again; a job without room is left out. Ties go to the machine that comes first.
 *
 * What is served is a lower bound of what could be, and not a monotone one: fewer machines may serve more.
 * Source: Weng et al., "Beware of Fragmentation", ATC 2023, and the simulator published with it.
 */
export function schedule(machines: readonly Machine[], jobs: readonly Job[], options: ScheduleOptions): Schedule {
  const cluster = emptyCluster(machines);
  const { kinds, kindOf } = kindsOf(jobs);
  const eligible = kinds.map((job) =>
    Int32Array.from([...machines.keys()].filter((machine) => job.gpus === 0 || runsOn(job, (machines[machine] as Machine).model))),
  );
  const choose =
    options.scheduler === 'random' ? randomChoice(cluster, options.seed ?? 0) : scoredChoice(cluster, kinds.length, jobs, options);
  const machineOf = new Int32Array(jobs.length).fill(-1);
  let placed = 0;
  let gpuMilliServed = 0;
  let done = 0;
  for (const index of arrivalOrder(jobs, options.arrivals ?? 'given')) {
    if ((done & 255) === 0) options.checkpoint?.(done, jobs.length);
    done += 1;
    const kind = kindOf[index] as number;
    const job = kinds[kind] as Job;
    const { machine, gpu } = choose(job, kind, eligible[kind] as Int32Array);
    if (machine < 0) continue;
    place(cluster, machine, job, gpu);
    machineOf[index] = machine;
    placed += 1;
    gpuMilliServed += gpuMilliOf(job);
  }
  return { machineOf, placed, gpuMilliServed, gpuMilliWanted: jobs.reduce((sum, job) => sum + gpuMilliOf(job), 0), cluster };
}

function arrivalOrder(jobs: readonly Job[], arrivals: Arrivals): Iterable<number> {
  if (arrivals === 'given') return jobs.keys();
  return [...jobs.keys()].sort((a, b) => {
    const first = jobs[a] as Job;
    const second = jobs[b] as Job;
    return gpuMilliOf(second) - gpuMilliOf(first) || second.models.length - first.models.length || a - b;
  });
}

type Choice = { machine: number; gpu: number };
type Choose = (job: Job, kind: number, eligible: Int32Array) => Choice;
/** Score of a machine that has room, larger is better, and the GPU for a part of one (-1 = the tightest). */
type Score = (job: Job, machine: number) => { score: number; gpu: number };

const NO_CHOICE: Choice = { machine: -1, gpu: -1 };

/** The best score of all machines with room; scores are kept until a machine changes. */
function scoredChoice(cluster: Cluster, kinds: number, jobs: readonly Job[], options: ScheduleOptions): Choose {
  const cut = options.scores === 'whole' ? (score: number) => Math.trunc(score * 100) : (score: number) => score;
  const score =
    options.scheduler === 'fgd' ? fragmentationScore(cluster, options.typical ?? typicalJobs(jobs), cut) : bestFitScore(cluster);
  const machines = cluster.machines.length;
  const known = Array.from({ length: kinds }, () => null as { scores: Float64Array; gpus: Int8Array; versions: Int32Array } | null);
  return (job, kind, eligible) => {
    const kept = known[kind] ?? {
      scores: new Float64Array(machines),
      gpus: new Int8Array(machines),
      versions: new Int32Array(machines).fill(-1),
    };
    known[kind] = kept;
    let best = -1;
    let bestScore = -Infinity;
    for (let position = 0; position < eligible.length; position += 1) {
      const machine = eligible[position] as number;
      if (kept.versions[machine] !== cluster.version[machine]) {
        kept.versions[machine] = cluster.version[machine] as number;
        if (hasRoom(cluster, machine, job)) {
          const found = score(job, machine);
          kept.scores[machine] = cut(found.score);
          kept.gpus[machine] = found.gpu;
        } else kept.scores[machine] = -Infinity;
      }
      const value = kept.scores[machine] as number;
      if (value > bestScore) {
        bestScore = value;
        best = machine;
      }
    }
    return best < 0 ? NO_CHOICE : { machine: best, gpu: kept.gpus[best] as number };
  };
}

/** 1 less the mean of the shares of CPU and GPU that stay free, each of the largest machine. */
function bestFitScore(cluster: Cluster): Score {
  return (job, machine) => {
    const cpu = ((cluster.cpuFree[machine] as number) - job.cpuMilli) / MOST_CPU_MILLI;
    const gpu = ((cluster.gpuFreeTotal[machine] as number) - gpuMilliOf(job)) / MOST_GPU_MILLI;
    return { score: 1 - (cpu * 0.5 + gpu * 0.5), gpu: -1 };
  };
}

/** Fragmentation gradient descent: the less fragmentation a job adds, the better, squeezed between 0 and 1. */
function fragmentationScore(cluster: Cluster, typical: readonly TypicalJob[], cut: (score: number) => number): Score {
  const fragmentation = fragmentationOf(cluster, typical);
  const { width } = cluster;
  const before = new Float64Array(cluster.machines.length);
  const versions = new Int32Array(cluster.machines.length).fill(-1);
  const trial = new Int32Array(width);
  const squeezed = (gain: number) => 1 / (1 + Math.exp(-gain / WHOLE_GPU));
  return (job, machine) => {
    const start = machine * width;
    const cpuFree = cluster.cpuFree[machine] as number;
    if (versions[machine] !== cluster.version[machine]) {
      versions[machine] = cluster.version[machine] as number;
      before[machine] = fragmentation(machine, cpuFree, cluster.gpuFree, start);
    }
    const now = before[machine] as number;
    trial.set(cluster.gpuFree.subarray(start, start + width));
    if (job.gpus !== 1 || job.gpuMilli === WHOLE_GPU) {
      let wanted = job.gpus;
      for (let gpu = 0; gpu < width && wanted > 0; gpu += 1) {
        if ((trial[gpu] as number) < job.gpuMilli) continue;
        trial[gpu] = (trial[gpu] as number) - job.gpuMilli;
        wanted -= 1;
      }
      return { score: squeezed(now - fragmentation(machine, cpuFree - job.cpuMilli, trial, 0)), gpu: -1 };
    }
    let best = -1;
    let bestScore = -Infinity;
    for (let gpu = 0; gpu < width; gpu += 1) {
      const free = trial[gpu] as number;
      if (free < job.gpuMilli || cluster.gpuFree.indexOf(free, start) - start < gpu) continue;
      trial[gpu] = free - job.gpuMilli;
      const score = squeezed(now - fragmentation(machine, cpuFree - job.cpuMilli, trial, 0));
      trial[gpu] = free;
      if (best < 0 || cut(score) > cut(bestScore)) {
        bestScore = score;
        best = gpu;
      }
    }
    return { score: bestScore, gpu: best };
  };
}

/** Any machine with room, and any GPU with enough left for a part of one, equally likely. */
function randomChoice(cluster: Cluster, seed: number): Choose {
  const generator = xoroshiro128plus(seed);
  const pick = (from: readonly number[]) => from[uniformInt(generator, 0, from.length - 1)] as number;
  return (job, _, eligible) => {
    let machine = -1;
    // drawing from all until one has room is the same as drawing from those with room, and mostly over at once
    for (let attempt = 0; attempt < 32 && machine < 0 && eligible.length > 0; attempt += 1) {
      const drawn = eligible[uniformInt(generator, 0, eligible.length - 1)] as number;
      if (hasRoom(cluster, drawn, job)) machine = drawn;
    }
    if (machine < 0) {
      const open = Array.from(eligible).filter((candidate) => hasRoom(cluster, candidate, job));
      if (open.length === 0) return NO_CHOICE;
      machine = pick(open);
    }
    if (job.gpus !== 1 || job.gpuMilli === WHOLE_GPU) return { machine, gpu: -1 };
    const start = machine * cluster.width;
    const gpus = Array.from({ length: cluster.width }, (_unused, gpu) => gpu).filter(
      (gpu) => (cluster.gpuFree[start + gpu] as number) >= job.gpuMilli,
    );
    return { machine, gpu: pick(gpus) };
  };
}
