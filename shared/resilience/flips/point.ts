import type { Portfolio } from '../../case/portfolio.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import { findCompetingPoint } from '../competing/breaking-point.ts';
import { competingSupply } from '../competing/supply.ts';
import type { Inventory } from '../inventory.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import type { ServiceTerms } from '../terms.ts';

/** Breaking point over both readings of unknown values: `low` of the adverse one, `high` of the favourable one; `null` = never. */
export type PointRange = { low: number | null; high: number | null; proven: boolean };

type Options = { maxCutClasses?: number };

/** Breaking point of a settled test, without certificate, alternatives and curves, in its own mode. */
export function pointRange(prepared: PreparedRemoval, options: Options = {}): PointRange {
  const { terms, pessimistic, optimistic, competing, exact } = prepared;
  const solve = (reading: 'pessimistic' | 'optimistic') =>
    competing === null
      ? findBreakingPoint(reading === 'pessimistic' ? pessimistic : optimistic, terms, options)
      : findCompetingPoint(competing[reading], terms, options);
  const low = solve('pessimistic');
  const high = exact ? low : solve('optimistic');
  return { low: low.kLow, high: high.k, proven: low.proven && high.proven };
}

/**
 * The same test with other terms: another threshold, or quantities of which part is served for certain.
 *
 * @param terms of the same classes
 */
export function withTerms(prepared: PreparedRemoval, inventory: Inventory, terms: ServiceTerms): PreparedRemoval {
  if (prepared.competing === null) return { ...prepared, terms };
  const portfolio: Portfolio = {
    ...prepared.portfolio,
    classes: prepared.portfolio.classes.map((workload, index) => ({ ...workload, quantity: terms.quantity[index] as number })),
  };
  const supply = (reading: 'pessimistic' | 'optimistic') =>
    competingSupply(inventory, portfolio, prepared.counts, terms, prepared[reading], reading);
  return { ...prepared, portfolio, terms, competing: { pessimistic: supply('pessimistic'), optimistic: supply('optimistic') } };
}
