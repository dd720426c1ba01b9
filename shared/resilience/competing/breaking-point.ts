import type { NeverReason } from '../breaking-point.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import type { Checkpoint } from '../orders.ts';
import { orderByWeight } from '../orders.ts';
import { servedAtStart } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';
import { bestCut } from './best-cut.ts';
import type { CutProblem, CutSearch } from './cuts.ts';
import { coefficients, cutSearch, MOST_CUT_JOBS, rhoOf, smallestOverCuts } from './cuts.ts';
import { amountsLeft, take } from './flow.ts';
import { hardestPlacement } from './loads.ts';
import type { CompetingSupply } from './supply.ts';
import { lowFromFlow, servedBounds, volumeOf } from './supply.ts';

/**
 * How the lower end is shown; `enumeration`: the flow bound is exact; `packing`: jobs were placed before any removal; `hitting-set`: every
 * placement of some is one that an attack must break; `none`: not at all.
 */
export type CompetingMethod = 'enumeration' | 'rounding' | 'padded-rounding' | 'packing' | 'hitting-set' | 'none';

export type CompetingPoint = {
  /** size of the smallest attack known; `null` = never */
  k: number | null;
  kLow: number | null;
  proven: boolean;
  never: NeverReason | null;
  /** an attack of size k as unit indices, ascending; empty also where one owner of all unattributed nodes is the attack */
  members: number[];
  /** what bounds the service after the attack: GPUs that all classes share, or instances of each class asked alone */
  bound: 'shared-gpus' | 'instances';
  method: CompetingMethod;
  /** GPUs lost by rounding at most, as used for the lower end */
  loss: number | null;
  /** the same limit for the flow of GPUs: fewer than this must be served for the test to be able to fail */
  belowVolume: number | null;
};

export type CompetingOptions = { maxCutClasses?: number; checkpoint?: Checkpoint };

/** The cut search for attacks: the flow bound falls below the limit. */
export function upperProblem({ jobs, pieces }: CompetingSupply): CutProblem {
  return {
    table: pieces,
    price: jobs.jobs.map(({ price }) => price),
    demand: jobs.jobs.map(({ gpus, slots, quantity, price }) => gpus * slots * quantity * price),
    below: jobs.below,
  };
}

/**
 * The cut search for the lower end: a test can only fail where the flow of GPUs falls below `belowVolume`, because whole jobs lose at most
 * `loss` GPUs against it and each GPU not served costs at most the dearest price.
 *
 * @returns `null` where no rounding loss is known
 */
export function lowerProblem(supply: CompetingSupply): (CutProblem & { below: number }) | null {
  const { jobs, lower, sizes } = supply;
  const dearest = jobs.jobs[0]?.price ?? 0;
  if (lower.loss === null || dearest === 0) return null;
  return {
    table: lower,
    price: jobs.jobs.map(() => 1),
    demand: jobs.jobs.map(({ slots, quantity }, job) => (sizes[job] as number) * slots * quantity),
    below: volumeOf(supply) + lower.loss - Math.ceil((jobs.demand - jobs.below + jobs.scale) / dearest) + 1,
  };
}

/**
 * Bracket on the breaking point of one reading in competing mode (removal-test.md 4.3, 4.7): above by the smallest attack whose flow bound
 * is below the limit, below by the rounding lemma over the same cuts. Exact where nothing is lost by rounding.
 */
export function findCompetingPoint(supply: CompetingSupply, terms: ServiceTerms, options: CompetingOptions = {}): CompetingPoint {
  const { jobs, alone } = supply;
  const lower = lowerProblem(supply);
  const settled = (k: number | null, more: Partial<CompetingPoint> = {}): CompetingPoint => ({
    k,
    kLow: k,
    proven: true,
    never: null,
    members: [],
    bound: 'shared-gpus',
    method: 'enumeration',
    loss: supply.lower.loss,
    belowVolume: lower?.below ?? null,
    ...more,
  });
  if (terms.below === 0) return settled(null, { never: terms.demand === 0 ? 'no-demand' : 'threshold-zero' });
  const exact = supply.lower === supply.pieces && jobs.uniform && supply.pieces.loss === 0;
  const start = servedBounds(supply, terms, []);
  const shared = bestCut(supply, amountsLeft(supply.pieces, [])).bound < jobs.below;
  if (shared || (supply.aloneMatters && servedAtStart(alone, terms) < terms.below))
    return settled(0, { bound: shared ? 'shared-gpus' : 'instances', method: exact ? 'enumeration' : 'none' });

  const least = start.low < terms.below ? 0 : 1;
  const found = smallestAttack(supply, terms, options);
  const done = (kLow: number, method: CompetingMethod) =>
    settled(found.k, { k: found.k, members: found.members, bound: found.bound, kLow, proven: kLow === found.k, method });
  if (least === 0) return done(0, 'none');
  if (exact && (found.complete || found.k === 1)) return done(found.k, 'enumeration');
  const byRounding = supply.lower === supply.pieces ? 'rounding' : 'padded-rounding';
  const rounded =
    lower === null || found.k === 1 || !countable(supply, options)
      ? 0
      : smallestOverCuts(cutSearch(lower), found.k, -1, options.checkpoint).k;
  if (rounded > 1) return done(rounded, byRounding);
  const held = supply.hostBinds ? hardestPlacement(supply) : null;
  if (held !== null && held.units > 1) return done(Math.min(held.units, found.k), 'hitting-set');
  return done(1, lowFromFlow(supply, amountsLeft(supply.lower, [])) >= terms.below ? byRounding : 'packing');
}

/** Whether the classes are few enough to go through every subset. */
function countable({ jobs }: CompetingSupply, { maxCutClasses = MOST_CUT_JOBS }: CompetingOptions): boolean {
  return jobs.jobs.length <= Math.min(maxCutClasses, MOST_CUT_JOBS);
}

/** The smallest attack that some upper bound of the service shows. */
function smallestAttack(
  supply: CompetingSupply,
  terms: ServiceTerms,
  { maxCutClasses = MOST_CUT_JOBS, checkpoint }: CompetingOptions,
): { k: number; members: number[]; bound: CompetingPoint['bound']; complete: boolean } {
  const { alone, pieces, jobs } = supply;
  const ascending = (order: ArrayLike<number>) => Array.from(order).sort((a, b) => a - b);
  let best: { k: number; members: number[]; bound: CompetingPoint['bound'] } | null = null;
  if (bestCut(supply, pieces.totals).bound < jobs.below) best = { k: 1, members: [], bound: 'shared-gpus' };
  const complete = countable(supply, { maxCutClasses });
  if (best === null && complete) {
    const search = cutSearch(upperProblem(supply));
    const { k, mask } = smallestOverCuts(search, alone.units + 1, -1, checkpoint);
    if (k <= alone.units) best = { k, members: ascending(attackOfCut(search, mask, k)), bound: 'shared-gpus' };
  }
  // With too many classes to go through every subset, attacks in a fixed order are tried on the best cut of each.
  if (best === null || !complete) {
    for (const order of attackOrders(supply)) {
      const k = crossingOfBound(supply, order, best?.k ?? alone.units);
      if (k !== null && (best === null || k < best.k)) best = { k, members: ascending(order.subarray(0, k)), bound: 'shared-gpus' };
    }
  }
  const found = best ?? { k: alone.units, members: [...alone.ids.keys()], bound: 'shared-gpus' };
  if (supply.aloneMatters && found.k > 1) {
    const { k, members } = findBreakingPoint(alone, terms, { maxCutClasses, checkpoint });
    if (k !== null && k >= 1 && k < found.k) return { k, members, bound: 'instances', complete: false };
  }
  return { ...found, complete };
}

/** The k units that can serve most of a cut, ties by index. */
function attackOfCut({ problem, bits }: CutSearch, mask: number, k: number): Int32Array {
  const coefficient = coefficients(bits, problem.price, mask);
  return orderByWeight(Float64Array.from({ length: problem.table.units }, (_, unit) => rhoOf(problem.table, coefficient, unit))).subarray(
    0,
    k,
  );
}

/** Static attack orders: by usable value, then by the GPUs that each job can use. */
export function attackOrders(supply: CompetingSupply): Int32Array[] {
  const { table, price } = upperProblem(supply);
  const byValue = (coefficient: ArrayLike<number>) =>
    orderByWeight(Float64Array.from({ length: table.units }, (_, unit) => rhoOf(table, coefficient, unit)));
  return [
    byValue(table.sets.map((set) => price[set[0] as number] as number)),
    ...price.map((_, job) => byValue(table.sets.map((set) => (set.includes(job) ? 1 : 0)))),
  ];
}

/** Smallest k <= limit at which some cut bounds what is served after the first k units of an order below the limit; `null` = none. */
function crossingOfBound(supply: CompetingSupply, order: Int32Array, limit: number): number | null {
  const falls = (k: number) => {
    const left = supply.pieces.totals.slice();
    for (let place = 0; place < k; place += 1) take(supply.pieces, left, order[place] as number);
    return bestCut(supply, left).bound < supply.jobs.below;
  };
  let high = Math.min(limit, order.length);
  if (!falls(high)) return null;
  for (let low = 0; high - low > 1; ) {
    const middle = (low + high) >> 1;
    if (falls(middle)) high = middle;
    else low = middle;
  }
  return high;
}
