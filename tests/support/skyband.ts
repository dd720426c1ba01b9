import { crossingOf, curveOf, orderByWeight, potentialValues } from '../../shared/resilience/orders.ts';
import { servedAtStart, totalCapacity } from '../../shared/resilience/service.ts';
import type { ServiceTerms, Supply } from '../../shared/resilience/terms.ts';

/**
 * Units that fewer than k others dominate: at least as large in every class, equal units by lower index (Papadias et al. 2005). The k
 * largest of any non-negative weighting can be chosen among them.
 *
 * @returns unit indices by descending potential value
 */
function skyband(supply: Supply, terms: ServiceTerms, k: number): number[] {
  const { classes, capacity } = supply;
  const band: number[] = [];
  for (const unit of orderByWeight(potentialValues(supply, terms))) {
    let dominators = 0;
    for (let place = 0; place < band.length && dominators < k; place += 1) {
      const other = band[place] as number;
      let covers = true;
      for (let index = 0; index < classes && covers; index += 1)
        covers =
          (terms.value[index] as number) === 0 ||
          (capacity[other * classes + index] as number) >= (capacity[unit * classes + index] as number);
      if (covers) dominators += 1;
    }
    if (dominators < k) band.push(unit);
  }
  return band;
}

/**
 * Breaking point by a second way, to check the first: every subset of classes, sums over the skyband by full sorting.
 *
 * @returns the breaking point, `null` = never. For few classes and no nodes without an owner.
 */
export function breakingPointBySkyband(supply: Supply, terms: ServiceTerms): number | null {
  const { classes, capacity } = supply;
  if (terms.below === 0) return null;
  if (servedAtStart(supply, terms) < terms.below) return 0;
  const largestFirst = curveOf(supply, terms, orderByWeight(potentialValues(supply, terms)));
  let best = crossingOf(largestFirst, terms.below) as number;
  const band = skyband(supply, terms, best);
  const totals = totalCapacity(supply);
  for (let mask = 1; mask < 2 ** classes; mask += 1) {
    let need = -terms.below;
    const rho = new Float64Array(band.length);
    for (let index = 0; index < classes; index += 1) {
      const value = terms.value[index] as number;
      if (((mask >> index) & 1) === 0) {
        need += value * (terms.quantity[index] as number);
        continue;
      }
      need += value * (totals[index] as number);
      band.forEach((unit, place) => {
        rho[place] = (rho[place] as number) + value * (capacity[unit * classes + index] as number);
      });
    }
    rho.sort();
    let sum = 0;
    for (let k = 1; k < best; k += 1) {
      sum += rho[rho.length - k] ?? 0;
      if (sum > need) best = k;
    }
  }
  return best;
}
