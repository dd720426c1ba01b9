import type { NodeGroup } from './nodes.ts';
import { ALONE, ANYWHERE } from './nodes.ts';
import type { Job } from './problem.ts';
import { greatestCommonDivisor } from './problem.ts';
import type { SupplyType } from './rounding.ts';
import { roundingLoss } from './rounding.ts';

/** GPUs that jobs can use, by unit and by the jobs that may run on them. Rows of unit u: places `first[u]` to `first[u + 1] - 1`. */
export type PieceTable = {
  units: number;
  /** distinct sets of jobs, ascending places */
  sets: readonly (readonly number[])[];
  first: Int32Array;
  setOf: Int32Array;
  amount: Float64Array;
  /** per set, over all units */
  totals: Float64Array;
  /** per set, nodes without an owner; lost with the first removal */
  unattributed: Float64Array;
  /** most GPUs that whole jobs lose against the flow bound; `null` = no bound is known (gang sizes that do not divide one another,
   * CPU or memory that may run out before GPUs do, nodes that complete instances of any domain) */
  loss: number | null;
};

/** Sizes up to here are filled exactly by the gang sizes; larger nodes up to the common divisor of the sizes. */
const EXACT_FILL = 4096;

/**
 * Cuts nodes into pieces (removal-test.md 4.1): where gang sizes divide one another, greedily into pieces of the sizes of the gangs that
 * may run on the node, largest first, a piece of size s keeping only gangs up to s; otherwise one piece, as full as the sizes can fill it.
 *
 * A job of several slots counts only in domains that hold at least one instance.
 *
 * @param groups ascending by unit
 * @param sizes GPUs of one slot of each job, at least those of the job
 */
export function pieceTable(groups: readonly NodeGroup[], jobs: readonly Job[], sizes: readonly number[], units: number): PieceTable {
  const distinct = [...new Set(sizes)].sort((a, b) => a - b);
  const chain = distinct.every((size, index) => index === 0 || size % (distinct[index - 1] as number) === 0);
  const fits = domainFilter(groups, jobs, sizes);
  const sets: number[][] = [];
  const setIndex = new Map<string, number>();
  const indexOf = (list: number[]): number => {
    const key = list.join();
    const known = setIndex.get(key);
    if (known !== undefined) return known;
    setIndex.set(key, sets.length);
    sets.push(list);
    return sets.length - 1;
  };
  const cuts = new Map<string, { set: number; amount: number }[]>();
  const types = new Map<string, { set: number; amount: number; copies: number }>();
  const rows: Map<number, number>[] = [];
  const unattributed = new Map<number, number>();
  // what runs out first on a node decides there, so GPUs alone say nothing of what whole jobs lose
  let bounded = chain && !groups.some(({ tight }) => tight);
  groups.forEach((group, number) => {
    const able = group.eligible.filter((_, place) => fits(group, place));
    if (able.length === 0) return;
    const key = `${able.join()}|${group.gpus}`;
    let pieces = cuts.get(key);
    if (!pieces) {
      pieces = (chain ? split(group.gpus, able, sizes) : filled(group.gpus, able, sizes)).map(({ list, amount }) => ({
        set: indexOf(list),
        amount,
      }));
      cuts.set(key, pieces);
    }
    let held = unattributed;
    if (group.unit >= 0) {
      held = rows[group.unit] ?? new Map();
      rows[group.unit] = held;
    }
    for (const { set, amount } of pieces) {
      held.set(set, (held.get(set) ?? 0) + amount * group.nodes);
      const places = (sets[set] as number[]).flatMap((job) =>
        (jobs[job] as Job).slots > 1 ? [group.domains[group.eligible.indexOf(job)] as number] : [],
      );
      if (places.includes(ANYWHERE)) bounded = false;
      const alone = places.includes(ALONE);
      const type = `${set}|${alone ? `group ${number}` : places.join()}`;
      const known = types.get(type);
      if (alone) types.set(type, { set, amount, copies: group.nodes });
      else if (known) known.amount += amount * group.nodes;
      else types.set(type, { set, amount: amount * group.nodes, copies: 1 });
    }
  });
  const first = new Int32Array(units + 1);
  for (let unit = 0; unit < units; unit += 1) first[unit + 1] = (first[unit] as number) + (rows[unit]?.size ?? 0);
  const setOf = new Int32Array(first[units] as number);
  const amount = new Float64Array(first[units] as number);
  const totals = new Float64Array(sets.length);
  for (let unit = 0; unit < units; unit += 1) {
    let place = first[unit] as number;
    for (const [set, gpus] of rows[unit] ?? []) {
      setOf[place] = set;
      amount[place] = gpus;
      totals[set] = (totals[set] as number) + gpus;
      place += 1;
    }
  }
  const volumes = jobs.map(({ slots }, job) => (sizes[job] as number) * slots);
  const supplyTypes = [...types.values()].map(
    ({ set, amount: gpus, copies }): SupplyType => ({ jobs: sets[set] as number[], amount: gpus, copies }),
  );
  return {
    units,
    sets,
    first,
    setOf,
    amount,
    totals,
    unattributed: Float64Array.from(sets, (_, set) => unattributed.get(set) ?? 0),
    loss: bounded ? roundingLoss(supplyTypes, volumes, sizes) : null,
  };
}

/** Pieces of one node whose gang sizes divide one another. */
export function split(gpus: number, able: readonly number[], sizes: readonly number[]): { list: number[]; amount: number }[] {
  const pieces: { list: number[]; amount: number }[] = [];
  let left = gpus;
  for (const size of [...new Set(able.map((job) => sizes[job] as number))].sort((a, b) => b - a)) {
    const amount = left - (left % size);
    if (amount > 0) pieces.push({ list: able.filter((job) => (sizes[job] as number) <= size), amount });
    left -= amount;
  }
  return pieces;
}

/** The most GPUs of one node that sums of the gang sizes can take. */
function filled(gpus: number, able: readonly number[], sizes: readonly number[]): { list: number[]; amount: number }[] {
  const own = [...new Set(able.map((job) => sizes[job] as number))];
  const divisor = own.reduce((common, size) => greatestCommonDivisor(common, size));
  if (gpus > EXACT_FILL) return [{ list: [...able], amount: gpus - (gpus % divisor) }];
  const reachable = new Uint8Array(gpus + 1);
  reachable[0] = 1;
  let most = 0;
  for (let sum = 1; sum <= gpus; sum += 1)
    if (own.some((size) => sum >= size && reachable[sum - size] === 1)) {
      reachable[sum] = 1;
      most = sum;
    }
  return [{ list: [...able], amount: most }];
}

/** Whether an eligible job of a group can stand there at all, with the other nodes of its domain. */
function domainFilter(
  groups: readonly NodeGroup[],
  jobs: readonly Job[],
  sizes: readonly number[],
): (group: NodeGroup, place: number) => boolean {
  const inDomain = jobs.map(() => new Map<number, number>());
  const anywhere = jobs.map(() => new Map<number, number>());
  const slotsOf = (group: NodeGroup, job: number) => Math.floor(group.gpus / (sizes[job] as number));
  for (const group of groups)
    group.eligible.forEach((job, place) => {
      const domain = group.domains[place] as number;
      if ((jobs[job] as Job).slots === 1 || domain === ALONE) return;
      const [table, key] = domain === ANYWHERE ? [anywhere[job], group.unit] : [inDomain[job], domain];
      table?.set(key, (table.get(key) ?? 0) + slotsOf(group, job) * group.nodes);
    });
  return (group, place) => {
    const job = group.eligible[place] as number;
    const own = slotsOf(group, job);
    const { slots } = jobs[job] as Job;
    const domain = group.domains[place] as number;
    if (own === 0 || slots === 1 || domain === ANYWHERE) return own > 0;
    if (domain === ALONE) return own >= slots;
    return (inDomain[job]?.get(domain) ?? 0) + (anywhere[job]?.get(group.unit) ?? 0) >= slots;
  };
}
