import { coefficients, MOST_CUT_JOBS } from './cuts.ts';
import { createFlow } from './flow.ts';
import type { CompetingSupply } from './supply.ts';

/** One cut as a bound: no more than `outside + inside` can be served. Amounts in value times scale. */
export type CutBound = {
  /** jobs of the cut, ascending places */
  jobs: number[];
  /** value wanted of the other jobs */
  outside: number;
  /** value that the cut can have of the GPUs that are left */
  inside: number;
  bound: number;
  /** GPUs left that some job of the cut can use */
  gpus: number;
};

/**
 * The cut that bounds best what can be served of the GPUs that are left. Candidates are the minimum cuts of the flows of the dearest jobs, for
 * every price; where all GPUs are worth the same, that is the flow bound itself.
 *
 * @param left GPUs left of each set of `supply.pieces`
 */
export function bestCut(supply: CompetingSupply, left: ArrayLike<number>): CutBound {
  const { jobs, pieces } = supply;
  const all = jobs.jobs;
  let best: CutBound | null = null;
  const consider = (cut: readonly number[]) => {
    const member = new Set(cut);
    const outside = all.reduce(
      (sum, { gpus, slots, quantity, price }, job) => (member.has(job) ? sum : sum + gpus * slots * quantity * price),
      0,
    );
    let inside = 0;
    let gpus = 0;
    pieces.sets.forEach((set, index) => {
      const dearest = set.find((job) => member.has(job));
      if (dearest === undefined) return;
      inside += (left[index] as number) * (all[dearest] as (typeof all)[number]).price;
      gpus += left[index] as number;
    });
    const bound = outside + inside;
    if (best === null || bound < best.bound) best = { jobs: [...cut], outside, inside, bound, gpus };
  };
  for (let width = 1; width <= all.length; width += 1) {
    if (width < all.length && all[width]?.price === all[width - 1]?.price) continue;
    consider(scarce(supply, left, width));
  }
  if (!jobs.uniform && all.length <= MOST_CUT_JOBS) {
    const bits = Int32Array.from(pieces.sets, (set) => set.reduce((mask, job) => mask | (1 << job), 0));
    for (let mask = 1; mask < 2 ** all.length; mask += 1) {
      const price = coefficients(
        bits,
        all.map((job) => job.price),
        mask,
      );
      let bound = 0;
      for (let job = 0; job < all.length; job += 1) {
        const { gpus, slots, quantity, price: own } = all[job] as (typeof all)[number];
        if (((mask >> job) & 1) === 0) bound += gpus * slots * quantity * own;
      }
      for (let set = 0; set < price.length; set += 1) bound += (price[set] as number) * (left[set] as number);
      if (bound < ((best as CutBound | null) ?? { bound: Infinity }).bound) consider([...all.keys()].filter((job) => (mask >> job) & 1));
    }
  }
  return best ?? { jobs: [], outside: 0, inside: 0, bound: 0, gpus: 0 };
}

/** Jobs on the short side of a minimum cut of the flow of the first `width` jobs: those that more GPUs could help. */
function scarce(supply: CompetingSupply, left: ArrayLike<number>, width: number): number[] {
  const { jobs, pieces } = supply;
  const first = jobs.jobs.slice(0, width);
  const count = pieces.sets.length;
  const { gpus, cells } =
    width === jobs.jobs.length
      ? supply.flow(left)
      : createFlow(
          pieces,
          first,
          first.map((job) => job.gpus),
        )(left);
  const reached = first.map((job, index) => (gpus[index] as number) < job.gpus * job.slots * job.quantity);
  const queue = [...first.keys()].filter((job) => reached[job]);
  for (let head = 0; head < queue.length; head += 1)
    for (let set = 0; set < count; set += 1) {
      if (!pieces.sets[set]?.includes(queue[head] as number)) continue;
      for (let other = 0; other < width; other += 1)
        if (!reached[other] && (cells[other * count + set] as number) > 0) {
          reached[other] = true;
          queue.push(other);
        }
    }
  return queue.sort((a, b) => a - b);
}
