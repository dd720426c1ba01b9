import { add, compare, type Fraction, fraction, multiply, parseFraction, reduce, toNumber } from '../metrics/exact.ts';
import { toPoints } from '../metrics/hhi.ts';
import { allocationOf } from './allocation.ts';
import { balancedLoads, type Component, componentsOf, MOST_SETS, type OpenWeight } from './balanced.ts';
import { type Bound, bound, type End, type ExactBound, exactBound } from './bound.ts';
import { boundsOf, type MetricBounds, STANDARD_THRESHOLDS, type StandardThreshold } from './bounds-of.ts';
import { effectiveNumberBounds } from './hhi.ts';
import { inverseShareBounds } from './shares.ts';

/** Known weight per value (0 for values that are only possible), weight that is one of several values, weight of any value. */
export type SetValued = {
  readonly known: readonly bigint[];
  readonly open: readonly OpenWeight[];
  readonly unknown: bigint;
  readonly unit: bigint | null;
};

/** Ranges, and the names of those whose ends may lie further out than any allocation reaches. */
export type MarkedBounds = MetricBounds & { readonly outer: readonly string[] };

/** Most allocations of one component that are tried one by one. */
const MOST_ALLOCATIONS = 20_000;
/** Most values of one component whose subsets are all tried. */
const MOST_VALUES = 12;

/**
 * Ranges of all metrics where some weight may go to some values only (partial GPU ids, lists of models; domain 4).
 *
 * HHI and CR_k are smallest, NC is largest, at the most even allocation (exact, open weight divisible); CR1 is largest value by value (exact);
 * HHI is largest at an extreme allocation, found by trying all while they are few, else an outer bound, named in `outer`. Weight of unknown
 * value goes anywhere, as in `boundsOf`. `stated` is of the known weight only.
 */
export function setValuedBounds({ known, open, unknown, unit }: SetValued): MarkedBounds {
  const outer = new Set<string>();
  const openWeight = open.reduce((sum, { weight }) => sum + weight, 0n);
  const base = boundsOf(allocationOf(known, unknown + openWeight, unit));
  const components = componentsOf(open);
  const total = known.reduce((sum, weight) => sum + weight, 0n) + openWeight + unknown;
  if (openWeight === 0n || total === 0n) return { ...base, outer: [] };

  const inComponents = new Set(components.flatMap(({ values }) => values));
  const others = known.filter((weight, value) => weight > 0n && !inComponents.has(value)).sort(descending);
  const loads = [...others.map((weight) => fraction(weight)), ...components.flatMap((component) => evenLoads(component, known, outer))]
    .filter(({ num }) => num > 0n)
    .sort((a, b) => -compare(a, b));
  const cover = coverage(components, known, others, outer);

  const lowHhi = over(loads.map((load) => multiply(load, load)).reduce(add, fraction(0)), total * total);
  const highHhi = fraction(largestSquares(components, known, others, unknown, outer), total * total);
  const hhi = withStated(base.hhi, toPoints(lowHhi), toPoints(highHhi));
  const held = (count: number) => loads.slice(0, count).reduce(add, fraction(0));
  const most = (count: number) => (cover[Math.min(count, cover.length - 1)] as bigint) + unknown;
  const ratioBound = (of: ExactBound, k: number) => withStated(of, over(held(k), total), fraction(most(k), total));
  const cr1 = ratioBound(base.cr1, 1);

  const nakamoto = (threshold: StandardThreshold): Bound => {
    const t = parseFraction(threshold);
    const passes = (weight: Fraction) => weight.num * t.den > t.num * total * weight.den;
    let low = 1;
    while (low < cover.length - 1 && !passes(fraction(most(low)))) low += 1;
    let high = 1;
    while (high <= loads.length && !passes(held(high))) high += 1;
    const { stated, reasons, high: outerHigh } = base.nakamoto[threshold];
    if (high > loads.length) outer.add(`nakamoto.${threshold}`);
    return bound(low, stated ?? reasons.stated ?? 'no-weight', high <= loads.length ? high : (outerHigh ?? reasons.high ?? 'unbounded'));
  };
  const ranges = Object.fromEntries(STANDARD_THRESHOLDS.map((threshold) => [threshold, nakamoto(threshold)])) as MetricBounds['nakamoto'];

  const entropy = unknown === 0n ? loads.reduce((sum, load) => sum - shareLog(load, total), 0) : null;
  const rising = (of: Bound, apply: (nats: number) => number): Bound =>
    entropy === null ? of : bound(of.low ?? of.reasons.low ?? 'no-weight', of.stated ?? of.reasons.stated ?? 'no-weight', apply(entropy));
  for (const name of ['shannonBits', 'effectiveNumber.q0', 'effectiveNumber.q1']) outer.add(name);
  const possible = new Set([...inComponents, ...known.keys()].filter((value) => inComponents.has(value) || (known[value] as bigint) > 0n))
    .size;
  const q0 = base.effectiveNumber.q0;
  return {
    ...base,
    hhi,
    cr1,
    cr4: ratioBound(base.cr4, 4),
    nakamoto: ranges,
    shannonBits: rising(base.shannonBits, (nats) => nats / Math.LN2),
    effectiveNumber: {
      q0: unknown > 0n ? q0 : bound(q0.low ?? 1, q0.stated ?? q0.reasons.stated ?? 'no-weight', Math.min(possible, q0.high ?? possible)),
      q1: rising(base.effectiveNumber.q1, Math.exp),
      q2: effectiveNumberBounds(hhi),
      qInf: inverseShareBounds(cr1),
    },
    outer: [...outer].sort(),
  };
}

const larger = (a: bigint, b: bigint): bigint => (descending(a, b) > 0 ? b : a);
const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
const over = (value: Fraction, total: bigint): Fraction => reduce({ num: value.num, den: value.den * total });

function shareLog(load: Fraction, total: bigint): number {
  const share = toNumber(over(load, total));
  return share * Math.log(share);
}

function withStated(of: ExactBound, low: Fraction, high: Fraction): ExactBound {
  const stated: End<Fraction> = of.exact.stated ?? of.reasons.stated ?? 'no-weight';
  return exactBound(low, stated, high);
}

/** The most even loads; with too many sets to try, those of the same weight free to go to any value of the component. */
function evenLoads(component: Component, known: readonly bigint[], outer: Set<string>): Fraction[] {
  if (component.open.length <= MOST_SETS) return balancedLoads(component, known);
  for (const name of ['hhi', 'cr1', 'cr4', ...STANDARD_THRESHOLDS.map((threshold) => `nakamoto.${threshold}`)]) outer.add(name);
  const weight = component.open.reduce((sum, one) => sum + one.weight, 0n);
  return balancedLoads({ values: component.values, open: [{ weight, among: component.values }] }, known);
}

/** Most weight that j values together can hold, j = 0, 1, ...: in each component, then over all of them. */
function coverage(components: readonly Component[], known: readonly bigint[], others: readonly bigint[], outer: Set<string>): bigint[] {
  let best: bigint[] = [0n];
  for (const weight of others) best.push((best.at(-1) as bigint) + weight);
  for (const component of components) {
    const own = coverOf(component, known, outer);
    const joined: bigint[] = new Array(best.length + own.length - 1).fill(0n);
    best.forEach((first, i) => {
      own.forEach((second, j) => {
        if (first + second > (joined[i + j] as bigint)) joined[i + j] = first + second;
      });
    });
    best = joined;
  }
  return best;
}

function coverOf({ values, open }: Component, known: readonly bigint[], outer: Set<string>): bigint[] {
  const weightOf = (members: ReadonlySet<number>) =>
    [...members].reduce((sum, value) => sum + (known[value] as bigint), 0n) +
    open.reduce((sum, { weight, among }) => sum + (among.some((value) => members.has(value)) ? weight : 0n), 0n);
  if (values.length <= MOST_VALUES) {
    const best: bigint[] = new Array(values.length + 1).fill(0n);
    for (let choice = 1; choice < 2 ** values.length; choice++) {
      const members = new Set(values.filter((_, place) => (choice >> place) & 1));
      const weight = weightOf(members);
      if (weight > (best[members.size] as bigint)) best[members.size] = weight;
    }
    return best;
  }
  const all = open.reduce((sum, { weight }) => sum + weight, 0n);
  const largestFirst = values.map((value) => known[value] as bigint).sort(descending);
  const best: bigint[] = [0n];
  for (const weight of largestFirst) best.push((best.at(-1) as bigint) + weight);
  if (open.length > 1) for (const name of ['cr4', ...STANDARD_THRESHOLDS.map((threshold) => `nakamoto.${threshold}`)]) outer.add(name);
  const single = values.map((value) => weightOf(new Set([value]))).reduce(larger, 0n);
  return best.map((weight, count) => (count === 0 ? 0n : count === 1 ? single : weight + all));
}

/** Largest sum of squares; the unknown weight goes to one value, wherever that gives most. */
function largestSquares(
  components: readonly Component[],
  known: readonly bigint[],
  others: readonly bigint[],
  unknown: bigint,
  outer: Set<string>,
): bigint {
  const outside = others.reduce((sum, weight) => sum + weight * weight, 0n);
  const parts = components.map((component) => extremes(component, known, unknown, outer));
  const alone = parts.reduce((sum, { squares }) => sum + squares, outside);
  // adding U to a value x of a sum of squares adds 2 U x + U^2
  const gains = [2n * unknown * (others[0] ?? 0n), ...parts.map(({ squares, hosting }) => hosting - squares)];
  return alone + unknown * unknown + gains.reduce(larger, 0n);
}

/** Largest sum of squares of a component, and the largest with 2 U times its largest value beside it. */
function extremes(
  { values, open }: Component,
  known: readonly bigint[],
  unknown: bigint,
  outer: Set<string>,
): { squares: bigint; hosting: bigint } {
  // values without known weight that are possible for the same open weights are alike: one of them is tried
  const seen = new Set<string>();
  const tried = values.filter((value) => {
    if ((known[value] as bigint) > 0n) return true;
    const key = open.map(({ among }) => (among.includes(value) ? '1' : '0')).join('');
    return seen.has(key) ? false : seen.add(key).size > 0;
  });
  const choices = open.map(({ among }) => among.filter((value) => tried.includes(value)));
  const count = choices.reduce((product, { length }) => Math.min(product * length, Number.MAX_SAFE_INTEGER), 1);
  const sumOf = (loads: ReadonlyMap<number, bigint>) => {
    let squares = 0n;
    let largest = 0n;
    for (const load of loads.values()) {
      squares += load * load;
      if (load > largest) largest = load;
    }
    return { squares, hosting: squares + 2n * unknown * largest };
  };
  const start = new Map(tried.map((value) => [value, known[value] as bigint]));
  if (count > MOST_ALLOCATIONS) {
    outer.add('hhi');
    const largest = tried.reduce((best, value) => ((known[value] as bigint) > (known[best] as bigint) ? value : best), tried[0] as number);
    start.set(largest, (known[largest] as bigint) + open.reduce((sum, { weight }) => sum + weight, 0n));
    return sumOf(start);
  }
  let best = { squares: 0n, hosting: 0n };
  const place = (at: number, loads: Map<number, bigint>): void => {
    if (at === open.length) {
      const { squares, hosting } = sumOf(loads);
      best = { squares: larger(squares, best.squares), hosting: larger(hosting, best.hosting) };
      return;
    }
    for (const value of choices[at] as number[]) {
      const before = loads.get(value) as bigint;
      loads.set(value, before + (open[at] as OpenWeight).weight);
      place(at + 1, loads);
      loads.set(value, before);
    }
  };
  place(0, start);
  return best;
}
