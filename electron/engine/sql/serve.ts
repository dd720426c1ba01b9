import { Worker } from 'node:worker_threads';
import { ChokepointError } from '../../../shared/case/error.ts';
import type { SqlReply, SqlRequest } from './protocol.ts';
import { Statements } from './statements.ts';

/** How a process that runs statements is reached; `post` resolves when the reply is on its way. */
export type SqlChannel = { post(reply: SqlReply): Promise<void>; listen(hear: (request: SqlRequest) => void): void };

/** Ends this process when its parent is gone: a statement that runs would not notice. */
const WATCH = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL'); }, 1000);
`;

/**
 * Runs the statements that come through a channel, one after the other, for as long as the process lives. SQLite cannot be asked to stop
 * inside a statement, so the process is what is ended: by the engine, and by its own watch when the engine is no more.
 */
export function serveStatements(channel: SqlChannel): void {
  new Worker(WATCH, { eval: true, workerData: process.ppid }).unref();
  const statements = new Statements();
  let last: Promise<void> = Promise.resolve();
  channel.listen((request) => {
    last = last.then(async () => {
      const { id } = request;
      try {
        const result = await statements.run(request, (reply) => channel.post({ ...reply, id }));
        await channel.post({ type: 'done', id, result });
      } catch (error) {
        const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
        await channel.post({ type: 'failed', id, known: error instanceof ChokepointError ? error.value : null, message, stack });
      }
    });
  });
}
