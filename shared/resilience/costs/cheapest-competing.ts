import { bestCut } from '../competing/best-cut.ts';
import { lowerProblem, upperProblem } from '../competing/breaking-point.ts';
import type { CutProblem } from '../competing/cuts.ts';
import { coefficients, cutSearch, MOST_CUT_JOBS, needOf, outsideOf, rhoOf } from '../competing/cuts.ts';
import { amountsLeft } from '../competing/flow.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { servedBounds } from '../competing/supply.ts';
import { cutsAreExact } from '../meters/full-service.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import type { CheapestAttack } from './cheapest-attack.ts';
import { assertCosts, findCheapestAttack } from './cheapest-attack.ts';
import { choiceAbove, fractionalWorth, itemsOf } from './knapsack.ts';

/** Attacks of more units than this are not trimmed one by one. */
const MOST_TRIMMED = 300;

/**
 * Cheapest set of units whose removal breaks the limit where classes compete: a bracket. Above by an attack that some cut shows, below by the
 * cheapest way to break a cut of the rounding lemma; the same number where whole jobs lose nothing against the cuts (removal-test.md 4.7, 4.10).
 *
 * @param costs whole number of at least 1 for each unit, in unit order; Infinity = may not be removed
 * @throws ChokepointError `costs-invalid`
 */
export function findCheapestCompeting(
  supply: CompetingSupply,
  terms: ServiceTerms,
  costs: ArrayLike<number>,
  options: { checkpoint?: Checkpoint } = {},
): CheapestAttack {
  const { alone, jobs, pieces } = supply;
  const cost = Float64Array.from(costs);
  assertCosts(alone, cost);
  const start = servedBounds(supply, terms, []);
  const settled = (more: Partial<CheapestAttack>): CheapestAttack => ({
    cost: null,
    costLow: null,
    proven: true,
    never: null,
    members: [],
    served: start.high,
    ...more,
  });
  if (terms.below === 0) return settled({ never: terms.demand === 0 ? 'no-demand' : 'threshold-zero' });
  if (start.high < terms.below) return settled({ cost: 0, costLow: 0 });
  const removable = [...cost.keys()].filter((unit) => Number.isFinite(cost[unit]));
  const servedWithout = (units: readonly number[]) => servedBounds(supply, terms, units, false).high;
  const breaks = (units: readonly number[]) =>
    bestCut(supply, units.length === 0 ? pieces.totals : amountsLeft(pieces, units)).bound < jobs.below ||
    (units.length > 0 && servedWithout(units) < terms.below);
  if (!breaks(removable)) return settled({ never: 'cannot-be-removed' });
  const least = removable.reduce((smallest, unit) => Math.min(smallest, cost[unit] as number), Infinity);
  const costOf = (units: readonly number[]) => units.reduce((sum, unit) => sum + (cost[unit] as number), 0);
  const trimmed = (units: readonly number[]): number[] => {
    let kept = [...units];
    if (kept.length > MOST_TRIMMED) return kept.sort((a, b) => a - b);
    for (const unit of [...units].sort((a, b) => (cost[b] as number) - (cost[a] as number) || b - a)) {
      const fewer = kept.filter((other) => other !== unit);
      if (fewer.length > 0 && breaks(fewer)) kept = fewer;
    }
    return kept.sort((a, b) => a - b);
  };
  let members = trimmed(removable);
  const consider = (units: readonly number[]) => {
    const own = trimmed(units);
    if (costOf(own) < costOf(members)) members = own;
  };
  const finish = (low: number): CheapestAttack => {
    const best = costOf(members);
    const costLow = start.low < terms.below ? 0 : Math.min(Math.max(low, least), best);
    return settled({ cost: best, costLow, proven: costLow === best, members, served: servedWithout(members) });
  };
  // Nodes without an owner are lost with any removal: when that alone breaks the limit, the cheapest unit is enough.
  if (breaks([])) {
    members = removable.filter((unit) => cost[unit] === least).slice(0, 1);
    return finish(least);
  }
  for (const order of ordersPerCost(supply, cost)) {
    const units = firstThatBreak(order, breaks);
    if (units) consider(units);
  }
  if (supply.aloneMatters) {
    const found = findCheapestAttack(alone, terms, cost, options);
    if (found.members.length > 0) consider(found.members);
  }
  if (jobs.jobs.length > MOST_CUT_JOBS) return finish(least);
  const upper = cutsOf(upperProblem(supply), cost, options.checkpoint);
  let complete = true;
  for (const cut of upper) {
    for (;;) {
      const choice = choiceAbove(cut.items, costOf(members) - 1, cut.need, options.checkpoint);
      if (choice === 'open') complete = false;
      if (choice === null || choice === 'open') break;
      const before = costOf(members);
      consider(choice.ids);
      if (costOf(members) >= before) break;
    }
  }
  const lower = lowerProblem(supply);
  if (lower === null) return finish(least);
  if (cutsAreExact(supply) && jobs.uniform && complete) return finish(costOf(members));
  const cuts = cutsOf(lower, cost, options.checkpoint);
  let low = least;
  let high = costOf(members);
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (cuts.some(({ items, need }) => need < 0 || fractionalWorth(items, middle) > need)) high = middle;
    else low = middle + 1;
  }
  return finish(low);
}

/** Units by usable value for their cost: of all jobs, then of each alone; units that may not be removed are left out. */
function ordersPerCost(supply: CompetingSupply, cost: Float64Array): number[][] {
  const { table, price } = upperProblem(supply);
  const byValue = (coefficient: ArrayLike<number>) =>
    [...orderByWeight(cost.map((own, unit) => rhoOf(table, coefficient, unit) / own))].filter((unit) => Number.isFinite(cost[unit]));
  return [
    byValue(table.sets.map((set) => price[set[0] as number] as number)),
    ...price.map((_, job) => byValue(table.sets.map((set) => (set.includes(job) ? 1 : 0)))),
  ];
}

/** Each cut that can fail, with what every unit adds to it. */
function cutsOf(problem: CutProblem, cost: Float64Array, checkpoint?: Checkpoint) {
  const search = cutSearch(problem);
  const cuts: { items: ReturnType<typeof itemsOf>; need: number }[] = [];
  search.masks.forEach((mask, place) => {
    checkpoint?.(place, search.masks.length);
    if (outsideOf(problem.demand, mask) >= problem.below) return;
    const coefficient = coefficients(search.bits, problem.price, mask);
    const worth = Float64Array.from({ length: problem.table.units }, (_, unit) => rhoOf(problem.table, coefficient, unit));
    cuts.push({ items: itemsOf(worth, cost), need: needOf(search, mask, coefficient) });
  });
  return cuts;
}

/** The first units of an order that break the limit together; service never rises with a removal, so halving finds them. */
function firstThatBreak(order: readonly number[], breaks: (units: readonly number[]) => boolean): number[] | null {
  let high = order.length;
  if (high === 0 || !breaks(order)) return null;
  for (let low = 0; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (breaks(order.slice(0, middle))) high = middle;
    else low = middle;
  }
  return order.slice(0, high);
}
