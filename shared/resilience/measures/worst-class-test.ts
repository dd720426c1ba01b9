import type { Portfolio } from '../../case/portfolio.ts';
import { ceilOf, parseThreshold } from '../fraction.ts';

/**
 * The test of the worst class as a test of full service: some class falls below the threshold of its own quantity exactly where the portfolio
 * with each quantity cut to `ceil(threshold * quantity)` is not served in full. It holds with every placement, so breaking point, bracket,
 * certificate and alternatives of that test are those of the worst class; only its served values are of the smaller portfolio.
 *
 * @param portfolio with whole quantities; values are left out, since every class counts and full service does not depend on them
 * @throws ChokepointError `threshold-invalid`
 */
export function worstClassTest(portfolio: Portfolio, threshold: string): { portfolio: Portfolio; threshold: '1' } {
  const share = parseThreshold(threshold);
  const { classes, ...rest } = withoutValues(portfolio);
  return {
    portfolio: { ...rest, classes: classes.map((workload) => ({ ...workload, quantity: ceilOf(share, workload.quantity ?? 0) })) },
    threshold: '1',
  };
}

/** The portfolio with every GPU worth the same. */
export function withoutValues(portfolio: Portfolio): Portfolio {
  return { ...portfolio, metric: 'gpu-hour', classes: portfolio.classes.map(({ value: _, ...workload }) => workload) };
}
