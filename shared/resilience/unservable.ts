import type { Portfolio } from '../case/portfolio.ts';
import { formatCount } from '../format/index.ts';
import type { Inventory } from './inventory.ts';
import { type PreparedRemoval, prepareRemoval } from './removal-test.ts';
import { servedWithout } from './service.ts';

/**
 * Why nothing of a portfolio can be served before any removal, read adversely: `627 of 786 records are totals without node sizes`.
 * That is the whole reason only where the portfolio can be served once the sizes are taken as known.
 *
 * @param prepared the test as `prepareRemoval` settled it from the same inventory, portfolio and threshold
 * @returns `null` where something can be served, or nothing is asked for
 * @throws ChokepointError as `prepareRemoval`
 */
export function unservableReason(
  { terms, pessimistic, optimistic }: PreparedRemoval,
  { inventory, portfolio, threshold }: { inventory: Inventory; portfolio: Portfolio; threshold: string },
): string | null {
  if (terms.demand === 0 || servedWithout(pessimistic, terms, []) > 0) return null;
  if (servedWithout(optimistic, terms, []) === 0) return 'no record has what the workload asks for';
  const totals = inventory.nodeSizeKnown?.reduce((sum, known) => sum + (known === 0 ? 1 : 0), 0) ?? 0;
  const unstated = 'the data do not state all that the workload asks for';
  if (totals > 0) {
    const words = `${formatCount(totals)} of ${formatCount(inventory.rows)} records are totals without node sizes`;
    const sized = prepareRemoval({ ...inventory, nodeSizeKnown: new Uint8Array(inventory.rows).fill(1) }, portfolio, { threshold });
    return servedWithout(sized.pessimistic, sized.terms, []) > 0 ? words : `${unstated}; ${words}`;
  }
  return unstated;
}
