import { readFile } from 'node:fs/promises';
import { decisionsFromFiles } from '../../../shared/evidence/decisions.ts';
import type { KnownKey } from '../../../shared/evidence/ssh-keys.ts';
import type { VerificationResult } from '../../../shared/evidence/verification.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { reportAgain } from '../report/operations.ts';
import { directSession } from './direct-session.ts';
import { type HeldEntities, heldEntities } from './entity-drift.ts';
import { memoryFacts } from './memory-facts.ts';
import { openEvidence } from './open-evidence.ts';
import { recordsOf } from './recompute.ts';
import { verifyEvidence } from './verify.ts';
import { textOf } from './verify-files.ts';
import { verifyPage } from './verify-page.ts';

type FileInput = { path: string; fileName: string };
type VerifyInput = FileInput & {
  known: readonly KnownKey[];
  against: FileInput | null;
  /** whether pages are set again and compared; or the `compositionHash` of what they were just set from, which is compared in place of them */
  pages?: boolean | { setFrom: string };
};

/** Verification on a compute lane; it needs no case. */
export const verifyOperations = {
  /** who holds what in the datasets of a bundle, from its records; none where those cannot be read */
  'evidence.entities': async (_state: unknown, { path, fileName }: FileInput, context: LaneContext): Promise<HeldEntities[]> => {
    const { files } = await openEvidence(await readFile(path), fileName);
    const decisions = decisionsFromFiles((name) => textOf(files, name));
    if (Array.isArray(decisions)) return [];
    const records = recordsOf(files, decisions, context);
    return Array.isArray(records) ? [] : heldEntities(directSession(memoryFacts(decisions, records), context));
  },

  'evidence.verify': async (
    _state: unknown,
    { path, fileName, known, against, pages = true }: VerifyInput,
    context: LaneContext,
  ): Promise<VerificationResult> =>
    verifyEvidence(await readFile(path), fileName, {
      known,
      context,
      host: pages === false ? null : { verifyPage, pages: pages === true ? { set: reportAgain } : pages },
      ...(against === null ? {} : { against: { content: await readFile(against.path), name: against.fileName } }),
    }),
} satisfies OperationTable<unknown>;
