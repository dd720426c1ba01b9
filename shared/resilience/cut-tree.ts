import type { CutTables, TopReader } from './cuts.ts';
import { createTopReader } from './cuts.ts';
import type { Checkpoint } from './orders.ts';

/** Largest sums that one search may read before it gives up and says so; some ten seconds at 5,000 units. */
export const MOST_SUMS = 1_000_000;

/** The sums that are left to a chain of searches. */
export type Budget = { sums: number };

/**
 * How far a further class can raise Top_k(rho(Z)) - need(Z): by its own k largest less its excess, because Top_k is subadditive in Z. The
 * tree decides classes in the order of these gains and leaves a branch where the gains of all open classes together do not reach the goal.
 */
type Branches = {
  /** bits of the classes, largest gain first */
  bits: number[];
  /** sum of the positive gains from each place on */
  rest: Float64Array;
};

function branchesAt(tables: CutTables, k: number): Branches {
  const gains = tables.tops.map((tops, bit) => (tops[k] as number) - (tables.excess[bit] as number));
  const bits = [...gains.keys()].sort((a, b) => (gains[b] as number) - (gains[a] as number) || a - b);
  const rest = new Float64Array(bits.length + 1);
  for (let place = bits.length - 1; place >= 0; place -= 1)
    rest[place] = (rest[place + 1] as number) + Math.max(0, gains[bits[place] as number] as number);
  return { bits, rest };
}

/**
 * Visits cuts that k removals break, Top_k(rho(Z)) > need(Z), by branch and bound over the classes (removal-test.md 4.3).
 *
 * @param visit is told each such cut and its need; `false` ends the search
 * @param budget is charged for every sum read
 * @returns whether all such cuts were visited
 */
export function breakingCuts(
  tables: CutTables,
  k: number,
  reader: TopReader,
  visit: (mask: number, need: number) => boolean,
  budget: Budget,
  checkpoint?: Checkpoint,
): boolean {
  const { bits, rest } = branchesAt(tables, k);
  const width = bits.length;
  let read = 0;
  const descend = (place: number, mask: number, value: number, need: number): boolean => {
    if (place === width || value + (rest[place] as number) <= 0) return true;
    if (budget.sums <= 0) return false;
    budget.sums -= 1;
    read += 1;
    if ((read & 63) === 0) checkpoint?.(MOST_SUMS - budget.sums, MOST_SUMS);
    const bit = bits[place] as number;
    const needed = need + (tables.excess[bit] as number);
    const taken = mask | (1 << bit);
    // The whole sum is needed: it bounds the branch below.
    const left = reader.sum(taken, k, Infinity) - needed;
    if (left > 0 && !visit(taken, needed)) return false;
    return descend(place + 1, taken, left, needed) && descend(place + 1, mask, value, need);
  };
  return descend(0, 0, -tables.spare, tables.spare);
}

/** Result of `smallestOverCuts`: `complete` says that no smaller k exists; `low` is a k below which none does in any case. */
export type SmallestK = { k: number; mask: number; complete: boolean; low: number };

/**
 * Smallest k below `startK` for which some cut loses more than its need to its k largest units, or `startK` with mask 0.
 *
 * @param excluded unit that may not be removed, -1 = none
 * @param knownLow no k below this one breaks the limit
 */
export function smallestOverCuts(
  tables: CutTables,
  startK: number,
  excluded: number,
  checkpoint?: Checkpoint,
  knownLow = 1,
  budget: Budget = { sums: MOST_SUMS },
): SmallestK {
  const reader = createTopReader(tables, Math.max(0, startK - 1), excluded);
  const share = Math.ceil(budget.sums / 4);
  let k = startK;
  let mask = 0;
  let low = knownLow;
  const decide = (removals: number, left: Budget): 'found' | 'none' | 'open' => {
    let found = false;
    const complete = breakingCuts(
      tables,
      removals,
      reader,
      (cut, need) => {
        found = true;
        mask = cut;
        k = reader.smallestAbove(need);
        return false;
      },
      left,
      checkpoint,
    );
    return found ? 'found' : complete ? 'none' : 'open';
  };
  while (k > low) {
    const verdict = decide(k - 1, budget);
    if (verdict === 'none') low = k;
    if (verdict === 'open') break;
  }
  if (k <= low) return { k, mask, complete: true, low: k };
  // What the budget left open: halve the range, each question with a part of the budget.
  let open = k - 1;
  while (low < open) {
    const middle = (low + open) >> 1;
    const verdict = decide(middle, { sums: share });
    if (verdict === 'none') low = middle + 1;
    else open = verdict === 'found' ? Math.min(middle, k - 1) : middle;
  }
  return { k, mask, complete: k <= low, low: Math.min(low, k) };
}

/**
 * Lowers `best` to the smallest value served over all cuts, for all k at once: below + need(Z) - Top_k(rho(Z)). A branch is left where no
 * k can get lower.
 *
 * @param ks ascending numbers of removals, each at least 1
 * @param best for each entry of `ks` a value that some attack reaches
 * @returns whether all cuts were covered, so that `best` is the exact worst case
 */
export function lowestOverCuts(
  tables: CutTables,
  ks: readonly number[],
  below: number,
  best: Float64Array,
  checkpoint?: Checkpoint,
  budget: Budget = { sums: MOST_SUMS },
): boolean {
  const count = ks.length;
  if (count === 0) return true;
  const largest = ks[count - 1] as number;
  const { bits } = branchesAt(tables, largest);
  const width = bits.length;
  const reader = createTopReader(tables, largest);
  const sums = new Float64Array(largest + 1);
  /** per place: most that the classes from there on can take away, for each k */
  const rest = new Float64Array((width + 1) * count);
  for (let place = width - 1; place >= 0; place -= 1) {
    const bit = bits[place] as number;
    const tops = tables.tops[bit] as Float64Array;
    for (let at = 0; at < count; at += 1)
      rest[place * count + at] =
        (rest[(place + 1) * count + at] as number) + Math.max(0, (tops[ks[at] as number] as number) - (tables.excess[bit] as number));
  }
  /** per depth of the branch: served value by the cut chosen so far, for each k */
  const served = new Float64Array((width + 1) * count).fill(below + tables.spare, 0, count);
  for (let at = 0; at < count; at += 1) best[at] = Math.min(best[at] as number, below + tables.spare);

  /** Number of the first entries of `ks` that hold all those for which this branch can still get lower. */
  const openAt = (place: number, depth: number): number => {
    for (let at = count - 1; at >= 0; at -= 1)
      if ((served[depth * count + at] as number) - (rest[place * count + at] as number) < (best[at] as number)) return at + 1;
    return 0;
  };
  const descend = (place: number, depth: number, mask: number, need: number): boolean => {
    if (place === width) return true;
    const open = openAt(place, depth);
    if (open === 0) return true;
    if (budget.sums <= 0) return false;
    budget.sums -= 1;
    if ((budget.sums & 63) === 0) checkpoint?.(MOST_SUMS - budget.sums, MOST_SUMS);
    const bit = bits[place] as number;
    const needed = need + (tables.excess[bit] as number);
    const taken = mask | (1 << bit);
    reader.prefixSums(taken, ks[open - 1] as number, sums);
    const next = (depth + 1) * count;
    for (let at = 0; at < count; at += 1) {
      // Larger k than asked stay open with the value from above, less what this class could take: still a bound from below.
      const left =
        at < open
          ? below + needed - (sums[ks[at] as number] as number)
          : (served[depth * count + at] as number) - (rest[place * count + at] as number) + (rest[(place + 1) * count + at] as number);
      served[next + at] = left;
      if (at < open && left < (best[at] as number)) best[at] = left;
    }
    return descend(place + 1, depth + 1, taken, needed) && descend(place + 1, depth, mask, need);
  };
  return descend(0, 0, 0, tables.spare);
}
