import { importOperations } from '../import/operations.ts';

export type ComputeState = Record<never, never>;

/** Empty state: the compute lane keeps no case open. */
export function createComputeState(): ComputeState {
  return {};
}

/** Operations of the compute lane: values in, values out. */
export const computeOperations = { ...importOperations };
