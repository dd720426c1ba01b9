import type { Portfolio } from '../../case/portfolio.ts';
import type { Counts } from '../capacity.ts';
import type { Inventory } from '../inventory.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import type { Flow } from './flow.ts';
import { amountsLeft, flowsOf } from './flow.ts';
import type { NodeGroup, NodeKind } from './nodes.ts';
import { nodeGroups, nodeKinds } from './nodes.ts';
import type { PieceTable } from './pieces.ts';
import { pieceTable } from './pieces.ts';
import { packedValue } from './placement.ts';
import type { Jobs } from './problem.ts';
import { jobsOf, paddedSize } from './problem.ts';

/** One reading of the data in competing mode. Units stand as in `alone.ids`, the same reading with each class asked alone. */
export type CompetingSupply = {
  jobs: Jobs;
  groups: NodeGroup[];
  kinds: NodeKind[];
  /** usable GPUs, for upper bounds of what is served */
  pieces: PieceTable;
  /** the same where gang sizes divide one another, else with sizes rounded up to powers of two, for lower bounds */
  lower: PieceTable;
  /** GPUs of one slot of each job in `lower` */
  sizes: number[];
  alone: Supply;
  /** flow bound of the GPUs left of each set of `pieces` */
  flow: (left: ArrayLike<number>) => Flow;
  /** the same of `lower`, every GPU worth 1 */
  evenFlow: (left: ArrayLike<number>) => Flow;
  /** some class can use fewer GPUs than the pieces say, so asking it alone may be the better bound */
  aloneMatters: boolean;
  /** CPU or memory may run out before GPUs on some node: GPUs alone bound from above only, and placements from below (removal-test.md 4.9) */
  hostBinds: boolean;
};

/** Served value between two bounds, in value of service. */
export type ServedBounds = { low: number; high: number };

/**
 * Supply of one reading for the competing mode.
 *
 * @param portfolio with whole quantities
 * @param alone supply of the same reading
 * @throws ChokepointError `numbers-too-large`
 */
export function competingSupply(
  inventory: Inventory,
  portfolio: Portfolio,
  counts: Counts,
  terms: ServiceTerms,
  alone: Supply,
  reading: 'pessimistic' | 'optimistic',
): CompetingSupply {
  const jobs = jobsOf(inventory, portfolio, terms);
  return supplyOfGroups(jobs, nodeGroups(inventory, portfolio, counts, jobs, reading), alone);
}

/**
 * Supply of nodes that are settled already, such as those that a loss of records leaves.
 *
 * @param groups ascending by unit
 * @param alone capacity of the same nodes with each class asked alone
 */
export function supplyOfGroups(jobs: Jobs, groups: NodeGroup[], alone: Supply): CompetingSupply {
  const own = jobs.jobs.map(({ gpus }) => gpus);
  const hostBinds = groups.some(({ tight }) => tight);
  const pieces = pieceTable(groups, jobs.jobs, own, alone.units);
  const sizes = jobs.chain ? own : own.map(paddedSize);
  const lower = jobs.chain ? pieces : pieceTable(groups, jobs.jobs, sizes, alone.units);
  return {
    jobs,
    groups,
    kinds: nodeKinds(groups, jobs),
    pieces,
    lower,
    sizes,
    ...flowsOf(pieces, lower, jobs.jobs, sizes),
    alone,
    aloneMatters: hostBinds || !jobs.chain || jobs.jobs.some(({ slots }) => slots > 1),
    hostBinds,
  };
}

/**
 * What can be served of the whole portfolio after units are removed, for certain and at most.
 *
 * @param removed unit indices, each once
 * @param pack whether the lower end may pack jobs greedily, which costs a pass over all groups of nodes; default yes
 */
export function servedBounds(supply: CompetingSupply, terms: ServiceTerms, removed: readonly number[], pack = true): ServedBounds {
  const { jobs, pieces, alone } = supply;
  const flags = removed.length === 0 ? null : new Uint8Array(alone.units);
  for (const unit of removed) if (flags) flags[unit] = 1;
  const left = amountsLeft(pieces, removed);
  let high = Math.floor(supply.flow(left).value / jobs.scale);
  if (supply.aloneMatters) high = Math.min(high, servedAlone(alone, terms, removed));
  let low = lowFromFlow(supply, supply.lower === pieces ? left : amountsLeft(supply.lower, removed));
  if (pack && low < high) low = Math.max(low, packedValue(supply, flags) / jobs.scale);
  return { low: Math.min(low, high), high };
}

/**
 * What whole jobs serve at least, from the flow bound: the flow of GPUs less the rounding loss; what is not served was worth at most the
 * dearest price (removal-test.md 4.7). 0 where no loss is known.
 *
 * @param left GPUs left of each set of `supply.lower`
 * @returns value of service
 */
export function lowFromFlow(supply: Pick<CompetingSupply, 'jobs' | 'lower' | 'sizes' | 'evenFlow'>, left: ArrayLike<number>): number {
  const { jobs, lower } = supply;
  if (lower.loss === null) return 0;
  const dearest = jobs.jobs[0]?.price ?? 0;
  const missing = Math.max(0, volumeOf(supply) + lower.loss - supply.evenFlow(left).value);
  return Math.max(0, Math.ceil((jobs.demand - dearest * missing) / jobs.scale));
}

/** GPUs that all jobs ask for in `supply.lower`. */
export function volumeOf({ jobs, sizes }: Pick<CompetingSupply, 'jobs' | 'sizes'>): number {
  return jobs.jobs.reduce((sum, { slots, quantity }, job) => sum + (sizes[job] as number) * slots * quantity, 0);
}

function servedAlone(supply: Supply, terms: ServiceTerms, removed: readonly number[]): number {
  let served = 0;
  for (let index = 0; index < supply.classes; index += 1) {
    let left = removed.length === 0 ? (supply.unattributed[index] as number) : 0;
    for (let unit = 0; unit < supply.units; unit += 1) left += supply.capacity[unit * supply.classes + index] as number;
    for (const unit of removed) left -= supply.capacity[unit * supply.classes + index] as number;
    served += (terms.value[index] as number) * Math.min(terms.quantity[index] as number, left);
  }
  return served;
}
