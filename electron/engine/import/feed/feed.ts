import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Finding } from '../../../../shared/case/dataset.ts';
import { ChokepointError, errorFromValue } from '../../../../shared/case/error.ts';
import { workerUrl } from '../../lanes/lane.ts';
import type { RawBytes } from '../text-source.ts';
import { readSmall, type SmallText } from './programs.ts';
import { type FeedMessage, type FeedRequest, JOB, KIBIBYTES, PLACES, POSTED, TAKEN } from './protocol.ts';

/** The reader looks for a cancel at least this often, in milliseconds. */
const LOOK_EVERY = 20;
/** Milliseconds without a sign of life after which the thread is taken for dead. */
const PATIENCE = 60_000;

/** Unpacked text, read in order. */
export type Feed = RawBytes & {
  /** packed bytes read so far */
  consumed(): number;
  /** what was noticed; complete once everything was read */
  findings(): Finding[];
};

/**
 * A thread that unpacks files ahead of a reader that is synchronous. Unpacking in Node is asynchronous, and a reader inside a
 * transaction cannot wait for it otherwise. One stream at a time: opening the next one ends the one before.
 */
export class Feeds {
  readonly #state = new Int32Array(new SharedArrayBuffer(PLACES * 4));
  readonly #onWait: () => void;
  #thread: { port: MessagePort; worker: Worker } | null = null;
  #job = 0;

  /** @param onWait called every few milliseconds while a reader waits; a throw stops the reader */
  constructor(onWait: () => void = () => {}) {
    this.#onWait = onWait;
  }

  /**
   * Starts to unpack.
   *
   * @param size packed bytes, for progress
   * Errors, here and while reading: those of the feed thread's programs, `engine-part-ended`
   */
  open(request: FeedRequest, size: number): Feed {
    const small = readSmall(request, size);
    if (small) return memoryFeed(small, size);
    const { port } = this.#start();
    const job = ++this.#job;
    Atomics.store(this.#state, JOB, job);
    Atomics.store(this.#state, KIBIBYTES, 0);
    Atomics.store(this.#state, TAKEN, 0);
    Atomics.notify(this.#state, TAKEN);
    port.postMessage({ job, request });
    let block: Uint8Array | null = new Uint8Array(0);
    let used = 0;
    let findings: Finding[] = [];
    return {
      size,
      findings: () => findings,
      consumed: () => Math.min(size, Atomics.load(this.#state, KIBIBYTES) * 1024),
      read: (target, offset, length) => {
        if (block === null) return 0;
        if (used === block.length) {
          const message = this.#receive(job);
          if (message.type !== 'block') {
            if (message.type === 'end') findings = message.findings;
            block = null;
            return 0;
          }
          block = message.bytes;
          used = 0;
          Atomics.add(this.#state, TAKEN, 1);
          Atomics.notify(this.#state, TAKEN);
        }
        const piece = block.subarray(used, used + length);
        target.set(piece, offset);
        used += piece.length;
        return piece.length;
      },
      lineFeedsBefore: (end) => this.#countLines(request, size, end),
    };
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    Atomics.store(this.#state, JOB, -1);
    Atomics.notify(this.#state, TAKEN);
    this.#thread?.port.close();
    void this.#thread?.worker.terminate();
    this.#thread = null;
  }

  #start(): { port: MessagePort } {
    if (this.#thread) return this.#thread;
    const { port1: port, port2 } = new MessageChannel();
    const feeding = { port: port2, state: this.#state };
    const worker = new Worker(workerUrl, {
      name: 'feeding',
      workerData: { lane: 'feeding', feeding },
      transferList: [port2],
      execArgv: [],
    });
    // what goes wrong inside is told by a message, or by silence
    worker.on('error', () => {});
    worker.unref();
    port.unref();
    this.#thread = { port, worker };
    return this.#thread;
  }

  /** Next message of a job; waits for it. */
  #receive(job: number): FeedMessage {
    const { port } = this.#start();
    for (let silent = 0; ; ) {
      const posted = Atomics.load(this.#state, POSTED);
      const kibibytes = Atomics.load(this.#state, KIBIBYTES);
      const message = receiveMessageOnPort(port)?.message as FeedMessage | undefined;
      if (message === undefined) {
        this.#onWait();
        const waited = Atomics.wait(this.#state, POSTED, posted, LOOK_EVERY);
        silent = waited === 'timed-out' && Atomics.load(this.#state, KIBIBYTES) === kibibytes ? silent + LOOK_EVERY : 0;
        if (silent > PATIENCE) throw threadEnded();
      } else if (message.job !== job) continue;
      else if (message.type === 'failed') {
        if (message.known !== null) throw errorFromValue(message.known);
        const error = new Error(message.message);
        error.stack = message.stack;
        throw error;
      } else return message;
    }
  }

  /** Unpacks once more to count; only messages of errors ask for it. */
  #countLines(request: FeedRequest, size: number, end: number): number {
    const again = this.open(request, size);
    const block = Buffer.allocUnsafe(1 << 16);
    let lines = 0;
    for (let position = 0; position < end; ) {
      const read = again.read(block, 0, Math.min(block.length, end - position));
      if (read === 0) break;
      for (let index = 0; index < read; index++) if (block[index] === 10) lines += 1;
      position += read;
    }
    return lines;
  }
}

/** A text that is in memory already. */
function memoryFeed({ text, findings }: SmallText, size: number): Feed {
  let position = 0;
  return {
    size,
    findings: () => findings,
    consumed: () => (text.length === 0 ? size : Math.round((position / text.length) * size)),
    read(target, offset, length) {
      const copied = text.copy(target, offset, position, position + length);
      position += copied;
      return copied;
    },
    lineFeedsBefore(end) {
      let lines = 0;
      for (let index = text.indexOf(10); index >= 0 && index < end; index = text.indexOf(10, index + 1)) lines += 1;
      return lines;
    },
  };
}

function threadEnded(): ChokepointError {
  return new ChokepointError(
    'engine-part-ended',
    'The part of the engine that unpacks files ended unexpectedly; nothing was imported.',
    'Close other programs if memory is short, then import the file again.',
    { part: 'feeding' },
  );
}
