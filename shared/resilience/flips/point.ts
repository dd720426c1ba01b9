import type { Portfolio } from '../../case/portfolio.ts';
import { findBreakingPoint } from '../breaking-point.ts';
import { findCompetingPoint } from '../competing/breaking-point.ts';
import { competingSupply } from '../competing/supply.ts';
import type { Inventory } from '../inventory.ts';
import type { PreparedRemoval } from '../removal-test.ts';
import type { ServiceTerms } from '../terms.ts';

/**
 * Breaking point over both readings of unknown values: `low` of the adverse one, `high` of the favourable one; `null` = never. `favourableLow` = lower
 * end of the favourable one, below `high` where its search settled a range alone.
 */
export type PointRange = { low: number | null; high: number | null; favourableLow: number | null; proven: boolean };

/** Ends of a breaking point from those of its two readings. What stands in favour of the network is never easier to break. */
export function pointOfReadings(adverse: ReadingPoint, favourable: ReadingPoint): PointRange {
  const { kLow: low } = adverse;
  const { kLow, k: high } = favourable;
  const favourableLow = kLow === null ? (high === null ? null : low) : Math.max(low ?? 0, kLow);
  return { low, high, favourableLow, proven: adverse.proven && favourable.proven };
}

type ReadingPoint = { k: number | null; kLow: number | null; proven: boolean };

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
  return pointOfReadings(low, high);
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
