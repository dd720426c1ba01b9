import { greatestCommonDivisor } from './problem.ts';

/** Supply that is alike for the rounding lemma: what may run on it and how many GPUs it has. */
export type SupplyType = { jobs: readonly number[]; amount: number; copies: number };

/**
 * What a whole-number placement loses at most against the flow bound, for every removed set: the weight of a maximum-weight spanning forest
 * of the graph of jobs and supply types, edge weight = the most that rounding one cell down to whole instances can lose.
 *
 * The optimum of the flow has a vertex whose positive cells form a forest; amounts and flows of a connected part are multiples of the
 * common divisor of its sizes, so a cell of a job of v GPUs loses at most v less that divisor, and never more than the type has.
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
  let loss = 0;
  const edges: { weight: number; job: number; kind: number }[] = [];
  kinds.forEach(({ jobs, amount, copies }, kind) => {
    const weights = jobs.map((job) => Math.min((volumes[job] as number) - (divisor[part.find(job)] as number), amount));
    loss += (copies - 1) * Math.max(...weights);
    jobs.forEach((job, place) => {
      edges.push({ weight: weights[place] as number, job, kind });
    });
  });
  edges.sort((a, b) => b.weight - a.weight);
  const forest = disjointSets(volumes.length + kinds.length);
  for (const { weight, job, kind } of edges) if (forest.join(job, volumes.length + kind)) loss += weight;
  return loss;
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
