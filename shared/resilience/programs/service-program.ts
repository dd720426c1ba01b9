import { ALONE, ANYWHERE, type NodeGroup } from '../competing/nodes.ts';
import type { Job } from '../competing/problem.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { type LinearProgram, programBuilder } from './linear-program.ts';

/** What one job can put on a node of a type: one slot, or a whole instance where the node knows no domain. */
type Entry = {
  job: number;
  /** GPUs of one of them */
  size: number;
  /** slots of one of them */
  slots: number;
  domain: number;
  column: number;
};

/** Nodes that a placement cannot tell apart, of any unit that is left. */
type NodeType = {
  gpus: number;
  nodes: number;
  groups: number[];
  entries: Entry[];
  patterns: { counts: number[]; column: number }[] | null;
};

/** The most value that whole jobs can take of the nodes that are left, as a program in whole numbers. */
export type ServiceProgram = {
  program: LinearProgram;
  types: NodeType[];
  /** instances of jobs of several slots, by domain: their column, and the entries that give the slots */
  gangs: { instances: number; slots: number; entries: Entry[] }[];
};

/** Patterns of one node beyond which the program would grow too large. */
const MOST_PATTERNS = 3000;

/**
 * The exact service of competing gangs after a removal (removal-test.md 4.6): per type of node and job the number of slots, per domain the
 * number of instances. Where gang sizes on a type divide one another, volumes per size are enough (Coffman, Garey and Johnson 1987);
 * otherwise nodes are counted by maximal pattern (Gilmore and Gomory 1961).
 *
 * @param removed flag per unit, or `null` = nothing is removed and nodes without an owner count
 * @returns `null` where nodes complete instances of any domain, or sizes allow too many patterns
 */
export function serviceProgram({ groups, jobs }: CompetingSupply, removed: Uint8Array | null): ServiceProgram | null {
  const list = jobs.jobs;
  const builder = programBuilder('maximise');
  const types = nodeTypes(groups, list, removed);
  if (types === null) return null;
  const perJob: [number, number][][] = list.map(() => []);
  const domains = new Map<string, { job: number; entries: Entry[] }>();
  for (const type of types) {
    for (const entry of type.entries) {
      const { slots: needed, gpus, quantity, price } = list[entry.job] as Job;
      const whole = entry.slots === needed;
      const fits = type.nodes * Math.floor(type.gpus / entry.size);
      entry.column = builder.column({
        cost: whole ? price * gpus * needed : 0,
        upper: Math.min(fits, whole ? quantity : quantity * needed),
        whole: true,
      });
      if (whole) (perJob[entry.job] as [number, number][]).push([entry.column, 1]);
      else {
        const key = `${entry.job} ${entry.domain}`;
        const domain = domains.get(key) ?? { job: entry.job, entries: [] };
        domains.set(key, domain);
        domain.entries.push(entry);
      }
    }
    if (!roomOf(builder, type)) return null;
  }
  const gangs: ServiceProgram['gangs'] = [];
  for (const { job, entries } of domains.values()) {
    const { slots, gpus, quantity, price } = list[job] as Job;
    const instances = builder.column({ cost: price * gpus * slots, upper: quantity, whole: true });
    builder.row(-Infinity, 0, [[instances, slots], ...entries.map(({ column }) => [column, -1] as [number, number])]);
    gangs.push({ instances, slots, entries });
    (perJob[job] as [number, number][]).push([instances, 1]);
  }
  perJob.forEach((columns, job) => {
    if (columns.length > 0) builder.row(-Infinity, (list[job] as Job).quantity, columns);
  });
  return { program: builder.build(), types, gangs };
}

/** Types by what may run on them, size and domains; `null` where a node completes instances of any domain. */
function nodeTypes(groups: readonly NodeGroup[], jobs: readonly Job[], removed: Uint8Array | null): NodeType[] | null {
  const types = new Map<string, NodeType>();
  for (const [index, { unit, eligible, gpus, nodes, domains }] of groups.entries()) {
    if (unit < 0 ? removed !== null : removed?.[unit] === 1) continue;
    const key = `${eligible.join()}|${gpus}|${domains.join()}`;
    const known = types.get(key);
    if (known) {
      known.nodes += nodes;
      known.groups.push(index);
      continue;
    }
    if (domains.includes(ANYWHERE)) return null;
    const entries = eligible.flatMap((job, place): Entry[] => {
      const { gpus: size, slots } = jobs[job] as Job;
      const domain = domains[place] as number;
      const together = slots > 1 && domain === ALONE ? slots : 1;
      return size * together > gpus ? [] : [{ job, size: size * together, slots: together, domain, column: -1 }];
    });
    if (entries.length > 0) types.set(key, { gpus, nodes, groups: [index], entries, patterns: null });
  }
  return [...types.values()];
}

/** Rows that keep jobs within the nodes of a type; false where it would take too many patterns. */
function roomOf(builder: ReturnType<typeof programBuilder>, type: NodeType): boolean {
  const sizes = [...new Set(type.entries.map(({ size }) => size))].sort((a, b) => a - b);
  if (sizes.every((size, index) => index === 0 || size % (sizes[index - 1] as number) === 0)) {
    for (const size of sizes)
      builder.row(
        -Infinity,
        type.nodes * Math.floor(type.gpus / size),
        type.entries.filter((entry) => entry.size >= size).map((entry) => [entry.column, entry.size / size] as const),
      );
    return true;
  }
  const patterns = maximalPatterns(sizes, type.gpus);
  if (patterns === null) return false;
  type.patterns = patterns.map((counts) => ({ counts, column: builder.column({ upper: type.nodes, whole: true }) }));
  builder.row(
    -Infinity,
    type.nodes,
    type.patterns.map(({ column }) => [column, 1] as const),
  );
  sizes.forEach((size, place) => {
    builder.row(-Infinity, 0, [
      ...type.entries.filter((entry) => entry.size === size).map((entry) => [entry.column, 1] as [number, number]),
      ...(type.patterns as NonNullable<NodeType['patterns']>).map(
        ({ counts, column }) => [column, -(counts[place] as number)] as [number, number],
      ),
    ]);
  });
  return true;
}

/** Counts of each size (ascending) that fill a node so that nothing more fits. */
function maximalPatterns(sizes: readonly number[], gpus: number): number[][] | null {
  const found: number[][] = [];
  const counts = sizes.map(() => 0);
  const least = sizes[0] as number;
  const fill = (place: number, left: number): boolean => {
    if (place === 0) {
      counts[0] = Math.floor(left / least);
      found.push([...counts]);
      return found.length <= MOST_PATTERNS;
    }
    const size = sizes[place] as number;
    for (let count = Math.floor(left / size); count >= 0; count -= 1) {
      counts[place] = count;
      if (!fill(place - 1, left - count * size)) return false;
    }
    return true;
  };
  return fill(sizes.length - 1, gpus) ? found : null;
}
