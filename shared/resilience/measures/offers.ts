import type { WorkloadClass } from '../../case/portfolio.ts';
import { domainOf } from '../../case/portfolio.ts';
import { eligibilityOf } from '../eligibility.ts';
import type { CodedColumn, Inventory } from '../inventory.ts';
import { knowsNodeSize } from '../inventory.ts';
import { slotsOf } from '../resources.ts';

/** Instances of one class that one unit offers at one price. */
export type Offer = {
  /** removal unit, as an index of `units` given to `offersOf`; -1 = owner unknown */
  unit: number;
  /** micro-USD an hour for one instance; `null` = a node that it needs states no price */
  cost: number | null;
  instances: number;
};

/** Answer of a predicate that holds in every reading. */
const YES = 2;

/**
 * What an instance of a class costs where, counted as the adverse reading counts capacity: nodes that are eligible in every reading, totals of
 * unknown node size for single GPUs only, gangs inside one unit and domain.
 *
 * Inside a unit and domain the cheapest nodes form the first instance, the next ones the second and so on, so the cheapest m instances are the
 * first m; this makes taking offers by ascending cost optimal. Nodes without a price come last.
 *
 * @param classes workload classes
 * @param units ids of the removal units in the order wanted, such as `Counts.ids`
 * @param price US dollars per GPU and hour of each row, NaN = not stated; default those of the inventory
 * @returns offers of each class by ascending cost, then unit
 */
export function offersOf(
  inventory: Inventory,
  classes: readonly WorkloadClass[],
  units: readonly string[],
  price: Float64Array | undefined = inventory.priceUsdPerGpuHour,
): Offer[][] {
  const place = new Map(units.map((id, index) => [id, index]));
  const unitOfCode = inventory.unit.labels.map((label) => place.get(label) ?? -1);
  const microUsd = Float64Array.from({ length: inventory.rows }, (_, row) => {
    const stated = price?.[row] ?? Number.NaN;
    return Number.isNaN(stated) ? Infinity : Math.round(stated * 1e6);
  });
  return classes.map((workload) => {
    const piles = slotsByPile(inventory, workload, unitOfCode, microUsd);
    return piles.flatMap(({ unit, slots }) => instancesOf(unit, slots, workload)).sort(byCost);
  });
}

type Slots = { price: number; count: number };
type Pile = { unit: number; slots: Slots[] };

/** Node slots that may form instances together, by unit and domain; a node of unknown domain stands alone. */
function slotsByPile(inventory: Inventory, workload: WorkloadClass, unitOfCode: readonly number[], microUsd: Float64Array): Pile[] {
  const { nodes: size } = workload;
  const answers = eligibilityOf(inventory, workload);
  const domain = domainColumn(inventory, workload);
  const piles = new Map<string, Pile>();
  const alone: Pile[] = [];
  for (let row = 0; row < inventory.rows; row += 1) {
    const known = knowsNodeSize(inventory, row);
    if (answers[row] !== YES) continue;
    const perNode = slotsOf(inventory, row, workload, YES).low;
    const copies = known ? (inventory.nodes[row] as number) : 1;
    if (perNode === 0) continue;
    const code = inventory.unit.codes[row] as number;
    const unit = code < 0 ? -1 : (unitOfCode[code] as number);
    const group = size === 1 || domain === 'whole' ? 0 : (domain?.codes[row] ?? -1);
    const price = microUsd[row] as number;
    // A node without an owner, or in an unknown domain, forms instances with itself only, and a total of unknown cut none.
    if (size > 1 && (code < 0 || group < 0)) {
      if (!known && group < 0) continue;
      for (let copy = 0; copy < copies; copy += 1) alone.push({ unit, slots: [{ price, count: perNode }] });
      continue;
    }
    const key = `${code} ${group}`;
    const pile = piles.get(key);
    if (pile) pile.slots.push({ price, count: perNode * copies });
    else piles.set(key, { unit, slots: [{ price, count: perNode * copies }] });
  }
  return [...piles.values(), ...alone];
}

function domainColumn(inventory: Inventory, workload: WorkloadClass): CodedColumn | 'whole' | undefined {
  const domain = domainOf(workload);
  if (domain === 'site') return inventory.site;
  if (domain === 'provider') return inventory.provider;
  if (domain === 'region') return inventory.region;
  return 'whole';
}

/** Instances of a pile from its cheapest slots on, equal costs together. */
function instancesOf(unit: number, slots: readonly Slots[], workload: WorkloadClass): Offer[] {
  const { gpus_per_node: gang, nodes: size } = workload;
  const offers: Offer[] = [];
  const add = (cost: number, instances: number) => {
    const stated = cost === Infinity ? null : cost * gang;
    const last = offers[offers.length - 1];
    if (last && last.cost === stated) last.instances += instances;
    else offers.push({ unit, cost: stated, instances });
  };
  let begun = 0;
  let sum = 0;
  for (const { price, count } of slots.toSorted((a, b) => a.price - b.price || 0)) {
    let left = count;
    if (begun > 0) {
      const more = Math.min(left, size - begun);
      sum += more * price;
      begun += more;
      left -= more;
      if (begun < size) continue;
      add(sum, 1);
      begun = 0;
      sum = 0;
    }
    const whole = Math.floor(left / size);
    if (whole > 0) add(price * size, whole);
    begun = left - whole * size;
    sum = begun > 0 ? begun * price : 0;
  }
  return offers;
}

function byCost(a: Offer, b: Offer): number {
  return a.cost === b.cost ? a.unit - b.unit : (a.cost ?? Infinity) < (b.cost ?? Infinity) ? -1 : 1;
}
