import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { Solve } from './linear-program.ts';
import { boundOf, machinesLeft, type PackingProblem, packingProgram, priced, type ShadowPrices, shadowPrices } from './packing-problem.ts';

/** What is served at most after a removal, and the prices that show it for this one and every other removal. */
export type PricedBound = { bound: number; shadow: ShadowPrices; worth: ReturnType<typeof priced> };

/** An attack that prices prove: indices of units, and no more than `bound` is served after it. */
export type PricedAttack = { members: number[]; bound: number; shadow: ShadowPrices };

/**
 * A bound of what is served after a removal, by the duals of one linear program in exact integers.
 *
 * @throws what `solve` throws
 */
export function boundAt(problem: PackingProblem, removed: readonly number[], solve: Solve, seconds: number): PricedBound {
  const left = machinesLeft(problem, removed);
  const solution = solve(packingProgram(problem, left), { seconds });
  const duals = solution.duals ?? new Float64Array(problem.kinds.length + 3 * problem.types.length);
  const shadow = shadowPrices(problem, duals);
  const worth = priced(problem, shadow);
  return { bound: Math.min(problem.demand, boundOf(worth, left)), shadow, worth };
}

/**
 * The smallest attack that shadow prices show (removal-test.md 4.9): one linear program bounds what is served after every removal, so the
 * units with the dearest machines are an attack with proof; a program at an attack that is one unit short gives better prices there.
 *
 * @param below the test fails below this value
 * @returns the bound before any removal, and the attack where one was found
 * @throws what `solve` and `checkpoint` throw
 */
export function attackByPrices(
  problem: PackingProblem,
  below: number,
  solve: Solve,
  { seconds, mostPrograms, checkpoint }: { seconds: number; mostPrograms: number; checkpoint?: Checkpoint | undefined },
): { start: PricedBound; attack: PricedAttack | null } {
  const { units } = problem;
  let programs = 0;
  const solved = (removed: readonly number[]) => {
    checkpoint?.(programs, mostPrograms);
    programs += 1;
    return boundAt(problem, removed, solve, seconds / mostPrograms);
  };
  const start = solved([]);
  if (below === 0 || start.bound < below) return { start, attack: null };
  let attack: PricedAttack | null = null;
  const sizeOf = (found: PricedAttack | null): number => found?.members.length ?? units.length + 1;
  const consider = (prices: PricedBound) => {
    const order = orderByWeight(Float64Array.from(units, (_, unit) => Number(worthOf(problem, prices, unit))));
    attack = shortest(problem, prices, order, sizeOf(attack), below) ?? attack;
    return order;
  };
  let order = consider(start);
  // Prices at an attack that is one unit short show where that unit is best taken: mostly a smaller attack, or the same.
  for (let size = sizeOf(attack) - 1; size >= 1 && programs < mostPrograms; size = sizeOf(attack) - 1) {
    const before = sizeOf(attack);
    const tried = Array.from(order.subarray(0, size));
    const there = solved(tried);
    if (there.bound < below) attack = { members: tried, bound: there.bound, shadow: there.shadow };
    order = consider(there);
    if (sizeOf(attack) === before) break;
  }
  return { start, attack };
}

/** Price of all machines of a unit. */
function worthOf({ types, counts }: PackingProblem, { worth: { machine } }: PricedBound, unit: number): bigint {
  let worth = 0n;
  for (let type = 0; type < types.length; type += 1)
    worth += (machine[type] as bigint) * BigInt(counts[unit * types.length + type] as number);
  return worth;
}

/** The fewest units of an order whose removal brings the bound of given prices below the limit, if fewer than `limit`. */
function shortest(
  problem: PackingProblem,
  { worth, shadow }: PricedBound,
  order: Int32Array,
  limit: number,
  below: number,
): PricedAttack | null {
  for (let k = 1; k < limit && k <= order.length; k += 1) {
    const members = Array.from(order.subarray(0, k));
    const bound = boundOf(worth, machinesLeft(problem, members));
    if (bound < below) return { members, bound, shadow };
  }
  return null;
}
