import { greatestCommonDivisor } from './problem.ts';

/** Supply that is alike for the rounding lemma: what may run on it and how many GPUs it has. */
export type SupplyType = { jobs: readonly number[]; amount: number; copies: number };

/**
 * What a whole-number placement loses at most against the flow bound, for every removed set, by the better of two counts in each connected
 * part of the graph of jobs and supply types. The optimum of the flow has a vertex whose positive cells form a forest, and its amounts are
 * multiples of the common divisor m of the sizes of the part.
 *
 * (1) A cell of a job of v GPUs, rounded down to whole instances, loses at most v - m and no more than the type has: the weight of a
 * maximum-weight spanning forest. (2) Where every job has one slot, jobs can be served by descending size at no loss, and then the flow of
 * each job as a whole is a multiple of v, because all supply and demand of jobs of that size or more is. So c cells of a job lose a multiple
 * of v, at most c (v - m), nothing for c = 1; and a forest of W jobs and T types has at most W + T - 1 cells.
 *
 * @param volumes GPUs of one instance of each job
 * @param sizes size of the pieces that a type consists of: the largest gang on it
 * @returns loss in GPUs
 * Source: removal-test.md 4.7, delta_F; Kruskal 1956.
 */
export function roundingLoss(types: readonly SupplyType[], volumes: readonly number[], sizes: readonly number[]): number {
  const part = disjointSets(volumes.length);
  for (const { jobs } of types) for (const job of jobs) part.join(jobs[0] as number, job);
  const divisor = volumes.map(() => 0);
  volumes.forEach((volume, job) => {
    const root = part.find(job);
    divisor[root] = greatestCommonDivisor(volume, divisor[root] as number);
  });
  for (const { jobs } of types) {
    const root = part.find(jobs[0] as number);
    divisor[root] = greatestCommonDivisor(Math.max(...jobs.map((job) => sizes[job] as number)), divisor[root] as number);
  }
  // Further copies of a type add their heaviest edge only: the first copy already joins its jobs by edges of the same weights.
  const alike = new Map<string, SupplyType>();
  for (const { jobs, amount, copies } of types) {
    const counted = Math.min(amount, Math.max(...jobs.map((job) => volumes[job] as number)));
    const key = `${jobs.join()}|${counted}`;
    const known = alike.get(key);
    alike.set(key, { jobs, amount: counted, copies: copies + (known?.copies ?? 0) });
  }
  const kinds = [...alike.values()];
  const loss = volumes.map(() => 0);
  const lose = (job: number, gpus: number) => {
    const root = part.find(job);
    loss[root] = (loss[root] as number) + gpus;
  };
  const edges: { weight: number; job: number; kind: number }[] = [];
  kinds.forEach(({ jobs, amount, copies }, kind) => {
    const weights = jobs.map((job) => Math.min((volumes[job] as number) - (divisor[part.find(job)] as number), amount));
    lose(jobs[0] as number, (copies - 1) * Math.max(...weights));
    jobs.forEach((job, place) => {
      edges.push({ weight: weights[place] as number, job, kind });
    });
  });
  edges.sort((a, b) => b.weight - a.weight);
  const forest = disjointSets(volumes.length + kinds.length);
  for (const { weight, job, kind } of edges) if (forest.join(job, volumes.length + kind)) lose(job, weight);
  return loss.reduce((sum, forestLoss, root) => {
    const jobs = [...volumes.keys()].filter((job) => part.find(job) === root);
    if (forestLoss === 0 || jobs.some((job) => volumes[job] !== sizes[job])) return sum + forestLoss;
    const own = types.filter((type) => part.find(type.jobs[0] as number) === root);
    return sum + Math.min(forestLoss, wholeJobsLoss(jobs, own, volumes, divisor[root] as number));
  }, 0);
}

/** Count (2): the most that cells lose, W + T - 1 of them shared out among the jobs. */
function wholeJobsLoss(jobs: readonly number[], types: readonly SupplyType[], volumes: readonly number[], divisor: number): number {
  const cells = jobs.length + types.length - 1;
  let most = new Float64Array(cells + 1);
  for (const job of jobs) {
    const volume = volumes[job] as number;
    const degree = types.filter((type) => type.jobs.includes(job)).length;
    const next = most.slice();
    for (let count = 2; count <= degree; count += 1) {
      const loss = volume * Math.floor((count * (volume - divisor)) / volume);
      for (let all = count; all <= cells; all += 1) next[all] = Math.max(next[all] as number, (most[all - count] as number) + loss);
    }
    most = next;
  }
  return most[cells] as number;
}

function disjointSets(size: number): { find: (item: number) => number; join: (a: number, b: number) => boolean } {
  const parent = Int32Array.from({ length: size }, (_, item) => item);
  const find = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = item; at !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  return {
    find,
    join: (a, b) => {
      const [first, second] = [find(a), find(b)];
      parent[second] = first;
      return first !== second;
    },
  };
}
