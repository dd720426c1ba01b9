import { Worker } from 'node:worker_threads';
import { ChokepointError, type ErrorValue, errorFromValue } from '../../../shared/case/error.ts';
import { cancelled } from '../errors.ts';
import type { CallOptions, Lane, OperationTable } from './protocol.ts';

/** Message to a worker: one operation to run, or `close`. */
export type LaneRequest = { type: 'call'; id: number; operation: string; input: unknown; flag: SharedArrayBuffer } | { type: 'close' };

/** Message from a worker; `failed.known` is an error of the person's, otherwise `stack` tells the bug. */
export type LaneReply =
  | { type: 'progress'; id: number; phase: string; done: number; total: number | null }
  | { type: 'done'; id: number; value: unknown }
  | { type: 'failed'; id: number; known: ErrorValue | null; message: string; stack: string };

/** First operation of every fresh worker, e.g. opening the case again after a crash; `null` for none. */
export type Prepare = () => { operation: string; input: unknown } | null;

export type LaneOptions = {
  /** name of the table in worker.ts, also the thread's name */
  name: string;
  /** file of the worker; the product's own where absent */
  url?: URL;
  prepare?: Prepare;
  /** milliseconds to wait before the first restart after a crash, doubled for each further one, at most 5,000 */
  backOff?: number;
};

type Pending = {
  operation: string;
  input: unknown;
  options: CallOptions;
  flag: Int32Array;
  /** made by the lane itself, not by a caller */
  preparing: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  leave(): void;
};

/** The worker file beside this one: source under Node's type stripping, `lane.js` in a bundle. */
const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./lane.js', import.meta.url);

/**
 * A lane over one worker thread, started by its first call. Calls run one after the other; a call that is cancelled while it waits
 * never starts, one that runs gets its flag set and answers for itself. A worker that dies rejects all waiting calls
 * (`engine-part-ended`), and the next call starts a fresh one.
 */
export function createLane<Table extends OperationTable<never>>(options: LaneOptions): Lane<Table> {
  const lane = new WorkerLane(options);
  return { call: (operation, input, callOptions = {}) => lane.call(operation, input, callOptions) as never, close: () => lane.close() };
}

class WorkerLane {
  readonly #options: LaneOptions;
  readonly #queue: Pending[] = [];
  #worker: Worker | null = null;
  #running: { id: number; pending: Pending } | null = null;
  #nextId = 1;
  #crashes = 0;
  #waitingToStart: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  call(operation: string, input: unknown, options: CallOptions): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closedError());
    if (options.signal?.aborted) return Promise.reject(errorFromValue(cancelled));
    return new Promise((resolve, reject) => {
      const pending = this.#pending(operation, input, options, resolve, reject);
      this.#queue.push(pending);
      this.#advance();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#waitingToStart !== null) clearTimeout(this.#waitingToStart);
    for (const pending of this.#queue.splice(0)) this.#settle(pending, () => pending.reject(this.#closedError()));
    const worker = this.#worker;
    if (worker === null) return;
    if (this.#running !== null) Atomics.store(this.#running.pending.flag, 0, 1);
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage({ type: 'close' } satisfies LaneRequest);
    const patience = setTimeout(() => void worker.terminate(), 10_000);
    await exited;
    clearTimeout(patience);
  }

  #pending(
    operation: string,
    input: unknown,
    options: CallOptions,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): Pending {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const onAbort = () => {
      Atomics.store(flag, 0, 1);
      const position = this.#queue.indexOf(pending);
      if (position >= 0) {
        this.#queue.splice(position, 1);
        this.#settle(pending, () => reject(errorFromValue(cancelled)));
      }
    };
    const leave = () => options.signal?.removeEventListener('abort', onAbort);
    const pending: Pending = { operation, input, options, flag, preparing: false, resolve, reject, leave };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    return pending;
  }

  #advance(): void {
    if (this.#running !== null || this.#queue.length === 0 || this.#waitingToStart !== null || this.#closed) return;
    if (this.#worker === null) {
      if (this.#crashes === 0) this.#start();
      else {
        const delay = Math.min(5000, (this.#options.backOff ?? 100) * 2 ** (this.#crashes - 1));
        this.#waitingToStart = setTimeout(() => {
          this.#waitingToStart = null;
          if (this.#queue.length === 0) return;
          this.#start();
          this.#advance();
        }, delay);
        return;
      }
    }
    const pending = this.#queue.shift();
    if (pending === undefined) return;
    const id = this.#nextId++;
    this.#running = { id, pending };
    const request: LaneRequest = {
      type: 'call',
      id,
      operation: pending.operation,
      input: pending.input,
      flag: pending.flag.buffer as SharedArrayBuffer,
    };
    try {
      this.#worker?.postMessage(request, pending.options.transfer ?? []);
    } catch (error) {
      this.#finish(() => pending.reject(error));
    }
  }

  #start(): void {
    const worker = new Worker(this.#options.url ?? workerUrl, {
      name: this.#options.name,
      workerData: { lane: this.#options.name },
      execArgv: [],
    });
    this.#worker = worker;
    let reason = '';
    worker.on('message', (reply: LaneReply) => this.#receive(reply));
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => this.#ended(worker, reason === '' ? `exit code ${code}` : reason));
    const first = this.#options.prepare?.() ?? null;
    if (first === null) return;
    // A case that cannot be opened again is told by the next call that needs it, so this call's own failure is not.
    const pending = this.#pending(
      first.operation,
      first.input,
      {},
      () => {},
      () => {},
    );
    pending.preparing = true;
    this.#queue.unshift(pending);
  }

  #receive(reply: LaneReply): void {
    const running = this.#running;
    if (running === null || running.id !== reply.id) return;
    const { pending } = running;
    if (reply.type === 'progress') pending.options.onProgress?.(reply.phase, reply.done, reply.total);
    else if (reply.type === 'done') {
      if (!pending.preparing) this.#crashes = 0;
      this.#finish(() => pending.resolve(reply.value));
    } else this.#finish(() => pending.reject(errorOfReply(reply)));
  }

  #finish(settle: () => void): void {
    const running = this.#running;
    this.#running = null;
    if (running !== null) this.#settle(running.pending, settle);
    this.#advance();
  }

  #settle(pending: Pending, settle: () => void): void {
    pending.leave();
    settle();
  }

  #ended(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = this.#running === null ? [] : [this.#running.pending];
    this.#running = null;
    if (!this.#closed) {
      this.#crashes++;
      lost.push(...this.#queue.splice(0));
    }
    const error = this.#closed ? this.#closedError() : this.#crashError(reason);
    for (const pending of lost) this.#settle(pending, () => pending.reject(error));
  }

  #closedError(): ChokepointError {
    return new ChokepointError('engine-closed', 'Chokepoint is closing; the call was not carried out.', 'Start it again.', {
      part: this.#options.name,
    });
  }

  #crashError(reason: string): ChokepointError {
    const memory = /memory/i.test(reason);
    return new ChokepointError(
      'engine-part-ended',
      `The ${this.#options.name} part of the engine ended${memory ? ' because memory ran out' : ' unexpectedly'}; what it was doing was not kept.`,
      memory ? 'Close other programs or use a smaller selection, then try again.' : 'Try again: it starts anew with the next step.',
      { part: this.#options.name, reason },
    );
  }
}

function errorOfReply(reply: LaneReply & { type: 'failed' }): Error {
  if (reply.known !== null) return errorFromValue(reply.known);
  const error = new Error(reply.message);
  error.stack = reply.stack;
  return error;
}
