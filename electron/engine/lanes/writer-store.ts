import { resolve } from 'node:path';
import type { CaseInfo } from '../../../shared/case/ledger.ts';
import { noCase } from '../../../shared/case/missing.ts';
import { type CaseAbout, type CaseFile, copyCase, createCase, openCase, reading } from '../store/case-file.ts';
import { caseInfo } from '../store/catalogue.ts';
import { type CommandName, type CommandOutcome, type Decider, redo, runCommand, undo } from '../store/commands.ts';
import type { OperationTable } from './protocol.ts';

/** What the writer lane holds: the one write connection. */
export type WriterState = { case: CaseFile | null };

/** What opening tells beside the case itself. */
export type Opened = { info: CaseInfo; mode: 'write' | 'read'; recovered: boolean; backup: string | null };

/** A command's outcome with the case as it is afterwards. */
export type CommandReply = CommandOutcome & { info: CaseInfo };

/** Empty state of a new writer lane. */
export function createWriterState(): WriterState {
  return { case: null };
}

/** The open case of the lane. @throws ChokepointError `no-case-open` */
export function writerCase(state: WriterState): CaseFile {
  if (!state.case) throw noCase();
  return state.case;
}

function take(state: WriterState, file: CaseFile): Opened {
  const previous = state.case;
  state.case = file;
  previous?.close();
  return reading(file, () => ({ info: caseInfo(file), mode: file.mode, recovered: file.recovered, backup: file.backup }));
}

function replied(file: CaseFile, outcome: CommandOutcome): CommandReply {
  return { ...outcome, info: caseInfo(file) };
}

/** Operations of the writer lane on the case file itself: opening and closing, commands, undo. A case that cannot be opened leaves the open one as it is. */
export const writerStoreOperations = {
  open(state: WriterState, { path, mode = 'write' }: { path: string; mode?: 'write' | 'read' }): Opened {
    const current = state.case;
    if (current && current.path === resolve(path) && current.mode === mode) return take({ case: null }, current);
    return take(state, openCase(path, { mode }));
  },
  create(state: WriterState, { path, about }: { path: string; about: CaseAbout }): Opened {
    return take(state, createCase(path, about));
  },
  close(state: WriterState, _input: null): null {
    state.case?.close();
    state.case = null;
    return null;
  },
  /** Writes a whole, closed copy to a path that is free. */
  copy(state: WriterState, { path }: { path: string }): { bytes: number } {
    return { bytes: copyCase(writerCase(state), path) };
  },
  info(state: WriterState, _input: null): CaseInfo | null {
    const file = state.case;
    return file && reading(file, () => caseInfo(file));
  },
  command(state: WriterState, request: { command: CommandName; input: unknown } & Decider): CommandReply {
    const file = writerCase(state);
    return replied(file, runCommand(file, request));
  },
  undo(state: WriterState, decider: Decider): CommandReply {
    const file = writerCase(state);
    return replied(file, undo(file, decider));
  },
  redo(state: WriterState, decider: Decider): CommandReply {
    const file = writerCase(state);
    return replied(file, redo(file, decider));
  },
} satisfies OperationTable<WriterState>;
