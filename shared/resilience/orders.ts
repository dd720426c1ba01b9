import { servedAtStart, servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** May throw to cancel; called between pieces of work of a few milliseconds. */
export type Checkpoint = (done: number, total: number) => void;

/** Additions that one round of exchanges may cost; larger attacks are only thinned. */
const EXCHANGE_WORK = 5e8;

/** Weights below this and places below the next fit one whole number of a double, which sorts without a comparison function. */
const PACKED_WEIGHTS = 2 ** 33;
const PACKED_PLACES = 2 ** 20;

/** Units by descending weight, ties by ascending index (that is: id); NaN counts as 0. */
export function orderByWeight(weights: ArrayLike<number>): Int32Array {
  return largestByWeight(weights, weights.length);
}

/** The first `count` units of `orderByWeight`, without sorting the others. */
export function largestByWeight(weights: ArrayLike<number>, count: number): Int32Array {
  const { length } = weights;
  if (length > PACKED_PLACES) return orderByComparing(weights).subarray(0, count);
  const packed = new Float64Array(length);
  for (let place = 0; place < length; place += 1) {
    const weight = weights[place] as number;
    if (!(weight >= 0 && weight < PACKED_WEIGHTS && Number.isInteger(weight))) return orderByComparing(weights).subarray(0, count);
    packed[place] = (PACKED_WEIGHTS - 1 - weight) * PACKED_PLACES + place;
  }
  if (count < length) gatherSmallest(packed, count);
  const smallest = packed.subarray(0, count).sort();
  const order = new Int32Array(smallest.length);
  for (let place = 0; place < order.length; place += 1) order[place] = (smallest[place] as number) % PACKED_PLACES;
  return order;
}

function orderByComparing(weights: ArrayLike<number>): Int32Array {
  const weight = Float64Array.from(weights, (value) => (Number.isNaN(value) ? 0 : value));
  return Int32Array.from(weight.keys()).sort((a, b) => (weight[b] as number) - (weight[a] as number) || a - b);
}

/** Brings the `count` smallest of distinct numbers to the front, in any order (Hoare 1961). */
function gatherSmallest(keys: Float64Array, count: number): void {
  let first = 0;
  let last = keys.length - 1;
  while (first < last) {
    const pivot = keys[(first + last) >> 1] as number;
    let low = first;
    let high = last;
    while (low <= high) {
      while ((keys[low] as number) < pivot) low += 1;
      while ((keys[high] as number) > pivot) high -= 1;
      if (low > high) break;
      const held = keys[low] as number;
      keys[low] = keys[high] as number;
      keys[high] = held;
      low += 1;
      high -= 1;
    }
    if (count - 1 <= high) last = high;
    else if (count - 1 >= low) first = low;
    else return;
  }
}

/** Instances of one class, in unit order. */
export function columnOf({ units, classes, capacity }: Supply, index: number): Float64Array {
  const column = new Float64Array(units);
  for (let unit = 0, cell = index; unit < units; unit += 1, cell += classes) column[unit] = capacity[cell] as number;
  return column;
}

/** Value that each unit could serve if every class came alone: sum of value * capacity. */
export function potentialValues(supply: Supply, terms: ServiceTerms): Float64Array {
  const { classes, capacity } = supply;
  const values = new Float64Array(supply.units);
  for (let unit = 0, cell = 0; unit < supply.units; unit += 1)
    for (let index = 0; index < classes; index += 1, cell += 1)
      values[unit] = (values[unit] as number) + (capacity[cell] as number) * (terms.value[index] as number);
  return values;
}

/** The static attack orders: by potential value, then by each class alone. */
export function staticOrders(supply: Supply, terms: ServiceTerms): Int32Array[] {
  const orders = [orderByWeight(potentialValues(supply, terms))];
  for (let index = 0; index < supply.classes; index += 1) orders.push(orderByWeight(columnOf(supply, index)));
  return orders;
}

/** Served value after each prefix of an order: entry k = after its first k units are removed, k = 0..order.length. */
export function curveOf(supply: Supply, terms: ServiceTerms, order: ArrayLike<number>): Float64Array {
  const { classes, capacity } = supply;
  const available = totalCapacity(supply);
  const served = new Float64Array(order.length + 1);
  served[0] = servedAtStart(supply, terms);
  for (let k = 0; k < order.length; k += 1) {
    const first = (order[k] as number) * classes;
    for (let index = 0; index < classes; index += 1) available[index] = (available[index] as number) - (capacity[first + index] as number);
    served[k + 1] = servedValue(terms, available);
  }
  return served;
}

/** Smallest k from 1 to `limit` at which the first k units of an order break the limit, or `null`; reads no further. */
export function crossingWithin(supply: Supply, terms: ServiceTerms, order: ArrayLike<number>, limit: number): number | null {
  const { classes, capacity } = supply;
  const available = totalCapacity(supply);
  for (let k = 1; k <= limit; k += 1) {
    const first = (order[k - 1] as number) * classes;
    for (let index = 0; index < classes; index += 1) available[index] = (available[index] as number) - (capacity[first + index] as number);
    if (servedValue(terms, available) < terms.below) return k;
  }
  return null;
}

/** Units of equal capacity in every class, each kind in unit order: of 20,000 units most are like some others. */
function kindsOf({ units, classes, capacity }: Supply): number[][] {
  const kinds = new Map<string, number[]>();
  for (let unit = 0; unit < units; unit += 1) {
    const key = capacity.subarray(unit * classes, (unit + 1) * classes).join();
    const kind = kinds.get(key);
    if (kind) kind.push(unit);
    else kinds.set(key, [unit]);
  }
  return [...kinds.values()];
}

/**
 * Adaptive greedy attack: always the unit whose removal loses most now, ties by the sum of its shares of each class's capacity, then by id.
 * A heuristic. Every loss is computed afresh, because losses grow with the removals (they are supermodular), so stale ones are no bounds.
 *
 * @param limit steps to take; the remaining units follow by potential value
 * @returns an order of all units
 */
export function greedyOrder(supply: Supply, terms: ServiceTerms, limit: number, checkpoint?: Checkpoint): Int32Array {
  const { units, classes, capacity } = supply;
  const available = totalCapacity(supply);
  const relative = Float64Array.from({ length: units }, (_, unit) => {
    let sum = 0;
    for (let index = 0; index < classes; index += 1)
      if ((available[index] as number) > 0) sum += (capacity[unit * classes + index] as number) / (available[index] as number);
    return sum;
  });
  const rest = orderByWeight(potentialValues(supply, terms));
  const taken = new Uint8Array(units);
  const order = new Int32Array(units);
  let length = 0;
  let served = servedValue(terms, available);
  // removing any unit of a kind loses the same: only the first one left of each is looked at
  const kinds = kindsOf(supply);
  const removed = new Int32Array(kinds.length);
  while (length < Math.min(limit, units) && served > 0) {
    checkpoint?.(length, limit);
    let best = -1;
    let bestKind = -1;
    let bestServed = Infinity;
    for (let kind = 0; kind < kinds.length; kind += 1) {
      const unit = kinds[kind]?.[removed[kind] as number];
      if (unit === undefined) continue;
      let left = 0;
      for (let index = 0, cell = unit * classes; index < classes; index += 1, cell += 1)
        left +=
          (terms.value[index] as number) *
          Math.min(terms.quantity[index] as number, (available[index] as number) - (capacity[cell] as number));
      const lead = (relative[unit] as number) - (relative[best] ?? 0);
      if (left < bestServed || (left === bestServed && (lead > 0 || (lead === 0 && unit < best)))) {
        best = unit;
        bestKind = kind;
        bestServed = left;
      }
    }
    removed[bestKind] = (removed[bestKind] as number) + 1;
    taken[best] = 1;
    order[length] = best;
    length += 1;
    served = bestServed;
    for (let index = 0; index < classes; index += 1)
      available[index] = (available[index] as number) - (capacity[best * classes + index] as number);
  }
  for (const unit of rest) {
    if (taken[unit] === 1) continue;
    order[length] = unit;
    length += 1;
  }
  return order;
}

/** Smallest k >= 1 at which a curve is below the limit, or `null`. */
export function crossingOf(curve: ArrayLike<number>, below: number): number | null {
  for (let k = 1; k < curve.length; k += 1) if ((curve[k] as number) < below) return k;
  return null;
}

/**
 * 1-out and 1-in, 1-out on an attack that already breaks the limit: drops a unit wherever the rest, or the rest with one unit exchanged,
 * still breaks it. A heuristic.
 *
 * @returns a set that breaks the limit and is not larger than the one given
 */
export function improveAttack(supply: Supply, terms: ServiceTerms, attack: readonly number[], checkpoint?: Checkpoint): number[] {
  let members = [...attack];
  for (;;) {
    const smaller = dropOne(supply, terms, members, checkpoint);
    if (!smaller) return members.sort((a, b) => a - b);
    members = smaller;
  }
}

function dropOne(supply: Supply, terms: ServiceTerms, members: readonly number[], checkpoint?: Checkpoint): number[] | null {
  if (members.length <= 1) return null;
  const { units, classes, capacity } = supply;
  const available = totalCapacity(supply);
  const shift = (unit: number, sign: number) => {
    for (let index = 0; index < classes; index += 1)
      available[index] = (available[index] as number) + sign * (capacity[unit * classes + index] as number);
  };
  for (const unit of members) shift(unit, -1);
  const removed = new Set(members);
  const exchanges = members.length ** 2 * units * classes <= EXCHANGE_WORK;
  for (const [position, dropped] of members.entries()) {
    checkpoint?.(position, members.length);
    shift(dropped, 1);
    if (servedValue(terms, available) < terms.below) return members.filter((unit) => unit !== dropped);
    for (const out of exchanges ? members : []) {
      if (out <= dropped) continue;
      shift(out, 1);
      for (let unit = 0; unit < units; unit += 1) {
        if (removed.has(unit)) continue;
        shift(unit, -1);
        const served = servedValue(terms, available);
        shift(unit, 1);
        if (served < terms.below) return [...members.filter((member) => member !== dropped && member !== out), unit];
      }
      shift(out, -1);
    }
    shift(dropped, -1);
  }
  return null;
}
