import type { CompetingSupply } from '../competing/supply.ts';
import { supplyOfGroups } from '../competing/supply.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import { loseUnit, runningValue, startAll, valueOnUnit } from './running-jobs.ts';
import type { SecondLoss, SecondLosses } from './second-loss.ts';
import { worstFirst } from './second-loss.ts';

/** The supply that a loss of rows leaves, with nothing removed from it. */
export function withoutRows(
  { jobs, groups, alone }: CompetingSupply,
  lost: Int32Array,
  rows: number,
  capacity: Float64Array,
): CompetingSupply {
  const isLost = new Uint8Array(rows);
  for (const row of lost) isLost[row] = 1;
  const left = groups.flatMap((group) => {
    if (!group.rows.some(({ row }) => isLost[row] === 1)) return [group];
    const kept = group.rows.filter(({ row }) => isLost[row] === 0);
    return kept.length === 0 ? [] : [{ ...group, rows: kept, nodes: kept.reduce((sum, { nodes }) => sum + nodes, 0) }];
  });
  // Only sums over all units are asked for, so they stand in one place.
  return supplyOfGroups(jobs, left, { ...alone, capacity: new Float64Array(alone.capacity.length), unattributed: capacity });
}

/** What a second loss means where running jobs stay, to be printed beside the table. */
export const STAYING_WORDS =
  'Jobs that run stay on their nodes; those that a loss stops start again by best fit where there is room. It is one placement of many: another scheduler may serve more or less.';

/**
 * N-1-1 where running jobs may not move, competing mode, adverse reading (NERC TPL-001 P3 and P6): all jobs are placed once, a unit is lost, its
 * jobs start again on free nodes, then a second unit is lost.
 *
 * Losing a unit costs at most the jobs on it, so the worst second loss is found among the units by descending value of their jobs, and the
 * search stops where no further one can be worse: exact for this placement.
 *
 * @param firsts first losses to look at, those with most value first; all by default
 */
export function loseSecondUnitStaying(
  { groups, jobs, alone }: CompetingSupply,
  terms: Pick<ServiceTerms, 'below'>,
  firsts = alone.units,
  checkpoint?: Checkpoint,
): SecondLosses {
  const { units, ids } = alone;
  const start = startAll(groups, jobs, units);
  const examined = units < 2 ? 0 : Math.min(firsts, units);
  const pairs: SecondLoss[] = [];
  const byValue = (state: typeof start) => {
    const values = Float64Array.from({ length: units }, (_, unit) => valueOnUnit(jobs, state, unit));
    return { values, order: orderByWeight(values) };
  };
  const order = byValue(start).order;
  for (let place = 0; place < examined; place += 1) {
    checkpoint?.(place, examined);
    const first = order[place] as number;
    const after = loseUnit(groups, jobs, start, first);
    const value = runningValue(jobs, after);
    const on = byValue(after);
    let second = -1;
    let served = Infinity;
    for (const unit of on.order) {
      if (unit === first) continue;
      if (second >= 0 && value - (on.values[unit] as number) >= served) break;
      const left = runningValue(jobs, loseUnit(groups, jobs, after, unit));
      if (left >= served) continue;
      served = left;
      second = unit;
    }
    pairs.push({
      first: ids[first] as string,
      second: ids[second] as string,
      servedAfterFirst: value / jobs.scale,
      served: served / jobs.scale,
      breaks: served < terms.below * jobs.scale,
    });
  }
  return { pairs: worstFirst(pairs), firsts: { examined, all: units }, policy: 'stay', equalToPairs: null };
}
