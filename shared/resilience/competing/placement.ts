import { takesHost } from '../resources.ts';
import { createFlow } from './flow.ts';
import type { NodeGroup, NodeKind } from './nodes.ts';
import { ALONE, ANYWHERE, nodeKinds } from './nodes.ts';
import type { Job, Jobs } from './problem.ts';
import type { CompetingSupply } from './supply.ts';

/**
 * Jobs put on nodes, to be checked one by one: on `nodes` nodes of a row of the inventory (from 0) stand `slots[w]` slots of class w each.
 * Instances of a class are whole slots of one domain, divided by the nodes of an instance and rounded down.
 */
export type Placement = { row: number; nodes: number; slots: number[] }[];

/** Slots put on nodes, last first. */
type Load = { job: number; slots: number; before: Load | null };

/** GPUs, thousandths of a core and MiB that are free on one node. */
export type Free = { free: number; cpu: number; memory: number };

/** Nodes of a kind that carry the same. */
type Pattern = Free & { load: Load | null; nodes: number };

/** Jobs on nodes, by group: how many nodes carry which slots of each job; `null` = nothing of the group is left. Value times scale. */
export type Placed = { value: number; patterns: ({ slots: number[]; free: number; nodes: number }[] | null)[] };

type Parts = Pick<CompetingSupply, 'jobs' | 'groups' | 'kinds'>;

type Packed = { value: number; patterns: Pattern[][] };

/** More kinds of nodes than this are packed without asking a flow first. */
const MOST_GUIDED = 2000;

/**
 * Packs jobs on the nodes of the units that are left, greedily and along a flow, and keeps the better. A lower bound of what can be served;
 * not the best there is.
 *
 * @param removed flag per unit, or `null` = nothing is removed and nodes without an owner count
 */
function pack(parts: Parts, removed: Uint8Array | null): Packed {
  let best = packAlong(parts, removed, false);
  const better = (other: Packed) => {
    if (other.value > best.value) best = other;
  };
  if (best.value === parts.jobs.demand) return best;
  if (parts.jobs.jobs.some(takesHost)) better(packAlong(parts, removed, false, true));
  if (best.value < parts.jobs.demand && parts.kinds.length <= MOST_GUIDED) better(packAlong(parts, removed, true));
  return best;
}

/**
 * Larger gangs first, dear ones first among equals, each on the nodes with the fewest other uses and the least free space that is enough.
 *
 * @param guided jobs of one slot take first, on each kind of node, the GPUs that a maximum flow gives them there
 * @param sparing jobs that take little CPU and memory for their GPUs come first among those of one size
 */
function packAlong({ jobs: { jobs }, groups, kinds }: Parts, removed: Uint8Array | null, guided: boolean, sparing = false): Packed {
  const patterns = kinds.map(({ gpus, cpuMilli, memoryMib, groups: members }): Pattern[] => {
    let nodes = 0;
    for (const index of members) {
      const group = groups[index] as NodeGroup;
      if (isLeft(group, removed)) nodes += group.nodes;
    }
    return nodes === 0 ? [] : [{ load: null, free: gpus, cpu: cpuMilli, memory: memoryMib, nodes }];
  });
  const uses: number[][] = jobs.map(() => []);
  kinds.forEach(({ eligible }, index) => {
    if ((patterns[index] as Pattern[]).length > 0) for (const job of eligible) (uses[job] as number[]).push(index);
  });
  const order = [...jobs.keys()].sort((a, b) => {
    const [first, second] = [jobs[a] as Job, jobs[b] as Job];
    return (
      second.gpus - first.gpus ||
      second.slots - first.slots ||
      second.price - first.price ||
      (sparing ? 1 : -1) * (first.cpuMilli - second.cpuMilli || first.memoryMib - second.memoryMib) ||
      (uses[a] as number[]).length - (uses[b] as number[]).length ||
      a - b
    );
  });
  const left = jobs.map(({ quantity }) => quantity);
  if (guided) {
    const given = flowToKinds(kinds, jobs, patterns);
    for (const job of order) {
      const one = jobs[job] as Job;
      const { gpus, slots } = one;
      for (const index of slots === 1 ? (uses[job] as number[]) : []) {
        const share = Math.min(left[job] as number, Math.floor((given[job * kinds.length + index] as number) / gpus));
        left[job] = (left[job] as number) - fill(patterns[index] as Pattern[], job, one, share);
      }
    }
  }
  let value = 0;
  for (const job of order) {
    const one = jobs[job] as Job;
    const { gpus, slots, quantity, price } = one;
    const able = (uses[job] as number[]).toSorted(
      (a, b) => (kinds[a] as NodeKind).eligible.length - (kinds[b] as NodeKind).eligible.length || a - b,
    );
    let wanted = left[job] as number;
    for (const members of slots === 1 ? [able] : byDomain(kinds, groups, job, able)) {
      if (wanted === 0) break;
      const alone = slots > 1 && domainOf(kinds[members[0] as number] as NodeKind, job) === ALONE;
      wanted -= alone ? placeAlone(patterns, members, job, one, wanted) : placeTogether(patterns, members, job, one, wanted);
    }
    value += (quantity - wanted) * gpus * slots * price;
  }
  return { value, patterns };
}

/** GPUs of each job on each kind of node, row-major, when jobs of one slot may be cut into single GPUs. */
function flowToKinds(kinds: readonly NodeKind[], jobs: readonly Job[], patterns: readonly Pattern[][]): Float64Array {
  const single = jobs.map((job): Job => (job.slots === 1 ? job : { ...job, quantity: 0 }));
  const flow = createFlow(
    { sets: kinds.map(({ eligible }) => eligible) },
    single,
    jobs.map(({ gpus }) => gpus),
  );
  return flow(patterns.map((list) => list.reduce((sum, { free, nodes }) => sum + free * nodes, 0))).cells;
}

const isLeft = ({ unit }: NodeGroup, removed: Uint8Array | null): boolean => (unit < 0 ? removed === null : removed?.[unit] !== 1);

/** Value that packing serves, times scale: the lower bound alone, without saying which node carries what. */
export function packedValue(supply: Parts, removed: Uint8Array | null): number {
  return pack(supply, removed).value;
}

/** Packs jobs and says what stands on the nodes of each group; small units are filled first, so that losing a large one costs little. */
export function place(groups: readonly NodeGroup[], jobs: Jobs, removed: Uint8Array | null): Placed {
  const parts = { groups: [...groups], jobs, kinds: nodeKinds(groups, jobs) };
  const { value, patterns } = pack(parts, removed);
  const sizeOf = new Map<number, number>();
  for (const { unit, gpus, nodes } of groups) sizeOf.set(unit, (sizeOf.get(unit) ?? 0) + gpus * nodes);
  const size = (index: number) => sizeOf.get((groups[index] as NodeGroup).unit) as number;
  const placed: Placed['patterns'] = groups.map((group) => (isLeft(group, removed) ? [] : null));
  parts.kinds.forEach((kind, index) => {
    const members = kind.groups.filter((group) => placed[group] !== null).sort((a, b) => size(a) - size(b) || a - b);
    let at = 0;
    let room = (groups[members[0] as number] as NodeGroup | undefined)?.nodes ?? 0;
    const carrying = (patterns[index] as Pattern[]).toSorted((a, b) => a.free - b.free);
    for (const { load, free, nodes } of carrying) {
      const slots = Array<number>(jobs.jobs.length).fill(0);
      for (let entry = load; entry; entry = entry.before) slots[entry.job] = (slots[entry.job] as number) + entry.slots;
      for (let left = nodes; left > 0; ) {
        if (room === 0) {
          at += 1;
          room = (groups[members[at] as number] as NodeGroup).nodes;
        }
        const taken = Math.min(left, room);
        placed[members[at] as number]?.push({ slots, free, nodes: taken });
        left -= taken;
        room -= taken;
      }
    }
  });
  return { value, patterns: placed };
}

/** A placement by rows, as it is stored. */
export function placementOf(groups: readonly NodeGroup[], { jobs }: Jobs, classes: number, { patterns }: Placed): Placement {
  const placement: Placement = [];
  groups.forEach((group, index) => {
    const rows = group.rows.map(({ row, nodes }) => ({ row, nodes }));
    for (const pattern of patterns[index] ?? []) {
      if (pattern.slots.every((count) => count === 0)) continue;
      const slots = Array<number>(classes).fill(0);
      pattern.slots.forEach((count, job) => {
        slots[(jobs[job] as Job).class] = count;
      });
      for (let left = pattern.nodes; left > 0; ) {
        const row = rows[rows.length - 1] as { row: number; nodes: number };
        const nodes = Math.min(left, row.nodes);
        placement.push({ row: row.row, nodes, slots });
        left -= nodes;
        row.nodes -= nodes;
        if (row.nodes === 0) rows.pop();
      }
    }
  });
  return placement;
}

const domainOf = (kind: NodeKind, job: number): number => kind.domains[kind.eligible.indexOf(job)] as number;

/** Groups that hold instances together; nodes whose domain is unknown but favourable join none, which is cautious. */
function byDomain(kinds: readonly NodeKind[], groups: readonly NodeGroup[], job: number, able: readonly number[]): number[][] {
  const found = new Map<string, number[]>();
  for (const index of able) {
    const kind = kinds[index] as NodeKind;
    const domain = domainOf(kind, job);
    const unit = groups[kind.groups[0] as number]?.unit;
    const key = domain === ALONE ? `alone ${index}` : domain === ANYWHERE ? `unit ${unit}` : String(domain);
    const members = found.get(key) ?? [];
    members.push(index);
    found.set(key, members);
  }
  return [...found.values()];
}

/** Slots of a job that one node still holds. */
export function roomFor({ free, cpu, memory }: Free, { gpus, cpuMilli, memoryMib }: Job): number {
  let slots = Math.floor(free / gpus);
  if (cpuMilli > 0) slots = Math.min(slots, Math.floor(cpu / cpuMilli));
  if (memoryMib > 0) slots = Math.min(slots, Math.floor(memory / memoryMib));
  return slots;
}

/** Instances over several nodes: as many as there are slots, then exactly the slots they need. */
function placeTogether(patterns: readonly Pattern[][], members: readonly number[], job: number, one: Job, wanted: number): number {
  const { slots } = one;
  let room = 0;
  if (slots > 1)
    for (const index of members) for (const pattern of patterns[index] as Pattern[]) room += roomFor(pattern, one) * pattern.nodes;
  const instances = slots === 1 ? wanted : Math.min(wanted, Math.floor(room / slots));
  let left = instances * slots;
  for (const index of members) {
    if (left === 0) break;
    left -= fill(patterns[index] as Pattern[], job, one, left);
  }
  return instances - Math.ceil(left / slots);
}

/** Instances that stand on one node each with all their slots. */
function placeAlone(patterns: readonly Pattern[][], members: readonly number[], job: number, one: Job, wanted: number): number {
  const list = patterns[members[0] as number] as Pattern[];
  let left = wanted;
  for (const pattern of [...list]) {
    const each = Math.floor(roomFor(pattern, one) / one.slots);
    if (each === 0 || left === 0) continue;
    left -= use(list, pattern, { job, one, bundle: one.slots }, each, left);
  }
  return wanted - left;
}

/** Puts up to `wanted` slots on nodes of one group, tightest nodes first; returns how many found room. */
function fill(list: Pattern[], job: number, one: Job, wanted: number): number {
  let left = wanted;
  const open = list.filter((pattern) => roomFor(pattern, one) > 0);
  for (const pattern of open.sort((a, b) => a.free - b.free || a.cpu - b.cpu || a.memory - b.memory)) {
    if (left === 0) break;
    left -= use(list, pattern, { job, one, bundle: 1 }, roomFor(pattern, one), left);
  }
  return wanted - left;
}

/** Fills whole nodes of a pattern with `each` bundles of slots, then one node with the rest; returns the bundles placed. */
function use(
  list: Pattern[],
  pattern: Pattern,
  { job, one, bundle }: { job: number; one: Job; bundle: number },
  each: number,
  wanted: number,
): number {
  const full = Math.min(pattern.nodes, Math.floor(wanted / each));
  const rest = full < pattern.nodes ? Math.min(each, wanted - full * each) : 0;
  const add = (nodes: number, bundles: number) => {
    if (nodes === 0 || bundles === 0) return;
    const slots = bundles * bundle;
    list.push({
      load: { job, slots, before: pattern.load },
      free: pattern.free - slots * one.gpus,
      cpu: pattern.cpu - slots * one.cpuMilli,
      memory: pattern.memory - slots * one.memoryMib,
      nodes,
    });
    pattern.nodes -= nodes;
  };
  add(full, each);
  add(1, rest);
  if (pattern.nodes === 0) list.splice(list.indexOf(pattern), 1);
  return full * each + rest;
}
