import type { CaseFile } from '../store/case-file.ts';
import type { OperationTable } from './protocol.ts';

/** What the writer lane holds: the one write connection. */
export type WriterState = { case: CaseFile | null };

/** Empty state of a new writer lane. */
export function createWriterState(): WriterState {
  return { case: null };
}

export const writerOperations = {} satisfies OperationTable<WriterState>;
