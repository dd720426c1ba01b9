import { lowestOverCuts } from './cut-tree.ts';
import { cutTables, excesses, scarceClasses, topSums } from './cuts.ts';
import type { Checkpoint } from './orders.ts';
import { servedAtStart } from './service.ts';
import type { ServiceTerms, Supply } from './terms.ts';

/**
 * Exact worst case: for each k asked the smallest value served after any k removals, S_k (removal-test.md 4.3). The sets of different k
 * need not contain one another, so this is no single attack.
 *
 * @param ks ascending numbers of removals, each at most the number of units
 * @param known a curve of any attack, index = k, to start from
 * @returns served value for each entry of `ks`, or `null` when more than `maxCutClasses` classes can become scarce or the search gave up
 */
export function worstCase(
  supply: Supply,
  terms: ServiceTerms,
  ks: readonly number[],
  maxCutClasses: number,
  known: ArrayLike<number>,
  checkpoint?: Checkpoint,
): Float64Array | null {
  const tops = topSums(supply, terms, ks[ks.length - 1] ?? 0);
  const scarce = scarceClasses(tops, excesses(supply, terms), ks[ks.length - 1] ?? 0);
  if (scarce.length > maxCutClasses) return null;
  const removals = ks.filter((k) => k > 0);
  const lowest = Float64Array.from(removals, (k) => known[k] ?? terms.demand);
  if (!lowestOverCuts(cutTables(supply, terms, scarce, tops), removals, terms.below, lowest, checkpoint)) return null;
  return Float64Array.from(ks, (k, position) =>
    k === 0 ? servedAtStart(supply, terms) : (lowest[position - (ks.length - removals.length)] as number),
  );
}
