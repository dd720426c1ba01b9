import type { NodeGroup } from '../competing/nodes.ts';
import { ALONE, ANYWHERE } from '../competing/nodes.ts';
import { type Free, roomFor } from '../competing/placement.ts';
import type { Job, Jobs } from '../competing/problem.ts';

/** Nodes of one group with the same room. Which jobs fill the rest does not matter here: a loss takes whole units. */
type Nodes = Free & { nodes: number };

/** Jobs that run on nodes and stay there, in competing mode. Values are those of `Jobs`, times its scale. */
export type RunningJobs = {
  /** instances that run of each job, row-major units x jobs; an instance stands inside one unit */
  running: Float64Array;
  /** instances of each job that run nowhere */
  waiting: Float64Array;
  /** free GPUs of the nodes of each group; empty = the unit is lost */
  free: Nodes[][];
};

/** Value times scale of the jobs that run. */
export function runningValue({ jobs }: Jobs, { waiting }: Pick<RunningJobs, 'waiting'>): number {
  return jobs.reduce((sum, job, index) => sum + (job.quantity - (waiting[index] as number)) * valueOfJob(job), 0);
}

/** Value times scale of the jobs that run on one unit. */
export function valueOnUnit({ jobs }: Jobs, { running }: RunningJobs, unit: number): number {
  return jobs.reduce((sum, job, index) => sum + (running[unit * jobs.length + index] as number) * valueOfJob(job), 0);
}

const valueOfJob = ({ gpus, slots, price }: Job): number => gpus * slots * price;

/** All jobs of the portfolio placed on empty nodes by the rule of `startWaiting`. Nodes without an owner take none: any loss may be theirs. */
export function startAll(groups: readonly NodeGroup[], jobs: Jobs, units: number): RunningJobs {
  const state: RunningJobs = {
    running: new Float64Array(units * jobs.jobs.length),
    waiting: Float64Array.from(jobs.jobs, ({ quantity }) => quantity),
    free: groups.map(({ unit, gpus, cpuMilli, memoryMib, nodes }) =>
      unit < 0 ? [] : [{ free: gpus, cpu: cpuMilli, memory: memoryMib, nodes }],
    ),
  };
  startWaiting(groups, jobs, state);
  return state;
}

/** The state after a unit is lost: its jobs wait, and then those that wait start where there is room. The given state stays as it is. */
export function loseUnit(groups: readonly NodeGroup[], jobs: Jobs, state: RunningJobs, unit: number): RunningJobs {
  const width = jobs.jobs.length;
  const after: RunningJobs = {
    running: state.running.slice(),
    waiting: state.waiting.slice(),
    free: state.free.map((list, index) => ((groups[index] as NodeGroup).unit === unit ? [] : list.map((nodes) => ({ ...nodes })))),
  };
  for (let job = 0; job < width; job += 1) {
    after.waiting[job] = (after.waiting[job] as number) + (after.running[unit * width + job] as number);
    after.running[unit * width + job] = 0;
  }
  startWaiting(groups, jobs, after);
  return after;
}

/**
 * Starts jobs that wait, without moving one that runs: large gangs first, dear ones first among equals, each on the nodes that the fewest
 * other jobs can use and of these on those with the least free space that is enough (best fit).
 */
function startWaiting(groups: readonly NodeGroup[], { jobs }: Jobs, state: RunningJobs): void {
  const order = [...jobs.keys()].sort((a, b) => {
    const [first, second] = [jobs[a] as Job, jobs[b] as Job];
    return second.gpus - first.gpus || second.slots - first.slots || second.price - first.price || a - b;
  });
  for (const job of order) {
    if ((state.waiting[job] as number) === 0) continue;
    const one = jobs[job] as Job;
    const { slots } = one;
    const started = (unit: number, instances: number) => {
      const cell = unit * jobs.length + job;
      state.running[cell] = (state.running[cell] as number) + instances;
      state.waiting[job] = (state.waiting[job] as number) - instances;
    };
    const able = [...groups.keys()]
      .filter((index) => (state.free[index] as Nodes[]).length > 0 && (groups[index] as NodeGroup).eligible.includes(job))
      .sort((a, b) => (groups[a] as NodeGroup).eligible.length - (groups[b] as NodeGroup).eligible.length || a - b);
    if (slots === 1) {
      for (const index of byFit(able, groups, state, one)) {
        if ((state.waiting[job] as number) === 0) break;
        started((groups[index] as NodeGroup).unit, take(state.free[index] as Nodes[], one, 1, state.waiting[job] as number));
      }
      continue;
    }
    for (const members of domainsOf(groups, job, able)) {
      if ((state.waiting[job] as number) === 0) break;
      const first = groups[members[0] as number] as NodeGroup;
      const lists = members.map((index) => state.free[index] as Nodes[]);
      if (domainOf(first, job) === ALONE) {
        started(first.unit, take(lists[0] as Nodes[], one, slots, state.waiting[job] as number));
        continue;
      }
      const room = lists.reduce((sum, list) => sum + list.reduce((all, entry) => all + roomFor(entry, one) * entry.nodes, 0), 0);
      const instances = Math.min(state.waiting[job] as number, Math.floor(room / slots));
      let left = instances * slots;
      for (const list of lists) left -= take(list, one, 1, left);
      started(first.unit, instances);
    }
  }
}

/** Groups by how few other jobs can use them, then by the least free space that is enough. */
function byFit(able: readonly number[], groups: readonly NodeGroup[], state: RunningJobs, one: Job): number[] {
  const tightest = (index: number) =>
    (state.free[index] as Nodes[]).reduce((least, entry) => (entry.free < least && roomFor(entry, one) > 0 ? entry.free : least), Infinity);
  const fit = new Map(able.map((index) => [index, tightest(index)]));
  return able
    .filter((index) => fit.get(index) !== Infinity)
    .sort(
      (a, b) =>
        (groups[a] as NodeGroup).eligible.length - (groups[b] as NodeGroup).eligible.length ||
        (fit.get(a) as number) - (fit.get(b) as number) ||
        a - b,
    );
}

const domainOf = (group: NodeGroup, job: number): number => group.domains[group.eligible.indexOf(job)] as number;

/** Groups that hold instances of several nodes together; a node of no known domain stands alone. */
function domainsOf(groups: readonly NodeGroup[], job: number, able: readonly number[]): number[][] {
  const found = new Map<string, number[]>();
  for (const index of able) {
    const group = groups[index] as NodeGroup;
    const domain = domainOf(group, job);
    const key = domain === ALONE ? `alone ${index}` : domain === ANYWHERE ? `unit ${group.unit}` : `${group.unit} ${domain}`;
    const members = found.get(key) ?? [];
    members.push(index);
    found.set(key, members);
  }
  return [...found.values()];
}

/** Takes up to `wanted` bundles of slots from nodes, each bundle on one node, tightest nodes first; returns how many found room. */
function take(list: Nodes[], one: Job, slots: number, wanted: number): number {
  let left = wanted;
  for (const entry of [...list].sort((a, b) => a.free - b.free)) {
    const each = Math.floor(roomFor(entry, one) / slots);
    if (each === 0) continue;
    if (left === 0) break;
    const full = Math.min(entry.nodes, Math.floor(left / each));
    const rest = full < entry.nodes ? left - full * each : 0;
    const put = (nodes: number, bundles: number) => {
      if (nodes === 0 || bundles === 0) return;
      entry.nodes -= nodes;
      const taken = bundles * slots;
      add(list, {
        free: entry.free - taken * one.gpus,
        cpu: entry.cpu - taken * one.cpuMilli,
        memory: entry.memory - taken * one.memoryMib,
        nodes,
      });
      left -= nodes * bundles;
    };
    put(full, each);
    put(1, Math.min(each, rest));
    if (entry.nodes === 0) list.splice(list.indexOf(entry), 1);
  }
  return wanted - left;
}

function add(list: Nodes[], room: Nodes): void {
  const same = list.find(({ free, cpu, memory }) => free === room.free && cpu === room.cpu && memory === room.memory);
  if (same) same.nodes += room.nodes;
  else list.push(room);
}
