import type { ServedRange } from '../../case/contingencies.ts';
import type { ServiceMetric } from '../../case/removal.ts';
import { limitsOf, servedBy } from '../measures/service-metric.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';

/** What is served of one reading of the data after units are removed, by one metric and one placement. */
export type Meter = {
  ids: readonly string[];
  units: number;
  metric: ServiceMetric;
  limits: { demand: number; below: number };
  /** both ends of every range are the same */
  exact: boolean;
  /** steps of one call of `bounds`, about; for how many of them can be afforded */
  steps: number;
  /** what adds up over units with an owner */
  totals: Float64Array;
  /** the same with nodes without an owner, which count while nothing is removed */
  start: Float64Array;
  /** takes what one unit adds out of what is left */
  take: (left: Float64Array, unit: number) => void;
  /** value served of what is left, for certain and at most, without placing jobs one by one */
  bounds: (left: Float64Array) => ServedRange;
  /** value that a placement found serves after flagged units are removed, `null` = nothing is; absent where it cannot tell more */
  placed?: (removed: Uint8Array | null) => number;
};

/** The meter of each class asked alone: exact. */
export function aloneMeter(metric: ServiceMetric, supply: Supply, terms: ServiceTerms): Meter {
  const { classes, capacity } = supply;
  const totals = totalCapacity(supply);
  return {
    ids: supply.ids,
    units: supply.units,
    metric,
    limits: limitsOf(metric, terms),
    exact: true,
    steps: classes,
    totals,
    start: totals.map((amount, index) => amount + (supply.unattributed[index] as number)),
    take: (left, unit) => {
      for (let index = 0, cell = unit * classes; index < classes; index += 1, cell += 1)
        left[index] = (left[index] as number) - (capacity[cell] as number);
    },
    bounds: (left) => {
      const served = servedBy(metric, terms, left);
      return { low: served, high: served };
    },
  };
}

/**
 * Served after units are removed.
 *
 * @param removed unit indices, each once
 * @param place whether jobs are placed one by one where the quick bounds leave the verdict open; default yes
 */
export function servedAfter(meter: Meter, removed: readonly number[], place = true): ServedRange {
  const left = (removed.length === 0 ? meter.start : meter.totals).slice();
  for (const unit of removed) meter.take(left, unit);
  const { low, high } = meter.bounds(left);
  if (!place || !meter.placed || low === high) return { low, high };
  return { low: Math.min(high, Math.max(low, meter.placed(removed.length === 0 ? null : flagsOf(meter, removed)))), high };
}

/** Whether the range leaves open which side of the limit is served. */
export function isOpen({ limits }: Pick<Meter, 'limits'>, { low, high }: ServedRange): boolean {
  return low < limits.below && high >= limits.below;
}

function flagsOf({ units }: Meter, removed: readonly number[]): Uint8Array {
  const flags = new Uint8Array(units);
  for (const unit of removed) flags[unit] = 1;
  return flags;
}
