import { ceilOf, type Fraction } from '../fraction.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import { gpuMilliOf, type Job, type Machine } from '../scheduling/cluster.ts';
import { schedule } from '../scheduling/schedule.ts';
import type { Solve } from './linear-program.ts';
import { boundOf, machinesLeft, type PackingProblem, packingProblem, packingProgram, priced, shadowPrices } from './packing-problem.ts';

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
  return { low, high: Math.max(low, upperAt(problem, units, solve, seconds).bound) };
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
  let programs = 0;
  const solved = (removed: readonly number[]) => {
    checkpoint?.(programs, mostPrograms);
    programs += 1;
    return upperAt(problem, removed, solve, seconds / mostPrograms);
  };
  const start = solved([]);
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

  let attack: { members: number[]; bound: number } | null = null;
  const consider = (prices: Prices) => {
    const order = orderByWeight(Float64Array.from(units, (_, unit) => Number(worthOf(problem, prices, unit))));
    const found = shortest(problem, prices, order, attack?.members.length ?? units.length + 1, below);
    if (found !== null) attack = found;
    return order;
  };
  let order = consider(start.prices);
  // Prices at an attack that is one unit short show where that unit is best taken: mostly a smaller attack, or the same.
  for (let size = attackSize(attack, units.length) - 1; size >= 1 && programs < mostPrograms; size = attackSize(attack, units.length) - 1) {
    const before = attackSize(attack, units.length);
    const tried = Array.from(order.subarray(0, size));
    const there = solved(tried);
    if (there.bound < below) attack = { members: tried, bound: there.bound };
    order = consider(there.prices);
    if (attackSize(attack, units.length) === before) break;
  }
  const kLow = best.low < below ? 0 : lowerEnd(best.loads, best.low - below + 1);
  if (attack === null) return settled(null, null, { kLow, proven: false });
  const { members, bound } = attack as { members: number[]; bound: number };
  return settled(members.length, bound, {
    members: members.map((unit) => units[unit] as string).sort(),
    kLow,
    proven: kLow === members.length,
  });
}

type Prices = { jobs: bigint; machine: bigint[] };

const attackSize = (attack: { members: number[] } | null, units: number): number => attack?.members.length ?? units + 1;

/** A bound of what is served after a removal, and the prices that show it. */
function upperAt(problem: PackingProblem, removed: readonly number[], solve: Solve, seconds: number): { bound: number; prices: Prices } {
  const left = machinesLeft(problem, removed);
  const solution = solve(packingProgram(problem, left), { seconds });
  const duals = solution.duals ?? new Float64Array(problem.kinds.length + 3 * problem.types.length);
  const prices = priced(problem, shadowPrices(problem, duals));
  return { bound: Math.min(problem.demand, boundOf(prices, left)), prices };
}

/** Price of all machines of a unit. */
function worthOf({ types, counts }: PackingProblem, { machine }: Prices, unit: number): bigint {
  let worth = 0n;
  for (let type = 0; type < types.length; type += 1)
    worth += (machine[type] as bigint) * BigInt(counts[unit * types.length + type] as number);
  return worth;
}

/** The fewest units of an order whose removal brings the bound of given prices below the limit, if fewer than `limit`. */
function shortest(
  problem: PackingProblem,
  prices: Prices,
  order: Int32Array,
  limit: number,
  below: number,
): { members: number[]; bound: number } | null {
  for (let k = 1; k < limit && k <= order.length; k += 1) {
    const members = Array.from(order.subarray(0, k));
    const bound = boundOf(prices, machinesLeft(problem, members));
    if (bound < below) return { members, bound };
  }
  return null;
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
