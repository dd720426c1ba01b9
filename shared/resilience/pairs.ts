import { excesses, scarceClasses, topSums } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { orderByWeight, potentialValues } from './orders.ts';
import { servedValue, totalCapacity } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/** Two units that are gone together: indices, the lower first, and the value that is served without them. */
export type Pair = { units: [number, number]; served: number };

/** Every pair of units removed in turn (N-2). */
export type PairLosses = {
  /** units * (units - 1) / 2 */
  pairs: number;
  /** pairs without which less than the limit is served, exact */
  breaking: number;
  /** the pairs that lose most, least served first, ties by the indices; pairs that lose nothing are not listed */
  worst: Pair[];
};

const DEFAULT_CAP = 100;

/**
 * Every pair of units, exhaustively: how many break the limit, and the worst ones (removal-test.md 5, N-2).
 *
 * Units are taken by descending value of what they host in classes that two removals can make scarce. The second unit of a pair loses no
 * more than that value on top of the first, so the pairs behind are left as soon as they can neither break the limit nor enter the list.
 * A unit that breaks the limit alone does so with every other, because service never rises with a removal.
 *
 * @param options.cap pairs that are listed at most; default 100
 */
export function pairLosses(supply: Supply, terms: ServiceTerms, options: { cap?: number; checkpoint?: Checkpoint } = {}): PairLosses {
  const { units } = supply;
  const cap = options.cap ?? DEFAULT_CAP;
  const pairs = (units * (units - 1)) / 2;
  if (units < 2) return { pairs: 0, breaking: 0, worst: [] };
  const start = servedValue(terms, totalCapacity(supply));
  const excess = excesses(supply, terms);
  const classes = scarceClasses(topSums(supply, terms, 2), excess, 2).filter((index) => (terms.value[index] as number) > 0);
  const width = classes.length;
  const value = Float64Array.from(terms.value, (amount, index) => (classes.includes(index) ? amount : 0));
  const potential = potentialValues(supply, { ...terms, value });
  const order = orderByWeight(potential);
  const bound = Float64Array.from(order, (unit) => potential[unit] as number);
  const weighted = new Float64Array(units * width);
  order.forEach((unit, place) => {
    classes.forEach((index, column) => {
      weighted[place * width + column] = (supply.capacity[unit * supply.classes + index] as number) * (terms.value[index] as number);
    });
  });
  const slack = Float64Array.from(classes, (index) => Math.max(0, excess[index] as number));
  const left = new Float64Array(width);

  /** A pair breaks the limit when it loses more than this; negative where nothing needs to be lost. */
  const spare = start - terms.below;
  const worst: (Pair & { loss: number })[] = [];
  const comesBefore = (loss: number, low: number, high: number, other: Pair & { loss: number }) =>
    loss > other.loss || (loss === other.loss && (low < other.units[0] || (low === other.units[0] && high < other.units[1])));
  const list = (loss: number, first: number, second: number) => {
    const low = Math.min(first, second);
    const high = Math.max(first, second);
    if (worst.length === cap) {
      if (!comesBefore(loss, low, high, worst[cap - 1] as Pair & { loss: number })) return;
      worst.pop();
    }
    let from = 0;
    let end = worst.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if (comesBefore(loss, low, high, worst[middle] as Pair & { loss: number })) end = middle;
      else from = middle + 1;
    }
    worst.splice(from, 0, { units: [low, high], served: start - loss, loss });
  };

  let breaking = 0;
  for (let place = 0; place + 1 < units; place += 1) {
    if ((place & 63) === 0) options.checkpoint?.(place, units);
    let alone = 0;
    for (let column = 0; column < width; column += 1) {
      left[column] = (slack[column] as number) - (weighted[place * width + column] as number);
      alone += Math.max(0, -(left[column] as number));
    }
    const breaksAlone = alone > spare;
    if (breaksAlone) breaking += units - 1 - place;
    for (let other = place + 1; other < units; other += 1) {
      const most = alone + (bound[other] as number);
      const listed = worst.length === cap ? (worst[cap - 1]?.loss ?? Infinity) : 0;
      if ((breaksAlone || most <= spare) && (most < listed || most === 0 || cap === 0)) break;
      let loss = 0;
      for (let column = 0, cell = other * width; column < width; column += 1, cell += 1) {
        const over = (weighted[cell] as number) - (left[column] as number);
        if (over > 0) loss += over;
      }
      if (!breaksAlone && loss > spare) breaking += 1;
      if (loss > 0 && loss >= listed && cap > 0) list(loss, order[place] as number, order[other] as number);
    }
  }
  return { pairs, breaking, worst: worst.map(({ units: pair, served }) => ({ units: pair, served })) };
}
