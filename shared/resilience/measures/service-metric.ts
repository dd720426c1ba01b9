import type { ServiceMetric } from '../../case/removal.ts';
import { ceilOf } from '../fraction.ts';
import { servedValue } from '../service.ts';
import type { ServiceTerms } from '../terms.ts';
import { servedInFull, wantedInFull } from './all-or-nothing.ts';
import { worstClassOf } from './worst-class.ts';

/** Demand and limit of a metric: values of service, a share of 1 for the worst class, each class that wants anything once for all-or-nothing. */
export function limitsOf(metric: ServiceMetric, terms: ServiceTerms): { demand: number; below: number } {
  if (metric === 'value') return { demand: terms.demand, below: terms.below };
  if (metric === 'worst-class') return { demand: 1, below: terms.threshold.num / terms.threshold.den };
  const worth = wantedInFull(terms);
  return { demand: worth, below: ceilOf(terms.threshold, worth) };
}

/** What capacities serve by a metric, in the unit of `limitsOf`. */
export function servedBy(metric: ServiceMetric, terms: Pick<ServiceTerms, 'quantity' | 'value'>, available: Float64Array): number {
  if (metric === 'value') return servedValue(terms, available);
  if (metric === 'all-or-nothing') return servedInFull(terms, available);
  const worst = worstClassOf(terms, available);
  return worst === null ? 1 : worst.share.num / worst.share.den;
}
