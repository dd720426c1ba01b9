import { valuesByUnit } from '../competing/loads.ts';
import type { NodeGroup } from '../competing/nodes.ts';
import type { Placed } from '../competing/placement.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import type { ServiceProgram } from './service-program.ts';

type Pattern = NonNullable<Placed['patterns'][number]>[number];

/**
 * Turns a solver's answer into jobs on nodes, in whole numbers: counts are rounded down to integers, packed node by node, and only what
 * found room is counted. Units with few GPUs are filled first, so that losing a large unit costs little.
 *
 * @returns the value that is really served, times scale
 */
export function unpack(supply: CompetingSupply, { types, gangs }: ServiceProgram, values: ArrayLike<number>): Placed {
  const { groups, jobs } = supply;
  const width = jobs.jobs.length;
  const sizeOfUnit = new Map<number, number>();
  for (const { unit, gpus, nodes } of groups) sizeOfUnit.set(unit, (sizeOfUnit.get(unit) ?? 0) + gpus * nodes);
  const patterns: Placed['patterns'] = groups.map(() => null);
  const counts = Array.from(values, Math.round);
  // slots that make no whole instance of their domain stay empty
  for (const { instances, slots, entries } of gangs) {
    let needed = slots * (counts[instances] as number);
    for (const { column } of entries) {
      counts[column] = Math.min(counts[column] as number, needed);
      needed -= counts[column] as number;
    }
  }
  for (const type of types) {
    const order = type.groups.toSorted((a, b) => {
      const [first, second] = [(groups[a] as NodeGroup).unit, (groups[b] as NodeGroup).unit];
      return (sizeOfUnit.get(first) ?? 0) - (sizeOfUnit.get(second) ?? 0) || first - second || a - b;
    });
    for (const index of order)
      patterns[index] = [{ slots: Array<number>(width).fill(0), free: type.gpus, nodes: (groups[index] as NodeGroup).nodes }];
    const wanted = type.entries.map((entry) => ({ ...entry, left: counts[entry.column] as number }));
    const sizes = [...new Set(type.entries.map(({ size }) => size))].sort((a, b) => a - b);
    for (const { counts: pattern, column } of type.patterns ?? []) {
      // nodes of one pattern: reserve its slots of every size for jobs of that size
      let nodes = counts[column] as number;
      while (nodes > 0) {
        const taken = sizes.flatMap((size, place) => {
          let room = pattern[place] as number;
          return wanted.flatMap((entry) => {
            if (entry.size !== size || room === 0 || entry.left === 0) return [];
            const count = Math.min(room, entry.left);
            room -= count;
            return [{ entry, count }];
          });
        });
        if (taken.length === 0) break;
        const repeat = Math.min(nodes, ...taken.map(({ entry, count }) => Math.floor(entry.left / count)));
        let done = 0;
        for (const index of order) {
          if (done === repeat) break;
          done += fillNodes(patterns[index] as Pattern[], taken, repeat - done);
        }
        if (done === 0) break;
        for (const { entry, count } of taken) entry.left -= count * done;
        nodes -= done;
      }
    }
    if (type.patterns !== null) continue;
    for (const entry of wanted.toSorted((a, b) => b.size - a.size))
      for (const index of order) {
        if (entry.left === 0) break;
        entry.left -= fill(patterns[index] as Pattern[], entry.job, entry.size, entry.slots, entry.left);
      }
  }
  return { patterns, value: valuesByUnit(supply, patterns).total };
}

/** Puts a whole pattern of jobs on up to `most` empty nodes; returns how many. */
function fillNodes(
  list: Pattern[],
  taken: readonly { entry: { job: number; size: number; slots: number }; count: number }[],
  most: number,
): number {
  const empty = list.find(({ slots }) => slots.every((count) => count === 0));
  if (empty === undefined) return 0;
  const nodes = Math.min(most, empty.nodes);
  const slots = empty.slots.slice();
  let free = empty.free;
  for (const { entry, count } of taken) {
    slots[entry.job] = (slots[entry.job] as number) + count * entry.slots;
    free -= count * entry.size;
  }
  if (free < 0) return 0;
  list.push({ slots, free, nodes });
  empty.nodes -= nodes;
  if (empty.nodes === 0) list.splice(list.indexOf(empty), 1);
  return nodes;
}

/** Puts up to `most` pieces of a size on the nodes of a group, tightest nodes first; returns how many found room. */
function fill(list: Pattern[], job: number, size: number, slotsOfOne: number, most: number): number {
  let left = most;
  for (const pattern of list.filter(({ free }) => free >= size).sort((a, b) => a.free - b.free)) {
    if (left === 0) break;
    const each = Math.floor(pattern.free / size);
    const full = Math.min(pattern.nodes, Math.floor(left / each));
    const rest = full < pattern.nodes ? Math.min(each, left - full * each) : 0;
    for (const [nodes, count] of [
      [full, each],
      [1, rest],
    ] as const) {
      if (nodes === 0 || count === 0) continue;
      const slots = pattern.slots.slice();
      slots[job] = (slots[job] as number) + count * slotsOfOne;
      list.push({ slots, free: pattern.free - count * size, nodes });
      pattern.nodes -= nodes;
      left -= count * nodes;
    }
    if (pattern.nodes === 0) list.splice(list.indexOf(pattern), 1);
  }
  return most - left;
}
