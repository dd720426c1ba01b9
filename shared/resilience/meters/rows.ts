import type { ServedRange } from '../../case/contingencies.ts';
import type { ServiceMetric } from '../../case/removal.ts';
import type { LeftService } from '../contingencies/common-mode.ts';
import { leftAlone } from '../contingencies/common-mode.ts';
import { withoutRows } from '../contingencies/competing-losses.ts';
import type { Ends } from '../contingencies/row-service.ts';
import { capacityWithout } from '../contingencies/row-service.ts';
import type { Inventory } from '../inventory.ts';
import { limitsOf } from '../measures/service-metric.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import { servedAfter } from './meter.ts';
import { sharedMeter } from './shared-meter.ts';

/** What is served of an inventory without some rows, by any metric and placement, for `commonMode`. */
export function leftMetered(metric: ServiceMetric, inventory: Inventory, prepared: PreparedRemoval): LeftService {
  const { portfolio, terms, competing, exact } = prepared;
  if (competing === null) return leftAlone(inventory, portfolio.classes, terms, metric);
  const capacity = capacityWithout(inventory, portfolio.classes, terms);
  const nothing = new Int32Array(0);
  const leftOf = (lost: { low: Int32Array; high: Int32Array }, ends: Ends): ServedRange => {
    const low = servedAfter(sharedMeter(metric, withoutRows(competing.pessimistic, lost.low, inventory.rows, ends.low), terms), []);
    if (exact && lost.low === lost.high) return low;
    const high = servedAfter(
      sharedMeter(metric, withoutRows(competing.optimistic, lost.high, inventory.rows, ends.high), terms),
      [],
      false,
    );
    return { low: low.low, high: Math.max(low.low, high.high) };
  };
  return {
    start: leftOf({ low: nothing, high: nothing }, capacity.start),
    below: limitsOf(metric, terms).below,
    without: (unknown) => {
      const left = capacity.without(unknown);
      return (lost) => leftOf(lost, left(lost));
    },
  };
}
