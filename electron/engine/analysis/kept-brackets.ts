import type { KeptBracket } from '../../../shared/case/brackets.ts';
import type { RemovalResult } from '../../../shared/case/removal.ts';
import { certificatesOf, keptFor, withBracket } from '../../../shared/resilience/kept-bracket.ts';
import type { OperationTable } from '../lanes/protocol.ts';
import { factsOf, type ReaderState } from './reader-state.ts';
import type { RemovalRequest } from './removal-request.ts';
import type { AnalysisSession } from './session.ts';

/** Kept brackets of a case, on the reader lane. */
export const bracketOperations = {
  'removal.brackets': (state: ReaderState, _input: null): KeptBracket[] => factsOf(state).brackets(),
} satisfies OperationTable<ReaderState>;

/** A result with the bracket that was kept for its test, checked again; the result itself where none was. */
export async function withKeptBracket(
  { reader, compute }: AnalysisSession,
  { supply, spec }: RemovalRequest,
  result: RemovalResult,
  signal: AbortSignal,
): Promise<RemovalResult> {
  const kept = keptFor(await reader.call('removal.brackets', null, { signal }), result);
  if (kept === null) return result;
  const checks = await compute.call('removal.check', { supply, spec, certificates: certificatesOf(kept) }, { signal });
  return withBracket(result, kept, checks);
}
