import type { CompetingSupply } from '../competing/supply.ts';
import type { Job, Machine } from '../scheduling/cluster.ts';
import { WHOLE_GPU } from '../scheduling/cluster.ts';
import type { PackingProblem } from './packing-problem.ts';

/** More types of nodes than this make a program too large for the time that a person waits. */
export const MOST_TYPES = 2000;

/**
 * Competing classes and nodes as a packing problem, in value times scale: slots of several nodes count each for itself, and where they
 * stand together is not asked, which can only raise the bound.
 *
 * @returns `null` where nodes are of too many types
 */
export function packingOf({ groups, jobs: { jobs, demand }, alone }: CompetingSupply): PackingProblem | null {
  const typeOf = new Map<string, number>();
  const types: Machine[] = [];
  const fits: number[][] = jobs.map(() => []);
  const placeOf = groups.map(({ eligible, gpus, cpuMilli, memoryMib }) => {
    const key = `${eligible.join()}|${gpus}|${cpuMilli}|${memoryMib}`;
    const known = typeOf.get(key);
    if (known !== undefined) return known;
    const type = types.push({ cpuMilli, memoryMib, gpus, model: '' }) - 1;
    typeOf.set(key, type);
    for (const job of eligible) (fits[job] as number[]).push(type);
    return type;
  });
  if (types.length > MOST_TYPES) return null;
  const counts = new Int32Array(alone.units * types.length);
  const unattributed = new Int32Array(types.length);
  groups.forEach(({ unit, nodes }, index) => {
    const type = placeOf[index] as number;
    if (unit < 0) unattributed[type] = (unattributed[type] as number) + nodes;
    else counts[unit * types.length + type] = (counts[unit * types.length + type] as number) + nodes;
  });
  return {
    units: alone.ids,
    types,
    counts,
    unattributed,
    kinds: jobs.map(({ gpus, cpuMilli, memoryMib }): Job => ({ gpus, cpuMilli, memoryMib, gpuMilli: WHOLE_GPU, models: [] })),
    worth: jobs.map(({ gpus, price }) => gpus * price),
    quantity: Float64Array.from(jobs, ({ slots, quantity }) => slots * quantity),
    fits,
    demand,
  };
}
