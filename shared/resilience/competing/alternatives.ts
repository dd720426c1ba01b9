import type { Alternatives } from '../alternatives.ts';
import { subsetsAbove } from '../alternatives.ts';
import type { Checkpoint } from '../orders.ts';
import { upperProblem } from './breaking-point.ts';
import { coefficients, cutSearch, MOST_CUT_JOBS, needOf, outsideOf, rhoOf, smallestOverCuts, topValues } from './cuts.ts';
import type { CompetingSupply } from './supply.ts';

const DEFAULT_CAP = 200;
const MOST_TRIALS = 100;

/**
 * Attacks of k units whose flow bound is below the limit, up to a cap, and the units of one of them that are in every such attack. Where the
 * flow bound is exact these are all minimum attacks; otherwise they are the ones found, and another attack may do without those units.
 *
 * @param k size of the smallest attack found, at least 1, of units with an owner
 * @param members one such attack
 */
export function sharedAttacks(
  supply: CompetingSupply,
  k: number,
  members: readonly number[],
  options: { cap?: number; maxCutClasses?: number; checkpoint?: Checkpoint } = {},
): Alternatives {
  const cap = options.cap ?? DEFAULT_CAP;
  const problem = upperProblem(supply);
  if (problem.price.length > Math.min(options.maxCutClasses ?? MOST_CUT_JOBS, MOST_CUT_JOBS))
    return { attacks: [[...members]], complete: false, inEvery: null };
  const search = cutSearch(problem);
  const found = new Map<string, number[]>();
  let visits = 0;
  let complete = true;
  search.masks.forEach((mask, place) => {
    if ((place & 255) === 255) options.checkpoint?.(place, search.masks.length);
    if (!complete || outsideOf(problem.demand, mask) >= problem.below) return;
    const coefficient = coefficients(search.bits, problem.price, mask);
    const need = needOf(search, mask, coefficient);
    if (topValues(search, coefficient, k, need).reduce((sum, value) => sum + value, 0) <= need) return;
    const rho = Float64Array.from({ length: problem.table.units }, (_, unit) => rhoOf(problem.table, coefficient, unit));
    complete = subsetsAbove(rho, k, need, (attack) => {
      visits += 1;
      const units = [...attack].sort((a, b) => a - b);
      const key = units.join();
      if (!found.has(key) && found.size === cap) return false;
      found.set(key, units);
      return visits < 50 * cap;
    });
  });
  const attacks = [...found.values()].sort((a, b) => {
    const place = a.findIndex((unit, index) => unit !== b[index]);
    return place < 0 ? 0 : (a[place] as number) - (b[place] as number);
  });
  let inEvery: number[] | null = null;
  if (complete) inEvery = members.filter((unit) => attacks.every((attack) => attack.includes(unit)));
  else if (members.length <= MOST_TRIALS)
    inEvery = members.filter((unit) => smallestOverCuts(search, k + 1, unit, options.checkpoint).k > k);
  return { attacks, complete, inEvery };
}
