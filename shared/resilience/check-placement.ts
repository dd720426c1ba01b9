import type { Placement } from './competing/placement.ts';
import type { NodeRow, Wanted } from './recount-nodes.ts';
import { ANY_DOMAIN, ON_ITS_OWN } from './recount-nodes.ts';

/** Steps that the search for a smaller set may take before a solver is needed. */
const MOST_STEPS = 2_000_000;

/**
 * Value of a stored placement and the value that each unit carries of it, or what is wrong with it: nodes that are not there, jobs that do
 * not fit or may not run there. Instances of several slots count once for each unit they touch.
 *
 * @returns value of service and load of each unit; `''` stands for nodes without an owner
 */
export function placementValue(
  placement: Placement,
  nodes: readonly NodeRow[],
  wanted: readonly Wanted[],
): { value: number; loads: Map<string, number> } | string {
  const byRow = new Map<number, { node: NodeRow; left: number }[]>();
  for (const node of nodes) byRow.set(node.row, [...(byRow.get(node.row) ?? []), { node, left: node.nodes }]);
  const slots = new Map<string, { place: number; unit: string; count: number }>();
  for (const { row, nodes: count, slots: jobs } of placement) {
    const stock = byRow.get(row);
    const first = stock?.[0];
    if (!first || !Number.isSafeInteger(count) || count < 1) return `a placement uses nodes of row ${row + 1} that no class can use`;
    let gpus = 0;
    let cpu = 0;
    let memory = 0;
    for (const [index, number] of jobs.entries()) {
      if (number === 0) continue;
      const place = wanted.findIndex((one) => one.index === index);
      if (place < 0 || !first.node.fits.has(place) || !Number.isSafeInteger(number) || number < 0)
        return `a placement puts a class on row ${row + 1} that may not run there`;
      const one = wanted[place] as Wanted;
      gpus += one.a * number;
      cpu += one.cpu * number;
      memory += one.memory * number;
    }
    if (gpus > first.node.gpus) return `a placement puts ${gpus} GPUs on a node of row ${row + 1}, which has ${first.node.gpus}`;
    if (cpu > first.node.cpu) return `a placement takes more CPU of a node of row ${row + 1} than it has`;
    if (memory > first.node.memory) return `a placement takes more memory of a node of row ${row + 1} than it has`;
    // A row without an owner may be several nodes of their own; they are alike, so the next free ones are taken.
    let open = count;
    for (const entry of stock) {
      const taken = Math.min(open, entry.left);
      if (taken === 0) continue;
      open -= taken;
      entry.left -= taken;
      for (const [index, number] of jobs.entries()) {
        if (number === 0) continue;
        const place = wanted.findIndex((one) => one.index === index);
        const domain = entry.node.fits.get(place) as string;
        const { b } = wanted[place] as Wanted;
        const own = domain === ON_ITS_OWN ? Math.floor(number / b) * b : number;
        const key = `${place} ${entry.node.unit} ${domain === ON_ITS_OWN || domain === ANY_DOMAIN ? '' : domain}`;
        const held = slots.get(key) ?? { place, unit: entry.node.unit ?? '', count: 0 };
        slots.set(key, { ...held, count: held.count + own * taken });
      }
    }
    if (open > 0) return `a placement uses ${open} nodes of row ${row + 1} more than it has`;
  }
  const served = wanted.map(() => 0);
  const loads = new Map<string, number>();
  for (const { place, unit, count } of slots.values()) {
    const { b, value } = wanted[place] as Wanted;
    const instances = Math.floor(count / b);
    served[place] = (served[place] as number) + instances;
    loads.set(unit, (loads.get(unit) ?? 0) + instances * value);
  }
  const over = wanted.find(({ d }, place) => (served[place] as number) > d);
  if (over) return `a placement serves more of class "${over.name}" than is wanted`;
  return { value: wanted.reduce((sum, { value }, place) => sum + value * (served[place] as number), 0), loads };
}

/**
 * The smallest number of units that takes at least `need` from every placement, as far as it is below `limit`: depth-first over the units of
 * a placement that still stands.
 *
 * @returns that number, `limit` where no smaller set does, `null` where the search grows too long
 */
export function hittingNumber(cuts: readonly { need: number; loads: ReadonlyMap<string, number> }[], limit: number): number | null {
  let steps = 0;
  let best = limit;
  const search = (chosen: ReadonlySet<string>, excluded: ReadonlySet<string>): boolean => {
    steps += 1;
    if (steps > MOST_STEPS) return false;
    let hardest: { most: number; units: string[] } | null = null;
    for (const { need, loads } of cuts) {
      let left = need;
      for (const unit of chosen) left -= loads.get(unit) ?? 0;
      if (left <= 0) continue;
      const free = [...loads].filter(([unit, load]) => load > 0 && !chosen.has(unit) && !excluded.has(unit)).sort((a, b) => b[1] - a[1]);
      let most = 0;
      while (left > 0 && most < free.length) {
        left -= free[most]?.[1] ?? 0;
        most += 1;
      }
      if (left > 0 || chosen.size + most >= best) return true;
      if (hardest === null || most > hardest.most) hardest = { most, units: free.map(([unit]) => unit) };
    }
    if (hardest === null) {
      best = Math.min(best, chosen.size);
      return true;
    }
    const without = new Set(excluded);
    for (const unit of hardest.units) {
      if (!search(new Set([...chosen, unit]), without)) return false;
      without.add(unit);
    }
    return true;
  };
  return search(new Set(), new Set()) ? best : null;
}
