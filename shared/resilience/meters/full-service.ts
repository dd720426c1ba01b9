import { flowsOf } from '../competing/flow.ts';
import { packedValue } from '../competing/placement.ts';
import type { Jobs } from '../competing/problem.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import type { ServiceTerms } from '../terms.ts';
import { makeTerms } from '../terms.ts';

/** More jobs than this are not asked together, subset by subset. */
export const MOST_TOGETHER = 16;

/**
 * The question of full service as a test of its own: some classes, each with a number of instances, all at once; every GPU is worth the same,
 * since full service does not depend on values.
 *
 * @param needs instances of each class of the portfolio; 0 = is not asked for. Classes without a job are left out.
 */
export function fullServiceOf(
  supply: CompetingSupply,
  terms: ServiceTerms,
  needs: ArrayLike<number>,
): { supply: CompetingSupply; terms: ServiceTerms } {
  const list = supply.jobs.jobs.map((job) => ({ ...job, quantity: needs[job.class] as number, price: 1 }));
  const volume = list.reduce((sum, { gpus, slots, quantity }) => sum + gpus * slots * quantity, 0);
  const jobs: Jobs = { ...supply.jobs, jobs: list, scale: 1, demand: volume, below: volume, volume, uniform: true };
  const isJob = new Set(list.map((job) => job.class));
  return {
    supply: { ...supply, jobs, ...flowsOf(supply.pieces, supply.lower, list, supply.sizes) },
    terms: makeTerms(
      terms.names,
      terms.quantity.map((_, index) => (isJob.has(index) ? (needs[index] as number) : 0)),
      terms.gpus,
      terms.gpus,
      { num: 1, den: 1 },
    ),
  };
}

/** Whether one placement that was found serves all of a question of full service. */
export function isPlacedInFull({ supply }: { supply: CompetingSupply }, removed: Uint8Array | null): boolean {
  return packedValue(supply, removed) === supply.jobs.demand;
}

/**
 * Whether whole jobs can always use what the cuts leave: then any number of instances of each job can be served exactly where no subset of
 * jobs asks for more GPUs than it can use (removal-test.md 4.7; the loss does not depend on quantities).
 */
export function cutsAreExact({ lower, pieces }: Pick<CompetingSupply, 'lower' | 'pieces'>): boolean {
  return lower === pieces && pieces.loss === 0;
}

/** GPUs left that each subset of jobs can use, by mask; `null` with too many jobs. The list is used again by the next call. */
export function usableBySubset({
  pieces,
  jobs,
}: Pick<CompetingSupply, 'pieces' | 'jobs'>): ((left: ArrayLike<number>) => Float64Array) | null {
  const width = jobs.jobs.length;
  if (width > MOST_TOGETHER) return null;
  const every = 2 ** width - 1;
  const bits = Int32Array.from(pieces.sets, (set) => set.reduce((mask, job) => mask | (1 << job), 0));
  const inside = new Float64Array(every + 1);
  const usable = new Float64Array(every + 1);
  return (left) => {
    inside.fill(0);
    let total = 0;
    for (let set = 0; set < bits.length; set += 1) {
      const mask = bits[set] as number;
      inside[mask] = (inside[mask] as number) + (left[set] as number);
      total += left[set] as number;
    }
    // Sums over all subsets of a mask, one job at a time (Yates 1937).
    for (let job = 0; job < width; job += 1)
      for (let mask = 0; mask <= every; mask += 1)
        if ((mask >> job) & 1) inside[mask] = (inside[mask] as number) + (inside[mask ^ (1 << job)] as number);
    for (let mask = 0; mask <= every; mask += 1) usable[mask] = total - (inside[every ^ mask] as number);
    return usable;
  };
}

/** Sum over the jobs of each subset, by mask. */
export function sumsBySubset(amounts: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** amounts.length);
  for (let mask = 1; mask < sums.length; mask += 1) {
    const lowest = mask & -mask;
    sums[mask] = (sums[mask ^ lowest] as number) + (amounts[31 - Math.clz32(lowest)] as number);
  }
  return sums;
}
