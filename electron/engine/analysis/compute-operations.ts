import { entityComputations } from './entity-computations.ts';
import { removalOperations } from './removal.ts';
import { contingencyOperations } from './removal-contingencies.ts';
import { economyOperations } from './removal-economy.ts';
import { failureOperations } from './removal-failures.ts';
import { flipOperations } from './removal-flips.ts';

/** What is worked out from values alone, in every host. */
export const analysisComputations = {
  ...removalOperations,
  ...contingencyOperations,
  ...economyOperations,
  ...failureOperations,
  ...flipOperations,
  ...entityComputations,
};
