import type { Portfolio } from '../../case/portfolio.ts';
import { instanceValueOf } from '../../case/portfolio.ts';
import { ceilOf, parseThreshold } from '../fraction.ts';

/**
 * The test of the worst class as a test of full service: some class falls below the threshold of its own quantity exactly where the portfolio
 * with each quantity cut to `ceil(threshold * quantity)` is not served in full. It holds with every placement, so breaking point, bracket,
 * certificate and alternatives of that test are those of the worst class; only its served values are of the smaller portfolio.
 *
 * @param portfolio with whole quantities; a class without value gets 1, since every class counts
 * @throws ChokepointError `threshold-invalid`
 */
export function worstClassTest(portfolio: Portfolio, threshold: string): { portfolio: Portfolio; threshold: '1' } {
  const share = parseThreshold(threshold);
  const classes = portfolio.classes.map((workload) => ({
    ...workload,
    quantity: ceilOf(share, workload.quantity ?? 0),
    ...(instanceValueOf(workload, portfolio.metric) === 0 ? { value: 1 } : {}),
  }));
  return { portfolio: { ...portfolio, classes }, threshold: '1' };
}
