import { readFile } from 'node:fs/promises';
import type { KnownKey } from '../../../shared/evidence/ssh-keys.ts';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { verifyEvidence } from './verify.ts';

type VerifyInput = { path: string; fileName: string; known: readonly KnownKey[] };

/** Verification on a compute lane; it needs no case. */
export const verifyOperations = {
  'evidence.verify': async (_state: unknown, { path, fileName, known }: VerifyInput, context: LaneContext): Promise<VerificationResult> =>
    verifyEvidence(await readFile(path), fileName, { known, context }),
} satisfies OperationTable<unknown>;
