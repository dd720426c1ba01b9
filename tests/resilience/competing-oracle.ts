/** Exact service of the competing mode for tiny cases, by trying every way to put jobs on nodes. Imports nothing of the product. */

export type Node = { unit: number; model: number; gpus: number; site?: string; cpu?: number; memory?: number };
/** `b` slots of `a` GPUs each, all on one site where `b` is above 1 and `site` is set, else in one unit. */
export type Gang = { models: number[]; a: number; b?: number; site?: boolean; d: number; value: number; cpu?: number; memory?: number };

/** Largest value that whole jobs have on the nodes of the units that are left. */
export function bestService(nodes: Node[], gangs: Gang[], removed: number): number {
  const left = nodes.filter(({ unit }) => ((removed >> unit) & 1) === 0);
  const seen = new Map<string, number>();
  const serve = (index: number, free: number[]): number => {
    const gang = gangs[index];
    if (!gang) return 0;
    const key = `${index}|${free.join()}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    let best = 0;
    const count = (instances: number, space: number[], from: number) => {
      best = Math.max(best, instances * gang.value + serve(index + 1, space));
      if (instances === gang.d) return;
      for (const [next, place] of waysOf(gang, left, space, from)) count(instances + 1, next, place);
    };
    count(0, free, 0);
    seen.set(key, best);
    return best;
  };
  return serve(
    0,
    left.flatMap(({ gpus, cpu = Infinity, memory = Infinity }) => [gpus, cpu, memory]),
  );
}

/** Largest value that whole jobs have on the nodes that are left, and the least that it costs; `prices` per GPU of each node, by trying everything. */
export function cheapestBestService(nodes: Node[], gangs: Gang[], removed: number, prices: number[]): { value: number; cost: number } {
  const kept = nodes.flatMap((node, index) => (((removed >> node.unit) & 1) === 0 ? [{ node, price: prices[index] as number }] : []));
  const left = kept.map(({ node }) => node);
  const spent = (before: number[], after: number[]) =>
    kept.reduce((sum, { price }, index) => sum + price * ((before[3 * index] as number) - (after[3 * index] as number)), 0);
  const serve = (index: number, free: number[]): { value: number; cost: number } => {
    const gang = gangs[index];
    if (!gang) return { value: 0, cost: 0 };
    let best = { value: 0, cost: 0 };
    const count = (instances: number, space: number[], from: number) => {
      const rest = serve(index + 1, space);
      const value = instances * gang.value + rest.value;
      const cost = spent(free, space) + rest.cost;
      if (value > best.value || (value === best.value && cost < best.cost)) best = { value, cost };
      if (instances === gang.d) return;
      for (const [next, place] of waysOf(gang, left, space, from)) count(instances + 1, next, place);
    };
    count(0, free, 0);
    return best;
  };
  return serve(
    0,
    left.flatMap(({ gpus, cpu = Infinity, memory = Infinity }) => [gpus, cpu, memory]),
  );
}

/** Every way to add one instance; instances of a class are added in ascending order of their first node, so each set comes once or more. */
function* waysOf(
  { models, a, b = 1, site, cpu = 0, memory = 0 }: Gang,
  nodes: Node[],
  free: number[],
  from: number,
): Generator<[number[], number]> {
  for (let first = from; first < nodes.length; first += 1) {
    const start = nodes[first] as Node;
    function* slots(count: number, at: number, space: number[]): Generator<number[]> {
      if (count === 0) {
        yield space;
        return;
      }
      for (let node = at; node < nodes.length; node += 1) {
        const { unit, model, site: place } = nodes[node] as Node;
        if (!models.includes(model) || unit !== start.unit) continue;
        const [gpusFree, cpuFree, memoryFree] = space.slice(3 * node, 3 * node + 3) as [number, number, number];
        if (gpusFree < a || cpuFree < cpu || memoryFree < memory) continue;
        if (b > 1 && site && place !== start.site) continue;
        const next = [...space];
        next.splice(3 * node, 3, gpusFree - a, cpuFree - cpu, memoryFree - memory);
        yield* slots(count - 1, node, next);
        if (count === b) return;
      }
    }
    for (const space of slots(b, first, free)) if (space[3 * first] !== free[3 * first]) yield [space, first];
  }
}

/** Smallest service after any k removals, k from 0; exact, over all sets of units. */
export function worstService(nodes: Node[], gangs: Gang[], units: number): number[] {
  const worst = Array<number>(units + 1).fill(Infinity);
  for (let set = 0; set < 2 ** units; set += 1) {
    const size = [...set.toString(2)].filter((digit) => digit === '1').length;
    worst[size] = Math.min(worst[size] as number, bestService(nodes, gangs, set));
  }
  return worst;
}

/** k* of the competing mode for the threshold p/q; `null` = never. */
export function competingBreakingPoint(nodes: Node[], gangs: Gang[], units: number, p: number, q: number): number | null {
  const demand = gangs.reduce((sum, { d, value }) => sum + d * value, 0);
  const k = worstService(nodes, gangs, units).findIndex((served) => served * q < p * demand);
  return k < 0 ? null : k;
}

/** Fungible service by maximum flow, one GPU at a time along augmenting paths (Ford and Fulkerson 1956). */
export function fungibleService(nodes: Node[], gangs: Gang[], removed: number): number {
  const holder = nodes.flatMap(({ unit, model, gpus }) =>
    (removed >> unit) & 1 ? [] : Array.from({ length: gpus }, () => ({ model, job: -1 })),
  );
  const wanted = gangs.flatMap(({ d }, job) => Array.from({ length: d }, () => job));
  const assigned = wanted.map(() => -1);
  let served = 0;
  const tryJob = (instance: number, visited: Set<number>): boolean => {
    const gang = gangs[wanted[instance] as number] as Gang;
    for (const [gpu, slot] of holder.entries()) {
      if (visited.has(gpu) || !gang.models.includes(slot.model)) continue;
      visited.add(gpu);
      if (slot.job >= 0 && !tryJob(slot.job, visited)) continue;
      slot.job = instance;
      assigned[instance] = gpu;
      return true;
    }
    return false;
  };
  for (const instance of wanted.keys()) if (tryJob(instance, new Set())) served += 1;
  return served;
}
