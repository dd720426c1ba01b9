import { entityComputations } from '../analysis/entity-computations.ts';
import { removalOperations } from '../analysis/removal.ts';
import { contingencyOperations } from '../analysis/removal-contingencies.ts';
import { economyOperations } from '../analysis/removal-economy.ts';
import { flipOperations } from '../analysis/removal-flips.ts';
import { previewOperations } from '../import/preview.ts';
import { rawRecordOperations } from '../import/raw-record.ts';
import { reportOperations } from '../report/operations.ts';
import { Answers } from './answers.ts';

/** What the compute lane holds: what it worked out, under keys that name the opening of the case. */
export type ComputeState = { readonly answers: Answers };

/** Empty state: the compute lane keeps no case open. */
export function createComputeState(): ComputeState {
  return { answers: new Answers() };
}

/** Operations of the compute lane: values in, values out. */
export const computeOperations = {
  ...previewOperations,
  ...rawRecordOperations,
  ...removalOperations,
  ...contingencyOperations,
  ...economyOperations,
  ...flipOperations,
  ...entityComputations,
  ...reportOperations,
};
