import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import { servedValue, singleLosses, totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

/** A first loss and the worst second one after it. */
export type SecondLoss = { first: string; second: string; servedAfterFirst: number; served: number; breaks: boolean };

export type SecondLosses = {
  /** the worst second loss after each first one that was looked at, worst first, ties by ids */
  pairs: SecondLoss[];
  /** first losses looked at, of all */
  firsts: { examined: number; all: number };
  /** how the second loss is met */
  policy: 'place-again' | 'stay';
  /** why the numbers are those of two losses at once, where they are; `null` where they are counted apart */
  equalToPairs: string | null;
};

/** What N-1-1 means in independent mode, to be printed beside the table. */
export const PLACED_AGAIN_WORDS =
  'Each class is asked alone and any free slot of a class serves it, so losing one unit, placing the jobs again and losing another leaves the same as losing both at once, whether or not running jobs may move.';

/**
 * N-1-1: loses one unit, places everything again, loses the unit that then hurts most (NERC TPL-001 P3 and P6), in independent mode.
 *
 * It equals N-2 here even where running jobs stay where they are: a class asked alone leaves no slot that only other jobs could use, so the
 * lost jobs of a class start again wherever its slots are free, and `min(quantity, slots left)` of them run.
 *
 * @param firsts first losses to look at, the worst single ones; all by default. A pair whose members are both outside of them is not seen.
 */
export function loseSecondUnit(supply: Supply, terms: ServiceTerms, firsts = supply.units, checkpoint?: Checkpoint): SecondLosses {
  const { units, classes, capacity, ids } = supply;
  const order = orderByWeight(singleLosses(supply, terms));
  const totals = totalCapacity(supply);
  const available = new Float64Array(classes);
  const pairs: SecondLoss[] = [];
  const examined = units < 2 ? 0 : Math.min(firsts, units);
  for (let place = 0; place < examined; place += 1) {
    checkpoint?.(place, examined);
    const first = order[place] as number;
    const after = totals.map((total, index) => total - (capacity[first * classes + index] as number));
    let second = -1;
    let served = Infinity;
    for (let unit = 0; unit < units; unit += 1) {
      if (unit === first) continue;
      for (let index = 0, cell = unit * classes; index < classes; index += 1, cell += 1)
        available[index] = (after[index] as number) - (capacity[cell] as number);
      const left = servedValue(terms, available);
      if (left >= served) continue;
      served = left;
      second = unit;
    }
    pairs.push({
      first: ids[first] as string,
      second: ids[second] as string,
      servedAfterFirst: servedValue(terms, after),
      served,
      breaks: served < terms.below,
    });
  }
  return { pairs: worstFirst(pairs), firsts: { examined, all: units }, policy: 'place-again', equalToPairs: PLACED_AGAIN_WORDS };
}

/** Pairs by ascending value served, ties by first and then second id (code units). */
export function worstFirst(pairs: readonly SecondLoss[]): SecondLoss[] {
  return pairs.toSorted((a, b) => a.served - b.served || compareIds(a.first, b.first) || compareIds(a.second, b.second));
}

function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
