import { ceilOf, type Fraction } from '../fraction.ts';
import type { Checkpoint } from '../orders.ts';
import { gpuMilliOf, type Job, type Machine } from '../scheduling/cluster.ts';
import { schedule } from '../scheduling/schedule.ts';
import type { Solve } from './linear-program.ts';
import { type PackingProblem, packingProblem } from './packing-problem.ts';
import { attackByPrices, boundAt } from './price-attack.ts';

/** What is served between a schedule and a linear program, in GPU thousandths. */
export type PackingService = { low: number; high: number };

/** The breaking point of jobs with CPU, memory and parts of GPUs, as far as it can be shown. */
export type PackingBracket = {
  demand: number;
  /** the test fails when less than this is served */
  below: number;
  served0: PackingService;
  /** size of the smallest attack that shadow prices prove; `null` = never, or none was found */
  k: number | null;
  /** names of the units of that attack, ascending */
  members: string[];
  /** after that attack no more than this is served; `null` without an attack */
  bound: number | null;
  /** no smaller number of units breaks the placement that a scheduler found; 0 = not even that the test passes now is shown */
  kLow: number | null;
  proven: boolean;
};

export type PackingOptions = {
  threshold: Fraction;
  seconds: number;
  /** linear programs that are solved at most; default 12 */
  mostPrograms?: number;
  checkpoint?: Checkpoint;
};

/**
 * What jobs are served after a removal: at least what best fit places, in the order given or large jobs first, and at most what the linear
 * program of heaps of resources allows, by weak duality in exact integers (removal-test.md 4.9).
 *
 * @param removed names of units
 * @throws what `solve` throws
 */
export function packingService(
  machines: readonly (Machine & { unit: string })[],
  jobs: readonly Job[],
  removed: readonly string[],
  solve: Solve,
  seconds: number,
): PackingService {
  const problem = packingProblem(machines, jobs);
  const units = removed.flatMap((name) => {
    const unit = problem.units.indexOf(name);
    return unit < 0 ? [] : [unit];
  });
  const { low } = placedBest(problem, machines, jobs, new Set(removed));
  return { low, high: Math.max(low, boundAt(problem, units, solve, seconds).bound) };
}

/**
 * Bracket on the breaking point where jobs take CPU, memory and parts of GPUs. Upper end: shadow prices of one linear program bound what is
 * served after every removal, so the units with the dearest machines are an attack with proof. Lower end: a placement that a scheduler
 * found serves on until enough of it is gone; it is proven, but far from sharp.
 *
 * @throws what `solve` and `checkpoint` throw
 */
export function packingBracket(
  machines: readonly (Machine & { unit: string })[],
  jobs: readonly Job[],
  solve: Solve,
  { threshold, seconds, mostPrograms = 12, checkpoint }: PackingOptions,
): PackingBracket {
  const problem = packingProblem(machines, jobs);
  const { demand, units } = problem;
  const below = ceilOf(threshold, demand);
  const best = placedBest(problem, machines, jobs, new Set());
  const found = attackByPrices(problem, below, solve, { seconds, mostPrograms, checkpoint });
  const { start } = found;
  const served0 = { low: best.low, high: Math.max(best.low, start.bound) };
  const settled = (k: number | null, bound: number | null, more: Partial<PackingBracket> = {}): PackingBracket => ({
    demand,
    below,
    served0,
    k,
    members: [],
    bound,
    kLow: k,
    proven: true,
    ...more,
  });
  if (below === 0) return settled(null, null);
  if (start.bound < below) return settled(0, start.bound);

  const { attack } = found;
  const kLow = best.low < below ? 0 : lowerEnd(best.loads, best.low - below + 1);
  if (attack === null) return settled(null, null, { kLow, proven: false });
  const { members, bound } = attack;
  return settled(members.length, bound, {
    members: members.map((unit) => units[unit] as string).sort(),
    kLow,
    proven: kLow === members.length,
  });
}

/** The better of two schedules of best fit, and what of it stands on each unit, in GPU thousandths. */
function placedBest(
  { units }: PackingProblem,
  machines: readonly (Machine & { unit: string })[],
  jobs: readonly Job[],
  removed: ReadonlySet<string>,
): { low: number; loads: Float64Array } {
  const left = machines.filter(({ unit }) => !removed.has(unit));
  const asking = jobs.filter(({ gpus }) => gpus > 0);
  const runs = (['given', 'size-descending'] as const).map((arrivals) => schedule(left, asking, { scheduler: 'best-fit', arrivals }));
  const better = runs.reduce((most, run) => (run.gpuMilliServed > most.gpuMilliServed ? run : most));
  const place = new Map(units.map((unit, index) => [unit, index]));
  const loads = new Float64Array(units.length);
  better.machineOf.forEach((machine, index) => {
    if (machine < 0) return;
    const unit = place.get((left[machine] as { unit: string }).unit) as number;
    loads[unit] = (loads[unit] as number) + gpuMilliOf(asking[index] as Job);
  });
  return { low: better.gpuMilliServed, loads };
}

/** The fewest units that carry at least a load together: any attack must take that much of the placement. */
function lowerEnd(loads: Float64Array, need: number): number {
  let left = need;
  let k = 0;
  for (const load of [...loads].sort((a, b) => b - a)) {
    if (left <= 0) break;
    left -= load;
    k += 1;
  }
  return Math.max(1, k);
}
