import { readFile } from 'node:fs/promises';
import type { KnownKey } from '../../../shared/evidence/ssh-keys.ts';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { reportAgain } from '../report/operations.ts';
import { verifyEvidence } from './verify.ts';
import { verifyPage } from './verify-page.ts';

type FileInput = { path: string; fileName: string };
type VerifyInput = FileInput & { known: readonly KnownKey[]; against: FileInput | null; pages?: boolean };

/** Verification on a compute lane; it needs no case. */
export const verifyOperations = {
  'evidence.verify': async (
    _state: unknown,
    { path, fileName, known, against, pages = true }: VerifyInput,
    context: LaneContext,
  ): Promise<VerificationResult> =>
    verifyEvidence(await readFile(path), fileName, {
      known,
      context,
      host: pages ? { verifyPage, reportPdf: reportAgain } : null,
      ...(against === null ? {} : { against: { content: await readFile(against.path), name: against.fileName } }),
    }),
} satisfies OperationTable<unknown>;
