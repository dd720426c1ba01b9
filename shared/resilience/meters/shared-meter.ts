import type { ServedRange } from '../../case/contingencies.ts';
import type { ServiceMetric } from '../../case/removal.ts';
import { packedValue } from '../competing/placement.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import { lowFromFlow, volumeOf } from '../competing/supply.ts';
import type { Fraction } from '../fraction.ts';
import { ceilOf, compareFractions } from '../fraction.ts';
import { limitsOf, servedBy } from '../measures/service-metric.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';
import { cutsAreExact, fullServiceOf, isPlacedInFull, MOST_TOGETHER, sumsBySubset, usableBySubset } from './full-service.ts';
import type { Meter } from './meter.ts';

/** Where what is left is kept: capacity of each class alone, GPUs of the pieces, and of those of the lower bound where they differ. */
type Parts = { alone: Float64Array; pieces: Float64Array; lower: Float64Array };
/** What one metric says of what is left. */
type Rule = Pick<Meter, 'placed'> & { bounds: (left: Parts) => ServedRange };

/** Sets of classes that are placed one by one in search of one that is served in full. */
const MOST_TRIED = 12;
/** Steps of a flow for each pair of jobs and each set of nodes. */
const FLOW_STEPS = 20;

/**
 * The meter of all classes at once on the same nodes.
 *
 * @param terms for the metric `worst-class` with a value above 0 for every class, since all of them count
 */
export function sharedMeter(metric: ServiceMetric, supply: CompetingSupply, terms: ServiceTerms): Meter {
  const { alone, pieces, lower } = supply;
  const tables = lower === pieces ? [pieces] : [pieces, lower];
  const width = alone.classes;
  const jobs = supply.jobs.jobs.length;
  const capacities = totalCapacity(alone);
  const starts = [alone.unattributed, ...tables.map(({ unattributed }) => unattributed)];
  const totals = joined([capacities, ...tables.map((table) => table.totals)]);
  const unattributed = joined(starts);
  const from = width + pieces.sets.length;
  const partsOf = (left: Float64Array): Parts => ({
    alone: left.subarray(0, width),
    pieces: left.subarray(width, from),
    lower: lower === pieces ? left.subarray(width, from) : left.subarray(from),
  });
  const rule = ruleOf(metric, supply, terms);
  return {
    ids: alone.ids,
    units: alone.units,
    metric,
    limits: limitsOf(metric, terms),
    exact: metric === 'value' ? cutsAreExact(supply) && supply.jobs.uniform : cutsAreExact(supply) && jobs <= MOST_TOGETHER,
    steps: metric === 'value' ? FLOW_STEPS * jobs ** 2 * pieces.sets.length : 2 ** Math.min(jobs, MOST_TOGETHER) * (2 * jobs + 4),
    totals,
    start: totals.map((amount, place) => amount + (unattributed[place] as number)),
    take: (left, unit) => {
      for (let index = 0, cell = unit * width; index < width; index += 1, cell += 1)
        left[index] = (left[index] as number) - (alone.capacity[cell] as number);
      let base = width;
      for (const { first, setOf, amount, sets } of tables) {
        for (let place = first[unit] as number; place < (first[unit + 1] as number); place += 1) {
          const at = base + (setOf[place] as number);
          left[at] = (left[at] as number) - (amount[place] as number);
        }
        base += sets.length;
      }
    },
    bounds: (left) => {
      const { low, high } = rule.bounds(partsOf(left));
      return { low: Math.min(low, high), high };
    },
    ...(rule.placed ? { placed: rule.placed } : {}),
  };
}

function ruleOf(metric: ServiceMetric, supply: CompetingSupply, terms: ServiceTerms): Rule {
  if (metric === 'value') return valueRule(supply, terms);
  return metric === 'worst-class' ? worstClassRule(supply, terms) : inFullRule(supply, terms);
}

function valueRule(supply: CompetingSupply, terms: ServiceTerms): Rule {
  const { jobs } = supply;
  return {
    bounds: ({ alone, pieces, lower }) => {
      const shared = Math.floor(supply.flow(pieces).value / jobs.scale);
      return {
        low: lowFromFlow(supply, lower),
        high: supply.aloneMatters ? Math.min(shared, servedBy('value', terms, alone)) : shared,
      };
    },
    placed: (removed) => packedValue(supply, removed) / jobs.scale,
  };
}

/**
 * The share that every class can have at the same time. At most: the largest share at which no subset of classes asks for more GPUs than it
 * can use, each in whole instances. For certain: instances that the rounding lemma leaves unserved, if all of them were of one class.
 */
function worstClassRule(supply: CompetingSupply, terms: ServiceTerms): Rule {
  const { jobs } = supply.jobs;
  const wanted = jobs.map(({ quantity }) => quantity);
  const each = jobs.map(({ gpus, slots }) => gpus * slots);
  const demands = sumsBySubset(jobs.length <= MOST_TOGETHER ? jobs.map((_, job) => (each[job] as number) * (wanted[job] as number)) : []);
  const usableOf = usableBySubset(supply);
  const exact = cutsAreExact(supply);
  const one: Fraction = { num: 1, den: 1 };
  const fits = (share: Fraction, usable: Float64Array | null, alone: Float64Array): boolean => {
    const needs = jobs.map(({ quantity }) => ceilOf(share, quantity));
    if (jobs.some((job, place) => (needs[place] as number) > (alone[job.class] as number))) return false;
    if (usable === null) return true;
    const load = sumsBySubset(needs.map((need, job) => need * (each[job] as number)));
    return load.every((gpus, mask) => gpus <= (usable[mask] as number));
  };
  const most = (usable: Float64Array | null, alone: Float64Array): number => {
    let limit = one;
    const consider = (num: number, den: number) => {
      if (num < den && compareFractions({ num, den }, limit) < 0) limit = { num, den };
    };
    for (const job of jobs) consider(Math.max(0, alone[job.class] as number), job.quantity);
    usable?.forEach((gpus, mask) => {
      consider(gpus, demands[mask] as number);
    });
    let share = largestPart(wanted, limit, false);
    while (share.num > 0 && !fits(share, usable, alone)) share = largestPart(wanted, share, true);
    return share.num / share.den;
  };
  const volume = volumeOf(supply);
  const lemma = (lower: Float64Array): number => {
    if (supply.lower.loss === null) return 0;
    const missing = Math.max(0, volume + supply.lower.loss - supply.evenFlow(lower).value);
    return jobs.reduce((least, { slots, quantity }, job) => {
      const lost = Math.floor(missing / ((supply.sizes[job] as number) * slots));
      return Math.min(least, Math.max(0, quantity - lost) / quantity);
    }, 1);
  };
  const needs = terms.quantity.map((quantity) => ceilOf(terms.threshold, quantity));
  const question = fullServiceOf(supply, terms, needs);
  const kept = jobs.reduce((least, { class: index, quantity }) => Math.min(least, (needs[index] as number) / quantity), 1);
  return {
    bounds: ({ alone, pieces, lower }) => {
      if (jobs.length === 0) return { low: 1, high: 1 };
      const high = most(usableOf?.(pieces) ?? null, alone);
      return { low: exact && usableOf ? high : lemma(lower), high };
    },
    placed: (removed) => (isPlacedInFull(question, removed) ? kept : 0),
  };
}

/** The largest share j / d of one of the quantities that is at most the limit, or below it. */
function largestPart(quantities: readonly number[], limit: Fraction, below: boolean): Fraction {
  return quantities.reduce<Fraction>(
    (best, den) => {
      const num = below ? ceilOf(limit, den) - 1 : Number((BigInt(limit.num) * BigInt(den)) / BigInt(limit.den));
      const part = { num: Math.max(0, num), den };
      return compareFractions(part, best) > 0 ? part : best;
    },
    { num: 0, den: 1 },
  );
}

/**
 * Value of the classes that can be served in full at the same time, each once. At most: the dearest set of classes of which no subset asks
 * for more GPUs than it can use; for certain: the dearest of these that a placement serves.
 */
function inFullRule(supply: CompetingSupply, terms: ServiceTerms): Rule {
  const { jobs } = supply.jobs;
  const width = jobs.length;
  const usableOf = usableBySubset(supply);
  const exact = cutsAreExact(supply);
  if (usableOf === null)
    return {
      bounds: ({ alone }) => ({ low: 0, high: servedBy('all-or-nothing', terms, alone) }),
      placed: (removed) => placedAlone(removed),
    };
  const demands = sumsBySubset(jobs.map(({ gpus, slots, quantity }) => gpus * slots * quantity));
  const worth = sumsBySubset(jobs.map((job) => terms.value[job.class] as number));
  const order = Int32Array.from(worth.keys()).sort((a, b) => (worth[b] as number) - (worth[a] as number) || a - b);
  const broken = new Uint8Array(worth.length);
  const breakOf = (usable: Float64Array, alone: Float64Array): Uint8Array => {
    for (let mask = 1; mask < broken.length; mask += 1) {
      const lowest = 31 - Math.clz32(mask & -mask);
      let isBroken = (demands[mask] as number) > (usable[mask] as number);
      if (!isBroken && (alone[jobs[lowest]?.class as number] as number) < (jobs[lowest]?.quantity as number)) isBroken = true;
      for (let job = 0; job < width && !isBroken; job += 1) isBroken = ((mask >> job) & 1) === 1 && broken[mask ^ (1 << job)] === 1;
      broken[mask] = isBroken ? 1 : 0;
    }
    return broken;
  };
  const questions = new Map<number, ReturnType<typeof fullServiceOf>>();
  const questionOf = (mask: number) => {
    const known = questions.get(mask);
    if (known) return known;
    const needs = new Float64Array(terms.quantity.length);
    jobs.forEach((job, place) => {
      if ((mask >> place) & 1) needs[job.class] = job.quantity;
    });
    const made = fullServiceOf(supply, terms, needs);
    questions.set(mask, made);
    return made;
  };
  const start = totalCapacity(supply.alone);
  const placedOf = (removed: Uint8Array | null): number => {
    const alone = start.slice();
    const pieces = supply.pieces.totals.slice();
    if (removed === null) {
      alone.forEach((amount, index) => {
        alone[index] = amount + (supply.alone.unattributed[index] as number);
      });
      pieces.forEach((amount, set) => {
        pieces[set] = amount + (supply.pieces.unattributed[set] as number);
      });
    }
    removed?.forEach((gone, unit) => {
      if (gone === 0) return;
      for (let index = 0; index < supply.alone.classes; index += 1)
        alone[index] = (alone[index] as number) - (supply.alone.capacity[unit * supply.alone.classes + index] as number);
      for (let place = supply.pieces.first[unit] as number; place < (supply.pieces.first[unit + 1] as number); place += 1) {
        const set = supply.pieces.setOf[place] as number;
        pieces[set] = (pieces[set] as number) - (supply.pieces.amount[place] as number);
      }
    });
    const isBroken = breakOf(usableOf(pieces), alone);
    let tried = 0;
    for (const mask of order) {
      if (mask === 0) return 0;
      if (isBroken[mask] === 1) continue;
      if (isPlacedInFull(questionOf(mask), removed)) return worth[mask] as number;
      tried += 1;
      if (tried === MOST_TRIED) return 0;
    }
    return 0;
  };
  return {
    bounds: ({ alone, pieces }) => {
      const isBroken = breakOf(usableOf(pieces), alone);
      const high = worth[order.find((mask) => isBroken[mask] === 0) as number] as number;
      return { low: exact ? high : 0, high };
    },
    placed: placedOf,
  };

  /** With too many classes: whether all of them are served. */
  function placedAlone(removed: Uint8Array | null): number {
    const question = fullServiceOf(supply, terms, terms.quantity);
    return isPlacedInFull(question, removed) ? limitsOf('all-or-nothing', terms).demand : 0;
  }
}

function joined(lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
