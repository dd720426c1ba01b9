import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ChokepointError, type ErrorValue, errorFromValue } from '../../../shared/case/error.ts';

/** The owner looks for a cancel at least this often, in milliseconds. */
const LOOK_EVERY = 20;
/** Milliseconds of silence after which the owner looks whether the thread is alive. */
const LOOK_AFTER = 200;
/** Milliseconds of silence after which a thread is given up: one that hangs, or that ended before it had taken its end of the channel. */
const PATIENCE = 60_000;

// Places in the memory that both threads see; those from `OWN_PLACES` on belong to the kind of thread.
/** messages that the thread posted */
export const POSTED = 0;
/** bytes of the file that are read so far, in KiB */
export const KIBIBYTES = 1;
export const OWN_PLACES = 2;

/** An error of the thread as a message; `known` is one of the person's, otherwise `stack` tells the bug. */
export type FailedMessage = { type: 'failed'; known: ErrorValue | null; message: string; stack: string };

export function failedMessage(error: unknown): FailedMessage {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { type: 'failed', known: error instanceof ChokepointError ? error.value : null, message, stack };
}

export function errorOfFailed({ known, message, stack }: FailedMessage): Error {
  if (known !== null) return errorFromValue(known);
  const error = new Error(message);
  error.stack = stack;
  return error;
}

export type ThreadOptions = {
  url: URL;
  name: string;
  /** places of its own in the memory */
  places: number;
  /** what the thread gets when it starts; it must hold both */
  data(thread: { port: MessagePort; state: Int32Array }): object;
  /** what the thread does, for the message that it ended: `reads files` */
  work: string;
  patience?: number | undefined;
};

/** A thread whose owner stays synchronous: it waits for messages without an event loop, as a transaction needs. */
export class AwaitedThread {
  readonly state: Int32Array;
  #port: MessagePort;
  readonly #worker: Worker;
  readonly #name: string;
  readonly #work: string;
  readonly #patience: number;
  #silent = 0;
  #before = 0;

  constructor({ url, name, places, data, work, patience = PATIENCE }: ThreadOptions) {
    this.state = new Int32Array(new SharedArrayBuffer((OWN_PLACES + places) * 4));
    this.#name = name;
    this.#work = work;
    this.#patience = patience;
    const messages = new MessageChannel();
    this.#port = messages.port1;
    const workerData = data({ port: messages.port2, state: this.state });
    this.#worker = new Worker(url, { name, workerData, transferList: [messages.port2], execArgv: [] });
    // what goes wrong inside is told by a message, or by its end
    this.#worker.on('error', () => {});
    this.#worker.unref();
    this.#port.unref();
  }

  post(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** Tells the thread that a number in the memory has changed. */
  raise(place: number, by = 1): void {
    Atomics.add(this.state, place, by);
    Atomics.notify(this.state, place);
  }

  /**
   * The next message; `undefined` = none is there after a few milliseconds, or after a step of `besides`.
   *
   * @param besides work of the owner meanwhile; false when there is none
   * Errors: `engine-part-ended` when the thread has ended
   */
  next(besides: () => boolean = () => false): unknown {
    const posted = Atomics.load(this.state, POSTED);
    const received = receiveMessageOnPort(this.#port);
    if (received) {
      this.#silent = 0;
      return received.message;
    }
    if (besides()) return undefined;
    const kibibytes = Atomics.load(this.state, KIBIBYTES);
    const isSilent = Atomics.wait(this.state, POSTED, posted, LOOK_EVERY) === 'timed-out' && this.#before === kibibytes;
    this.#before = kibibytes;
    this.#silent = isSilent ? this.#silent + LOOK_EVERY : 0;
    if (this.#silent > LOOK_AFTER && !this.#isAlive()) throw this.#endedError('ended');
    if (this.#silent > this.#patience) throw this.#endedError('silent');
    return undefined;
  }

  /**
   * Its end of the channel closes with the thread, whatever it died of. Asking for a message takes notice of that, behind all messages,
   * and without an event loop; a port that is closed cannot be moved.
   */
  #isAlive(): boolean {
    try {
      this.#port = structuredClone(this.#port, { transfer: [this.#port] });
      this.#port.unref();
      return true;
    } catch (error) {
      if ((error as Error).name !== 'DataCloneError') throw error;
      return false;
    }
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    this.#port.close();
    void this.#worker.terminate();
  }

  #endedError(seen: 'ended' | 'silent'): ChokepointError {
    return new ChokepointError(
      'engine-part-ended',
      `The part of the engine that ${this.#work} ended unexpectedly; nothing was imported.`,
      'Close other programs if memory is short, then import the file again.',
      { part: this.#name, seen },
    );
  }
}
