import type { Curve, RemovalResult, ServiceMetric } from '../../../shared/case/removal.ts';
import { countOf, formatServedShare, formatThreshold, listOf } from '../../../shared/format/index.ts';
import { allOrNothingBreakingPoint } from '../../../shared/resilience/measures/all-or-nothing.ts';
import { limitsOf, servedBy } from '../../../shared/resilience/measures/service-metric.ts';
import { type ClassMetricPoint, worstClassBreakingPoint, worstClassCurve } from '../../../shared/resilience/measures/worst-class.ts';
import { staticOrders } from '../../../shared/resilience/orders.ts';
import { intervalSentence } from '../../../shared/resilience/readings.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import { totalCapacity } from '../../../shared/resilience/service.ts';
import type { ServiceTerms, Supply } from '../../../shared/resilience/terms.ts';
import type { LaneContext } from '../lanes/protocol.ts';

type ClassMetric = Exclude<ServiceMetric, 'value'>;

const NAMED = 5;
/** Removals that a curve of a class metric goes to. */
const MOST_POINTS = 2000;

function pointOf(metric: ClassMetric, supply: Supply, terms: ServiceTerms, context: LaneContext): ClassMetricPoint {
  if (metric === 'worst-class') return worstClassBreakingPoint(supply, terms);
  return allOrNothingBreakingPoint(supply, terms, { checkpoint: () => context.checkpoint() });
}

/** What is served along an order of removals, k = 0 to the end. */
function along(metric: ClassMetric, supply: Supply, terms: ServiceTerms, order: ArrayLike<number>): number[] {
  const left = totalCapacity(supply);
  const served = [
    servedBy(
      metric,
      terms,
      left.map((amount, index) => amount + (supply.unattributed[index] as number)),
    ),
  ];
  for (let place = 0; place < Math.min(order.length, MOST_POINTS); place += 1) {
    const first = (order[place] as number) * supply.classes;
    for (let index = 0; index < supply.classes; index += 1)
      left[index] = (left[index] as number) - (supply.capacity[first + index] as number);
    served.push(servedBy(metric, terms, left));
  }
  return served;
}

function curvesOf(metric: ClassMetric, supply: Supply, terms: ServiceTerms, largestFirst: Int32Array): Curve[] {
  const largest = along(metric, supply, terms, largestFirst);
  const best = [...largest];
  for (const order of staticOrders(supply, terms))
    along(metric, supply, terms, order).forEach((value, k) => {
      best[k] = Math.min(best[k] as number, value);
    });
  const worst = metric === 'worst-class' ? worstClassCurve(supply, terms).slice(0, best.length) : null;
  const untilZero = (order: Curve['order'], served: number[]): Curve => {
    const end = served.indexOf(0);
    const kept = end < 0 ? served : served.slice(0, end + 1);
    return { order, k: [...kept.keys()], served: kept };
  };
  return [
    untilZero('largest-first', largest),
    untilZero('best-found', best),
    ...(worst === null
      ? []
      : [
          untilZero(
            'worst-case',
            worst.map((service) => (service === null ? 1 : service.share.num / service.share.den)),
          ),
        ]),
  ];
}

/** The breaking point of a class metric as a sentence a person can check. */
function sentenceOf(metric: ClassMetric, point: ClassMetricPoint, supply: Supply, terms: ServiceTerms, by: string): string {
  const { k, kLow, never } = point;
  const level = formatThreshold(`${terms.threshold.num}/${terms.threshold.den}`);
  if (k === null || kLow === null)
    return never === 'threshold-zero'
      ? 'No removal can break this test, because its threshold is 0: serving nothing would still pass.'
      : metric === 'worst-class'
        ? 'No removal can break this test, because the portfolio asks for nothing.'
        : 'No removal can break this test, because no workload class that has a value asks for anything.';
  const names = point.members.map((unit) => supply.ids[unit] as string);
  const attack =
    k === 0
      ? 'Already without removals'
      : `Without ${names.length === 0 ? `one ${by} that owns all records of unknown ${by}` : listOf(names, NAMED)}`;
  const available = totalCapacity(supply);
  if (k === 0) for (const [index, amount] of supply.unattributed.entries()) available[index] = (available[index] as number) + amount;
  for (const unit of point.members)
    for (let index = 0; index < supply.classes; index += 1)
      available[index] = (available[index] as number) - (supply.capacity[unit * supply.classes + index] as number);
  const short = point.classes.map((index) => terms.names[index] as string);
  const limits = limitsOf(metric, terms);
  const share = formatServedShare(servedBy(metric, terms, available), limits.demand, terms.threshold);
  const what =
    metric === 'worst-class'
      ? `workload class ${listOf(short, NAMED)} is served to ${share} of what it wants (threshold ${level})`
      : `workload ${short.length === 1 ? 'class' : 'classes'} ${listOf(short, NAMED)} ${short.length === 1 ? 'is' : 'are'} not served in full; classes that are hold ${share} of the value (threshold ${level})`;
  if (kLow < k) return `${attack}, ${what}. k* is between ${kLow} and ${k}: the search ran out of steps.`;
  const proof = k <= 1 ? '' : ` Losing ${countOf(k - 1, by)} cannot do this, proven.`;
  return `${attack}, ${what}.${proof}`;
}

type Solved = Pick<
  RemovalResult,
  | 'demand'
  | 'below'
  | 'served0'
  | 'breakingPoint'
  | 'sentence'
  | 'certificate'
  | 'certificateHigh'
  | 'alternatives'
  | 'inEvery'
  | 'curves'
  | 'curvesHigh'
  | 'random'
>;

/**
 * Breaking point, sentence and curves of the worst class or of classes served in full, each class asked alone.
 *
 * @param favourableFirst largest-first over the units of the favourable reading, where each node without an owner is one
 */
export function solveClassMetric(
  metric: ClassMetric,
  prepared: PreparedRemoval,
  by: string,
  favourableFirst: Int32Array,
  context: LaneContext,
): Solved {
  const { terms, pessimistic, optimistic, exact, largestFirst } = prepared;
  const adverse = { supply: pessimistic, order: largestFirst };
  const readings = exact ? [adverse] : [adverse, { supply: optimistic, order: favourableFirst }];
  const solved = readings.map(({ supply, order }, reading) => {
    const point = pointOf(metric, supply, terms, context);
    context.progress('solve', 50 * (reading + 1), 100);
    return {
      point,
      sentence: sentenceOf(metric, point, supply, terms, by),
      certificate: {
        format: 1,
        mode: 'independent',
        metric,
        grouping: by,
        unknowns: exact ? 'none' : reading === 0 ? 'pessimistic' : 'optimistic',
        theta: [terms.threshold.num, terms.threshold.den],
        k: point.k,
        kLow: point.kLow,
        status: point.proven ? 'proven' : 'bracket',
        never: point.never,
        R: point.members.map((unit) => supply.ids[unit] as string),
        Z: point.classes.map((index) => terms.names[index] as string),
      },
      curves: curvesOf(metric, supply, terms, order),
    };
  });
  const low = solved[0] as (typeof solved)[number];
  const high = solved[1] ?? null;
  const upper = (high ?? low).point;
  return {
    ...limitsOf(metric, terms),
    served0: low.curves[0]?.served[0] ?? 0,
    breakingPoint: { low: low.point.kLow, high: upper.k, proven: low.point.proven && upper.proven, members: low.certificate.R },
    sentence:
      high === null
        ? low.sentence
        : `${intervalSentence({ low: low.point.kLow, high: low.point.k }, { low: upper.kLow, high: upper.k }, pessimistic.units, by)} ${low.sentence}`,
    certificate: low.certificate,
    certificateHigh: high?.certificate ?? null,
    alternatives: [],
    inEvery: null,
    curves: low.curves,
    curvesHigh: high?.curves ?? [],
    random: null,
  };
}
