import { createTopReader, cutTables, excesses, needOf, scarceClasses, topBound, topSums } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { servedAtStart } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/**
 * Exact worst case: for each k asked the smallest value served after any k removals, S_k (removal-test.md 4.3). The sets of different k
 * need not contain one another, so this is no single attack.
 *
 * @param ks ascending numbers of removals, each at most the number of units
 * @param known a curve of any attack, index = k, to start from
 * @returns served value for each entry of `ks`, or `null` when more than `maxCutClasses` classes can become scarce
 */
export function worstCase(
  supply: Supply,
  terms: ServiceTerms,
  ks: readonly number[],
  maxCutClasses: number,
  known: ArrayLike<number>,
  checkpoint?: Checkpoint,
): Float64Array | null {
  const largest = ks[ks.length - 1] ?? 0;
  const tops = topSums(supply, terms, largest);
  const scarce = scarceClasses(tops, excesses(supply, terms), largest);
  if (scarce.length > maxCutClasses) return null;
  const tables = cutTables(supply, terms, scarce, tops);
  const reader = createTopReader(tables, largest);
  const all = 2 ** scarce.length - 1;
  const served = new Float64Array(ks.length);
  let previous = terms.demand;
  let witness = all;
  ks.forEach((k, position) => {
    if (k === 0) {
      served[position] = servedAtStart(supply, terms);
      return;
    }
    let best = Math.min(known[k] ?? previous, previous);
    const visit = (mask: number, need: number) => {
      const left = terms.below + need - reader.sum(mask, k, Infinity);
      if (left >= best) return;
      best = left;
      witness = mask;
    };
    visit(witness, needOf(tables, witness));
    let mask = 0;
    let need = tables.spare;
    for (let step = 1; step <= all; step += 1) {
      if ((step & 255) === 0) checkpoint?.(position * all + step, ks.length * all);
      const bit = 31 - Math.clz32(step & -step);
      mask ^= 1 << bit;
      need += ((mask >> bit) & 1 ? 1 : -1) * (tables.excess[bit] as number);
      if (terms.below + need - topBound(tables, mask, k) < best) visit(mask, need);
    }
    served[position] = best;
    previous = best;
    checkpoint?.((position + 1) * all, ks.length * all);
  });
  return served;
}
