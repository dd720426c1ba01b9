import { take } from './flow.ts';
import type { PieceTable } from './pieces.ts';
import { lowFromFlow, type ServedBounds } from './supply.ts';
import type { CompetingBounds } from './tables.ts';

/** Removal by hand and by slider where classes compete: bounds of what is served, the same whatever the order of steps. */
export type CompetingState = {
  /** removes a unit, or puts it back; O(sets of jobs that its nodes can serve) */
  toggle: (unit: number) => void;
  /** puts everything back */
  reset: () => void;
  /** value that GPUs shared by all classes can serve now: for certain by the rounding loss, and at most; two flows */
  bounds: () => ServedBounds;
};

/**
 * State of a removal for one reading of the data in competing mode. The bounds are those of shared GPUs alone: where `aloneMatters`, asking
 * each class alone may give a smaller upper bound.
 */
export function createCompetingState(supply: CompetingBounds): CompetingState {
  const { jobs, pieces, lower } = supply;
  const tables = lower === pieces ? [pieces] : [pieces, lower];
  const left = tables.map(({ totals }) => totals.slice());
  const removed = new Uint8Array(pieces.units);
  let count = 0;
  const now = (place: number): Float64Array => {
    const amounts = left[place] as Float64Array;
    if (count > 0) return amounts;
    const { unattributed } = tables[place] as PieceTable;
    return amounts.map((gpus, set) => gpus + (unattributed[set] as number));
  };
  return {
    toggle: (unit) => {
      const sign = removed[unit] === 1 ? 1 : -1;
      removed[unit] = sign === 1 ? 0 : 1;
      count -= sign;
      tables.forEach((table, place) => {
        if (sign === -1) take(table, left[place] as Float64Array, unit);
        else putBack(table, left[place] as Float64Array, unit);
      });
    },
    reset: () => {
      tables.forEach(({ totals }, place) => {
        (left[place] as Float64Array).set(totals);
      });
      removed.fill(0);
      count = 0;
    },
    bounds: () => {
      const high = Math.floor(supply.flow(now(0)).value / jobs.scale);
      return { low: Math.min(high, lowFromFlow(supply, now(tables.length - 1))), high };
    },
  };
}

function putBack({ first, setOf, amount }: PieceTable, left: Float64Array, unit: number): void {
  for (let place = first[unit] as number; place < (first[unit + 1] as number); place += 1) {
    const set = setOf[place] as number;
    left[set] = (left[set] as number) + (amount[place] as number);
  }
}
