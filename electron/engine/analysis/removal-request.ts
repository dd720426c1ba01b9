import type { RemovalSpec } from '../../../shared/case/removal.ts';
import { type PreparedRemoval, prepareRemoval } from '../../../shared/resilience/removal-test.ts';
import type { RemovalSupply } from './removal-supply.ts';

/** A removal test on its way to a lane that knows no case: the supply that the reader gathered, and what is asked of it. */
export type RemovalRequest = { supply: RemovalSupply; spec: RemovalSpec };

/** Capacities and terms of a test as its spec asks for them. */
export function preparedOf({ supply, spec }: RemovalRequest): PreparedRemoval {
  return prepareRemoval(supply.inventory, spec.portfolio, { mode: spec.mode, threshold: spec.threshold, weight: supply.weight });
}
