import { joinOperations } from '../analysis/joins.ts';
import { lineageOperations } from '../analysis/lineage.ts';
import { analysisOperations } from '../analysis/operations.ts';
import { qualityOperations } from '../analysis/quality.ts';
import { rejectOperations } from '../analysis/rejects.ts';
import { valueOperations } from '../analysis/values.ts';
import { readerStoreOperations } from './reader-store.ts';

export { createReaderState, type ReaderState } from './reader-store.ts';

/** Operations of the reader lane: read connection, column cache, views and grid windows. */
export const readerOperations = {
  ...readerStoreOperations,
  ...analysisOperations,
  ...qualityOperations,
  ...rejectOperations,
  ...lineageOperations,
  ...valueOperations,
  ...joinOperations,
};
