import { ChokepointError } from '../../case/error.ts';
import type { NeverReason } from '../breaking-point.ts';
import { MAX_CUT_CLASSES } from '../breaking-point.ts';
import { excesses } from '../cuts.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight, potentialValues } from '../orders.ts';
import { servedAtStart, servedValue, totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import type { Items } from './knapsack.ts';
import { choiceAbove, fractionalWorth, itemsOf } from './knapsack.ts';

/** Cuts that one search may weigh before it gives up and says so. */
const MOST_CUTS = 50_000;

export type CheapestAttack = {
  /** total cost of the cheapest attack known; `null` = no removal that is allowed breaks the limit */
  cost: number | null;
  /** no cheaper attack exists; equals `cost` when proven */
  costLow: number | null;
  proven: boolean;
  /** why no attack exists; `cannot-be-removed`: what breaks the limit is not allowed */
  never: NeverReason | 'cannot-be-removed' | null;
  /** the attack as unit indices, ascending */
  members: number[];
  /** what is served after it */
  served: number;
};

/**
 * Cheapest set of units whose removal breaks the limit, where removals cost: per cut a minimum knapsack, over all cuts by branch and bound
 * (removal-test.md 4.10). With cost 1 for every unit it is the breaking point.
 *
 * @param costs whole number of at least 1 for each unit, in unit order; Infinity = may not be removed
 * @throws ChokepointError `costs-invalid` where a cost is something else or all together pass 2^53
 */
export function findCheapestAttack(
  supply: Supply,
  terms: ServiceTerms,
  costs: ArrayLike<number>,
  options: { checkpoint?: Checkpoint; mostCuts?: number } = {},
): CheapestAttack {
  const cost = Float64Array.from(costs);
  assertCosts(supply, cost);
  const start = servedAtStart(supply, terms);
  const never = (reason: CheapestAttack['never']): CheapestAttack => ({
    cost: null,
    costLow: null,
    proven: true,
    never: reason,
    members: [],
    served: start,
  });
  if (terms.below === 0) return never(terms.demand === 0 ? 'no-demand' : 'threshold-zero');
  if (start < terms.below) return { cost: 0, costLow: 0, proven: true, never: null, members: [], served: start };
  const removable = [...cost.keys()].filter((unit) => Number.isFinite(cost[unit]));
  const state = attackState(supply, terms);
  if (!state.breaks(removable)) return never('cannot-be-removed');

  let members = state.trimmed(removable, cost);
  const costOf = (units: readonly number[]) => units.reduce((sum, unit) => sum + (cost[unit] as number), 0);
  let best = costOf(members);
  const consider = (units: readonly number[]) => {
    const trimmed = state.trimmed(units, cost);
    if (costOf(trimmed) >= best) return;
    members = trimmed;
    best = costOf(trimmed);
  };
  for (const order of ordersByWorthPerCost(supply, terms, cost)) {
    const units = state.firstThatBreak(order);
    if (units) consider(units);
  }
  const least = removable.reduce((smallest, unit) => Math.min(smallest, cost[unit] as number), Infinity);
  const finish = (low: number): CheapestAttack => ({
    cost: best,
    costLow: Math.min(low, best),
    proven: low >= best,
    never: null,
    members,
    served: servedValue(terms, state.without(members)),
  });
  // Nodes without an owner are lost with any removal: when that alone breaks the limit, the cheapest unit is enough.
  if (state.breaks([])) {
    members = removable.filter((unit) => cost[unit] === least).slice(0, 1);
    best = least;
    return finish(best);
  }

  const search = createSearch(supply, terms, cost, options);
  if (search === null) return finish(least);
  let budget = options.mostCuts ?? MOST_CUTS;
  for (;;) {
    const answer = search.attackWithin(best - 1, budget);
    budget -= answer.cuts;
    if (answer.units) {
      consider(answer.units);
      continue;
    }
    if (answer.complete) return finish(best);
    break;
  }
  // What stayed open: the largest budget that even parts of units cannot do with.
  let low = least;
  let open = best - 1;
  while (low < open) {
    const middle = low + Math.floor((open - low) / 2);
    if (search.possibleWithin(middle, options.mostCuts ?? MOST_CUTS)) open = middle;
    else low = middle + 1;
  }
  return finish(low);
}

type Answer = { units: number[] | null; complete: boolean; cuts: number };

/** Branch and bound over the classes of a cut; `null` where more can become scarce than a cut can name. */
function createSearch(supply: Supply, terms: ServiceTerms, cost: Float64Array, { checkpoint }: { checkpoint?: Checkpoint }) {
  const { units, classes, capacity } = supply;
  const allExcess = excesses(supply, terms);
  const column = (index: number) =>
    Float64Array.from({ length: units }, (_, unit) => (terms.value[index] as number) * (capacity[unit * classes + index] as number));
  const all = [...terms.names.keys()].map((index) => {
    const worth = column(index);
    return { worth, excess: allExcess[index] as number, items: itemsOf(worth, cost) };
  });
  const spare = terms.demand - terms.below;

  const walk = (limit: number, most: number, visit: (items: Items, need: number) => boolean): { complete: boolean; cuts: number } => {
    const open = all
      .map((entry) => ({ ...entry, gain: fractionalWorth(entry.items, limit) - entry.excess }))
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain);
    const rest = new Float64Array(open.length + 1);
    for (let place = open.length - 1; place >= 0; place -= 1)
      rest[place] = (rest[place + 1] as number) + (open[place] as { gain: number }).gain;
    let cuts = 0;
    const descend = (place: number, worth: Float64Array, value: number, need: number): boolean => {
      const entry = open[place];
      if (!entry || value + (rest[place] as number) <= 0) return true;
      if (cuts >= most) return false;
      cuts += 1;
      checkpoint?.(cuts, MOST_CUTS);
      const together = worth.map((amount, unit) => amount + (entry.worth[unit] as number));
      const items = itemsOf(together, cost);
      const needed = need + entry.excess;
      const left = fractionalWorth(items, limit) - needed;
      if (left > 0 && !visit(items, needed)) return false;
      return descend(place + 1, together, left, needed) && descend(place + 1, worth, value, need);
    };
    return { complete: descend(0, new Float64Array(units), -spare, spare), cuts };
  };
  if (all.length > MAX_CUT_CLASSES) return null;
  return {
    attackWithin: (limit: number, most: number): Answer => {
      let found: number[] | null = null;
      let undecided = false;
      const { complete, cuts } = walk(limit, most, (items, need) => {
        const choice = choiceAbove(items, limit, need, checkpoint);
        if (choice === 'open') undecided = true;
        else if (choice) found = choice.ids;
        return found === null;
      });
      return { units: found, complete: complete && !undecided, cuts };
    },
    /** Whether some cut could be broken if parts of units could be removed; also where the search gave up. */
    possibleWithin: (limit: number, most: number): boolean => !walk(limit, most, () => false).complete,
  };
}

/** Orders by worth per cost: of all classes together, then of each alone; units that may not be removed are left out. */
function ordersByWorthPerCost(supply: Supply, terms: ServiceTerms, cost: Float64Array): Int32Array[] {
  const { units, classes, capacity } = supply;
  const columns = terms.names.map((_, index) =>
    Float64Array.from({ length: units }, (_, unit) => capacity[unit * classes + index] as number),
  );
  return [potentialValues(supply, terms), ...columns].map((worth) =>
    orderByWeight(worth.map((amount, unit) => amount / (cost[unit] as number))).filter((unit) => Number.isFinite(cost[unit])),
  );
}

/** Questions about sets of units, each answered afresh. */
function attackState(supply: Supply, terms: ServiceTerms) {
  const { classes, capacity } = supply;
  const totals = totalCapacity(supply);
  const shift = (available: Float64Array, unit: number, sign: number) => {
    for (let index = 0, cell = unit * classes; index < classes; index += 1, cell += 1)
      available[index] = (available[index] as number) + sign * (capacity[cell] as number);
  };
  const without = (removed: readonly number[]): Float64Array => {
    const available = totals.slice();
    for (const unit of removed) shift(available, unit, -1);
    return available;
  };
  return {
    without,
    breaks: (removed: readonly number[]) => servedValue(terms, without(removed)) < terms.below,
    /** The first units of an order that break the limit together, or `null`. */
    firstThatBreak: (order: Int32Array): number[] | null => {
      const available = totals.slice();
      for (let k = 0; k < order.length; k += 1) {
        shift(available, order[k] as number, -1);
        if (servedValue(terms, available) < terms.below) return Array.from(order.subarray(0, k + 1));
      }
      return null;
    },
    /** Puts back, dearest first, every unit without which the rest still breaks the limit. */
    trimmed: (removed: readonly number[], cost: Float64Array): number[] => {
      const available = without(removed);
      const kept = new Set(removed);
      for (const unit of [...removed].sort((a, b) => (cost[b] as number) - (cost[a] as number) || b - a)) {
        shift(available, unit, 1);
        if (kept.size > 1 && servedValue(terms, available) < terms.below) kept.delete(unit);
        else shift(available, unit, -1);
      }
      return [...kept].sort((a, b) => a - b);
    },
  };
}

/** @throws ChokepointError `costs-invalid` where a cost is no whole number of at least 1, or all together pass 2^53 */
export function assertCosts({ ids }: Supply, cost: Float64Array): void {
  const wrong =
    cost.length === ids.length ? cost.findIndex((amount) => !(amount >= 1 && (amount === Infinity || Number.isInteger(amount)))) : 0;
  const total = cost.reduce((sum, amount) => sum + (amount === Infinity ? 0 : amount), 0);
  if (wrong < 0 && total <= Number.MAX_SAFE_INTEGER) return;
  throw new ChokepointError(
    'costs-invalid',
    wrong < 0
      ? 'The costs of all removals together pass 2^53, so they cannot be added exactly.'
      : `The cost of removing "${ids[wrong] ?? ''}" is ${cost[wrong] ?? 'missing'}; it must be a whole number of at least 1.`,
    'Give a whole number of at least 1 for each unit; a unit that may not be removed has no cost.',
    wrong < 0 ? {} : { unit: ids[wrong] ?? null },
  );
}
