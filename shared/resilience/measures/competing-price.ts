import { type NodeGroup, nodeKinds } from '../competing/nodes.ts';
import { place } from '../competing/placement.ts';
import { type CompetingSupply, type ServedBounds, servedBounds } from '../competing/supply.ts';
import type { Checkpoint } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import type { Offer } from './offers.ts';

/** A number between two proven bounds; `null` = no bound is known. */
type Between = { low: number; high: number | null };

/** What the cheapest placement that serves as much as can be served costs. */
export type PriceBounds = {
  /** value that is served, for certain and at most */
  served: ServedBounds;
  /** GPUs that it uses */
  gpus: { low: number; high: number };
  /** micro-USD an hour */
  cost: Between;
  /** US dollars per GPU and hour; `null` = nothing is served */
  averageUsd: Between | null;
};

/** Prices of the nodes of a competing test, made ready for several removals. */
export type CompetingPrices = {
  supply: CompetingSupply;
  terms: ServiceTerms;
  /** of each class, as `offersOf` gives them */
  offers: readonly (readonly Offer[])[];
  /** micro-USD per GPU and hour of each row of the inventory; Infinity = not stated */
  microUsd: Float64Array;
};

/** GPUs at one price that are left for the classes, and nodes by price. */
type Left = { groups: NodeGroup[]; gpus: { price: number; count: number }[]; levels: number[] };

/**
 * Bounds of the price with competing placement, adverse reading (removal-test.md 4.12: cheapest placement with the service fixed at its best).
 *
 * Lower bound: each class alone on its cheapest offers, the cheapest value first; and all classes on the cheapest GPUs that any of them can use,
 * each GPU once. The larger counts. A node without a price costs nothing there. Both grow with the service at least in proportion, so they bound
 * the average too. Upper bound: a placement of whole jobs that reaches the best service, on nodes up to the lowest price where packing still
 * finds one, cheap nodes carrying most; none where no placement reaches it, or it needs a node without a price.
 *
 * @param removed unit indices, each once
 * @returns `null` where the GPUs of the best service are not settled: classes are worth different amounts per GPU and not all are served
 */
export function competingPriceBounds(prices: CompetingPrices, removed: readonly number[], checkpoint?: Checkpoint): PriceBounds | null {
  const { supply, terms } = prices;
  const { jobs } = supply;
  const served = servedBounds(supply, terms, removed);
  const all = served.low * jobs.scale === jobs.demand;
  const worth = jobs.jobs[0]?.price ?? 1;
  if (!jobs.uniform && !all) return null;
  const gpusOf = (value: number): number => (all ? jobs.volume : (value * jobs.scale) / worth);
  const gpus = { low: gpusOf(served.low), high: gpusOf(served.high) };
  const flags = removed.length === 0 ? null : new Uint8Array(supply.alone.units);
  for (const unit of removed) if (flags) flags[unit] = 1;
  const left = leftOf(prices, flags);
  const low = Math.max(aloneCost(prices, flags, served.low), sharedCost(left, gpus.low));
  const high = served.low === served.high ? placedCost(prices, left, served.low, checkpoint) : null;
  const each = (cost: number, count: number): number => cost / count / 1e6;
  return {
    served,
    gpus,
    cost: { low, high },
    averageUsd: gpus.low === 0 ? null : { low: each(low, gpus.low), high: high === null ? null : each(high, gpus.low) },
  };
}

function leftOf({ supply, microUsd }: CompetingPrices, flags: Uint8Array | null): Left {
  const groups = supply.groups.filter(({ unit }) => (unit < 0 ? flags === null : flags?.[unit] !== 1));
  const byPrice = new Map<number, number>();
  for (const { gpus, rows } of groups)
    for (const { row, nodes } of rows) {
      const price = microUsd[row] as number;
      byPrice.set(price, (byPrice.get(price) ?? 0) + gpus * nodes);
    }
  const levels = [...byPrice.keys()].filter(Number.isFinite).sort((a, b) => a - b);
  const gpus = [...byPrice]
    .map(([price, count]) => ({ price: Number.isFinite(price) ? price : 0, count }))
    .sort((a, b) => a.price - b.price);
  return { groups, gpus, levels };
}

/** Least that this value costs when every class has the nodes for itself. */
function aloneCost({ supply, terms, offers }: CompetingPrices, flags: Uint8Array | null, value: number): number {
  const list = supply.jobs.jobs.flatMap(({ class: index, quantity }) => {
    let wanted = quantity;
    const worth = terms.value[index] as number;
    const own = (offers[index] as readonly Offer[])
      .filter(({ unit }) => (unit < 0 ? flags === null : flags?.[unit] !== 1))
      .map(({ cost, instances }) => ({ cost: cost ?? 0, instances }))
      .sort((a, b) => a.cost - b.cost);
    return own.map(({ cost, instances }) => {
      const taken = Math.min(wanted, instances);
      wanted -= taken;
      return { each: cost / worth, value: taken * worth };
    });
  });
  let left = value;
  let sum = 0;
  for (const { each, value: offered } of list.sort((a, b) => a.each - b.each)) {
    const taken = Math.min(left, offered);
    sum += taken * each;
    left -= taken;
  }
  return Math.floor(sum + 1e-6);
}

/** Least that so many GPUs cost when each is used once. */
function sharedCost({ gpus }: Left, wanted: number): number {
  let left = wanted;
  let sum = 0;
  for (const { price, count } of gpus) {
    const taken = Math.min(left, count);
    sum += taken * price;
    left -= taken;
  }
  return Math.floor(sum + 1e-6);
}

/** Cost of the cheapest placement that packing finds for this value; `null` = none, or only with nodes that state no price. */
function placedCost(prices: CompetingPrices, { groups, levels }: Left, value: number, checkpoint?: Checkpoint): number | null {
  const { supply, microUsd } = prices;
  const tried = (cap: number): number | null => {
    checkpoint?.(0, 1);
    const within = groups.flatMap((group): NodeGroup[] => {
      const rows = group.rows.filter(({ row }) => (microUsd[row] as number) <= cap);
      const nodes = rows.reduce((sum, row) => sum + row.nodes, 0);
      return nodes === 0 ? [] : [{ ...group, rows, nodes }];
    });
    // what is removed was left out of the groups before
    const placed = place(within, supply.jobs, null);
    return placed.value < value * supply.jobs.scale ? null : costOf(prices, within, placed.patterns);
  };
  let best = tried(levels.at(-1) ?? -1);
  // the cheapest nodes that are enough: packing need not succeed with more of them, so what is found is a bound and not the least there is
  for (let from = 0, to = levels.length - 1; best !== null && from < to; ) {
    const middle = (from + to) >> 1;
    const found = tried(levels[middle] as number);
    if (found === null) from = middle + 1;
    else {
      best = Math.min(best, found);
      to = middle;
    }
  }
  return best;
}

/** What loaded nodes cost when, among nodes that are alike, the cheapest ones carry most. */
function costOf(
  { supply: { jobs }, microUsd }: CompetingPrices,
  groups: readonly NodeGroup[],
  patterns: ReturnType<typeof place>['patterns'],
): number {
  let cost = 0;
  for (const kind of nodeKinds(groups, jobs)) {
    const rows = kind.groups
      .flatMap((index) => (groups[index] as NodeGroup).rows)
      .map(({ row, nodes }) => ({ price: microUsd[row] as number, nodes }))
      .sort((a, b) => a.price - b.price);
    const loads = kind.groups
      .flatMap((index) => patterns[index] ?? [])
      .map(({ slots, nodes }) => ({
        gpus: slots.reduce((sum, count, job) => sum + count * (jobs.jobs[job]?.gpus as number), 0),
        nodes,
      }))
      .filter(({ gpus }) => gpus > 0)
      .sort((a, b) => b.gpus - a.gpus);
    let at = 0;
    let room = rows[0]?.nodes ?? 0;
    for (const { gpus, nodes } of loads)
      for (let left = nodes; left > 0; ) {
        if (room === 0) {
          at += 1;
          room = (rows[at] as (typeof rows)[number]).nodes;
        }
        const taken = Math.min(left, room);
        cost += taken * gpus * (rows[at] as (typeof rows)[number]).price;
        left -= taken;
        room -= taken;
      }
  }
  return cost;
}
