/** One workload class as the checker counts it. */
export type CheckedClass = { wanted: number; value: number };

/** What all class subsets together say about a breaking point. */
export type CutsFound = {
  /** some `kLow - 1` units break the limit */
  broken: boolean;
  /** least value served after any k - 1 removals */
  worstBefore: number;
  /** units without which k others break the limit as well */
  dispensable: Set<string>;
  /** whether every subset was looked at or shown not to matter */
  complete: boolean;
};

/** Up to so many classes every subset is looked at; beyond, one is passed over where what is still open cannot change the answer. */
const PLAIN_CLASSES = 14;
/** Subsets that are looked at most; each sorts all units once. */
const MOST_SUBSETS = 2 ** 22;

/**
 * Goes through the subsets of classes by the definition, with full sorts, from the rows of units (removal-test.md 8).
 *
 * Beyond 14 classes a branch ends where even the own largest units of all classes still open, each taken for itself, add too little: the
 * largest sum of several classes together is never more than the sum of their own.
 *
 * @param rows id and instances of each unit
 * @param total instances of all units, per class
 * @param spared units that are said to be in every minimum attack
 * @param worstBefore least value served after k - 1 removals that is known
 */
export function goThroughCuts(
  rows: readonly (readonly [string, readonly number[]])[],
  classes: readonly CheckedClass[],
  total: readonly number[],
  below: number,
  { k, kLow, spared, worstBefore }: { k: number; kLow: number; spared: readonly string[]; worstBefore: number },
  checkpoint?: (done: number, total: number) => void,
): CutsFound {
  const found: CutsFound = { broken: false, worstBefore, dispensable: new Set(), complete: true };
  const plain = classes.length <= PLAIN_CLASSES;
  const subsets = plain ? 2 ** classes.length : MOST_SUBSETS;
  const places = spared.map((id) => ({ id, place: rows.findIndex(([name]) => name === id) }));
  const every = classes.map(({ wanted, value }, index) => {
    const values = Float64Array.from(rows, ([, row]) => value * (row[index] as number));
    const surplus = value * ((total[index] as number) - wanted);
    return { values, sorted: descending(values), surplus };
  });
  type Entry = (typeof every)[number];
  const gainOf = ({ sorted, surplus }: Entry, count: number) => Math.max(0, sumOfFirst(sorted, count) - surplus);
  if (!plain) every.sort((a, b) => gainOf(b, k) - gainOf(a, k));
  /** For a number of removals: most that the classes from each place on can add to what is taken beyond the need. */
  const restOf = (count: number): number[] => {
    const gains = every.map((entry) => gainOf(entry, count));
    return [...gains, 0].map((_, place) => gains.slice(place).reduce((sum, gain) => sum + gain, 0));
  };
  const rest = { before: restOf(Math.max(0, k - 1)), low: restOf(Math.max(0, kLow - 1)), at: restOf(k) };
  let seen = 0;

  /** Looks at a subset; the function that it gives says whether a larger one, with classes from a place on, could still matter. */
  const look = (rho: Float64Array, need: number): ((place: number) => boolean) => {
    const sorted = descending(rho);
    const low = kLow >= 2 ? sumOfFirst(sorted, kLow - 1) - need : -Infinity;
    if (low > 0) found.broken = true;
    const before = k >= 2 ? sumOfFirst(sorted, k - 1) - need : -Infinity;
    found.worstBefore = Math.min(found.worstBefore, below - before);
    const without = places.map(({ id, place }) => {
      const value = rho[place] as number;
      const others = value >= (sorted[k - 1] ?? 0) ? sumOfFirst(sorted, k + 1) - value : sumOfFirst(sorted, k);
      if (others > need) found.dispensable.add(id);
      return { id, over: others - need };
    });
    return (place) =>
      plain ||
      (!found.broken && low + (rest.low[place] as number) > 0) ||
      below - before - (rest.before[place] as number) < found.worstBefore ||
      without.some(({ id, over }) => !found.dispensable.has(id) && over + (rest.at[place] as number) > 0);
  };
  const descend = (place: number, rho: Float64Array, need: number, matters: (place: number) => boolean): void => {
    if (place === classes.length || !found.complete || !matters(place)) return;
    seen += 1;
    if (seen > subsets) {
      found.complete = false;
      return;
    }
    if ((seen & 15) === 0) checkpoint?.(seen, subsets);
    const { values, surplus } = every[place] as Entry;
    const together = rho.map((amount, unit) => amount + (values[unit] as number));
    const needed = need + surplus;
    descend(place + 1, together, needed, look(together, needed));
    descend(place + 1, rho, need, matters);
  };
  const demand = classes.reduce((sum, { wanted, value }) => sum + value * wanted, 0);
  const nothing = new Float64Array(rows.length);
  descend(0, nothing, demand - below, look(nothing, demand - below));
  return found;
}

function descending(values: Float64Array): Float64Array {
  return values.slice().sort().reverse();
}

/** Sum of the first values of a sorted list. */
export function sumOfFirst(sorted: ArrayLike<number>, count: number): number {
  let sum = 0;
  for (let place = 0; place < Math.min(count, sorted.length); place += 1) sum += sorted[place] as number;
  return sum;
}
