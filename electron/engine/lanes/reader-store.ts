import { randomUUID } from 'node:crypto';
import type { RejectedRecord } from '../../../shared/case/dataset.ts';
import { noCase } from '../../../shared/case/missing.ts';
import type { SavedRecipe } from '../../../shared/case/saved-recipe.ts';
import { type ReaderState, readerStateOf } from '../analysis/reader-state.ts';
import { factsOfCase } from '../store/case-facts.ts';
import { type CaseFile, openCase, reading } from '../store/case-file.ts';
import { listRejects } from '../store/catalogue.ts';
import { type EntityEntry, entityLedger } from '../store/entity-links.ts';
import { verifyLedger } from '../store/ledger.ts';
import { FORMAT_VERSION } from '../store/migrations/index.ts';
import { listRecipes } from '../store/saved-recipes.ts';
import { writeSource } from '../store/sources.ts';
import { sqliteVersion } from '../store/version.ts';
import type { LaneContext, OperationTable } from './protocol.ts';

type Window = { start: number; end: number };

/** What the reader lane holds: a read connection and what was read and worked out over it. */
export type ReaderLaneState = ReaderState & { case: CaseFile | null };

/** State of a reader lane, empty or over a case that is open already. */
export function createReaderState(file: CaseFile | null = null): ReaderLaneState {
  return { ...readerStateOf(file && factsOfCase(file), randomUUID()), case: file };
}

/** Runs `work` in one read transaction of the lane's case. @throws ChokepointError `no-case-open` */
export function read<T>(state: ReaderLaneState, work: (file: CaseFile) => T): T {
  const file = state.case;
  if (!file) throw noCase();
  return reading(file, () => work(file));
}

function close(state: ReaderLaneState): null {
  state.case?.close();
  Object.assign(state, createReaderState());
  return null;
}

/** Operations of the reader lane on the case file itself: they never wait for an import on the writer lane. */
export const readerStoreOperations = {
  /** Versions of the store; needs no open case. */
  about: (_state: ReaderLaneState, _input: null): { sqlite: string; formatVersion: number } => ({
    sqlite: sqliteVersion(),
    formatVersion: FORMAT_VERSION,
  }),
  /** Opens the case that the writer lane has opened (and brought up to date) before; again too, for a path may lead to another file by now. */
  open(state: ReaderLaneState, { path }: { path: string }): null {
    const file = openCase(path, { mode: 'read' });
    close(state);
    Object.assign(state, createReaderState(file));
    return null;
  },
  close: (state: ReaderLaneState, _input: null): null => close(state),
  /** Writes the exact bytes of a kept file to a path. */
  'sources.write': (state: ReaderLaneState, { source, path }: { source: string; path: string }, context: LaneContext) =>
    read(state, (file) => writeSource(file, source, path, context.checkpoint)),
  'sources.rejects': (state: ReaderLaneState, input: { dataset: string; window: Window }): { total: number; rows: RejectedRecord[] } =>
    read(state, (file) => listRejects(file, input.dataset, input.window)),
  'recipes.list': (state: ReaderLaneState, _input: null): SavedRecipe[] => read(state, listRecipes),
  'entities.ledger': (state: ReaderLaneState, { window }: { window: Window }): { total: number; entries: EntityEntry[] } => {
    const entries = read(state, entityLedger);
    return { total: entries.length, entries: entries.slice(window.start, window.end) };
  },
  'history.verify': (state: ReaderLaneState, _input: null): { entries: number; intact: boolean; brokenAt: number | null } =>
    read(state, verifyLedger),
} satisfies OperationTable<ReaderLaneState>;
