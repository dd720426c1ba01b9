import { Answers } from '../analysis/answers.ts';
import { analysisComputations } from '../analysis/compute-operations.ts';
import type { dissentOperations } from '../evidence/dissent-operations.ts';
import type { verifyOperations } from '../evidence/verify-operations.ts';
import { previewOperations } from '../import/preview.ts';
import { rawRecordOperations } from '../import/raw-record.ts';
import type { reportOperations } from '../report/operations.ts';
import { whenAsked } from './when-asked.ts';

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
  ...whenAsked<typeof reportOperations>(
    ['report.files', 'report.pages'],
    async () => (await import('../report/operations.ts')).reportOperations,
  ),
  ...whenAsked<typeof verifyOperations>(
    ['evidence.verify', 'evidence.entities'],
    async () => (await import('../evidence/verify-operations.ts')).verifyOperations,
  ),
  ...whenAsked<typeof dissentOperations>(
    ['evidence.choices', 'evidence.alternative', 'evidence.dissent'],
    async () => (await import('../evidence/dissent-operations.ts')).dissentOperations,
  ),
};
