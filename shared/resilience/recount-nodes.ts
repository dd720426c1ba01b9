import type { Portfolio } from '../case/portfolio.ts';
import type { Inventory } from './inventory.ts';
import { domainLabel, isSized, label, meetsConditions, statedOn, unownedId } from './recount.ts';

/** A class that is wanted and worth something, as the check of competing mode reads it. */
export type Wanted = { index: number; name: string; a: number; b: number; d: number; value: number; cpu: number; memory: number };

/** Nodes of one row in one unit, for the check of certificates only. */
export type NodeRow = {
  row: number;
  /** `null` = without an owner */
  unit: string | null;
  nodes: number;
  gpus: number;
  /** CPU and memory, at most what its GPUs give use for */
  cpu: number;
  memory: number;
  /** some class would run out of CPU or memory before it runs out of GPUs */
  short: boolean;
  /** places of `Wanted` whose conditions the nodes meet, with the domain of jobs of several nodes */
  fits: Map<number, string>;
};

/** The node must hold a whole instance, or completes instances anywhere. */
export const ON_ITS_OWN = ' alone';
export const ANY_DOMAIN = ' any';

/** Reads nodes by the definitions of removal-test.md 4.1 and 6, row by row. */
export function recountNodes(inventory: Inventory, portfolio: Portfolio, wanted: readonly Wanted[], optimistic: boolean): NodeRow[] {
  const found: NodeRow[] = [];
  for (let row = 0; row < inventory.rows; row += 1) {
    const sized = isSized(inventory, row);
    const copies = sized ? (inventory.nodes[row] as number) : 1;
    const unit = label(inventory.unit, row);
    const stated = optimistic ? inventory.gpus.high[row] : inventory.gpus.low[row];
    const known = stated === undefined || Number.isNaN(stated) ? null : stated;
    const there = {
      cpu: statedOn(inventory.cpuMilli, row) ?? (optimistic ? Infinity : 0),
      memory: statedOn(inventory.memoryMib, row) ?? (optimistic ? Infinity : 0),
    };
    const fits = new Map<number, string>();
    wanted.forEach(({ index, a, b, cpu, memory }, place) => {
      const workload = portfolio.classes[index] as Portfolio['classes'][number];
      if (!meetsConditions(inventory, row, workload, optimistic)) return;
      if ((known ?? (optimistic ? Infinity : 0)) < a) return;
      if ((cpu > 0 && there.cpu < cpu) || (memory > 0 && there.memory < memory)) return;
      if (!optimistic && !sized && (a > 1 || cpu + memory > 0)) return;
      if (b === 1) {
        fits.set(place, '');
        return;
      }
      const domain = domainLabel(inventory, row, workload);
      if (unit !== null && domain !== null) fits.set(place, `in ${domain}`);
      else if (optimistic) fits.set(place, ANY_DOMAIN);
      else if (sized || domain !== null) fits.set(place, ON_ITS_OWN);
    });
    const able = [...fits.keys()].map((place) => wanted[place] as Wanted);
    if (able.length === 0) continue;
    let gpus = known ?? Infinity;
    if (gpus === Infinity) {
      const step = able.reduce((most, { a }) => Math.max(most, a), 1);
      const all = able.reduce((sum, { a, b, d }) => sum + a * b * d, 0);
      gpus = all + ((step - (all % step)) % step);
    }
    const useful = { cpu: 0, memory: 0 };
    for (const { a, cpu, memory } of able) {
      useful.cpu = Math.max(useful.cpu, upwards(gpus * cpu, a));
      useful.memory = Math.max(useful.memory, upwards(gpus * memory, a));
    }
    const short = there.cpu < useful.cpu || there.memory < useful.memory;
    const node = { row, gpus, cpu: Math.min(there.cpu, useful.cpu), memory: Math.min(there.memory, useful.memory), short, fits };
    if (unit !== null || !optimistic) found.push({ ...node, unit, nodes: copies });
    else for (let copy = 1; copy <= copies; copy += 1) found.push({ ...node, unit: unownedId(row, copy, copies), nodes: 1 });
  }
  return found;
}

const upwards = (amount: number, by: number): number => (amount % by === 0 ? amount / by : (amount - (amount % by)) / by + 1);

/** GPUs by the set of classes that can use them (places of `Wanted`, ascending, joined by commas), for units and for nodes without owner. */
export type Usable = { units: Map<string, Map<string, number>>; unowned: Map<string, number>; loss: number | null };

/**
 * Usable GPUs by the closed form of chain splitting: with sizes s1 | s2 | ... of the classes on a node of g GPUs, s_i * floor(g / s_i) less
 * the same for the next larger size can be used by classes up to s_i. Sizes that are no chain: the largest sum of sizes up to g, for all.
 * With it the rounding loss: the heaviest spanning forest, here grown edge by edge over every single type of supply, or less where classes
 * of one slot are served as a whole.
 *
 * @param sizes GPUs of one slot, by place
 */
export function usableGpus(nodes: readonly NodeRow[], wanted: readonly Wanted[], sizes: readonly number[]): Usable {
  const distinct = [...new Set(sizes)].sort((a, b) => a - b);
  const chain = distinct.every((size, at) => at === 0 || Number.isInteger(size / (distinct[at - 1] as number)));
  const slots = new Map<string, number>();
  const bump = (key: string, by: number) => slots.set(key, (slots.get(key) ?? 0) + by);
  for (const { unit, nodes: count, gpus, fits } of nodes)
    for (const [place, domain] of fits) bump(`${unit} ${place} ${domain}`, count * Math.floor(gpus / (sizes[place] as number)));
  const units = new Map<string, Map<string, number>>();
  const unowned = new Map<string, number>();
  const types = new Map<string, { set: number[]; gpus: number; copies: number }>();
  let known = chain && nodes.every(({ short }) => !short);
  for (const { row, unit, nodes: count, gpus, fits } of nodes) {
    const able = [...fits.keys()]
      .filter((place) => {
        const own = Math.floor(gpus / (sizes[place] as number));
        const { b } = wanted[place] as Wanted;
        const domain = fits.get(place) as string;
        if (own === 0 || b === 1 || domain === ANY_DOMAIN) return own > 0;
        if (domain === ON_ITS_OWN) return own >= b;
        return (slots.get(`${unit} ${place} ${domain}`) ?? 0) + (slots.get(`${unit} ${place} ${ANY_DOMAIN}`) ?? 0) >= b;
      })
      .sort((a, b) => a - b);
    const steps = [...new Set(able.map((place) => sizes[place] as number))].sort((a, b) => a - b);
    const pieces = chain
      ? steps.map((size, at) => {
          const next = steps[at + 1];
          const gpusOfSize = size * Math.floor(gpus / size) - (next === undefined ? 0 : next * Math.floor(gpus / next));
          return { set: able.filter((place) => (sizes[place] as number) <= size), gpus: gpusOfSize };
        })
      : able.length > 0
        ? [{ set: able, gpus: largestSum(gpus, steps) }]
        : [];
    let held = unowned;
    if (unit !== null) {
      held = units.get(unit) ?? new Map();
      units.set(unit, held);
    }
    for (const piece of pieces) {
      if (piece.gpus === 0) continue;
      const key = piece.set.join();
      held.set(key, (held.get(key) ?? 0) + piece.gpus * count);
      const domains = piece.set.filter((place) => (wanted[place] as Wanted).b > 1).map((place) => fits.get(place) as string);
      if (domains.includes(ANY_DOMAIN)) known = false;
      const single = domains.includes(ON_ITS_OWN);
      const type = single ? `row ${row} ${unit} ${key}` : domains.length > 0 ? `${key} of ${unit} ${domains.join()}` : key;
      const entry = types.get(type) ?? { set: piece.set, gpus: 0, copies: 0 };
      if (single) types.set(type, { ...entry, gpus: piece.gpus, copies: entry.copies + count });
      else types.set(type, { ...entry, gpus: entry.gpus + piece.gpus * count, copies: 1 });
    }
  }
  return { units, unowned, loss: known ? heaviestForest([...types.values()], wanted, sizes) : null };
}

function largestSum(gpus: number, sizes: readonly number[]): number {
  if (gpus > 4096) {
    let divisor = sizes[0] as number;
    for (const size of sizes) for (let rest = size; rest > 0; ) [divisor, rest] = [rest, divisor % rest];
    return gpus - (gpus % divisor);
  }
  const sums = new Set([0]);
  for (const sum of sums) for (const size of sizes) if (sum + size <= gpus) sums.add(sum + size);
  return Math.max(...sums);
}

/** Weight of a maximum spanning forest of classes and types, every type for itself; names of parts are rewritten as they join. */
function heaviestForest(
  types: readonly { set: number[]; gpus: number; copies: number }[],
  wanted: readonly Wanted[],
  sizes: readonly number[],
): number {
  const part = wanted.map((_, place) => place);
  const rename = (from: number, to: number) => {
    for (const [place, name] of part.entries()) if (name === from) part[place] = to;
  };
  for (const { set } of types) for (const place of set) rename(part[place] as number, part[set[0] as number] as number);
  const measure = wanted.map(() => 0);
  const divide = (name: number, value: number) => {
    let [a, b] = [measure[name] as number, value];
    while (b > 0) [a, b] = [b, a % b];
    measure[name] = a;
  };
  for (const [place, { b }] of wanted.entries()) divide(part[place] as number, b * (sizes[place] as number));
  for (const { set } of types) divide(part[set[0] as number] as number, Math.max(...set.map((place) => sizes[place] as number)));
  const edges = types.flatMap(({ set, gpus, copies }, type) =>
    set.map((place) => {
      const most = (wanted[place] as Wanted).b * (sizes[place] as number) - (measure[part[place] as number] as number);
      return { place, type, copies, weight: Math.min(most, gpus) };
    }),
  );
  edges.sort((a, b) => b.weight - a.weight);
  const tree = wanted.map((_, place) => place);
  const ofType = new Map<number, number>();
  const forest = new Map<number, number>();
  const add = (place: number, weight: number) => forest.set(part[place] as number, (forest.get(part[place] as number) ?? 0) + weight);
  for (const edge of edges) {
    const own = ofType.get(edge.type);
    const name = tree[edge.place] as number;
    if (own === undefined) {
      ofType.set(edge.type, edge.place);
      add(edge.place, edge.weight * edge.copies);
    } else if (tree[own] !== name) {
      const joined = tree[own] as number;
      for (const [place, other] of tree.entries()) if (other === name) tree[place] = joined;
      add(edge.place, edge.weight);
    }
  }
  let total = 0;
  for (const [name, weight] of forest) {
    const places = [...part.keys()].filter((place) => part[place] === name);
    const single = places.every((place) => (wanted[place] as Wanted).b === 1);
    const inPart = types.filter(({ set }) => part[set[0] as number] === name);
    total += single ? Math.min(weight, sharedOut(places, inPart, sizes, measure[name] as number)) : weight;
  }
  return total;
}

/**
 * The same where every class has one slot and, as a whole, a flow of whole jobs: c cells of a class of v GPUs lose the largest multiple of v
 * up to c (v - m). The cells of a forest, one fewer than its classes and types, go to whoever loses most, by trying all shares.
 */
function sharedOut(places: readonly number[], types: readonly { set: number[] }[], sizes: readonly number[], measure: number): number {
  const known = new Map<string, number>();
  const most = (at: number, cells: number): number => {
    if (at === places.length || cells < 2) return 0;
    const key = `${at} ${cells}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const size = sizes[places[at] as number] as number;
    const degree = types.filter(({ set }) => set.includes(places[at] as number)).length;
    let best = most(at + 1, cells);
    for (let own = 2; own <= Math.min(degree, cells); own += 1) {
      const lost = own * (size - measure);
      best = Math.max(best, lost - (lost % size) + most(at + 1, cells - own));
    }
    known.set(key, best);
    return best;
  };
  return most(0, places.length + types.length - 1);
}
