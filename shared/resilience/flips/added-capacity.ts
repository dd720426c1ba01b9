import type { BreakingPoint } from '../breaking-point.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import type { Checkpoint } from '../orders.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { smallestWhere } from './halving.ts';

/** Capacity of one class that raises the breaking point. */
export type AddedCapacity = { class: number; instances: number; gpus: number };

/** Smallest capacity that raises the breaking point to a target, by where it stands. */
export type CapacityFlips = {
  target: number;
  /** per class, all of it at one new unit, which can be removed like any other; `null` = no amount of this class alone does it */
  oneSupplier: (AddedCapacity | null)[];
  /** per class, spread so thinly or held so safely that no removal meets it: the least that could do */
  spread: (AddedCapacity | null)[];
  /**
   * where no class alone does it even spread: amounts of several classes, spread, none of which can be smaller while the others stay; not
   * shown to be the fewest GPUs
   */
  together: AddedCapacity[] | null;
};

/** Terms after some instances are served whatever is removed: they leave both the demand and the limit. Equal to adding safe capacity. */
export function termsWithSafe(terms: ServiceTerms, safe: ArrayLike<number>): ServiceTerms {
  const quantity = terms.quantity.map((wanted, index) => wanted - Math.min(wanted, safe[index] as number));
  const value = quantity.reduce((sum, left, index) => sum + ((terms.quantity[index] as number) - left) * (terms.value[index] as number), 0);
  return { ...terms, quantity, demand: terms.demand - value, below: Math.max(0, terms.below - value) };
}

/** Supply with one more unit, last in the order. */
export function supplyWithUnit(supply: Supply, id: string, capacity: ArrayLike<number>): Supply {
  const larger = new Float64Array(supply.capacity.length + supply.classes);
  larger.set(supply.capacity);
  larger.set(capacity, supply.capacity.length);
  return { ...supply, ids: [...supply.ids, id], units: supply.units + 1, capacity: larger };
}

/**
 * Smallest added capacity that raises the breaking point to at least `target`, class by class, in independent mode. Both ways are monotone in
 * the amount, and an amount of the whole quantity is as good as any larger one, so halving is exact.
 *
 * @param target usually one more than the breaking point now
 * @param options `fewestOnly`: only the class that needs the fewest GPUs is of interest, so an amount that needs more is `null` as well
 */
export function capacityFlips(
  supply: Supply,
  terms: ServiceTerms,
  target: number,
  options: { maxCutClasses?: number; fewestOnly?: boolean; checkpoint?: Checkpoint } = {},
): CapacityFlips {
  const { classes } = supply;
  const reaches = ({ kLow }: BreakingPoint) => kLow === null || kLow >= target;
  const only = (index: number, amount: number) => Float64Array.from({ length: classes }, (_, at) => (at === index ? amount : 0));
  const added = (index: number, instances: number): AddedCapacity => ({
    class: index,
    instances,
    gpus: instances * (terms.gpus[index] as number),
  });
  const searcher = () => {
    let fewest = Infinity;
    return (index: number, holds: (instances: number) => boolean) => {
      const gpus = terms.gpus[index] as number;
      // no GPUs help a class that asks for none
      if (gpus === 0) return null;
      const useful = options.fewestOnly && fewest < Infinity ? Math.ceil(fewest / gpus) - 1 : Infinity;
      const instances = smallestWhere(0, Math.min(terms.quantity[index] as number, useful), holds);
      if (instances === null) return null;
      fewest = Math.min(fewest, instances * gpus);
      return added(index, instances);
    };
  };
  const searchSpread = searcher();
  const searchOne = searcher();
  const spreadHolds = (safe: Float64Array) => reaches(findBreakingPoint(supply, termsWithSafe(terms, safe), options));
  const spread = Array.from({ length: classes }, (_, index) => {
    options.checkpoint?.(index, 2 * classes);
    return searchSpread(index, (amount) => spreadHolds(only(index, amount)));
  });
  const oneSupplier = spread.map((least, index) => {
    options.checkpoint?.(classes + index, 2 * classes);
    // What no spread amount does, one unit cannot either; with `fewestOnly` it may only have been passed over.
    if (least === null && !options.fewestOnly) return null;
    const start = least?.instances ?? 1;
    return searchOne(
      index,
      (amount) => amount >= start && reaches(findBreakingPoint(supplyWithUnit(supply, '', only(index, amount)), terms, options)),
    );
  });
  const none = spread.every((least) => least === null);
  return { target, oneSupplier, spread, together: none ? together() : null };

  /** From safe capacity for every class, each reduced in turn to the least that the others leave it. */
  function together(): AddedCapacity[] | null {
    const safe = terms.quantity.slice();
    if (!spreadHolds(safe)) return null;
    const totals = totalCapacity(supply);
    const largestFirst = [...safe.keys()].sort((a, b) => (totals[b] as number) - (totals[a] as number) || a - b);
    for (const index of largestFirst) {
      const most = safe[index] as number;
      const holdsWith = (amount: number) => spreadHolds(safe.map((other, at) => (at === index ? amount : other)));
      safe[index] = holdsWith(0) ? 0 : (smallestWhere(0, most, holdsWith) as number);
    }
    return [...safe.keys()].flatMap((index) => ((safe[index] as number) > 0 ? [added(index, safe[index] as number)] : []));
  }
}
