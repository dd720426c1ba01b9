import type { Portfolio, WorkloadClass } from '../case/portfolio.ts';
import type { CodedColumn, Inventory } from './inventory.ts';
import { matchesModel } from './models.ts';

/** Capacities counted a second time, node by node, for the check of certificates only. */
export type Recount = {
  /** instances per class, by unit id */
  units: Map<string, number[]>;
  /** pessimistic: instances per class of nodes without an owner */
  unattributed: number[];
  /** nodes without an owner */
  unowned: number;
};

type Heap = { slots: number; alone: number; domainKnown: boolean };

/**
 * Counts capacities by the definition of removal-test.md 4.2 and 6, plainly: rows are filed under unit and domain, then each pile is cut
 * into instances. Shares only the model-name rule with the counting of the product.
 */
export function recount(inventory: Inventory, portfolio: Portfolio, optimistic: boolean): Recount {
  const units = new Map<string, number[]>();
  const unattributed = portfolio.classes.map(() => 0);
  let unowned = 0;
  const blank = () => portfolio.classes.map(() => 0);
  for (let row = 0; row < inventory.rows; row += 1) {
    const sized = isSized(inventory, row);
    const copies = sized ? (inventory.nodes[row] as number) : 1;
    const owner = label(inventory.unit, row);
    if (owner === null) {
      unowned += copies;
      if (!optimistic) continue;
      for (let copy = 1; copy <= copies; copy += 1) units.set(unownedId(row, copy, copies), blank());
    } else if (!units.has(owner)) units.set(owner, blank());
  }
  portfolio.classes.forEach((workload, index) => {
    const piles = new Map<string, Map<string, Heap>>();
    for (let row = 0; row < inventory.rows; row += 1) {
      const sized = isSized(inventory, row);
      const copies = sized ? (inventory.nodes[row] as number) : 1;
      const slots = slotsOfNode(inventory, row, workload, optimistic);
      const owner = label(inventory.unit, row);
      const domain = domainLabel(inventory, row, workload);
      const known = domain !== null || workload.nodes === 1;
      const alone = known || sized ? Math.floor(slots / workload.nodes) : 0;
      if (owner === null) {
        if (!optimistic) unattributed[index] = (unattributed[index] as number) + copies * alone;
        for (let copy = 1; optimistic && copy <= copies; copy += 1) {
          const unit = units.get(unownedId(row, copy, copies)) as number[];
          unit[index] = Math.min(
            known || sized ? Math.ceil(slots / workload.nodes) : slots,
            slots === Infinity ? (workload.quantity ?? 0) : Infinity,
          );
        }
        continue;
      }
      const pile = piles.get(owner) ?? new Map<string, Heap>();
      piles.set(owner, pile);
      const key = workload.nodes === 1 ? 'any' : domain === null ? 'unknown' : `in ${domain}`;
      const heap = pile.get(key) ?? { slots: 0, alone: 0, domainKnown: key !== 'unknown' };
      pile.set(key, { ...heap, slots: heap.slots + copies * slots, alone: heap.alone + copies * alone });
    }
    for (const [owner, pile] of piles) {
      const count = instances([...pile.values()], workload.nodes, optimistic);
      (units.get(owner) as number[])[index] = count === Infinity ? (workload.quantity ?? 0) : count;
    }
  });
  return { units, unattributed, unowned };
}

function instances(heaps: Heap[], size: number, optimistic: boolean): number {
  if (!optimistic) return heaps.reduce((sum, heap) => sum + (heap.domainKnown ? Math.floor(heap.slots / size) : heap.alone), 0);
  if (heaps.some((heap) => heap.slots === Infinity)) return Infinity;
  let loose = heaps.find((heap) => !heap.domainKnown)?.slots ?? 0;
  const rests = heaps
    .filter((heap) => heap.domainKnown)
    .map((heap) => heap.slots % size)
    .filter((rest) => rest > 0)
    .sort((a, b) => b - a);
  let count = heaps.reduce((sum, heap) => sum + (heap.domainKnown ? Math.floor(heap.slots / size) : 0), 0);
  while (rests.length > 0 && size - (rests[0] as number) <= loose) {
    loose -= size - (rests.shift() as number);
    count += 1;
  }
  return count + Math.floor(loose / size);
}

/** Whether a row meets the conditions of a class: every one of them, those on unknown values in the optimistic reading. */
export function meetsConditions(inventory: Inventory, row: number, workload: WorkloadClass, optimistic: boolean): boolean {
  const answers: (boolean | null)[] = [];
  if (workload.gpu_models) {
    const model = label(inventory.gpuModel, row);
    const stated = inventory.gpuMatches?.[JSON.stringify(workload.gpu_models)];
    const match =
      model === null
        ? null
        : stated
          ? stated[(inventory.gpuModel as CodedColumn).codes[row] as number]
          : matchesModel(model, workload.gpu_models);
    answers.push(match === null || match === 1 ? null : match === 2);
  }
  if (workload.countries) {
    const country = label(inventory.country, row)?.trim().toLowerCase();
    answers.push(country === undefined ? null : workload.countries.some((wanted) => wanted.toLowerCase() === country));
  }
  const compare = (limit: number | undefined, column: Float64Array | undefined, fits: (value: number, limit: number) => boolean) => {
    if (limit === undefined) return;
    const value = column?.[row];
    answers.push(value === undefined || Number.isNaN(value) ? null : fits(value, limit));
  };
  if (workload.min_vram_gib !== undefined) {
    const least = workload.min_vram_gib;
    const exact = inventory.vramGib?.[row] ?? Number.NaN;
    const low = Number.isNaN(exact) ? (inventory.vramRange?.low[row] ?? Number.NaN) : exact;
    const high = Number.isNaN(exact) ? (inventory.vramRange?.high[row] ?? Number.NaN) : exact;
    answers.push(low >= least ? true : high < least ? false : null);
  }
  compare(workload.min_uptime, inventory.uptime, (value, limit) => value >= limit);
  if (workload.max_usd_per_gpu_hour !== undefined) {
    const most = workload.max_usd_per_gpu_hour;
    const exact = inventory.priceUsdPerGpuHour?.[row] ?? Number.NaN;
    if (!Number.isNaN(exact)) answers.push(exact <= most);
    else if ((inventory.priceRange?.low[row] ?? Number.NaN) > most) answers.push(false);
    else answers.push((inventory.priceRange?.high[row] ?? Number.NaN) <= most ? true : null);
  }
  if (workload.verified_only) {
    const state = inventory.verified?.[row] ?? -1;
    answers.push(state === -1 ? null : state === 1);
  }
  return answers.every((answer) => answer ?? optimistic);
}

/** Thousandths of a core or MiB of one node, `null` = not stated. */
export function statedOn(column: Float64Array | undefined, row: number): number | null {
  const value = column?.[row];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** What a class takes of a node, beside what is there of it; resources that the data have no column for are not asked for. */
function askedOf(inventory: Inventory, workload: WorkloadClass): { each: number; on: (row: number) => number | null }[] {
  const { cpu_milli_per_node: cpu = 0, memory_mib_per_node: memory = 0 } = workload;
  const { cpuMilli, memoryMib } = inventory;
  return [
    ...(cpu > 0 && cpuMilli ? [{ each: cpu, on: (row: number) => statedOn(cpuMilli, row) }] : []),
    ...(memory > 0 && memoryMib ? [{ each: memory, on: (row: number) => statedOn(memoryMib, row) }] : []),
  ];
}

function slotsOfNode(inventory: Inventory, row: number, workload: WorkloadClass, optimistic: boolean): number {
  if (!meetsConditions(inventory, row, workload, optimistic)) return 0;
  const beside = askedOf(inventory, workload);
  const gpus = {
    each: workload.gpus_per_node,
    on: () => statedOn(optimistic ? inventory.gpus.high : inventory.gpus.low, row),
  };
  const limits = [...(gpus.each > 0 ? [gpus] : []), ...beside];
  if (!optimistic && !isSized(inventory, row) && !(gpus.each === 1 && beside.length === 0)) return 0;
  if (!optimistic && limits.length === 0) return 0;
  let slots = Infinity;
  for (const { each, on } of limits) {
    const amount = on(row);
    if (amount !== null) slots = Math.min(slots, (amount - (amount % each)) / each);
    else if (!optimistic) return 0;
  }
  return slots;
}

export function isSized(inventory: Inventory, row: number): boolean {
  return inventory.nodeSizeKnown?.[row] !== 0;
}

export function label(column: CodedColumn | undefined, row: number): string | null {
  const code = column?.codes[row] ?? -1;
  return code < 0 ? null : ((column as CodedColumn).labels[code] as string);
}

export function domainLabel(inventory: Inventory, row: number, workload: WorkloadClass): string | null {
  const domain = workload.domain ?? (workload.nodes > 1 ? 'none' : 'host');
  return domain === 'site' || domain === 'provider' || domain === 'region' ? label(inventory[domain], row) : 'whole unit';
}

export function unownedId(row: number, copy: number, copies: number): string {
  return `(owner unknown) record ${row + 1}${copies > 1 ? `, node ${copy}` : ''}`;
}
