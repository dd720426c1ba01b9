import { importOperations } from '../import/operations.ts';
import { writerStoreOperations } from './writer-store.ts';

export { createWriterState, type WriterState, writerCase } from './writer-store.ts';

/** Operations of the writer lane: the case file, commands, undo and imports. */
export const writerOperations = { ...writerStoreOperations, ...importOperations };
