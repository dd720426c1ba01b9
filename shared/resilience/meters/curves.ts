import { attackOrders } from '../competing/breaking-point.ts';
import type { ServedCurve } from '../curves.ts';
import { spread } from '../curves.ts';
import { worstClassCurve } from '../measures/worst-class.ts';
import { staticOrders } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import type { AnySupply } from './class-point.ts';
import { isShared, meterOf } from './class-point.ts';
import type { Meter } from './meter.ts';

/** Steps of all points of one order together. */
const WORK = 2e8;
const MOST_POINTS = 2000;
const LEAST_POINTS = 60;

/**
 * Curves of a class metric for one reading: largest-first, the best of the static attacks, and with each class asked alone the exact worst
 * case of the worst class. Where classes compete, what is served at most.
 *
 * @param breakingPoint size of the smallest attack known, `null` = never
 */
export function metricCurves(
  metric: Exclude<Meter['metric'], 'value'>,
  supply: AnySupply,
  terms: ServiceTerms,
  largestFirst: ArrayLike<number>,
  breakingPoint: number | null,
): ServedCurve[] {
  const meter = meterOf(metric, supply, terms);
  const dense = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, Math.floor(WORK / Math.max(1, meter.steps))));
  const ks = spread(largestFirst.length, dense, breakingPoint);
  const largest = servedAlongMetered(meter, largestFirst, ks);
  const best = [...largest];
  const alone = isShared(supply) ? supply.alone : supply;
  for (const order of [...staticOrders(alone, terms), ...(isShared(supply) ? attackOrders(supply) : [])])
    servedAlongMetered(meter, order, ks).forEach((served, place) => {
      best[place] = Math.min(best[place] as number, served);
    });
  const worst = metric === 'worst-class' && !isShared(supply) ? worstClassCurve(supply, terms) : null;
  const untilZero = (order: ServedCurve['order'], served: readonly number[]): ServedCurve => {
    const end = served.indexOf(0);
    const length = end < 0 ? served.length : end + 1;
    return { order, k: ks.slice(0, length), served: served.slice(0, length) };
  };
  const share = (k: number) => {
    const service = worst?.[k] ?? null;
    return service === null ? 1 : service.share.num / service.share.den;
  };
  return [untilZero('largest-first', largest), untilZero('best-found', best), ...(worst ? [untilZero('worst-case', ks.map(share))] : [])];
}

/** What is served at most along one order of removals; `ks` ascending, each at most its length. */
function servedAlongMetered(meter: Meter, order: ArrayLike<number>, ks: readonly number[]): number[] {
  const left = meter.totals.slice();
  let removed = 0;
  return ks.map((k) => {
    for (; removed < k; removed += 1) meter.take(left, order[removed] as number);
    return meter.bounds(k === 0 ? meter.start : left).high;
  });
}
