import { claimOperations } from '../analysis/claims.ts';
import { dependencyOperations } from '../analysis/claims-dependencies.ts';
import { columnValueOperations } from '../analysis/column-values.ts';
import { compareOperations } from '../analysis/compare.ts';
import { joinOperations } from '../analysis/joins.ts';
import { lineageOperations } from '../analysis/lineage.ts';
import { analysisOperations } from '../analysis/operations.ts';
import { packOperations } from '../analysis/packs.ts';
import { qualityOperations } from '../analysis/quality.ts';
import { rejectOperations } from '../analysis/rejects.ts';
import { removalChoiceOperations } from '../analysis/removal-choices.ts';
import { removalFactorOperations } from '../analysis/removal-factors.ts';
import { flipSideOperations } from '../analysis/removal-flip-sides.ts';
import { replayOperations } from '../analysis/removal-replay.ts';
import { valueOperations } from '../analysis/values.ts';
import { sqlTableOperations } from '../sql/tables.ts';
import { reading } from '../store/case-file.ts';
import type { Operation, OperationTable } from './protocol.ts';
import { type ReaderState, readerStoreOperations } from './reader-store.ts';

export { createReaderState, type ReaderState } from './reader-store.ts';

/** Every operation in one read transaction, so that no answer mixes what stood in the case before and after a decision. */
function atOneEdition<Table extends OperationTable<ReaderState>>(operations: Table): Table {
  const wrapped = Object.entries(operations).map(([name, run]): [string, Operation<ReaderState>] => [
    name,
    (state, input, context) => (state.case === null ? run(state, input, context) : reading(state.case, () => run(state, input, context))),
  ]);
  return Object.fromEntries(wrapped) as Table;
}

const { about, open, close, ...questions } = readerStoreOperations;

const answering = atOneEdition({
  ...questions,
  ...columnValueOperations,
  ...analysisOperations,
  ...qualityOperations,
  ...packOperations,
  ...removalChoiceOperations,
  ...removalFactorOperations,
  ...flipSideOperations,
  ...replayOperations,
  ...claimOperations,
  ...dependencyOperations,
  ...rejectOperations,
  ...lineageOperations,
  ...valueOperations,
  ...joinOperations,
  ...sqlTableOperations,
  ...compareOperations,
});

/** Operations of the reader lane: read connection, column cache, views and grid windows. */
export const readerOperations = { about, open, close, ...answering };
