import type { Domain, WorkloadClass } from '../case/portfolio.ts';
import { domainOf } from '../case/portfolio.ts';
import { eligibilityOf } from './eligibility.ts';
import type { CodedColumn, Inventory } from './inventory.ts';
import { knowsNodeSize } from './inventory.ts';
import { slotsOf } from './resources.ts';

/** Counts of instances that units could host, class by class, before demand is known. Row-major units x classes; may hold Infinity. */
export type Counts = {
  /** units with an owner, ascending by code unit; units without a row are left out */
  ids: string[];
  /** one entry for each node without an owner, in row order */
  unownedIds: string[];
  classes: number;
  low: Float64Array;
  high: Float64Array;
  /** per class: nodes without an owner, each standing alone, pessimistic */
  unownedLow: Float64Array;
  /** nodes without an owner x classes, optimistic */
  unownedHigh: Float64Array;
  /** GPUs of each unit at the lower end */
  gpus: Float64Array;
  /** unit index of each row, -1 = owner unknown */
  unitOfRow: Int32Array;
  unowned: { rows: number; gpus: number };
  /** row of each entry of `unownedIds` */
  unownedRow: Int32Array;
  notes: string[];
};

export type Groups = { ofRow: Int32Array; unit: number[]; crossing: boolean };

/**
 * Counts for every unit and class how many instances the unit could host if the class came alone (removal-test.md 4.2), at both ends of
 * what is unknown (section 6).
 *
 * A node gives `floor(gpus / gpus_per_node)` slots, or fewer where CPU or memory allow fewer; an instance takes `nodes` slots of one domain inside one unit. Pessimistic: unknown
 * attributes fail, totals of unknown node size host no gang, nodes of unknown domain stand alone. Optimistic: unknown attributes pass,
 * totals are cut in the best way, nodes of unknown domain complete whatever they can (slots treated as divisible, an upper bound), and
 * each node without an owner is a unit of its own that completes at most `ceil(slots / nodes)` instances whoever owns it.
 *
 * @param inventory checked by `assertInventory`
 */
export function countCapacities(inventory: Inventory, classes: readonly WorkloadClass[]): Counts {
  const { rows } = inventory;
  const { ids, unitOfRow } = unitsOf(inventory);
  const width = classes.length;
  const firstUnowned = new Int32Array(rows).fill(-1);
  const unownedIds: string[] = [];
  const unownedRow: number[] = [];
  const gpus = new Float64Array(ids.length);
  const unowned = { rows: 0, gpus: 0 };
  for (let row = 0; row < rows; row += 1) {
    const copies = copiesOf(inventory, row);
    const gpusOfRow = copies * zeroIfMissing(inventory.gpus.low[row] as number);
    const unit = unitOfRow[row] as number;
    if (unit >= 0) {
      gpus[unit] = (gpus[unit] as number) + gpusOfRow;
      continue;
    }
    unowned.rows += 1;
    unowned.gpus += gpusOfRow;
    firstUnowned[row] = unownedIds.length;
    for (let copy = 1; copy <= copies; copy += 1) {
      unownedIds.push(`(owner unknown) record ${row + 1}${copies > 1 ? `, node ${copy}` : ''}`);
      unownedRow.push(row);
    }
  }
  const counts: Counts = {
    ids,
    unownedIds,
    classes: width,
    low: new Float64Array(ids.length * width),
    high: new Float64Array(ids.length * width),
    unownedLow: new Float64Array(width),
    unownedHigh: new Float64Array(unownedIds.length * width),
    gpus,
    unitOfRow,
    unowned,
    unownedRow: Int32Array.from(unownedRow),
    notes: [],
  };
  const groupsOf = new Map<Domain, Groups>();
  classes.forEach((workload, index) => {
    if (workload.nodes === 1) {
      countSingle(inventory, workload, index, counts, firstUnowned);
      return;
    }
    const domain = domainOf(workload);
    const groups = groupsOf.get(domain) ?? groupRows(inventory, domain, unitOfRow);
    groupsOf.set(domain, groups);
    if (groups.crossing)
      counts.notes.push(
        `Class "${workload.name}": a ${domain} can hold nodes of several removal units; it is counted inside each unit only (cautious).`,
      );
    if (domain === 'none')
      counts.notes.push(
        `Class "${workload.name}": its ${workload.nodes} nodes may stand anywhere inside one removal unit; combinations across units are not counted (cautious).`,
      );
    countGang(inventory, workload, index, counts, firstUnowned, groups);
  });
  return counts;
}

function unitsOf(inventory: Inventory): { ids: string[]; unitOfRow: Int32Array } {
  const { codes, labels } = inventory.unit;
  const used = new Uint8Array(labels.length);
  for (let row = 0; row < inventory.rows; row += 1) if ((codes[row] as number) >= 0) used[codes[row] as number] = 1;
  const order = [...labels.keys()].filter((code) => used[code] === 1);
  order.sort((a, b) => ((labels[a] as string) < (labels[b] as string) ? -1 : 1));
  const rank = new Int32Array(labels.length).fill(-1);
  order.forEach((code, index) => {
    rank[code] = index;
  });
  const unitOfRow = Int32Array.from(codes, (code) => (code < 0 ? -1 : (rank[code] as number)));
  return { ids: order.map((code) => labels[code] as string), unitOfRow };
}

/** Nodes that a row stands for; a total of unknown node size is one thing. */
export function copiesOf(inventory: Inventory, row: number): number {
  return knowsNodeSize(inventory, row) ? (inventory.nodes[row] as number) : 1;
}

const zeroIfMissing = (value: number): number => (Number.isNaN(value) ? 0 : value);

function countSingle(inventory: Inventory, workload: WorkloadClass, index: number, counts: Counts, firstUnowned: Int32Array): void {
  const answers = eligibilityOf(inventory, workload);
  const width = counts.classes;
  for (let row = 0; row < inventory.rows; row += 1) {
    if (answers[row] === 0) continue;
    const slots = slotsOf(inventory, row, workload, answers[row] as number);
    const copies = copiesOf(inventory, row);
    const unit = counts.unitOfRow[row] as number;
    if (unit >= 0) {
      add(counts.low, unit * width + index, copies * slots.low);
      add(counts.high, unit * width + index, copies * slots.high);
    } else {
      add(counts.unownedLow, index, copies * slots.low);
      const first = firstUnowned[row] as number;
      for (let copy = 0; copy < copies; copy += 1) counts.unownedHigh[(first + copy) * width + index] = slots.high;
    }
  }
}

function countGang(
  inventory: Inventory,
  workload: WorkloadClass,
  index: number,
  counts: Counts,
  firstUnowned: Int32Array,
  groups: Groups,
): void {
  const answers = eligibilityOf(inventory, workload);
  const { nodes: size } = workload;
  const width = counts.classes;
  const groupLow = new Float64Array(groups.unit.length);
  const groupHigh = new Float64Array(groups.unit.length);
  const loose = new Float64Array(counts.ids.length);
  for (let row = 0; row < inventory.rows; row += 1) {
    if (answers[row] === 0) continue;
    const slots = slotsOf(inventory, row, workload, answers[row] as number);
    const copies = copiesOf(inventory, row);
    const unit = counts.unitOfRow[row] as number;
    const group = groups.ofRow[row] as number;
    const together = group >= 0 || knowsNodeSize(inventory, row);
    const alone = together ? copies * Math.floor(slots.low / size) : 0;
    if (unit < 0) {
      add(counts.unownedLow, index, alone);
      const first = firstUnowned[row] as number;
      const completed = together ? Math.ceil(slots.high / size) : slots.high;
      for (let copy = 0; copy < copies; copy += 1) counts.unownedHigh[(first + copy) * width + index] = completed;
    } else if (group >= 0) {
      add(groupLow, group, copies * slots.low);
      add(groupHigh, group, copies * slots.high);
    } else {
      add(counts.low, unit * width + index, alone);
      add(loose, unit, copies * slots.high);
    }
  }
  const gaps: number[][] = counts.ids.map(() => []);
  groups.unit.forEach((unit, group) => {
    if (unit < 0) return;
    const high = groupHigh[group] as number;
    add(counts.low, unit * width + index, Math.floor((groupLow[group] as number) / size));
    add(counts.high, unit * width + index, Math.floor(high / size));
    if (Number.isFinite(high) && high % size > 0) (gaps[unit] as number[]).push(size - (high % size));
  });
  for (let unit = 0; unit < gaps.length; unit += 1)
    if ((loose[unit] as number) > 0)
      add(counts.high, unit * width + index, completedBy(loose[unit] as number, gaps[unit] as number[], size));
}

/** Instances that loose slots complete at best: smallest gaps first, then whole instances. */
export function completedBy(slots: number, gaps: number[], size: number): number {
  if (slots === Infinity) return Infinity;
  let left = slots;
  let completed = 0;
  for (const gap of gaps.sort((a, b) => a - b)) {
    if (gap > left) break;
    left -= gap;
    completed += 1;
  }
  return completed + Math.floor(left / size);
}

/** Rows that stand together: same unit and same domain; -1 = domain unknown. A node without an owner is known only by its domain. */
export function groupRows(inventory: Inventory, domain: Domain, unitOfRow: Int32Array): Groups {
  const column: CodedColumn | undefined =
    domain === 'site' ? inventory.site : domain === 'provider' ? inventory.provider : domain === 'region' ? inventory.region : undefined;
  const whole = domain === 'none' || domain === 'host';
  const labels = whole ? 1 : (column?.labels.length ?? 0);
  const ofRow = new Int32Array(inventory.rows).fill(-1);
  const unit: number[] = [];
  const indexOf = new Map<number, number>();
  const ownerOf = new Int32Array(labels).fill(-2);
  let crossing = false;
  for (let row = 0; row < inventory.rows; row += 1) {
    const code = whole ? 0 : (column?.codes[row] ?? -1);
    if (code < 0) continue;
    const owner = unitOfRow[row] as number;
    if (!whole) {
      if (ownerOf[code] === -2) ownerOf[code] = owner;
      else if (ownerOf[code] !== owner) crossing = true;
    }
    const key = (owner + 1) * labels + code;
    let group = indexOf.get(key);
    if (group === undefined) {
      group = unit.length;
      indexOf.set(key, group);
      unit.push(owner);
    }
    ofRow[row] = group;
  }
  return { ofRow, unit, crossing };
}

function add(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] as number) + amount;
}
