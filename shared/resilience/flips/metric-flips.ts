import type { Flip } from '../../case/contingencies.ts';
import { dimensionNoun, formatCount, plural } from '../../format/index.ts';
import { compareFractions, type Fraction, lowestTerms } from '../fraction.ts';
import { limitsOf } from '../measures/service-metric.ts';
import { classMetricPoint, worstClassNeeds } from '../meters/class-point.ts';
import type { Meter } from '../meters/meter.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';
import { makeTerms } from '../terms.ts';
import { supplyWithUnit } from './added-capacity.ts';
import type { FlipContext, FlipPart } from './flip.ts';
import { endsOf, noFlip } from './flip.ts';
import { smallestWhere } from './halving.ts';
import { type PointRange, pointOfReadings } from './point.ts';
import { fractionWords } from './words.ts';

type ClassMetric = Exclude<Meter['metric'], 'value'>;

/** Thresholds that are told apart at most. */
const MOST_THRESHOLDS = 20_000;
/** Classes whose sums of values are listed at most. */
const MOST_CLASSES = 14;

/** Breaking point of a class metric over both readings of unknown values. */
export function metricPointRange(metric: ClassMetric, prepared: PreparedRemoval): PointRange {
  const { terms, pessimistic, optimistic, competing, exact } = prepared;
  const low = classMetricPoint(metric, competing?.pessimistic ?? pessimistic, terms);
  const high = exact ? low : classMetricPoint(metric, competing?.optimistic ?? optimistic, terms);
  return pointOfReadings(low, high);
}

const differs = (a: PointRange, b: PointRange): boolean => a.low !== b.low || a.high !== b.high;

/**
 * The changes that turn a class metric: thresholds, quantities, capacity. Each metric only falls with a higher threshold or quantity and
 * rises with capacity, so halving finds the smallest change; where classes compete the answers at both sides are brackets, and a flip is not
 * proven to be the smallest.
 */
export function metricTermFlips(metric: ClassMetric, context: FlipContext): FlipPart {
  const parts = [thresholdPart(metric, context), quantityPart(context), addedPart(metric, context)];
  return { flips: parts.flatMap(({ flips }) => flips), notes: parts.flatMap(({ notes }) => notes) };
}

/** Shares of service at which a class metric can stand, ascending, without 0; `null` where they are too many. */
function attainable(metric: ClassMetric, { quantity, value }: ServiceTerms): Fraction[] | null {
  if (metric === 'worst-class') {
    const asked = [...quantity].filter((wanted) => wanted > 0);
    if (asked.reduce((sum, wanted) => sum + wanted, 0) > MOST_THRESHOLDS) return null;
    return sorted(asked.flatMap((den) => Array.from({ length: den }, (_, place) => ({ num: place + 1, den }))));
  }
  const worth = [...value].filter((each, index) => each > 0 && (quantity[index] as number) > 0);
  if (worth.length > MOST_CLASSES) return null;
  const den = worth.reduce((sum, each) => sum + each, 0);
  let sums = new Set([0]);
  for (const each of worth) sums = new Set([...sums].flatMap((sum) => [sum, sum + each]));
  return sorted([...sums].filter((sum) => sum > 0).map((num) => ({ num, den })));
}

function sorted(list: readonly Fraction[]): Fraction[] {
  return list
    .map(lowestTerms)
    .sort(compareFractions)
    .filter((share, place, all) => place === 0 || compareFractions(share, all[place - 1] as Fraction) !== 0);
}

function thresholdPart(metric: ClassMetric, { prepared, before, solve, checkpoint }: FlipContext): FlipPart {
  const { terms, competing } = prepared;
  const shares = attainable(metric, terms);
  if (limitsOf(metric, terms).demand === 0 || terms.quantity.every((wanted) => wanted === 0))
    return { flips: [noFlip('threshold', 'another threshold', before, true, 'Nothing is wanted.')], notes: [] };
  if (shares === null)
    return { flips: [], notes: ['Other thresholds were not searched: the classes can be served to too many different shares.'] };
  const at = (place: number) => {
    checkpoint?.(place, shares.length);
    return solve({ ...terms, threshold: shares[place] as Fraction });
  };
  // The threshold asks for the first share that is not below it.
  const found = shares.findIndex((share) => compareFractions(share, terms.threshold) >= 0);
  const now = before.low === null ? -1 : found < 0 ? shares.length - 1 : found;
  const level = terms.threshold.num / terms.threshold.den;
  const flips: Flip[] = [];
  const add = (change: string, share: Fraction, turnsAt: string, after: PointRange) =>
    flips.push({
      kind: 'threshold',
      change,
      size: Math.abs(share.num / share.den - level),
      unit: metric === 'worst-class' ? 'of its quantity' : 'of the value',
      turnsAt,
      before: endsOf(before),
      after: endsOf(after),
      proven: competing === null && before.proven && after.proven,
      note: null,
    });
  const lower = smallestWhere(-now, 0, (negative) => differs(at(-negative), before));
  if (now > 0 && lower !== null) {
    const share = shares[-lower] as Fraction;
    add(`a threshold of ${fractionWords(share)} or less`, share, fractionWords(share), at(-lower));
  }
  const higher = smallestWhere(now, shares.length - 1, (place) => differs(at(place), before));
  if (higher !== null) {
    const share = shares[higher - 1] ?? { num: 0, den: 1 };
    add(`a threshold above ${fractionWords(share)}`, share, `above ${fractionWords(share)}`, at(higher));
  }
  if (flips.length === 0)
    flips.push(noFlip('threshold', 'any threshold above 0', before, before.proven, 'It is the same at every threshold.'));
  return { flips, notes: [] };
}

/** The nearest other quantity of one class, in proportion to what it has now. */
function quantityPart({ prepared, before, solve, checkpoint }: FlipContext): FlipPart {
  const { terms, pessimistic, competing } = prepared;
  const capacity = totalCapacity(pessimistic);
  const other = (index: number, amount: number): ServiceTerms =>
    makeTerms(
      terms.names,
      terms.quantity.map((wanted, at) => (at === index ? amount : wanted)),
      terms.value,
      terms.gpus,
      terms.threshold,
    );
  const found: { index: number; to: number; after: PointRange; ratio: number }[] = [];
  terms.names.forEach((_, index) => {
    checkpoint?.(index, terms.names.length);
    const from = terms.quantity[index] as number;
    if (from === 0) return;
    const turns = (amount: number) => differs(solve(other(index, amount)), before);
    const most = from + Math.max(from, (capacity[index] as number) + (pessimistic.unattributed[index] as number)) + 1;
    const up = smallestWhere(from, most, turns);
    const down = smallestWhere(-from, -1, (negative) => turns(-negative));
    for (const to of [up, down === null ? null : -down])
      if (to !== null) found.push({ index, to, after: solve(other(index, to)), ratio: Math.abs(to - from) / from });
  });
  const nearest = found.sort((a, b) => a.ratio - b.ratio || a.index - b.index)[0];
  if (!nearest)
    return { flips: [noFlip('demand', 'another quantity of one class', before, before.proven && competing === null)], notes: [] };
  const from = terms.quantity[nearest.index] as number;
  const flip: Flip = {
    kind: 'demand',
    change: `a quantity of ${formatCount(nearest.to)} instead of ${formatCount(from)} for ${terms.names[nearest.index]}`,
    size: Math.abs(nearest.to - from),
    unit: 'instances',
    turnsAt: String(nearest.to),
    before: endsOf(before),
    after: endsOf(nearest.after),
    proven: before.proven && nearest.after.proven && competing === null,
    note: null,
  };
  return { flips: [flip], notes: [] };
}

/** Terms of the same metric where some instances of each class are served for certain. */
function withSafe(metric: ClassMetric, terms: ServiceTerms, safe: readonly number[]): ServiceTerms {
  const less = (needs: Float64Array) => needs.map((need, index) => Math.max(0, need - (safe[index] as number)));
  if (metric === 'worst-class')
    return { ...makeTerms(terms.names, less(worstClassNeeds(terms)), terms.value, terms.gpus, { num: 1, den: 1 }) };
  const quantity = less(terms.quantity);
  // A class that needs nothing more counts as served, so the others must be worth less.
  const served = terms.value.reduce(
    (sum, value, index) => sum + ((terms.quantity[index] as number) > 0 && quantity[index] === 0 ? value : 0),
    0,
  );
  const { demand, below } = limitsOf(metric, terms);
  return makeTerms(terms.names, quantity, terms.value, terms.gpus, { num: Math.max(0, below - served), den: Math.max(1, demand - served) });
}

function addedPart(metric: ClassMetric, context: FlipContext): FlipPart {
  const { prepared, before, by, solve, checkpoint } = context;
  const { terms, pessimistic, optimistic, competing } = prepared;
  if (before.low === null) return { flips: [], notes: [] };
  const target = before.low + 1;
  const reaches = ({ low }: PointRange) => low === null || low >= target;
  const only = (index: number, amount: number) => terms.names.map((_, at) => (at === index ? amount : 0));
  const safe = (index: number, amount: number) => solve(withSafe(metric, terms, only(index, amount)));
  const atUnit = (index: number, amount: number) =>
    metricPointRange(metric, {
      ...prepared,
      pessimistic: supplyWithUnit(pessimistic, ' ', only(index, amount)),
      optimistic: supplyWithUnit(optimistic, ' ', only(index, amount)),
    });
  const fewest = (ask: (index: number, amount: number) => PointRange) => {
    const found = terms.names.flatMap((_, index) => {
      checkpoint?.(index, terms.names.length);
      const instances = smallestWhere(0, terms.quantity[index] as number, (amount) => reaches(ask(index, amount)));
      return instances === null ? [] : [{ index, instances, gpus: instances * (terms.gpus[index] as number) }];
    });
    const best = found.sort((a, b) => a.gpus - b.gpus || a.index - b.index)[0];
    return best ? { ...best, after: ask(best.index, best.instances) } : null;
  };
  const flipOf = (kind: 'capacity' | 'undisclosed', ask: (index: number, amount: number) => PointRange, where: string): Flip => {
    const found = fewest(ask);
    const proven = before.proven && competing === null;
    if (found === null) return noFlip(kind, `more GPUs of one class ${where}`, before, proven);
    return {
      kind,
      change: `${formatCount(found.gpus)} more ${found.gpus === 1 ? 'GPU' : 'GPUs'} for ${terms.names[found.index]} ${where}`,
      size: found.gpus,
      unit: 'GPUs',
      turnsAt: `${plural(found.instances, 'instance')} of ${terms.names[found.index]}`,
      before: endsOf(before),
      after: endsOf(found.after),
      proven: proven && found.after.proven,
      note: null,
    };
  };
  const hidden = flipOf('undisclosed', safe, 'that the data do not state, out of reach of every removal');
  if (competing !== null)
    return {
      flips: [hidden],
      notes: [
        'Capacity at one new unit is searched with each class asked alone only: a new unit would have to say which of its nodes which classes can use.',
      ],
    };
  return { flips: [flipOf('capacity', atUnit, `at one new ${dimensionNoun(by, 1)}`), hidden], notes: [] };
}
