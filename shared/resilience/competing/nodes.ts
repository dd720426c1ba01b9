import type { Portfolio } from '../../case/portfolio.ts';
import { domainOf } from '../../case/portfolio.ts';
import type { Counts, Groups } from '../capacity.ts';
import { copiesOf, groupRows } from '../capacity.ts';
import { eligibilityOf } from '../eligibility.ts';
import type { Inventory } from '../inventory.ts';
import { knowsNodeSize } from '../inventory.ts';
import { takesHost } from '../resources.ts';
import type { Job, Jobs } from './problem.ts';

/** Domain of a node for a class of several nodes: it has none that is known, so an instance must fit on the node alone. */
export const ALONE = -1;
/** The node completes instances of any domain: the favourable reading of a domain or an owner that is unknown. */
export const ANYWHERE = -2;

/** Nodes that no placement can tell apart, of one unit. */
export type NodeGroup = {
  /** index of the unit, -1 = without an owner */
  unit: number;
  /** jobs whose conditions the nodes meet, ascending places in `Jobs.jobs` */
  eligible: readonly number[];
  /** GPUs of each node; unbounded nodes hold all that may stand on them */
  gpus: number;
  /** CPU and memory of each node, no more than jobs that fit on its GPUs can take; 0 where no job asks */
  cpuMilli: number;
  memoryMib: number;
  /** CPU or memory may run out on a node before its GPUs do */
  tight: boolean;
  nodes: number;
  /** per entry of `eligible`: domain of a job of several slots (ids count per job), `ALONE` or `ANYWHERE`; 0 for jobs of one slot */
  domains: readonly number[];
  /** rows of the inventory, with the nodes of each */
  rows: { row: number; nodes: number }[];
};

/**
 * Nodes by unit, eligibility, size and domains: the only things of a node that matter (removal-test.md 4.1, 6).
 *
 * Pessimistic: unknown attributes fail, totals of unknown node size host only jobs of one GPU, nodes of unknown domain or owner stand alone.
 * Optimistic: unknown attributes pass, a total is one large node, nodes of unknown domain or owner complete instances of any domain, and
 * each node without an owner is a unit of its own.
 *
 * @param counts of the same inventory, for units and names
 */
export function nodeGroups(
  inventory: Inventory,
  portfolio: Portfolio,
  counts: Counts,
  { jobs }: Jobs,
  reading: 'pessimistic' | 'optimistic',
): NodeGroup[] {
  const optimistic = reading === 'optimistic';
  const least = optimistic ? 1 : 2;
  const answers = jobs.map((job) => eligibilityOf(inventory, portfolio.classes[job.class] as Portfolio['classes'][number]));
  const kept = new Map<string, Groups>();
  const domains = jobs.map((job) => {
    if (job.slots === 1) return null;
    const domain = domainOf(portfolio.classes[job.class] as Portfolio['classes'][number]);
    const groups = kept.get(domain) ?? groupRows(inventory, domain, counts.unitOfRow);
    kept.set(domain, groups);
    return groups.ofRow;
  });
  const firstUnowned = new Int32Array(inventory.rows);
  counts.unownedRow.forEach((row, place) => {
    if (place === 0 || counts.unownedRow[place - 1] !== row) firstUnowned[row] = place;
  });
  const intern = interning();
  const groups: NodeGroup[] = [];
  const groupOf = new Map<number, number>();
  const units = counts.ids.length + counts.unownedIds.length + 1;
  const eligible: number[] = [];
  const places: number[] = [];
  for (let row = 0; row < inventory.rows; row += 1) {
    const sized = knowsNodeSize(inventory, row);
    const stated = optimistic ? (inventory.gpus.high[row] as number) : (inventory.gpus.low[row] as number);
    const gpus = Number.isNaN(stated) ? (optimistic ? Infinity : 0) : stated;
    const owner = counts.unitOfRow[row] as number;
    const cpu = stateOf(inventory.cpuMilli, row, optimistic);
    const memory = stateOf(inventory.memoryMib, row, optimistic);
    eligible.length = 0;
    places.length = 0;
    let set = 0;
    let domainSet = 0;
    for (let place = 0; place < jobs.length; place += 1) {
      const job = jobs[place] as Job;
      if (((answers[place] as Uint8Array)[row] as number) < least || gpus < job.gpus) continue;
      if (job.cpuMilli > cpu || job.memoryMib > memory) continue;
      if (!optimistic && !sized && (job.gpus > 1 || takesHost(job))) continue;
      let domain = 0;
      if (job.slots > 1) {
        const known = (domains[place] as Int32Array)[row] as number;
        if (owner >= 0 && known >= 0) domain = known;
        else if (optimistic) domain = ANYWHERE;
        else if (known < 0 && !sized) continue;
        else domain = ALONE;
        domainSet = intern(domainSet, domain);
      }
      eligible.push(place);
      places.push(domain);
      set = intern(set, place);
    }
    if (eligible.length === 0) continue;
    const copies = copiesOf(inventory, row);
    const size = Number.isFinite(gpus) ? gpus : unbounded(eligible, jobs);
    const most = { cpu: mostTaken(eligible, jobs, size, 'cpuMilli'), memory: mostTaken(eligible, jobs, size, 'memoryMib') };
    const cpuMilli = Math.min(cpu, most.cpu);
    const memoryMib = Math.min(memory, most.memory);
    const tight = cpuMilli < most.cpu || memoryMib < most.memory;
    const kind = intern(intern(intern(intern(set, size), domainSet), cpuMilli), memoryMib);
    const add = (unit: number, nodes: number) => {
      const key = kind * units + unit + 1;
      let index = groupOf.get(key);
      if (index === undefined) {
        index = groups.length;
        groupOf.set(key, index);
        groups.push({
          unit,
          eligible: eligible.slice(),
          gpus: size,
          cpuMilli,
          memoryMib,
          tight,
          nodes: 0,
          domains: places.slice(),
          rows: [],
        });
      }
      const group = groups[index] as NodeGroup;
      group.nodes += nodes;
      group.rows.push({ row, nodes });
    };
    if (owner >= 0 || !optimistic) add(owner, copies);
    else for (let copy = 0; copy < copies; copy += 1) add(counts.ids.length + (firstUnowned[row] as number) + copy, 1);
  }
  return groups.sort((a, b) => a.unit - b.unit);
}

/** Groups whose nodes carry the same jobs in the same way, whatever their unit. */
export type NodeKind = Pick<NodeGroup, 'eligible' | 'gpus' | 'cpuMilli' | 'memoryMib' | 'domains'> & { groups: number[] };

/** Nodes that host no job of several slots are alike in all units; the others are a kind a group, because domains lie inside units. */
export function nodeKinds(groups: readonly NodeGroup[], { jobs }: Jobs): NodeKind[] {
  const kinds: NodeKind[] = [];
  const known = new Map<string, NodeKind>();
  groups.forEach(({ eligible, gpus, cpuMilli, memoryMib, domains }, index) => {
    const several = eligible.some((job) => (jobs[job] as Job).slots > 1);
    const key = several ? '' : `${eligible.join()}|${gpus}|${cpuMilli}|${memoryMib}`;
    const kind = several ? undefined : known.get(key);
    if (kind) {
      kind.groups.push(index);
      return;
    }
    const made = { eligible, gpus, cpuMilli, memoryMib, domains, groups: [index] };
    kinds.push(made);
    if (!several) known.set(key, made);
  });
  return kinds;
}

/** Numbers for sequences: the same sequence of numbers, each appended to the number of the one before it, has the same number. */
function interning(): (before: number, next: number) => number {
  const tables: Map<number, number>[] = [];
  let last = 0;
  return (before, next) => {
    const table = tables[before] ?? new Map<number, number>();
    tables[before] = table;
    let found = table.get(next);
    if (found === undefined) {
      last += 1;
      found = last;
      table.set(next, found);
    }
    return found;
  };
}

/** An amount of CPU or memory as a reading takes it: what is not stated is nothing, or enough. */
function stateOf(column: Float64Array | undefined, row: number, optimistic: boolean): number {
  const stated = column?.[row] ?? Number.NaN;
  return Number.isNaN(stated) ? (optimistic ? Infinity : 0) : stated;
}

/** No set of jobs that fit on the GPUs of a node takes more of a resource than this: the dearest use of every GPU, rounded up. */
function mostTaken(eligible: readonly number[], jobs: Jobs['jobs'], gpus: number, of: 'cpuMilli' | 'memoryMib'): number {
  return eligible.reduce((most, place) => {
    const job = jobs[place] as Job;
    const product = gpus * job[of];
    const rest = product % job.gpus;
    return Math.max(most, (product - rest) / job.gpus + (rest > 0 ? 1 : 0));
  }, 0);
}

/** A size that holds everything the portfolio could put on one node, and that every gang divides as well as an unbounded one. */
function unbounded(eligible: readonly number[], jobs: Jobs['jobs']): number {
  const largest = Math.max(...eligible.map((place) => (jobs[place] as Jobs['jobs'][number]).gpus));
  const wanted = eligible.reduce((sum, place) => {
    const { gpus, slots, quantity } = jobs[place] as Jobs['jobs'][number];
    return sum + gpus * slots * quantity;
  }, 0);
  return Math.ceil(wanted / largest) * largest;
}
