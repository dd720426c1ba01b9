import { ChokepointError } from '../../case/error.ts';
import type { Portfolio } from '../../case/portfolio.ts';
import type { Inventory } from '../inventory.ts';
import { hostAmountsOf } from '../resources.ts';
import type { ServiceTerms } from '../terms.ts';

/** One class that takes part: wanted and worth something. */
export type Job = {
  /** place in the portfolio */
  class: number;
  name: string;
  /** GPUs that one slot takes on its node */
  gpus: number;
  /** thousandths of a core and MiB that one slot takes on its node; 0 = none, or the data do not state them */
  cpuMilli: number;
  memoryMib: number;
  /** slots of one instance, all in one domain */
  slots: number;
  quantity: number;
  /** value of one GPU of the class, times `scale` */
  price: number;
};

/** What competes: jobs by descending price, then in the order of the portfolio. */
export type Jobs = {
  jobs: Job[];
  /** prices and bounds are values of service times this, so that they are whole numbers */
  scale: number;
  /** value of the portfolio times `scale` */
  demand: number;
  /** the test fails below this, times `scale` */
  below: number;
  /** GPUs that all jobs together ask for */
  volume: number;
  /** every GPU is worth the same */
  uniform: boolean;
  /** the gang sizes divide one another */
  chain: boolean;
};

/**
 * The classes that compete, with prices per GPU as whole numbers.
 *
 * @param inventory for what the data state of CPU and memory
 * @param portfolio with whole quantities
 * @throws ChokepointError `class-without-gpus`, `numbers-too-large` where prices per GPU have no common scale below 2^53
 */
export function jobsOf(inventory: Inventory, portfolio: Portfolio, terms: ServiceTerms): Jobs {
  const active = portfolio.classes.flatMap((workload, index) => {
    const quantity = terms.quantity[index] as number;
    const value = terms.value[index] as number;
    return quantity > 0 && value > 0 ? [{ workload, index, quantity, value }] : [];
  });
  const without = active.find(({ workload }) => workload.gpus_per_node === 0);
  if (without)
    throw new ChokepointError(
      'class-without-gpus',
      `Class "${without.workload.name}" asks for no GPUs; competing placement counts what GPUs are worth and cannot weigh it.`,
      'Ask for it alone with independent placement, or give it the value 0 so that it takes no part.',
      { class: without.workload.name },
    );
  const scale = active.reduce((common, { value, index }) => {
    const gpus = terms.gpus[index] as number;
    return leastCommonMultiple(common, gpus / greatestCommonDivisor(value, gpus));
  }, 1);
  const demand = terms.demand * scale;
  const volume = active.reduce((sum, { index, quantity }) => sum + (terms.gpus[index] as number) * quantity, 0);
  if (!Number.isSafeInteger(demand) || !Number.isSafeInteger(volume))
    throw new ChokepointError(
      'numbers-too-large',
      'The removal test cannot be computed exactly in competing mode: values per GPU have no common measure below 2^53.',
      'Give the classes simpler values, or leave the values out so that GPU-hours count.',
      { limit: Number.MAX_SAFE_INTEGER },
    );
  const jobs = active
    .map(({ workload, index, quantity, value }) => ({
      class: index,
      name: workload.name,
      gpus: workload.gpus_per_node,
      ...hostAmountsOf(inventory, workload),
      slots: workload.nodes,
      quantity,
      price: (value * scale) / (terms.gpus[index] as number),
    }))
    .sort((a, b) => b.price - a.price || a.class - b.class);
  const sizes = [...new Set(jobs.map(({ gpus }) => gpus))].sort((a, b) => a - b);
  return {
    jobs,
    scale,
    demand,
    below: terms.below * scale,
    volume,
    uniform: jobs.every(({ price }) => price === jobs[0]?.price),
    chain: sizes.every((size, index) => index === 0 || size % (sizes[index - 1] as number) === 0),
  };
}

/** Smallest power of two that is not below a size; powers of two always divide one another. */
export function paddedSize(size: number): number {
  let padded = 1;
  while (padded < size) padded *= 2;
  return padded;
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}
