import type { ServedRange } from '../../case/contingencies.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { servedBounds, supplyOfGroups } from '../competing/supply.ts';
import type { Inventory } from '../inventory.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import type { ServiceTerms } from '../terms.ts';
import type { LeftService } from './common-mode.ts';
import type { Ends } from './row-service.ts';
import { capacityWithout } from './row-service.ts';
import { loseUnit, runningValue, startAll, valueOnUnit } from './running-jobs.ts';
import type { SecondLoss, SecondLosses } from './second-loss.ts';
import { worstFirst } from './second-loss.ts';
import type { Left } from './served.ts';
import { servedByClass } from './served.ts';
import type { SingleLosses } from './single-loss.ts';
import { summariseLosses } from './single-loss.ts';

/** Both readings of a settled test in competing mode. */
export type CompetingReadings = { pessimistic: CompetingSupply; optimistic: CompetingSupply };

/** Units whose loss is packed job by job where the quick bounds leave the verdict open. */
const MOST_PACKED = 200;

/**
 * Loses every unit in turn in competing mode: what is served for certain in the adverse reading (`low`), and at most in the favourable one
 * (`high`). Units whose verdict the quick bounds leave open are packed greedily, the first `packed` of them.
 */
export function loseEachUnitCompeting(
  { pessimistic, optimistic }: CompetingReadings,
  terms: ServiceTerms,
  options: { packed?: number; checkpoint?: Checkpoint } = {},
): { low: SingleLosses; high: SingleLosses } {
  const { ids, units } = pessimistic.alone;
  const low = new Float64Array(units);
  const high = new Float64Array(units);
  let packed = 0;
  for (let unit = 0; unit < units; unit += 1) {
    options.checkpoint?.(unit, units);
    high[unit] = servedBounds(optimistic, terms, [unit], false).high;
    low[unit] = servedBounds(pessimistic, terms, [unit], false).low;
    if ((low[unit] as number) >= terms.below || (high[unit] as number) < terms.below || packed >= (options.packed ?? MOST_PACKED)) continue;
    packed += 1;
    low[unit] = servedBounds(pessimistic, terms, [unit]).low;
  }
  const start = { low: servedBounds(pessimistic, terms, []).low, high: servedBounds(optimistic, terms, []).high };
  return {
    low: summariseLosses(
      ids,
      start.low,
      terms.below,
      low.map((served) => Math.min(served, start.low)),
    ),
    high: summariseLosses(ids, start.high, terms.below, high),
  };
}

/**
 * What is served of an inventory without some rows in competing mode, for `commonMode`.
 *
 * Instances of a class: `low` are those of one greedy placement of all classes at once, `high` those that the class could have alone.
 *
 * @param prepared the test of the same inventory, in competing mode
 */
export function leftCompeting(
  inventory: Inventory,
  { portfolio, terms, exact }: Pick<PreparedRemoval, 'portfolio' | 'terms' | 'exact'>,
  { pessimistic, optimistic }: CompetingReadings,
): LeftService {
  const capacity = capacityWithout(inventory, portfolio.classes, terms);
  const nothing = new Int32Array(0);
  const leftOf = (lost: { low: Int32Array; high: Int32Array }, { low: lowAlone, high: highAlone }: Ends): Left => {
    const low = withoutRows(pessimistic, lost.low, inventory.rows, lowAlone);
    const high = exact && lost.low === lost.high ? low : withoutRows(optimistic, lost.high, inventory.rows, highAlone);
    const bounds = servedBounds(low, terms, []);
    const value: ServedRange = { low: bounds.low, high: high === low ? bounds.high : servedBounds(high, terms, []).high };
    return { value, byClass: { low: placedByClass(low, terms), high: servedByClass(terms, highAlone) } };
  };
  return {
    start: leftOf({ low: nothing, high: nothing }, capacity.start),
    without: (unknown) => {
      const left = capacity.without(unknown);
      return (lost) => leftOf(lost, left(lost));
    },
  };
}

/** The supply that a loss of rows leaves, with nothing removed from it. */
function withoutRows({ jobs, groups, alone }: CompetingSupply, lost: Int32Array, rows: number, capacity: Float64Array): CompetingSupply {
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

/** Instances of each class that one greedy placement serves. */
function placedByClass({ groups, jobs, alone }: CompetingSupply, terms: ServiceTerms): Float64Array {
  const { waiting } = startAll(groups, jobs, alone.units);
  const served = new Float64Array(terms.names.length);
  jobs.jobs.forEach((job, index) => {
    served[job.class] = job.quantity - (waiting[index] as number);
  });
  // A class without value takes no part in the placement.
  return served;
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
