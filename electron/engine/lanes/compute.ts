import { entityComputations } from '../analysis/entity-computations.ts';
import { removalOperations } from '../analysis/removal.ts';
import { previewOperations } from '../import/preview.ts';
import { rawRecordOperations } from '../import/raw-record.ts';
import { reportOperations } from '../report/operations.ts';

export type ComputeState = Record<never, never>;

/** Empty state: the compute lane keeps no case open. */
export function createComputeState(): ComputeState {
  return {};
}

/** Operations of the compute lane: values in, values out. */
export const computeOperations = {
  ...previewOperations,
  ...rawRecordOperations,
  ...removalOperations,
  ...entityComputations,
  ...reportOperations,
};
