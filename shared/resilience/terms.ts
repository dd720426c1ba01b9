import { ChokepointError } from '../case/error.ts';
import type { Portfolio } from '../case/portfolio.ts';
import { instanceValueOf } from '../case/portfolio.ts';
import type { Counts } from './capacity.ts';
import type { Fraction } from './fraction.ts';
import { ceilOf, floorOf, parseFraction } from './fraction.ts';

/** What must be served, in class order: integers that are exact in doubles. */
export type ServiceTerms = {
  names: readonly string[];
  /** instances wanted */
  quantity: Float64Array;
  /** value of one served instance */
  value: Float64Array;
  /** GPUs of one instance */
  gpus: Float64Array;
  /** value of the whole portfolio, D */
  demand: number;
  threshold: Fraction;
  /** the test fails when less than this value is served: ceil(threshold * demand) */
  below: number;
};

/** Capacities of one reading of the data. Units in tie order, a lower index wins. */
export type Supply = {
  ids: readonly string[];
  units: number;
  classes: number;
  /** instances, row-major units x classes */
  capacity: Int32Array | Float64Array;
  /** per class, capacity of nodes without an owner: counts only while no unit is removed, because the attacked may own it */
  unattributed: Float64Array;
};

/** How a quantity given as a share was turned into a number. */
export type ResolvedShare = { class: string; share: string; capacity: number; quantity: number };

/**
 * Turns quantities given as shares into whole numbers, once: `max(1, floor(share * capacity))` with the pessimistic capacity of the whole
 * inventory for the class.
 *
 * @returns a portfolio without shares and what was resolved
 */
export function resolveQuantities(portfolio: Portfolio, counts: Counts): { portfolio: Portfolio; resolved: ResolvedShare[] } {
  const resolved: ResolvedShare[] = [];
  const classes = portfolio.classes.map((workload, index) => {
    const { quantity_share_of_capacity: share, ...rest } = workload;
    if (share === undefined) return workload;
    let capacity = counts.unownedLow[index] as number;
    for (let unit = 0; unit < counts.ids.length; unit += 1) capacity += counts.low[unit * counts.classes + index] as number;
    const quantity = Math.max(1, floorOf(parseFraction(share) as Fraction, capacity));
    resolved.push({ class: workload.name, share, capacity, quantity });
    return { ...rest, quantity };
  });
  return { portfolio: { ...portfolio, classes }, resolved };
}

/**
 * Terms of a portfolio whose quantities are numbers.
 *
 * @throws ChokepointError `numbers-too-large` when the demand passes 2^53
 */
export function termsOf(portfolio: Portfolio, threshold: Fraction): ServiceTerms {
  const { classes } = portfolio;
  const quantity = Float64Array.from(classes, (workload) => workload.quantity ?? 0);
  const value = Float64Array.from(classes, (workload) => instanceValueOf(workload, portfolio.metric));
  const gpus = Float64Array.from(classes, (workload) => workload.gpus_per_node * workload.nodes);
  return makeTerms(
    classes.map(({ name }) => name),
    quantity,
    value,
    gpus,
    threshold,
  );
}

/**
 * Terms from plain numbers (whole, non-negative), with demand and limit computed exactly.
 *
 * @throws ChokepointError `numbers-too-large` when the demand passes 2^53
 */
export function makeTerms(
  names: readonly string[],
  quantity: Float64Array,
  value: Float64Array,
  gpus: Float64Array,
  threshold: Fraction,
): ServiceTerms {
  let demand = 0n;
  for (let index = 0; index < quantity.length; index += 1) demand += BigInt(quantity[index] as number) * BigInt(value[index] as number);
  assertExact(demand, 'the value of the portfolio');
  return { names, quantity, value, gpus, demand: Number(demand), threshold, below: ceilOf(threshold, Number(demand)) };
}

/**
 * Capacities of one reading in the form that the search uses: Int32 where they fit, Float64 integers otherwise; an unbounded capacity
 * becomes the quantity of its class, which changes no served value.
 *
 * @param reading `pessimistic`: units with an owner; `optimistic`: also each node without an owner as a unit of its own
 * @throws ChokepointError `numbers-too-large` when the value of all capacities passes 2^53
 */
export function supplyOf(counts: Counts, terms: ServiceTerms, reading: 'pessimistic' | 'optimistic'): Supply {
  const { classes } = counts;
  const pessimistic = reading === 'pessimistic';
  const owned = pessimistic ? counts.low : counts.high;
  const unowned = pessimistic ? new Float64Array(0) : counts.unownedHigh;
  const capacity = new Float64Array(owned.length + unowned.length);
  capacity.set(owned);
  capacity.set(unowned, owned.length);
  const unattributed = pessimistic ? counts.unownedLow : new Float64Array(classes);
  let largest = 0;
  let total = 0;
  const weigh = (amount: number, index: number) => {
    largest = Math.max(largest, amount);
    total += amount * (terms.value[index] as number);
  };
  for (let cell = 0; cell < capacity.length; cell += 1) {
    const index = cell % classes;
    if (capacity[cell] === Infinity) capacity[cell] = terms.quantity[index] as number;
    weigh(capacity[cell] as number, index);
  }
  unattributed.forEach(weigh);
  if (total + terms.demand > Number.MAX_SAFE_INTEGER)
    assertExact(BigInt(Number.MAX_SAFE_INTEGER) + 1n, 'the value of all capacities together');
  const ids = pessimistic ? counts.ids : [...counts.ids, ...counts.unownedIds];
  return { ids, units: ids.length, classes, capacity: largest < 2 ** 31 ? Int32Array.from(capacity) : capacity, unattributed };
}

function assertExact(amount: bigint, what: string): void {
  if (amount <= BigInt(Number.MAX_SAFE_INTEGER)) return;
  throw new ChokepointError(
    'numbers-too-large',
    `The removal test cannot be computed exactly: ${what} passes 2^53.`,
    'Use smaller values per instance or smaller quantities in the portfolio.',
    { limit: Number.MAX_SAFE_INTEGER },
  );
}
