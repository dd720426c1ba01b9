import type { Curve, RemovalResult, ServiceMetric } from '../../../shared/case/removal.ts';
import { countOf, formatServedShare, formatThreshold, listOf } from '../../../shared/format/index.ts';
import type { UnknownsReading } from '../../../shared/resilience/certificate.ts';
import { inFullCertificate } from '../../../shared/resilience/measures/in-full-certificate.ts';
import { limitsOf } from '../../../shared/resilience/measures/service-metric.ts';
import type { ClassMetricPoint } from '../../../shared/resilience/measures/worst-class.ts';
import { classMetricPoint, meterOf } from '../../../shared/resilience/meters/class-point.ts';
import { metricCurves } from '../../../shared/resilience/meters/curves.ts';
import { type Meter, servedAfter } from '../../../shared/resilience/meters/meter.ts';
import { intervalSentence } from '../../../shared/resilience/readings.ts';
import type { PreparedRemoval } from '../../../shared/resilience/removal-test.ts';
import type { ServiceTerms } from '../../../shared/resilience/terms.ts';
import type { LaneContext } from '../lanes/protocol.ts';

type ClassMetric = Exclude<ServiceMetric, 'value'>;

const NAMED = 5;

const NEVER = {
  'worst-class': 'No removal can break this test, because the portfolio asks for nothing.',
  'all-or-nothing': 'No removal can break this test, because no workload class that has a value asks for anything.',
} as const;

/** What an attack leaves, in words: of single classes where each is asked alone, of all together where they compete. */
function leftWords(metric: ClassMetric, point: ClassMetricPoint, meter: Meter, shared: boolean, terms: ServiceTerms): string {
  const level = formatThreshold(`${terms.threshold.num}/${terms.threshold.den}`);
  const left = (point.k === 0 ? meter.start : meter.totals).slice();
  for (const unit of point.members) meter.take(left, unit);
  const share = formatServedShare(meter.bounds(left).high, meter.limits.demand, terms.threshold);
  const short = point.classes.map((index) => terms.names[index] as string);
  if (metric === 'worst-class')
    return shared
      ? `not every workload class can at the same time be served to more than ${share} of what it wants (threshold ${level})`
      : `workload class ${listOf(short, NAMED)} is served to ${share} of what it wants (threshold ${level})`;
  return shared
    ? `classes that can be served in full at the same time hold at most ${share} of the value (threshold ${level})`
    : `workload ${short.length === 1 ? 'class' : 'classes'} ${listOf(short, NAMED)} ${short.length === 1 ? 'is' : 'are'} not served in full; classes that are hold ${share} of the value (threshold ${level})`;
}

/** The breaking point of a class metric as a sentence a person can check. */
function sentenceOf(metric: ClassMetric, point: ClassMetricPoint, meter: Meter, shared: boolean, terms: ServiceTerms, by: string): string {
  const { k, kLow, never } = point;
  if (k === null || kLow === null)
    return never === 'threshold-zero'
      ? 'No removal can break this test, because its threshold is 0: serving nothing would still pass.'
      : NEVER[metric];
  const names = point.members.map((unit) => meter.ids[unit] as string);
  const what = leftWords(metric, point, meter, shared, terms);
  if (k === 0) return `Already without removals, ${what}.`;
  const attack = `Without ${names.length === 0 ? `one ${by} that owns all records of unknown ${by}` : listOf(names, NAMED)}`;
  if (kLow === 0) return `${attack}, ${what}. Whether the threshold is met with nothing removed is open (algorithmic gap).`;
  if (kLow < k)
    return `${attack}, ${what}. k* is between ${kLow} and ${k}${shared ? ' (algorithmic gap)' : ': the search ran out of steps'}.`;
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
 * Breaking point, sentence and curves of the worst class or of classes served in full: exact with each class asked alone, a bracket where
 * classes compete.
 *
 * @param inputs SHA-256 of the canonical inputs, for the certificate of classes served in full
 * @param favourableFirst largest-first over the units of the favourable reading, where each node without an owner is one
 */
export function solveClassMetric(
  metric: ClassMetric,
  prepared: PreparedRemoval,
  by: string,
  favourableFirst: Int32Array,
  inputs: string,
  context: LaneContext,
): Solved {
  const { terms, pessimistic, optimistic, competing, exact, largestFirst } = prepared;
  const shared = competing !== null;
  const readingOf = (reading: number): UnknownsReading => (exact ? 'none' : reading === 0 ? 'pessimistic' : 'optimistic');
  const adverse = { supply: competing?.pessimistic ?? pessimistic, order: largestFirst };
  const readings = exact ? [adverse] : [adverse, { supply: competing?.optimistic ?? optimistic, order: favourableFirst }];
  const solved = readings.map(({ supply, order }, reading) => {
    const point = classMetricPoint(metric, supply, terms, { checkpoint: () => context.checkpoint() });
    const meter = meterOf(metric, supply, terms);
    context.progress('solve', 50 * (reading + 1), 100);
    return {
      point,
      sentence: sentenceOf(metric, point, meter, shared, terms, by),
      served0: servedAfter(meter, []).low,
      certificate:
        metric === 'all-or-nothing' && !('pieces' in supply)
          ? inFullCertificate(supply, terms, point, { inputs, grouping: by, capacity: 'total', unknowns: readingOf(reading) })
          : {
              format: 1,
              mode: shared ? 'competing' : 'independent',
              metric,
              grouping: by,
              unknowns: readingOf(reading),
              theta: [terms.threshold.num, terms.threshold.den],
              k: point.k,
              kLow: point.kLow,
              status: point.proven ? 'proven' : 'bracket',
              never: point.never,
              R: point.members.map((unit) => meter.ids[unit] as string),
              Z: point.classes.map((index) => terms.names[index] as string),
            },
      curves: metricCurves(metric, supply, terms, order, point.k).map(({ order: name, k, served }): Curve => ({ order: name, k, served })),
    };
  });
  const low = solved[0] as (typeof solved)[number];
  const high = solved[1] ?? null;
  const upper = (high ?? low).point;
  return {
    ...limitsOf(metric, terms),
    served0: low.served0,
    breakingPoint: { low: low.point.kLow, high: upper.k, proven: low.point.proven && upper.proven, members: low.certificate.R },
    sentence:
      high === null
        ? low.sentence
        : `${intervalSentence({ low: low.point.kLow, high: low.point.k }, { low: upper.kLow, high: upper.k }, pessimistic.units, by)} ${low.sentence}`,
    certificate: { ...low.certificate },
    certificateHigh: high && { ...high.certificate },
    alternatives: [],
    inEvery: null,
    curves: low.curves,
    curvesHigh: high?.curves ?? [],
    random: null,
  };
}

/** What a person must know of a class metric where classes compete. */
export const SHARED_NOTE =
  'Curves are what can be served at most: a placement of whole jobs may serve less. The breaking point is a bracket unless it says proven.';
