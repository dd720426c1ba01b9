import { errorFromValue } from '../../../shared/case/error.ts';
import type { SqlResult } from '../../../shared/case/sql.ts';
import { cancelled } from '../errors.ts';
import { processEnded, timeOver } from './errors.ts';
import type { SqlPort, SqlReply, SqlRequest, StartSql } from './protocol.ts';

type Options = {
  /** seconds that the statement itself may run */
  seconds: number;
  signal?: AbortSignal | undefined;
  onProgress?: (phase: string, done: number, total: number | null) => void;
};

/** Statements one after the other in a process that is ended where one takes too long or is cancelled; the next one starts a fresh process. */
export class SqlRunner {
  readonly #start: StartSql;
  #port: SqlPort | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #nextId = 1;

  constructor(start: StartSql) {
    this.#start = start;
  }

  /** Errors: those of the statement; `sql-time-limit`, `cancelled`, `engine-part-ended` */
  run(request: Omit<SqlRequest, 'id'>, options: Options): Promise<SqlResult> {
    const result = this.#last.then(() => this.#runNow(request, options));
    this.#last = result.catch(() => {});
    return result;
  }

  /** Ends the process: it holds tables of a case, and the file of it. */
  end(): void {
    this.#port?.kill();
    this.#port = null;
  }

  async #runNow(request: Omit<SqlRequest, 'id'>, { seconds, signal, onProgress }: Options): Promise<SqlResult> {
    if (signal?.aborted) throw errorFromValue(cancelled);
    const id = this.#nextId++;
    const port = this.#port ?? (await this.#start());
    this.#port = port;
    let clock: NodeJS.Timeout | undefined;
    let onAbort = () => {};
    try {
      return await new Promise<SqlResult>((resolve, reject) => {
        const stop = (error: Error) => {
          reject(error);
          this.end();
        };
        onAbort = () => stop(errorFromValue(cancelled));
        signal?.addEventListener('abort', onAbort, { once: true });
        // a cancel may have come while the process started
        if (signal?.aborted) return onAbort();
        port.onEnd(() => {
          if (this.#port === port) this.#port = null;
          reject(processEnded());
        });
        port.onReply((reply: SqlReply) => {
          if (reply.id !== id) return;
          if (reply.type === 'progress') onProgress?.(reply.phase, reply.done, reply.total);
          else if (reply.type === 'running') clock = setTimeout(() => stop(timeOver(seconds)), seconds * 1000);
          else if (reply.type === 'done') resolve(reply.result);
          else reject(failureOf(reply));
        });
        port.send({ ...request, id });
      });
    } finally {
      clearTimeout(clock);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

function failureOf({ known, message, stack }: SqlReply & { type: 'failed' }): Error {
  if (known !== null) return errorFromValue(known);
  const error = new Error(message);
  error.stack = stack;
  return error;
}
