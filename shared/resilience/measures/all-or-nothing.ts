import { ceilOf } from '../fraction.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import type { ClassMetricPoint } from './worst-class.ts';
import { classBreakingPoint } from './worst-class.ts';

/** Steps of the exact search over all sets of classes together; beyond them the answer is a bracket. */
const MOST_STEPS = 300_000;
/** More classes than this are not searched set by set. */
const MOST_CLASSES = 16;

/** Value of all classes that want anything, each once; a class of quantity 0 asks for nothing and counts nowhere. */
export function wantedInFull({ quantity, value }: Pick<ServiceTerms, 'quantity' | 'value'>): number {
  return value.reduce((sum, each, index) => sum + ((quantity[index] as number) > 0 ? each : 0), 0);
}

/** Value of the classes that want anything and are served in full (each once, whatever its quantity), for given capacities. */
export function servedInFull(terms: Pick<ServiceTerms, 'quantity' | 'value'>, available: ArrayLike<number>): number {
  return terms.value.reduce((sum, value, index) => {
    const wanted = terms.quantity[index] as number;
    return sum + (wanted > 0 && (available[index] as number) >= wanted ? value : 0);
  }, 0);
}

/**
 * Breaking point of the all-or-nothing metric, independent mode: the smallest number of units after which the classes that are served in full
 * are worth less than the threshold of all classes. Each class counts once with the value of one instance (removal-test.md 4.10).
 *
 * Lower end: classes whose own breaking points are at most k must together be worth enough. Upper end: greedy covers. Between them an exact
 * search over the smallest sets of classes that break the test, within a limit of steps; where it runs out the answer is a bracket.
 */
export function allOrNothingBreakingPoint(
  supply: Supply,
  terms: ServiceTerms,
  options: { mostSteps?: number; checkpoint?: Checkpoint } = {},
): ClassMetricPoint {
  const { classes, units } = supply;
  const worth = wantedInFull(terms);
  const below = ceilOf(terms.threshold, worth);
  const settled = (k: number | null, never: ClassMetricPoint['never'], members: number[], lost: number[]): ClassMetricPoint => ({
    k,
    kLow: k,
    proven: true,
    never,
    members,
    classes: lost,
  });
  if (below === 0) return settled(null, worth === 0 ? 'no-demand' : 'threshold-zero', [], []);
  const totals = totalCapacity(supply);
  const short = (available: ArrayLike<number>) =>
    [...terms.quantity.keys()].filter((index) => (available[index] as number) < (terms.quantity[index] as number));
  const start = totals.map((total, index) => total + (supply.unattributed[index] as number));
  if (servedInFull(terms, start) < below) return settled(0, null, [], short(start));
  if (servedInFull(terms, totals) < below) return settled(1, null, [], short(totals));

  const own = Array.from({ length: classes }, (_, index) => classBreakingPoint(supply, index, terms.quantity[index] as number));
  const slack = worth - below;
  const kLow = smallestReach(own, terms.value, slack, units);

  // Instances that a class must lose before it is short.
  const targets = totals.map((total, index) => Math.max(0, total - (terms.quantity[index] as number) + 1));
  let best: { k: number; members: number[]; lost: number[] } | null = null;
  const sets = [...breakingSets(own, terms.value, slack)];
  for (const lost of sets) {
    const members = greedyCover(supply, targets, lost);
    if (best === null || members.length < best.k) best = { k: members.length, members, lost };
  }
  let found = best as { k: number; members: number[]; lost: number[] };
  let low = kLow;
  let exact = own.filter((point) => point !== null).length <= MOST_CLASSES;
  const steps = { left: options.mostSteps ?? MOST_STEPS };
  for (; exact && low < found.k; low += 1) {
    for (const [place, lost] of sets.entries()) {
      options.checkpoint?.(place, sets.length);
      const cover = coverOfSize(supply, targets, lost, low, steps);
      if (cover === null) exact = false;
      else if (cover !== false) found = { k: low, members: cover, lost };
      if (cover !== false) break;
    }
    if (!exact || found.k === low) break;
  }
  return {
    k: found.k,
    kLow: low,
    proven: low === found.k,
    never: null,
    members: found.members.toSorted((a, b) => a - b),
    classes: found.lost,
  };
}

/** Least k at which classes with an own breaking point of at most k are together worth more than the slack. */
function smallestReach(own: readonly ({ k: number } | null)[], value: Float64Array, slack: number, units: number): number {
  // Without any unit no class that wants anything is served, so the last number always reaches.
  for (let k = 1; k < units; k += 1) {
    const worth = own.reduce((sum, point, index) => sum + (point !== null && point.k <= k ? (value[index] as number) : 0), 0);
    if (worth > slack) return k;
  }
  return units;
}

/** Sets of classes worth more than the slack, none of which can be left out; with many classes only the easiest ones first. */
function* breakingSets(own: readonly ({ k: number } | null)[], value: Float64Array, slack: number): Generator<number[]> {
  const able = [...own.keys()].filter((index) => own[index] !== null && (value[index] as number) > 0);
  if (able.length > MOST_CLASSES) {
    const easiest = able.toSorted((a, b) => (own[a]?.k ?? 0) - (own[b]?.k ?? 0));
    const lost: number[] = [];
    let worth = 0;
    for (const index of easiest) {
      if (worth > slack) break;
      lost.push(index);
      worth += value[index] as number;
    }
    yield lost;
    return;
  }
  for (let mask = 1; mask < 2 ** able.length; mask += 1) {
    const lost = able.filter((_, bit) => (mask >> bit) & 1);
    const worth = lost.reduce((sum, index) => sum + (value[index] as number), 0);
    if (worth > slack && lost.every((index) => worth - (value[index] as number) <= slack)) yield lost;
  }
}

/** Units that take all the classes below their quantities: always the one that covers most of what is left, each class as a share of its target. */
function greedyCover(supply: Supply, targets: Float64Array, lost: readonly number[]): number[] {
  const left = targets.slice();
  const taken = new Set<number>();
  while (lost.some((index) => (left[index] as number) > 0)) {
    let best = -1;
    let most = -1;
    for (let unit = 0; unit < supply.units; unit += 1) {
      if (taken.has(unit)) continue;
      let covered = 0;
      for (const index of lost)
        if ((left[index] as number) > 0)
          covered += Math.min(left[index] as number, supply.capacity[unit * supply.classes + index] as number) / (targets[index] as number);
      if (covered <= most) continue;
      most = covered;
      best = unit;
    }
    taken.add(best);
    for (const index of lost) left[index] = (left[index] as number) - (supply.capacity[best * supply.classes + index] as number);
  }
  return [...taken];
}

/**
 * A set of k units that takes all the classes below their quantities: depth first over units by descending weighted cover, cut off where
 * even the next best ones cannot cover what is left, of the weighted sum or of a single class.
 *
 * @returns unit indices, `false` = there is none, `null` = the steps ran out
 */
function coverOfSize(
  supply: Supply,
  targets: Float64Array,
  lost: readonly number[],
  k: number,
  steps: { left: number },
): number[] | false | null {
  const { units, classes, capacity } = supply;
  const amount = (unit: number, index: number) => Math.min(targets[index] as number, capacity[unit * classes + index] as number);
  // Any whole weights give a valid bound; these let every class count about the same. Sums stay below 2^53.
  const weight = lost.map((index) => Math.floor(2 ** 30 / Math.max(1, targets[index] as number)) + 1);
  const cover = Float64Array.from({ length: units }, (_, unit) =>
    lost.reduce((sum, index, place) => sum + (weight[place] as number) * amount(unit, index), 0),
  );
  const order = orderByWeight(cover);
  const prefix = new Float64Array(units + 1);
  order.forEach((unit, place) => {
    prefix[place + 1] = (prefix[place] as number) + (cover[unit] as number);
  });
  const tops = lost.map((index) => {
    const column = Float64Array.from({ length: units }, (_, unit) => amount(unit, index)).sort();
    const sums = new Float64Array(k + 1);
    for (let count = 1; count <= k; count += 1) sums[count] = (sums[count - 1] as number) + (column[units - count] as number);
    return sums;
  });
  const chosen: number[] = [];
  const left = lost.map((index) => targets[index] as number);
  const search = (from: number): boolean | null => {
    if (left.every((rest) => rest <= 0)) return true;
    const more = k - chosen.length;
    if (more === 0) return false;
    if (left.some((rest, place) => rest > ((tops[place] as Float64Array)[more] as number))) return false;
    const wanted = left.reduce((sum, rest, place) => sum + (weight[place] as number) * Math.max(0, rest), 0);
    for (let place = from; place < units; place += 1) {
      if ((prefix[Math.min(units, place + more)] as number) - (prefix[place] as number) < wanted) return false;
      steps.left -= 1;
      if (steps.left < 0) return null;
      const unit = order[place] as number;
      chosen.push(unit);
      lost.forEach((index, at) => {
        left[at] = (left[at] as number) - (capacity[unit * classes + index] as number);
      });
      const result = search(place + 1);
      if (result !== false) return result;
      lost.forEach((index, at) => {
        left[at] = (left[at] as number) + (capacity[unit * classes + index] as number);
      });
      chosen.pop();
    }
    return false;
  };
  const result = search(0);
  return result === true ? chosen : result;
}
