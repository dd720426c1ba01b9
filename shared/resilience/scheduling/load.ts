import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { gpuMilliOf, type Job } from './cluster.ts';

/**
 * Jobs in random order, filled up with jobs drawn from them at random until the next would pass a load, or cut off there: the mix of a
 * trace at a load of one's choice.
 *
 * @param gpuMilli load in GPU thousandths, e.g. 1.3 times those of the cluster
 */
export function jobsAtLoad(jobs: readonly Job[], gpuMilli: number, seed: number): Job[] {
  const generator = xoroshiro128plus(seed);
  const mixed = [...jobs];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = uniformInt(generator, 0, last);
    [mixed[last], mixed[other]] = [mixed[other] as Job, mixed[last] as Job];
  }
  const chosen: Job[] = [];
  let load = 0;
  for (const job of mixed) {
    if (load + gpuMilliOf(job) > gpuMilli) return chosen;
    load += gpuMilliOf(job);
    chosen.push(job);
  }
  if (load === 0) return chosen;
  for (;;) {
    const job = jobs[uniformInt(generator, 0, jobs.length - 1)] as Job;
    if (load + gpuMilliOf(job) > gpuMilli) return chosen;
    load += gpuMilliOf(job);
    chosen.push(job);
  }
}
