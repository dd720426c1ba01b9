import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../shared/contract/index.ts';
import type { EngineContext, HostKind } from './context.ts';
import type { ErrorLog } from './errors.ts';
import { CaseEvents } from './events.ts';
import { KeyRing, usualKeyDirectory } from './evidence/keys.ts';
import { FileRegistry } from './files.ts';
import { createLane } from './lanes/lane.ts';
import { createPool } from './lanes/pool.ts';
import { router } from './router.ts';
import { Session, type SessionLanes } from './session.ts';
import type { StartSql } from './sql/protocol.ts';
import { SqlRunner } from './sql/runner.ts';
import { startAsChild } from './sql/start.ts';

export type EngineOptions = {
  /** existing folder that holds the person's case files */
  caseDirectory: string;
  /** folder of the person's keys; `~/.chokepoint` where absent */
  keyDirectory?: string;
  host: HostKind;
  /** who decides, as written to the ledger */
  actor: string;
  /** ISO 8601 time in UTC */
  now(): string;
  /** where bugs are written with their stack */
  log: ErrorLog;
  /** starts the process that runs SQL; a child of this process where absent */
  startSql?: StartSql;
};

/** One engine: the same for every host. */
export type Engine = {
  router: typeof router;
  /** what the router's handlers get; a transport passes it on with every call */
  context: EngineContext;
  /** the contract without a transport: command line and tests */
  client: ContractRouterClient<Contract>;
  files: FileRegistry;
  /** closes the case, ends the lanes and removes the private files */
  close(): Promise<void>;
};

/** Makes an engine; its lanes start with the first call that needs them. */
export function createEngine({
  caseDirectory,
  keyDirectory = usualKeyDirectory(),
  host,
  actor,
  now,
  log,
  startSql = startAsChild,
}: EngineOptions): Engine {
  // A lane that starts again after a crash has its case open again before the next call.
  const prepare = () => (session.openCase === null ? null : { operation: 'open', input: { path: session.openCase.path } });
  const lanes: SessionLanes = {
    writer: createLane({ name: 'writer', prepare }),
    reader: createLane({ name: 'reader', prepare }),
    // a long report does not keep a removal test waiting
    compute: createPool([createLane({ name: 'compute' }), createLane({ name: 'compute' })]),
    solver: createLane({ name: 'solver' }),
  };
  const session: Session = new Session(lanes, caseDirectory, new SqlRunner(startSql));
  const files = new FileRegistry();
  const events = new CaseEvents();
  const context: EngineContext = { session, files, events, keys: new KeyRing(keyDirectory), host, actor, now, log };
  return {
    router,
    context,
    client: createRouterClient(router, { context }),
    files,
    async close() {
      events.close();
      await session.close();
      await files.close();
    },
  };
}
