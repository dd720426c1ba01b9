import type { PieceTable } from './pieces.ts';
import type { Job } from './problem.ts';

/** What jobs get of the GPUs that are left when jobs may be cut into single GPUs. Valid until the next call. */
export type Flow = {
  /** sum of price times GPUs, in value times scale */
  value: number;
  /** GPUs of each job */
  gpus: Float64Array;
  /** row-major jobs x sets: GPUs of a job on a set of pieces */
  cells: Float64Array;
};

/**
 * The flow bound of a removed set (removal-test.md 4.3, 4.7): a maximum flow from jobs to sets of pieces, dearest jobs first. Because the
 * GPUs that a group of jobs can use form a polymatroid, serving jobs by descending price gives the largest value (Edmonds 1970).
 *
 * @param jobs by descending price; the first ones of those that the table speaks of
 * @param sizes GPUs of one slot of each job in this table
 * @returns a function of the GPUs left of each set; its buffers are used again by the next call
 */
export function createFlow(
  { sets }: Pick<PieceTable, 'sets'>,
  jobs: readonly Job[],
  sizes: readonly number[],
): (left: ArrayLike<number>) => Flow {
  const width = jobs.length;
  const count = sets.length;
  const volumes = jobs.map(({ slots, quantity }, job) => (sizes[job] as number) * slots * quantity);
  const free = new Float64Array(count);
  const cells = new Float64Array(width * count);
  const gpus = new Float64Array(width);
  const order = [...sets.keys()].sort((a, b) => (sets[a]?.length ?? 0) - (sets[b]?.length ?? 0));
  /** Sets that a job may run on, those with fewer other uses first. */
  const uses = jobs.map((_, job) => Int32Array.from(order.filter((set) => sets[set]?.includes(job))));
  /** Set -> job that reached it; job -> set that it was reached by. */
  const cameFrom = new Int32Array(count);
  const jobFrom = new Int32Array(width);
  const queue = new Int32Array(width);

  /** Shifts what one shortest augmenting path from a job to a set with free GPUs can carry; 0 where there is none. */
  const augment = (source: number, wanted: number): number => {
    cameFrom.fill(-1);
    jobFrom.fill(-1);
    queue[0] = source;
    for (let head = 0, tail = 1; head < tail; head += 1) {
      const job = queue[head] as number;
      for (const set of uses[job] as Int32Array) {
        if ((cameFrom[set] as number) >= 0) continue;
        cameFrom[set] = job;
        if ((free[set] as number) > 0) return push(source, set, wanted);
        for (let other = 0; other < width; other += 1)
          if (other !== source && jobFrom[other] === -1 && (cells[other * count + set] as number) > 0) {
            jobFrom[other] = set;
            queue[tail] = other;
            tail += 1;
          }
      }
    }
    return 0;
  };
  const push = (source: number, end: number, wanted: number): number => {
    let amount = Math.min(wanted, free[end] as number);
    for (let job = cameFrom[end] as number; job !== source; ) {
      const set = jobFrom[job] as number;
      amount = Math.min(amount, cells[job * count + set] as number);
      job = cameFrom[set] as number;
    }
    free[end] = (free[end] as number) - amount;
    for (let set = end; ; ) {
      const job = cameFrom[set] as number;
      cells[job * count + set] = (cells[job * count + set] as number) + amount;
      if (job === source) return amount;
      set = jobFrom[job] as number;
      cells[job * count + set] = (cells[job * count + set] as number) - amount;
    }
  };

  return (left) => {
    for (let set = 0; set < count; set += 1) free[set] = left[set] as number;
    cells.fill(0);
    gpus.fill(0);
    let value = 0;
    for (let job = 0; job < width; job += 1) {
      let wanted = volumes[job] as number;
      for (const set of uses[job] as Int32Array) {
        const amount = Math.min(wanted, free[set] as number);
        if (amount === 0) continue;
        cells[job * count + set] = amount;
        free[set] = (free[set] as number) - amount;
        wanted -= amount;
      }
      while (wanted > 0) {
        const amount = augment(job, wanted);
        if (amount === 0) break;
        wanted -= amount;
      }
      gpus[job] = (volumes[job] as number) - wanted;
      value += (jobs[job] as Job).price * (gpus[job] as number);
    }
    return { value, gpus, cells };
  };
}

/** Both flows of a supply: dearest jobs first for the upper bound, every GPU worth 1 for the lower one. */
export function flowsOf(
  pieces: PieceTable,
  lower: PieceTable,
  jobs: readonly Job[],
  sizes: readonly number[],
): { flow: (left: ArrayLike<number>) => Flow; evenFlow: (left: ArrayLike<number>) => Flow } {
  const own = jobs.map(({ gpus }) => gpus);
  const even = jobs.map((job): Job => ({ ...job, price: 1 }));
  return { flow: createFlow(pieces, jobs, own), evenFlow: createFlow(lower, even, sizes) };
}

/** GPUs left of each set after units are removed; nodes without an owner are left only where none is. */
export function amountsLeft(table: PieceTable, removed: Iterable<number>): Float64Array {
  const left = table.totals.slice();
  let count = 0;
  for (const unit of removed) {
    count += 1;
    take(table, left, unit);
  }
  if (count === 0)
    table.unattributed.forEach((gpus, set) => {
      left[set] = (left[set] as number) + gpus;
    });
  return left;
}

/** Takes the pieces of one unit out of what is left. */
export function take(table: PieceTable, left: Float64Array, unit: number): void {
  for (let place = table.first[unit] as number; place < (table.first[unit + 1] as number); place += 1) {
    const set = table.setOf[place] as number;
    left[set] = (left[set] as number) - (table.amount[place] as number);
  }
}
