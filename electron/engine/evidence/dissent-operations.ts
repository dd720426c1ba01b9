import { readFile } from 'node:fs/promises';
import type { Alternative, AlternativeChoices, Changes } from '../../../shared/evidence/alternative.ts';
import type { Manifest } from '../../../shared/evidence/manifest.ts';
import type { LaneContext, OperationTable } from '../lanes/protocol.ts';
import { alternativeChoices, alternativeOf, answerableOf } from './alternative.ts';
import { requireAsStated } from './as-stated.ts';
import { claimsStated, dissentFiles } from './dissent.ts';
import { openEvidence } from './open-evidence.ts';
import { verifyEvidence } from './verify.ts';
import { manifestOf } from './verify-files.ts';

type FileInput = { path: string; fileName: string };

/** A bundle or the attachments of a report. @throws ChokepointError as `openEvidence` */
const opened = async ({ path, fileName }: FileInput) => openEvidence(await readFile(path), fileName);

/**
 * A bundle that is answered: what its author states has to come out first, or the difference would be taken for that of the reviewer's decisions.
 *
 * @throws ChokepointError as `openEvidence`; `bundle-unusable`, `bundle-differs`
 */
async function sound(file: FileInput, context: LaneContext) {
  const content = await readFile(file.path);
  const bundle = await openEvidence(content, file.fileName);
  answerableOf(bundle, file.fileName, context);
  const stated = { files: bundle.files, manifest: manifestOf(bundle.files) as Manifest, fileName: file.fileName };
  requireAsStated(await verifyEvidence(content, file.fileName, { context }), stated, 'answered');
  return bundle;
}

/** Counter-cases on a compute lane; they need no case. */
export const dissentOperations = {
  'evidence.choices': async (_state: unknown, input: FileInput, context: LaneContext): Promise<AlternativeChoices> =>
    alternativeChoices(answerableOf(await opened(input), input.fileName, context), context),

  'evidence.alternative': async (
    _state: unknown,
    { changes, ...file }: FileInput & { changes: Changes },
    context: LaneContext,
  ): Promise<Alternative> => {
    const bundle = await sound(file, context);
    return alternativeOf(answerableOf(bundle, file.fileName, context), claimsStated(bundle.files, file.fileName), changes, context);
  },

  'evidence.dissent': async (
    _state: unknown,
    { changes, reviewer, note, ...file }: FileInput & { changes: Changes; reviewer: string; note: string },
    context: LaneContext,
  ): Promise<{ alternative: Alternative; files: [string, Uint8Array][] }> => {
    const bundle = await sound(file, context);
    const answered = answerableOf(bundle, file.fileName, context);
    const alternative = await alternativeOf(answered, claimsStated(bundle.files, file.fileName), changes, context);
    const made = dissentFiles(alternative, { reviewer, note }, manifestOf(bundle.files) as Manifest);
    return { alternative, files: [...made] };
  },
} satisfies OperationTable<unknown>;
