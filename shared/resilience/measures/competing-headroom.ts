import type { CutSearch } from '../competing/cuts.ts';
import { coefficients, cutSearch, MOST_CUT_JOBS, topValues } from '../competing/cuts.ts';
import { amountsLeft } from '../competing/flow.ts';
import type { CompetingSupply } from '../competing/supply.ts';
import type { Fraction } from '../fraction.ts';
import { compareFractions, lowestTerms } from '../fraction.ts';
import type { Checkpoint } from '../orders.ts';
import type { ServiceTerms } from '../terms.ts';
import type { Headroom } from './headroom.ts';
import { headroomWithout, worstHeadroom } from './headroom.ts';

/** Largest factor by which the demand can grow where classes compete, and the classes that set it (places in the portfolio). */
export type CompetingHeadroom = { factor: Fraction; classes: number[] };

/**
 * Whether the headroom is exact, as with jobs of single GPUs; with gangs it is an upper bound (removal-test.md 4.12), and so it is where only
 * each class asked alone bounds it, or CPU and memory may run out first: with more than 20 classes, or with a class whose instances have no value.
 */
export function isHeadroomExact({ jobs, hostBinds }: CompetingSupply, { quantity }: Pick<ServiceTerms, 'quantity'>): boolean {
  const single = !hostBinds && jobs.jobs.every(({ gpus, slots }) => gpus === 1 && slots === 1);
  return single && jobs.jobs.length <= MOST_CUT_JOBS && jobs.jobs.length === quantity.filter((wanted) => wanted > 0).length;
}

/**
 * Headroom after units are removed: the smallest ratio over sets of jobs of the GPUs they can use to the GPUs they ask for, or that of a
 * class asked alone where it is smaller. With more than 20 classes that compete, the latter only.
 *
 * @returns `null` without demand
 */
export function competingHeadroom(
  supply: CompetingSupply,
  terms: Pick<ServiceTerms, 'quantity'>,
  removed: readonly number[],
): CompetingHeadroom | null {
  const alone = headroomWithout(supply.alone, terms, removed);
  const search = searchOf(supply);
  if (search === null) return smaller(null, alone);
  const left = amountsLeft(supply.pieces, removed);
  const together = leastOf(supply, search, (coefficient) => left.reduce((sum, gpus, set) => sum + gpus * (coefficient[set] as number), 0));
  return smaller(together, alone);
}

/**
 * Smallest headroom after any k removals: each set of jobs, and each class asked alone, loses the k units that can serve most of it. Exact
 * and a bound as above.
 *
 * @param ks ascending numbers of removals, each at most the number of units; 0 counts nodes without an owner
 * @returns `null` without demand
 */
export function worstCompetingHeadroom(
  supply: CompetingSupply,
  terms: Pick<ServiceTerms, 'quantity'>,
  ks: readonly number[],
  checkpoint?: Checkpoint,
): CompetingHeadroom[] | null {
  const single = worstHeadroom(supply.alone, terms);
  const together = worstTogether(supply, ks, checkpoint);
  const worst = ks.flatMap((k, place) => smaller(together?.[place] ?? null, single[k] ?? null) ?? []);
  return worst.length === 0 ? null : worst;
}

/** The smaller one of the headroom of all classes at once and that of each class asked alone. */
function smaller(together: CompetingHeadroom | null, alone: Headroom): CompetingHeadroom | null {
  if (alone === null || (together !== null && compareFractions(together.factor, alone.factor) <= 0)) return together;
  return { factor: alone.factor, classes: [alone.class] };
}

/** What the cuts say of any k removals; `null` where they say nothing. */
function worstTogether(supply: CompetingSupply, ks: readonly number[], checkpoint?: Checkpoint): CompetingHeadroom[] | null {
  const search = searchOf(supply);
  if (search === null) return null;
  const least: { factor: Fraction; mask: number }[] = ks.map(() => ({ factor: { num: 1, den: 0 }, mask: 0 }));
  const start = amountsLeft(supply.pieces, []);
  const last = ks[ks.length - 1] ?? 0;
  search.masks.forEach((mask, step) => {
    if ((step & 63) === 63) checkpoint?.(step, search.masks.length);
    const demand = demandOf(search, mask);
    const coefficient = coefficients(search.bits, search.problem.price, mask);
    const values = topValues(search, coefficient, last, Infinity);
    const usable = (amounts: Float64Array) => amounts.reduce((sum, gpus, set) => sum + gpus * (coefficient[set] as number), 0);
    const whole = usable(supply.pieces.totals);
    let lost = 0;
    let taken = 0;
    ks.forEach((k, place) => {
      for (; taken < Math.min(k, values.length); taken += 1) lost += values[taken] as number;
      const factor = { num: k === 0 ? usable(start) : whole - lost, den: demand };
      if (compareFractions(factor, (least[place] as { factor: Fraction }).factor) < 0) least[place] = { factor, mask };
    });
  });
  return least.map(({ factor, mask }) => ({ factor: lowestTerms(factor), classes: classesOf(supply, mask) }));
}

/** Cuts with every GPU worth 1. */
function searchOf({ jobs, pieces }: CompetingSupply): CutSearch | null {
  if (jobs.jobs.length === 0 || jobs.jobs.length > MOST_CUT_JOBS) return null;
  const demand = jobs.jobs.map(({ gpus, slots, quantity }) => gpus * slots * quantity);
  return cutSearch({ table: pieces, price: jobs.jobs.map(() => 1), demand, below: 0 });
}

function leastOf(supply: CompetingSupply, search: CutSearch, usable: (coefficient: Float64Array) => number): CompetingHeadroom {
  let least: Fraction = { num: 1, den: 0 };
  let cut = 0;
  for (const mask of search.masks) {
    const factor = { num: usable(coefficients(search.bits, search.problem.price, mask)), den: demandOf(search, mask) };
    if (compareFractions(factor, least) >= 0) continue;
    least = factor;
    cut = mask;
  }
  return { factor: lowestTerms(least), classes: classesOf(supply, cut) };
}

function demandOf({ problem }: CutSearch, mask: number): number {
  return problem.demand.reduce((sum, gpus, job) => sum + ((mask >> job) & 1 ? gpus : 0), 0);
}

function classesOf({ jobs }: CompetingSupply, mask: number): number[] {
  return jobs.jobs
    .filter((_, job) => (mask >> job) & 1)
    .map((job) => job.class)
    .sort((a, b) => a - b);
}
