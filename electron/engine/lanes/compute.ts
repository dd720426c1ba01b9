import { Answers } from '../analysis/answers.ts';
import { analysisComputations } from '../analysis/compute-operations.ts';
import { dissentOperations } from '../evidence/dissent-operations.ts';
import { verifyOperations } from '../evidence/verify-operations.ts';
import { previewOperations } from '../import/preview.ts';
import { rawRecordOperations } from '../import/raw-record.ts';
import { reportOperations } from '../report/operations.ts';

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
  ...analysisComputations,
  ...reportOperations,
  ...verifyOperations,
  ...dissentOperations,
};
