import type { ServiceTerms } from '../terms.ts';
import type { Offer } from './offers.ts';

/** Cheapest placement of a number of instances of one class. */
export type ClassQuote = {
  /** instances placed on nodes that state a price, cheapest first, and those that only nodes without one can take */
  priced: number;
  unpriced: number;
  /** micro-USD an hour of the priced ones */
  cost: number;
  /** GPUs of the priced ones */
  gpus: number;
  /** US dollars per GPU and hour: mean of the priced ones, and what the last of them costs; `null` = none is priced */
  averageUsd: number | null;
  marginalUsd: number | null;
};

/** Cheapest placement of all classes, each alone: an average over less demand does not compare with one over more, so both stand together. */
export type Quote = ClassQuote & { classes: ClassQuote[] };

/** Prices of what is left while units are removed and put back. */
export type PriceState = {
  /** removes a unit, or puts it back; O(its offers x log prices) */
  toggle: (unit: number) => void;
  /** removes exactly these units */
  setRemoved: (units: Iterable<number>) => void;
  /** cheapest placement now of each class's quantity, or of smaller numbers given in class order; O(classes x log prices) */
  quote: (instances?: ArrayLike<number>) => Quote;
};

/**
 * Cheapest placement under removals, independent mode: per class the instances and their costs by price level in two Fenwick trees (Fenwick
 * 1994), so a quote is one descent. Offers without an owner count only while no unit is removed, as in the adverse reading.
 *
 * @param offers of each class, as `offersOf` gives them
 * @param units number of removal units
 */
export function createPriceState(offers: readonly (readonly Offer[])[], terms: ServiceTerms, units: number): PriceState {
  const ladders = offers.map((list) => createLadder(list));
  const ofUnit: { index: number; level: number; instances: number }[][] = Array.from({ length: units + 1 }, () => []);
  offers.forEach((list, index) => {
    const ladder = ladders[index] as Ladder;
    for (const { unit, cost, instances } of list) {
      const level = cost === null ? -1 : ladder.levelOf(cost);
      (ofUnit[unit < 0 ? units : unit] as (typeof ofUnit)[number]).push({ index, level, instances });
      ladder.add(level, instances);
    }
  });
  const removed = new Uint8Array(units);
  let count = 0;
  const shift = (unit: number, sign: 1 | -1) => {
    for (const { index, level, instances } of ofUnit[unit] as (typeof ofUnit)[number])
      (ladders[index] as Ladder).add(level, sign * instances);
  };
  const toggle = (unit: number) => {
    const back = removed[unit] === 1;
    shift(unit, back ? 1 : -1);
    removed[unit] = back ? 0 : 1;
    if (!back && count === 0) shift(units, -1);
    count += back ? -1 : 1;
    if (back && count === 0) shift(units, 1);
  };
  return {
    toggle,
    setRemoved: (wanted) => {
      const target = new Uint8Array(units);
      for (const unit of wanted) target[unit] = 1;
      for (let unit = 0; unit < units; unit += 1) if (target[unit] !== removed[unit]) toggle(unit);
    },
    quote: (instances = terms.quantity) => {
      const classes = ladders.map((ladder, index) => {
        const { priced, unpriced, cost, last } = ladder.cheapest(instances[index] as number);
        const each = terms.gpus[index] as number;
        return quoteOf(priced, unpriced, cost, priced * each, last === null || each === 0 ? null : last / each);
      });
      const sum = (field: 'priced' | 'unpriced' | 'cost' | 'gpus') => classes.reduce((total, quote) => total + quote[field], 0);
      const marginals = classes.flatMap(({ marginalUsd }) => marginalUsd ?? []);
      const marginal = marginals.length === 0 ? null : Math.max(...marginals);
      const all = quoteOf(sum('priced'), sum('unpriced'), sum('cost'), sum('gpus'), null);
      return { ...all, marginalUsd: marginal, classes };
    },
  };
}

/** Cheapest placement before and after a removal, and what the smaller quantity of after costs before, so that the averages compare. */
export type PriceImpact = { start: Quote; removed: Quote; startForRemovedQuantity: Quote };

/** Price impact of removing units, from a state without removals; the state is left without removals. */
export function priceImpact(state: PriceState, removed: Iterable<number>): PriceImpact {
  state.setRemoved([]);
  const start = state.quote();
  state.setRemoved(removed);
  const after = state.quote();
  state.setRemoved([]);
  return { start, removed: after, startForRemovedQuantity: state.quote(after.classes.map(({ priced }) => priced)) };
}

/** Cheapest placement after each number of removals along an order; the state is left without removals. */
export function priceCurve(state: PriceState, order: ArrayLike<number>, ks: readonly number[]): { k: number; quote: Quote }[] {
  state.setRemoved([]);
  let done = 0;
  const points = ks.map((k) => {
    for (; done < Math.min(k, order.length); done += 1) state.toggle(order[done] as number);
    return { k, quote: state.quote() };
  });
  state.setRemoved([]);
  return points;
}

function quoteOf(priced: number, unpriced: number, cost: number, gpus: number, marginal: number | null): ClassQuote {
  return {
    priced,
    unpriced,
    cost,
    gpus,
    averageUsd: gpus === 0 ? null : cost / gpus / 1e6,
    marginalUsd: marginal === null ? null : marginal / 1e6,
  };
}

type Ladder = {
  levelOf: (cost: number) => number;
  /** adds instances at a level; -1 = without a price */
  add: (level: number, instances: number) => void;
  cheapest: (wanted: number) => { priced: number; unpriced: number; cost: number; last: number | null };
};

/** Counts and costs by ascending price level. */
function createLadder(offers: readonly Offer[]): Ladder {
  const levels = [...new Set(offers.flatMap(({ cost }) => cost ?? []))].sort((a, b) => a - b);
  const indexOf = new Map(levels.map((cost, level) => [cost, level]));
  const size = levels.length;
  const counts = new Float64Array(size + 1);
  const costs = new Float64Array(size + 1);
  const highest = size === 0 ? 0 : 2 ** Math.floor(Math.log2(size));
  let unpriced = 0;
  return {
    levelOf: (cost) => indexOf.get(cost) as number,
    add: (level, instances) => {
      if (level < 0) {
        unpriced += instances;
        return;
      }
      const cost = instances * (levels[level] as number);
      for (let node = level + 1; node <= size; node += node & -node) {
        counts[node] = (counts[node] as number) + instances;
        costs[node] = (costs[node] as number) + cost;
      }
    },
    cheapest: (wanted) => {
      let node = 0;
      let taken = 0;
      let cost = 0;
      for (let step = highest; step >= 1; step /= 2) {
        const next = node + step;
        if (next > size || taken + (counts[next] as number) >= wanted) continue;
        node = next;
        taken += counts[next] as number;
        cost += costs[next] as number;
      }
      // All levels below `node` are taken whole; the next one fills the rest, if there is one.
      if (node < size) {
        cost += (wanted - taken) * (levels[node] as number);
        return { priced: wanted, unpriced: 0, cost, last: wanted === 0 ? null : (levels[node] as number) };
      }
      return { priced: taken, unpriced: Math.min(unpriced, wanted - taken), cost, last: lastTaken(taken) };
    },
  };

  /** Highest level that still holds instances, when all of them are taken. */
  function lastTaken(taken: number): number | null {
    if (taken === 0) return null;
    let node = 0;
    let before = 0;
    for (let step = highest; step >= 1; step /= 2) {
      const next = node + step;
      if (next > size || before + (counts[next] as number) >= taken) continue;
      node = next;
      before += counts[next] as number;
    }
    return levels[node] as number;
  }
}
