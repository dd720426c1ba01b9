import type { Portfolio } from '../../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { worstClassTest } from '../../../shared/resilience/measures/worst-class-test.ts';
import { type PreparedRemoval, prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { RemovalSupply } from './removal-supply.ts';

/** A removal test on its way to a lane that knows no case: the supply that the reader gathered, and what is asked of it. */
export type RemovalRequest = { supply: RemovalSupply; spec: RemovalSpec };

/** Capacities and terms of a test as its spec asks for them. */
export function preparedOf({ supply, spec }: RemovalRequest): PreparedRemoval {
  return prepareRemoval(supply.inventory, spec.portfolio, { mode: spec.mode, threshold: spec.threshold, weight: supply.weight });
}

/** The test that certificates speak about: the asked one, or for the worst class the same question as one of full service. */
export function certifiedTest({ spec }: RemovalRequest, { portfolio }: PreparedRemoval): { portfolio: Portfolio; threshold: string } {
  return spec.metric === 'worst-class' ? worstClassTest(portfolio, spec.threshold) : { portfolio, threshold: spec.threshold };
}
