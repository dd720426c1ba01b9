import { implement } from '@orpc/server';
import { contract } from '../../shared/contract/index.ts';
import { type ErrorLog, withPortErrors } from './errors.ts';
import type { CaseEvents } from './events.ts';
import type { KeyRing } from './evidence/keys.ts';
import type { FileRegistry } from './files.ts';
import type { Session } from './session.ts';

export type HostKind = 'desktop' | 'browser' | 'command-line' | 'test';

/** What every handler gets: no clock, no path and no host knowledge comes from anywhere else. */
export type EngineContext = {
  session: Session;
  files: FileRegistry;
  events: CaseEvents;
  /** the person's keys: theirs, not the case's */
  keys: KeyRing;
  host: HostKind;
  /** who decides, as written to the ledger */
  actor: string;
  /** time of the call, ISO 8601 in UTC */
  now(): string;
  log: ErrorLog;
};

/**
 * Where every handler starts: `engine.cases.list.handler(({ context, input, signal }) => ...)`. Throw `ChokepointError`; it reaches
 * the caller as the contract's `CHOKEPOINT` error on every transport, also from inside an event iterator.
 */
export const engine = implement(contract)
  .$context<EngineContext>()
  .use(({ context, next }) => withPortErrors(async () => await next(), context.log));
