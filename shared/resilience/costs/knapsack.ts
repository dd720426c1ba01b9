import type { Checkpoint } from '../orders.ts';

/** Visits that one question may take before it stays open. */
const MOST_VISITS = 200_000;

/** Things to choose from, best worth per cost first. */
export type Items = { ids: Int32Array; worth: Float64Array; cost: Float64Array };

const PLACES = 2 ** 20;
const RATIOS = 2 ** 32;

/**
 * Items of positive worth and finite cost by descending worth per cost, up to a 2^32nd of the best ratio; ties by index.
 *
 * @param worth non-negative whole numbers
 * @param cost positive whole numbers; Infinity = may not be chosen
 */
export function itemsOf(worth: Float64Array, cost: Float64Array): Items {
  let count = 0;
  let best = 0;
  for (let place = 0; place < worth.length; place += 1) {
    const ratio = (worth[place] as number) / (cost[place] as number);
    if (ratio > 0) count += 1;
    best = Math.max(best, ratio);
  }
  const packed = new Float64Array(count);
  for (let place = 0, next = 0; place < worth.length; place += 1) {
    const ratio = (worth[place] as number) / (cost[place] as number);
    if (!(ratio > 0)) continue;
    packed[next] = (RATIOS - Math.floor((ratio / best) * RATIOS)) * PLACES + place;
    next += 1;
  }
  packed.sort();
  const ids = Int32Array.from(packed, (key) => key % PLACES);
  return {
    ids,
    worth: Float64Array.from(ids, (place) => worth[place] as number),
    cost: Float64Array.from(ids, (place) => cost[place] as number),
  };
}

/** Worth per cost, at most, by which the order of `itemsOf` may be wrong. */
function slip({ worth, cost }: Items): number {
  return worth.length === 0 ? 0 : ((worth[0] as number) / (cost[0] as number)) * 2 ** -31;
}

/**
 * No choice of items from place `from` on within the budget is worth more than this: whole items in order, and a part of the first that no
 * longer fits (Dantzig 1957), rounded up by what the order and the division can be wrong.
 */
export function fractionalWorth(items: Items, budget: number, from = 0): number {
  let left = budget;
  let sum = 0;
  for (let place = from; place < items.ids.length; place += 1) {
    const cost = items.cost[place] as number;
    if (cost > left) {
      sum += ((items.worth[place] as number) * left) / cost;
      break;
    }
    left -= cost;
    sum += items.worth[place] as number;
  }
  return Math.floor(sum * (1 + 2 ** -48) + budget * slip(items));
}

/** Answer to "can more than `need` be had within the budget": items and their cost; `null` = no; `open` = not decided. */
export type Choice = { ids: number[]; cost: number } | null | 'open';

/**
 * A choice worth more than `need` within the budget, by depth first over items in order of worth per cost (Horowitz and Sahni 1974); a
 * branch ends where its fractional bound does not pass the need.
 */
export function choiceAbove(items: Items, budget: number, need: number, checkpoint?: Checkpoint): Choice {
  const { ids, worth, cost } = items;
  const chosen: number[] = [];
  let visits = 0;
  let place = 0;
  let sum = 0;
  let left = budget;
  for (;;) {
    // Forward: take what fits while the branch can still pass.
    while (sum <= need && place < ids.length && sum + fractionalWorth(items, left, place) > need) {
      visits += 1;
      if ((visits & 1023) === 0) checkpoint?.(visits, MOST_VISITS);
      if (visits > MOST_VISITS) return 'open';
      if ((cost[place] as number) <= left) {
        chosen.push(place);
        sum += worth[place] as number;
        left -= cost[place] as number;
      }
      place += 1;
    }
    if (sum > need) return { ids: chosen.map((at) => ids[at] as number), cost: budget - left };
    // Back: leave out the item taken last.
    const last = chosen.pop();
    if (last === undefined) return null;
    sum -= worth[last] as number;
    left += cost[last] as number;
    place = last + 1;
  }
}
