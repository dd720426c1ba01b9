import { factOperations } from '../analysis/reader-operations.ts';
import { evidenceOperations } from '../evidence/operations.ts';
import { redactedOperations } from '../evidence/redacted-state.ts';
import { rejectOperations } from '../import/reject-operations.ts';
import { sqlTableOperations } from '../sql/tables.ts';
import { reading } from '../store/case-file.ts';
import type { Operation, OperationTable } from './protocol.ts';
import { type ReaderLaneState, readerStoreOperations } from './reader-store.ts';

export { createReaderState, type ReaderLaneState } from './reader-store.ts';

/** Every operation in one read transaction, so that no answer mixes what stood in the case before and after a decision. */
function atOneEdition<Table extends OperationTable<ReaderLaneState>>(operations: Table): Table {
  const wrapped = Object.entries(operations).map(([name, run]): [string, Operation<ReaderLaneState>] => [
    name,
    (state, input, context) => (state.case === null ? run(state, input, context) : reading(state.case, () => run(state, input, context))),
  ]);
  return Object.fromEntries(wrapped) as Table;
}

const { about, open, close, ...questions } = readerStoreOperations;

const answering = atOneEdition({
  ...questions,
  ...factOperations,
  ...rejectOperations,
  ...sqlTableOperations,
  ...redactedOperations,
  ...evidenceOperations,
});

/** Operations of the reader lane: read connection, column cache, views and grid windows. */
export const readerOperations = { about, open, close, ...answering };
