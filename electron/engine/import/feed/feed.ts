import type { Finding } from '../../../../shared/case/dataset.ts';
import { AwaitedThread, errorOfFailed, KIBIBYTES } from '../awaited-thread.ts';
import type { RawBytes } from '../text-source.ts';
import { readSmall, type SmallText } from './programs.ts';
import { type FeedMessage, type FeedRequest, type FeedThreadData, JOB, PLACES, TAKEN } from './protocol.ts';

// Built, the thread is a program of its own, which starts in a fraction of the time of a whole lane.
const threadUrl = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './feeding.js', import.meta.url);

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
  readonly #onWait: () => void;
  #thread: AwaitedThread | null = null;
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
    const thread = this.#start();
    const { state } = thread;
    const job = ++this.#job;
    Atomics.store(state, JOB, job);
    Atomics.store(state, KIBIBYTES, 0);
    Atomics.store(state, TAKEN, 0);
    Atomics.notify(state, TAKEN);
    thread.post({ job, request });
    let block: Uint8Array | null = new Uint8Array(0);
    let used = 0;
    let findings: Finding[] = [];
    return {
      size,
      findings: () => findings,
      consumed: () => Math.min(size, Atomics.load(state, KIBIBYTES) * 1024),
      read: (target, offset, length) => {
        if (block === null) return 0;
        if (used === block.length) {
          const message = this.#receive(thread, job);
          if (message.type !== 'block') {
            if (message.type === 'end') findings = message.findings;
            block = null;
            return 0;
          }
          block = message.bytes;
          used = 0;
          thread.raise(TAKEN);
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
    this.#thread?.close();
    this.#thread = null;
  }

  #start(): AwaitedThread {
    this.#thread ??= new AwaitedThread({
      url: threadUrl,
      name: 'feeding',
      places: PLACES,
      data: (feeding) => ({ feeding }) satisfies FeedThreadData,
      work: 'unpacks files',
    });
    return this.#thread;
  }

  /** Next message of a job; waits for it. */
  #receive(thread: AwaitedThread, job: number): FeedMessage {
    for (;;) {
      const message = thread.next() as FeedMessage | undefined;
      if (message === undefined) this.#onWait();
      else if (message.job !== job) continue;
      else if (message.type === 'failed') throw errorOfFailed(message);
      else return message;
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
