import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { curveOf, staticOrders } from '../../shared/resilience/orders.ts';
import { servedValue, totalCapacity } from '../../shared/resilience/service.ts';
import type { ServiceTerms, Supply } from '../../shared/resilience/terms.ts';

/** Breaking point as first written down: every subset of classes, all sums sorted. */
export function plainBreakingPoint(supply: Supply, terms: ServiceTerms): number {
  const { units, classes, capacity } = supply;
  const totals = totalCapacity(supply);
  let best = units;
  for (const order of staticOrders(supply, terms)) {
    const crossing = curveOf(supply, terms, order).findIndex((served, k) => k > 0 && served < terms.below);
    if (crossing > 0) best = Math.min(best, crossing);
  }
  for (let mask = 1; mask < 2 ** classes; mask += 1) {
    let need = -terms.below;
    const rho = new Float64Array(units);
    for (let index = 0; index < classes; index += 1) {
      const value = terms.value[index] as number;
      const inside = (mask >> index) & 1;
      need += value * ((inside ? totals[index] : terms.quantity[index]) as number);
      if (inside)
        for (let unit = 0; unit < units; unit += 1)
          rho[unit] = (rho[unit] as number) + value * (capacity[unit * classes + index] as number);
    }
    rho.sort();
    let sum = 0;
    for (let k = 1; k < best; k += 1) {
      sum += rho[units - k] as number;
      if (sum > need) best = k;
    }
  }
  return best;
}

/** Pairs that break the limit, each counted in full. */
export function plainPairs(supply: Supply, terms: ServiceTerms): number {
  const { units, classes, capacity } = supply;
  const totals = totalCapacity(supply);
  const left = new Float64Array(classes);
  let breaking = 0;
  for (let first = 0; first < units; first += 1)
    for (let second = first + 1; second < units; second += 1) {
      for (let index = 0; index < classes; index += 1)
        left[index] =
          (totals[index] as number) - (capacity[first * classes + index] as number) - (capacity[second * classes + index] as number);
      if (servedValue(terms, left) < terms.below) breaking += 1;
    }
  return breaking;
}

/** Random removal as first written down: shuffle the units, remove them one by one. */
export function plainTrials(supply: Supply, terms: ServiceTerms, ks: readonly number[], trials: number): number {
  const { units, classes, capacity } = supply;
  const random = xoroshiro128plus(7);
  const order = Array.from({ length: units }, (_, unit) => unit);
  const sums = ks.map(() => 0);
  const totals = totalCapacity(supply);
  for (let trial = 0; trial < trials; trial += 1) {
    for (let place = units - 1; place > 0; place -= 1) {
      const other = Math.floor(((random.next() >>> 0) / 2 ** 32) * (place + 1));
      [order[place], order[other]] = [order[other] as number, order[place] as number];
    }
    const left = totals.slice();
    let position = 0;
    for (let k = 0; k <= units; k += 1) {
      if (k > 0)
        for (let index = 0; index < classes; index += 1)
          left[index] = (left[index] as number) - (capacity[(order[k - 1] as number) * classes + index] as number);
      if (ks[position] !== k) continue;
      sums[position] = (sums[position] as number) + servedValue(terms, left);
      position += 1;
    }
  }
  return (sums[ks.length >> 1] as number) / trials;
}
