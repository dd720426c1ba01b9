import { columnOf, largestByWeight, orderByWeight, potentialValues } from './orders.ts';
import { totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/**
 * What the search over class subsets (cuts) reads, for the classes that can become scarce (removal-test.md 4.3, 4.4).
 *
 * For a cut Z, rho_u(Z) is the value that unit u can host of the classes in Z; removing R breaks the limit exactly if for some Z the sum of
 * rho over R is more than need(Z) = demand - below + sum over Z of excess. Bit i of a mask stands for `classes[i]`.
 */
export type CutTables = {
  classes: number[];
  /** value * (capacity of all units - quantity), per class */
  excess: number[];
  /** demand - below */
  spare: number;
  /** units by descending bound, ties by index */
  order: Int32Array;
  /** rho of all classes of the table, in that order: no cut gives a unit more */
  bound: Float64Array;
  /** value * capacity, row-major in that order x classes */
  weighted: Float64Array;
  /** per class: sum of the k largest value * capacity, k = 0..limit */
  tops: Float64Array[];
};

/** Per class: sums of the k largest value * capacity over units, k = 0..limit (limit <= units). */
export function topSums(supply: Supply, terms: ServiceTerms, limit: number): Float64Array[] {
  return Array.from({ length: supply.classes }, (_, index) => {
    const column = columnOf(supply, index);
    return sumsAlong(column, largestByWeight(column, limit), terms.value[index] as number);
  });
}

/** value * sum of the first k entries that an order names, k = 0..its length. */
export function sumsAlong(column: Float64Array, order: Int32Array, value: number): Float64Array {
  const sums = new Float64Array(order.length + 1);
  for (let k = 1; k <= order.length; k += 1) sums[k] = (sums[k - 1] as number) + value * (column[order[k - 1] as number] as number);
  return sums;
}

/** value * (capacity of all units - quantity) of each class. */
export function excesses(supply: Supply, terms: ServiceTerms): Float64Array {
  return totalCapacity(supply).map((total, index) => (terms.value[index] as number) * (total - (terms.quantity[index] as number)));
}

/** Classes that `k` removals can make scarce; the others stand in no useful cut (removal-test.md 4.4, reduction 2). */
export function scarceClasses(tops: readonly Float64Array[], excess: ArrayLike<number>, k: number): number[] {
  return [...tops.keys()].filter((index) => ((tops[index] as Float64Array)[k] as number) > (excess[index] as number));
}

/** Tables for the given classes. */
export function cutTables(supply: Supply, terms: ServiceTerms, classes: number[], allTops: readonly Float64Array[]): CutTables {
  const width = classes.length;
  const value = terms.value.map((amount, index) => (classes.includes(index) ? amount : 0));
  const potential = potentialValues(supply, { ...terms, value });
  const order = orderByWeight(potential);
  const weighted = new Float64Array(supply.units * width);
  for (let place = 0, cell = 0; place < order.length; place += 1) {
    const row = (order[place] as number) * supply.classes;
    for (let bit = 0; bit < width; bit += 1, cell += 1) {
      const index = classes[bit] as number;
      weighted[cell] = (supply.capacity[row + index] as number) * (terms.value[index] as number);
    }
  }
  const excess = excesses(supply, terms);
  return {
    classes,
    excess: classes.map((index) => excess[index] as number),
    spare: terms.demand - terms.below,
    order,
    bound: boundsOf(order, potential),
    weighted,
    tops: classes.map((index) => allTops[index] as Float64Array),
  };
}

function boundsOf(order: Int32Array, potential: Float64Array): Float64Array {
  const bound = new Float64Array(order.length);
  for (let place = 0; place < order.length; place += 1) bound[place] = potential[order[place] as number] as number;
  return bound;
}

/** Reads largest sums of rho; keeps one heap, so a reader serves one search at a time. */
export type TopReader = {
  /** Sum of the k largest rho(Z); stops early with a smaller sum as soon as it is more than `enough`. */
  sum: (mask: number, k: number, enough: number) => number;
  /** Writes the sums of the 0..k largest rho(Z) into the first k + 1 entries. */
  prefixSums: (mask: number, k: number, into: Float64Array) => void;
  /** Smallest k whose largest values pass `need`, among those that the last `sum` kept. Call only after that sum passed `need`. */
  smallestAbove: (need: number) => number;
};

/**
 * Largest sums by the threshold algorithm (Fagin, Lotem, Naor 2003): units are read by descending bound, and reading stops when k values
 * are kept and the smallest of them is at least the bound of the next unit. Early stop on `enough` is sound because values are not negative.
 *
 * @param limit largest k that will be asked
 * @param excluded unit that may not be removed, -1 = none
 */
export function createTopReader(tables: CutTables, limit: number, excluded = -1): TopReader {
  const { order, bound, weighted, classes } = tables;
  const width = classes.length;
  const heap = new Float64Array(limit + 1);
  const selected = new Int32Array(width);
  let size = 0;

  const siftDown = (value: number) => {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && (heap[child + 1] as number) < (heap[child] as number)) child += 1;
      if ((heap[child] as number) >= value) break;
      heap[place] = heap[child] as number;
      place = child;
    }
    heap[place] = value;
  };
  const siftUp = (value: number) => {
    let place = size;
    size += 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((heap[parent] as number) <= value) break;
      heap[place] = heap[parent] as number;
      place = parent;
    }
    heap[place] = value;
  };

  const read = (mask: number, k: number, enough: number): number => {
    size = 0;
    if (k === 0) return 0;
    let count = 0;
    for (let bit = 0; bit < width; bit += 1) {
      if (((mask >> bit) & 1) === 0) continue;
      selected[count] = bit;
      count += 1;
    }
    let sum = 0;
    for (let place = 0; place < order.length && sum <= enough; place += 1) {
      if (size === k && (heap[0] as number) >= (bound[place] as number)) break;
      if (order[place] === excluded) continue;
      let rho = 0;
      for (let entry = 0, first = place * width; entry < count; entry += 1) rho += weighted[first + (selected[entry] as number)] as number;
      if (size < k) {
        siftUp(rho);
        sum += rho;
      } else if (rho > (heap[0] as number)) {
        sum += rho - (heap[0] as number);
        siftDown(rho);
      }
    }
    return sum;
  };

  return {
    sum: read,
    prefixSums: (mask, k, into) => {
      read(mask, k, Infinity);
      const kept = heap.slice(0, size).sort();
      into[0] = 0;
      for (let count = 1; count <= k; count += 1)
        into[count] = (into[count - 1] as number) + (count <= size ? (kept[size - count] as number) : 0);
    },
    smallestAbove: (need) => {
      const kept = heap.slice(0, size).sort();
      let sum = 0;
      for (let k = 1; k <= size; k += 1) {
        sum += kept[size - k] as number;
        if (sum > need) return k;
      }
      throw new RangeError('the last sum did not pass the need');
    },
  };
}
