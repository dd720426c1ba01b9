import type { BreakingPoint } from '../breaking-point.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import { totalCapacity } from '../service.ts';
import type { ServiceTerms, Supply } from '../terms.ts';
import { makeTerms } from '../terms.ts';

/** Values and quantities stay where all sums are exact in doubles. */
const MOST = 2 ** 51;

/** A value or quantity of one class at which the breaking point turns. */
export type TermFlip = {
  class: number;
  /** as it is now */
  from: number;
  /** nearest value at which the breaking point is another one */
  to: number;
  k: { low: number | null; high: number | null };
  proven: boolean;
};

/** The nearest turns of one class, upwards and downwards; `null` = none, `undecided` = the search was cut short. */
export type TermTurns = { up: TermFlip | null; down: TermFlip | null; undecided: boolean };

export type TurnOptions = {
  maxCutClasses?: number;
  /** only turns at most so far from what the class has now are of interest */
  within?: number;
  /** the breaking point as it is now, where it is known */
  now?: BreakingPoint;
};

/** Jumps from attack to attack in one direction; a test needs a handful. */
const MOST_JUMPS = 200;

/**
 * Whole values of one class nearest to its own at which the breaking point is another one, in independent mode.
 *
 * With R removed the test breaks exactly where `sum of value * (q * served - p * quantity) < 0`, which is linear in the value of the class.
 * So each attack breaks it on a half-line of values, and both searches jump from attack to attack to where its half-line ends: outwards to where
 * no k units break it any more, and inwards from the far end to where fewer units begin to be enough.
 *
 * @param k a proven breaking point
 */
export function valueTurns(supply: Supply, terms: ServiceTerms, k: number, index: number, options: TurnOptions = {}): TermTurns {
  const { maxCutClasses } = options;
  const { num: p, den: q } = terms.threshold;
  const others = terms.demand - (terms.quantity[index] as number) * (terms.value[index] as number);
  // Above q * (value of the others) the sign is decided by this class alone, so no value beyond turns anything more.
  const limit = q * others + 1;
  const most = Math.floor((MOST - others) / Math.max(1, terms.quantity[index] as number, capacityOf(supply, index)));
  return turns({
    from: terms.value[index] as number,
    limit: Math.max(terms.value[index] as number, Math.min(limit, most)),
    capped: limit > most,
    k,
    index,
    within: options.within ?? Infinity,
    now: options.now,
    solve: (value) => findBreakingPoint(supply, withClass(terms, index, value, terms.quantity[index] as number), { maxCutClasses }),
    end: (attack, size, at, up) => {
      const { own, rest } = balance(supply, terms, attack, size, index);
      const slope = BigInt(q) * BigInt(own) - BigInt(p) * BigInt(terms.quantity[index] as number);
      if (up ? slope <= 0n : slope >= 0n) return null;
      // rest + value * slope >= 0
      const value = up ? -floorDivide(rest, slope) : floorDivide(rest, -slope);
      return up ? Math.max(Number(value), at + 1) : Math.min(Number(value), at - 1);
    },
  });
}

/**
 * Whole quantities of one class nearest to its own at which the breaking point is another one, in independent mode. The same search: with R
 * removed the balance is concave in the quantity, rising up to the capacity that is left and falling beyond it.
 *
 * @param k a proven breaking point
 */
export function quantityTurns(supply: Supply, terms: ServiceTerms, k: number, index: number, options: TurnOptions = {}): TermTurns {
  const { maxCutClasses } = options;
  const { num: p, den: q } = terms.threshold;
  const value = terms.value[index] as number;
  const from = terms.quantity[index] as number;
  const capacity = capacityOf(supply, index);
  const others = terms.demand - from * value;
  // Beyond this even everything served of all classes stays below the threshold.
  const limit = value === 0 || p === 0 ? from : Math.max(from, Math.ceil((q * (others + value * capacity)) / (p * value)) + 1);
  const most = Math.floor((MOST - others) / Math.max(1, value));
  return turns({
    from,
    limit: Math.max(from, Math.min(limit, most)),
    capped: limit > most,
    k,
    index,
    within: options.within ?? Infinity,
    now: options.now,
    solve: (quantity) => findBreakingPoint(supply, withClass(terms, index, value, quantity), { maxCutClasses }),
    end: (attack, size, at, up) => {
      const { left, rest } = balance(supply, terms, attack, size, index);
      const worth = BigInt(value);
      if (value === 0) return null;
      if (up) {
        // Rising part only, and its top must reach 0.
        if (at >= left || p === q) return null;
        const quantity = -floorDivide(rest, worth * BigInt(q - p));
        return quantity <= BigInt(left) ? Math.max(Number(quantity), at + 1) : null;
      }
      if (at <= left || p === 0) return null;
      const quantity = floorDivide(rest + worth * BigInt(q) * BigInt(left), worth * BigInt(p));
      return quantity >= BigInt(left) ? Math.min(Number(quantity), at - 1) : null;
    },
  });
}

type Search = {
  from: number;
  /** nothing turns beyond it, unless it was `capped` */
  limit: number;
  capped: boolean;
  within: number;
  now: BreakingPoint | undefined;
  k: number;
  index: number;
  solve: (at: number) => BreakingPoint;
  /** nearest number from `at` on at which this attack no longer breaks the test; `null` = none in that direction */
  end: (attack: readonly number[], size: number, at: number, up: boolean) => number | null;
};

function turns(search: Search): TermTurns {
  const up = nearest(search, true);
  const down = nearest(search, false);
  return { up: up.flip, down: down.flip, undecided: up.undecided || down.undecided };
}

/** The nearer of: fewer removals are enough, more are needed. */
function nearest(search: Search, up: boolean): { flip: TermFlip | null; undecided: boolean } {
  const { from, k, index } = search;
  const bound = up ? Math.min(search.limit, from + search.within) : Math.max(0, from - search.within);
  if (bound === from) return { flip: null, undecided: false };
  const distanceOf = (place: number) => Math.abs(place - from);
  const fewer = nearestFewer(search, bound, up);
  let more: number | null = null;
  let undecided = fewer === 'undecided';
  const last = typeof fewer === 'number' ? fewer : bound;
  for (let place: number | null = from, jumps = 0; place !== null; jumps += 1) {
    if (up ? place > last : place < last) break;
    const point = (place === from ? search.now : undefined) ?? search.solve(place);
    if (point.kLow === null || point.kLow > k) {
      more = place;
      break;
    }
    if (jumps === MOST_JUMPS || point.k === null || point.k > k) {
      undecided = true;
      break;
    }
    place = search.end(point.members, point.k, place, up);
  }
  const found = [more, fewer].filter((place) => typeof place === 'number').sort((a, b) => distanceOf(a) - distanceOf(b))[0];
  if (found === undefined) return { flip: null, undecided: undecided || (up && search.capped && bound === search.limit) };
  const point = search.solve(found);
  return { flip: { class: index, from, to: found, k: { low: point.kLow, high: point.k }, proven: point.proven && !undecided }, undecided };
}

/** Where fewer than k removals begin to be enough: from the far end back to where the attacks met there end. */
function nearestFewer(search: Search, bound: number, up: boolean): number | 'undecided' | null {
  let place = bound;
  let begins: number | null = null;
  for (let jumps = 0; jumps <= MOST_JUMPS; jumps += 1) {
    const point = search.solve(place);
    if (point.k === null || point.k >= search.k) return begins;
    const end = search.end(point.members, point.k, place, !up);
    if (end === null) return 'undecided';
    begins = up ? end + 1 : end - 1;
    place = end;
  }
  return 'undecided';
}

function capacityOf(supply: Supply, index: number): number {
  return (totalCapacity(supply)[index] as number) + (supply.unattributed[index] as number);
}

function withClass(terms: ServiceTerms, index: number, value: number, quantity: number): ServiceTerms {
  const replaced = (list: Float64Array, amount: number) => list.map((old, at) => (at === index ? amount : old));
  return makeTerms(terms.names, replaced(terms.quantity, quantity), replaced(terms.value, value), terms.gpus, terms.threshold);
}

/**
 * What an attack leaves: instances served of the class now (`own`), its capacity left, and the balance of the other classes,
 * `sum of value * (q * served - p * quantity)`.
 */
function balance(
  supply: Supply,
  terms: ServiceTerms,
  attack: readonly number[],
  size: number,
  index: number,
): { own: number; left: number; rest: bigint } {
  const available = totalCapacity(supply);
  for (const unit of attack)
    for (let at = 0; at < supply.classes; at += 1)
      available[at] = (available[at] as number) - (supply.capacity[unit * supply.classes + at] as number);
  if (size === 0)
    for (let at = 0; at < supply.classes; at += 1) available[at] = (available[at] as number) + (supply.unattributed[at] as number);
  const { num: p, den: q } = terms.threshold;
  let rest = 0n;
  for (let at = 0; at < supply.classes; at += 1) {
    if (at === index) continue;
    const wanted = terms.quantity[at] as number;
    const served = Math.min(wanted, available[at] as number);
    rest += BigInt(terms.value[at] as number) * (BigInt(q) * BigInt(served) - BigInt(p) * BigInt(wanted));
  }
  const left = available[index] as number;
  return { own: Math.min(terms.quantity[index] as number, left), left, rest };
}

/** Quotient rounded down; the divisor must be positive. */
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
