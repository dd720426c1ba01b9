import type { NodeGroup } from './nodes.ts';
import { ALONE, ANYWHERE } from './nodes.ts';
import type { Job, Jobs } from './problem.ts';

/**
 * Jobs put on nodes, to be checked one by one: on `nodes` nodes of a row of the inventory (from 0) stand `slots[w]` slots of class w each.
 * Instances of a class are whole slots of one domain, divided by the nodes of an instance and rounded down.
 */
export type Placement = { row: number; nodes: number; slots: number[] }[];

/** Nodes of a group that carry the same. */
type Pattern = { slots: number[]; free: number; nodes: number };

/** What a placement serves, in value times scale. */
export type Placed = { value: number; patterns: (Pattern[] | null)[] };

/**
 * Packs jobs greedily on the nodes of the units that are left: dear gangs first among equals, larger gangs before smaller ones, each on the
 * nodes with the fewest other uses and the least free space that is enough. A lower bound of what can be served; not the best there is.
 *
 * @param removed flag per unit, or `null` = nothing is removed and nodes without an owner count
 */
export function place(groups: readonly NodeGroup[], { jobs }: Jobs, removed: Uint8Array | null): Placed {
  const patterns = groups.map((group): Pattern[] | null =>
    group.unit < 0 ? (removed === null ? fresh(group, jobs) : null) : removed?.[group.unit] === 1 ? null : fresh(group, jobs),
  );
  const uses: number[][] = jobs.map(() => []);
  groups.forEach((group, index) => {
    if (patterns[index] !== null) for (const job of group.eligible) (uses[job] as number[]).push(index);
  });
  const order = [...jobs.keys()].sort((a, b) => {
    const [first, second] = [jobs[a] as Job, jobs[b] as Job];
    return (
      second.gpus - first.gpus ||
      second.slots - first.slots ||
      second.price - first.price ||
      (uses[a] as number[]).length - (uses[b] as number[]).length ||
      a - b
    );
  });
  let value = 0;
  for (const job of order) {
    const { gpus, slots, quantity, price } = jobs[job] as Job;
    const able = (uses[job] as number[]).toSorted(
      (a, b) => (groups[a] as NodeGroup).eligible.length - (groups[b] as NodeGroup).eligible.length || a - b,
    );
    let wanted = quantity;
    const domains = slots === 1 ? [able] : byDomain(groups, job, able);
    for (const members of domains) {
      if (wanted === 0) break;
      const alone = slots > 1 && domainOf(groups[members[0] as number] as NodeGroup, job) === ALONE;
      wanted -= alone
        ? placeAlone(patterns, members, job, gpus, slots, wanted)
        : placeTogether(patterns, members, job, gpus, slots, wanted);
    }
    value += (quantity - wanted) * gpus * slots * price;
  }
  return { value, patterns };
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

const fresh = (group: NodeGroup, jobs: readonly Job[]): Pattern[] => [
  { slots: Array<number>(jobs.length).fill(0), free: group.gpus, nodes: group.nodes },
];

const domainOf = (group: NodeGroup, job: number): number => group.domains[group.eligible.indexOf(job)] as number;

/** Groups that hold instances together; nodes whose domain is unknown but favourable join none, which is cautious. */
function byDomain(groups: readonly NodeGroup[], job: number, able: readonly number[]): number[][] {
  const found = new Map<string, number[]>();
  for (const index of able) {
    const group = groups[index] as NodeGroup;
    const domain = domainOf(group, job);
    const key = domain === ALONE ? `alone ${index}` : domain === ANYWHERE ? `unit ${group.unit}` : String(domain);
    const members = found.get(key) ?? [];
    members.push(index);
    found.set(key, members);
  }
  return [...found.values()];
}

/** Instances over several nodes: as many as there are slots, then exactly the slots they need. */
function placeTogether(
  patterns: readonly (Pattern[] | null)[],
  members: readonly number[],
  job: number,
  gpus: number,
  slots: number,
  wanted: number,
): number {
  let room = 0;
  if (slots > 1) for (const index of members) for (const { free, nodes } of patterns[index] ?? []) room += Math.floor(free / gpus) * nodes;
  const instances = slots === 1 ? wanted : Math.min(wanted, Math.floor(room / slots));
  let left = instances * slots;
  for (const index of members) {
    if (left === 0) break;
    left -= fill(patterns[index] as Pattern[], job, gpus, left);
  }
  return instances - Math.ceil(left / slots);
}

/** Instances that stand on one node each with all their slots. */
function placeAlone(
  patterns: readonly (Pattern[] | null)[],
  members: readonly number[],
  job: number,
  gpus: number,
  slots: number,
  wanted: number,
): number {
  const list = patterns[members[0] as number] as Pattern[];
  let left = wanted;
  for (const pattern of [...list]) {
    const each = Math.floor(Math.floor(pattern.free / gpus) / slots);
    if (each === 0 || left === 0) continue;
    left -= use(list, pattern, job, gpus, slots, each, left);
  }
  return wanted - left;
}

/** Puts up to `wanted` slots on nodes of one group, tightest nodes first; returns how many found room. */
function fill(list: Pattern[], job: number, gpus: number, wanted: number): number {
  let left = wanted;
  for (const pattern of list.filter(({ free }) => free >= gpus).sort((a, b) => a.free - b.free)) {
    if (left === 0) break;
    left -= use(list, pattern, job, gpus, 1, Math.floor(pattern.free / gpus), left);
  }
  return wanted - left;
}

/** Fills whole nodes of a pattern with `each` bundles of slots, then one node with the rest; returns the bundles placed. */
function use(list: Pattern[], pattern: Pattern, job: number, gpus: number, slots: number, each: number, wanted: number): number {
  const full = Math.min(pattern.nodes, Math.floor(wanted / each));
  const rest = full < pattern.nodes ? Math.min(each, wanted - full * each) : 0;
  const add = (nodes: number, bundles: number) => {
    if (nodes === 0 || bundles === 0) return;
    const taken = pattern.slots.slice();
    taken[job] = (taken[job] as number) + bundles * slots;
    list.push({ slots: taken, free: pattern.free - bundles * slots * gpus, nodes });
    pattern.nodes -= nodes;
  };
  add(full, each);
  add(1, rest);
  if (pattern.nodes === 0) list.splice(list.indexOf(pattern), 1);
  return full * each + rest;
}
