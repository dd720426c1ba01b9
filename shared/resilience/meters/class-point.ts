import { attackOrders, findCompetingPoint } from '../competing/breaking-point.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { findCheapestAttack } from '../costs/cheapest-attack.ts';
import { findCheapestCompeting } from '../costs/cheapest-competing.ts';
import { ceilOf } from '../fraction.ts';
import { allOrNothingBreakingPoint } from '../measures/all-or-nothing.ts';
import type { ClassMetricPoint } from '../measures/worst-class.ts';
import { classBreakingPoint, worstClassBreakingPoint } from '../measures/worst-class.ts';
import type { Checkpoint } from '../orders.ts';
import { potentialValues, staticOrders } from '../orders.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { makeTerms } from '../terms.ts';
import { fullServiceOf } from './full-service.ts';
import type { Meter } from './meter.ts';
import { aloneMeter, servedAfter } from './meter.ts';
import { sharedMeter } from './shared-meter.ts';

/** Sets of classes whose full service is asked of a removal, for the lower end. */
const MOST_SETS = 24;
/** More classes than this are not gone through set by set. */
const MOST_CLASSES = 16;
/** Attacks of more units than this are not trimmed one by one. */
const MOST_TRIMMED = 300;

type Options = { checkpoint?: Checkpoint };

/** A reading of the data: each class asked alone, or all at once. */
export type AnySupply = Supply | CompetingSupply;

export const isShared = (supply: AnySupply): supply is CompetingSupply => 'pieces' in supply;

/** The meter of a reading, by its placement. */
export function meterOf(metric: Meter['metric'], supply: AnySupply, terms: ServiceTerms): Meter {
  return isShared(supply) ? sharedMeter(metric, supply, terms) : aloneMeter(metric, supply, terms);
}

/** Instances of each class that keep the worst class at the threshold: `ceil(threshold * quantity)`. */
export function worstClassNeeds({ quantity, threshold }: Pick<ServiceTerms, 'quantity' | 'threshold'>): Float64Array {
  return quantity.map((wanted) => ceilOf(threshold, wanted));
}

/**
 * Breaking point of the worst class or of classes served in full, for one reading and either placement: exact with each class asked alone,
 * else a bracket.
 *
 * @param terms for the worst class with a value above 0 for every class, where placements compete
 */
export function classMetricPoint(
  metric: 'worst-class' | 'all-or-nothing',
  supply: AnySupply,
  terms: ServiceTerms,
  options: Options = {},
): ClassMetricPoint {
  if (!isShared(supply))
    return metric === 'worst-class' ? worstClassBreakingPoint(supply, terms) : allOrNothingBreakingPoint(supply, terms, options);
  if (metric === 'worst-class') return worstClassShared(supply, terms, options);
  const ones = new Float64Array(supply.alone.units).fill(1);
  const { cost, costLow, proven, never, members } = cheapestInFull(supply, terms, ones, options);
  return { k: cost, kLow: costLow, proven, never, members, classes: [] };
}

function worstClassShared(supply: CompetingSupply, terms: ServiceTerms, options: Options): ClassMetricPoint {
  const question = fullServiceOf(supply, terms, worstClassNeeds(terms));
  const { k, kLow, proven, never, members } = findCompetingPoint(question.supply, question.terms, options);
  return {
    k,
    kLow,
    proven,
    never: never && (terms.quantity.some((wanted) => wanted > 0) ? 'threshold-zero' : 'no-demand'),
    members,
    classes: [],
  };
}

/** Cheapest attack on a class metric, a bracket where `proven` is false; as `CheapestAttack`, with the served value of the metric. */
export type CheapestMetricAttack = {
  cost: number | null;
  costLow: number | null;
  proven: boolean;
  never: ClassMetricPoint['never'];
  members: number[];
  /** served after it at most, in the unit of the metric */
  served: number;
};

/** Cheapest set of units that breaks the test of a class metric, where removals cost; for one reading and either placement. */
export function cheapestMetricAttack(
  metric: 'worst-class' | 'all-or-nothing',
  supply: AnySupply,
  terms: ServiceTerms,
  cost: Float64Array,
  options: Options = {},
): CheapestMetricAttack {
  if (metric === 'all-or-nothing') return cheapestInFull(supply, terms, cost, options);
  const question = fullServiceQuestion(supply, terms, worstClassNeeds(terms));
  const found = cheapestOf(question, cost, options);
  const never = found.never === null ? null : terms.quantity.some((wanted) => wanted > 0) ? 'threshold-zero' : 'no-demand';
  return { ...found, never, served: servedAfter(meterOf(metric, supply, terms), found.members, false).high };
}

type Question = { supply: AnySupply; terms: ServiceTerms };

/** Full service of some instances of each class, as a test of its own. */
function fullServiceQuestion(supply: AnySupply, terms: ServiceTerms, needs: Float64Array): Question {
  if (isShared(supply)) return fullServiceOf(supply, terms, needs);
  const ones = needs.map(() => 1);
  return { supply, terms: makeTerms(terms.names, needs, ones, terms.gpus, { num: 1, den: 1 }) };
}

function cheapestOf({ supply, terms }: Question, cost: Float64Array, options: Options) {
  return isShared(supply) ? findCheapestCompeting(supply, terms, cost, options) : findCheapestAttack(supply, terms, cost, options);
}

/**
 * Cheapest attack on classes served in full. Below: as long as one set of classes that is worth enough can be served, the test holds, so an
 * attack breaks every such set and costs at least what the dearest of them costs. Above: the cheapest of attacks on single sets, on classes
 * asked alone, and along fixed orders that break all sets.
 */
function cheapestInFull(supply: AnySupply, terms: ServiceTerms, cost: Float64Array, options: Options): CheapestMetricAttack {
  const alone = isShared(supply) ? supply.alone : supply;
  const meter = meterOf('all-or-nothing', supply, terms);
  const { demand, below } = meter.limits;
  const start = servedAfter(meter, []);
  const settled = (more: Partial<CheapestMetricAttack>): CheapestMetricAttack => ({
    cost: null,
    costLow: null,
    proven: true,
    never: null,
    members: [],
    served: start.high,
    ...more,
  });
  if (below === 0) return settled({ never: demand === 0 ? 'no-demand' : 'threshold-zero' });
  if (start.high < below) return settled({ cost: 0, costLow: 0 });
  const least = cost.reduce((smallest, own) => Math.min(smallest, own), Infinity);
  const floor = start.low < below ? 0 : least;
  const costOf = (units: readonly number[]) => units.reduce((sum, unit) => sum + (cost[unit] as number), 0);
  const finish = (members: number[], low: number, total = costOf(members)): CheapestMetricAttack => {
    const costLow = start.low < below ? 0 : Math.min(Math.max(low, floor), total);
    const served = meter.bounds(leftWithout(meter, members)).high;
    return settled({ cost: total, costLow, proven: costLow === total, members, served });
  };
  const breaks = (units: readonly number[]) => meter.bounds(leftWithout(meter, units)).high < below;
  if (breaks([])) return finish([], least, least);
  const every = [...cost.keys()];
  let members = trimmed(every, cost, breaks);
  const consider = (units: readonly number[]) => {
    if (units.length === 0 || !breaks(units)) return;
    const own = trimmed(units, cost, breaks);
    if (costOf(own) < costOf(members)) members = own;
  };
  for (const order of [...(isShared(supply) ? attackOrders(supply) : []), ...staticOrders(alone, terms)]) {
    const worth = potentialValues(alone, terms);
    const list = [...order].sort((a, b) => (worth[b] as number) / (cost[b] as number) - (worth[a] as number) / (cost[a] as number));
    consider(firstThatBreak([...order], breaks));
    if (cost.some((own) => own !== 1)) consider(firstThatBreak(list, breaks));
  }
  consider(allOrNothingBreakingPoint(alone, terms, options).members);
  const sets = servingSets(alone, terms, below);
  let low = least;
  sets.forEach((set, place) => {
    options.checkpoint?.(place, sets.length);
    const needs = terms.quantity.map((wanted, index) => (set.includes(index) ? wanted : 0));
    const found = cheapestOf(fullServiceQuestion(supply, terms, needs), cost, options);
    consider(found.members);
    low = Math.max(low, found.costLow ?? low);
  });
  return finish(members, low);
}

function leftWithout(meter: Meter, units: readonly number[]): Float64Array {
  const left = meter.totals.slice();
  for (const unit of units) meter.take(left, unit);
  return left;
}

/** Puts back, dearest first, every unit without which the rest still breaks the limit. */
function trimmed(units: readonly number[], cost: Float64Array, breaks: (units: readonly number[]) => boolean): number[] {
  let kept = [...units];
  if (kept.length <= MOST_TRIMMED)
    for (const unit of [...units].sort((a, b) => (cost[b] as number) - (cost[a] as number) || b - a)) {
      const fewer = kept.filter((other) => other !== unit);
      if (fewer.length > 0 && breaks(fewer)) kept = fewer;
    }
  return kept.sort((a, b) => a - b);
}

/** The first units of an order that break the limit together; service never rises with a removal, so halving finds them. */
function firstThatBreak(order: readonly number[], breaks: (units: readonly number[]) => boolean): number[] {
  let high = order.length;
  if (high === 0 || !breaks(order)) return [];
  for (let low = 0; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (breaks(order.slice(0, middle))) high = middle;
    else low = middle;
  }
  return order.slice(0, high);
}

/**
 * Sets of classes that are worth enough, none of which can be left out, those that are hardest to break with each class asked alone first;
 * with many classes the hardest one only.
 */
function servingSets(alone: Supply, terms: ServiceTerms, below: number): number[][] {
  const own = terms.names.map((_, index) => classBreakingPoint(alone, index, terms.quantity[index] as number)?.k ?? Infinity);
  const able = [...own.keys()]
    .filter((index) => (terms.quantity[index] as number) > 0 && (terms.value[index] as number) > 0)
    .sort((a, b) => (own[b] as number) - (own[a] as number) || a - b);
  const value = (set: readonly number[]) => set.reduce((sum, index) => sum + (terms.value[index] as number), 0);
  if (able.length > MOST_CLASSES) {
    const set: number[] = [];
    for (const index of able) if (value(set) < below) set.push(index);
    return [set];
  }
  const sets: number[][] = [];
  for (let mask = 1; mask < 2 ** able.length; mask += 1) {
    const set = able.filter((_, bit) => (mask >> bit) & 1);
    const worth = value(set);
    if (worth >= below && set.every((index) => worth - (terms.value[index] as number) < below)) sets.push(set);
  }
  const hardness = (set: readonly number[]) => Math.min(...set.map((index) => own[index] as number));
  return sets.sort((a, b) => hardness(b) - hardness(a) || a.length - b.length).slice(0, MOST_SETS);
}
