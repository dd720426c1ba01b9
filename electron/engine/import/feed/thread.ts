import { workerData } from 'node:worker_threads';
import { failedMessage, KIBIBYTES, POSTED } from '../awaited-thread.ts';
import { runProgram } from './programs.ts';
import {
  BLOCKS_AHEAD,
  FEED_BLOCK_BYTES,
  type FeedMessage,
  type FeedOutput,
  type FeedRequest,
  type FeedThreadData,
  JOB,
  TAKEN,
} from './protocol.ts';

/** Thrown where the reader wants another stream, or none. */
class Stopped extends Error {}

/** Runs one program after the other, each until its end or until another one is wanted. */
function serve({ port, state }: FeedThreadData['feeding']): void {
  const post = (message: FeedMessage, buffers: ArrayBuffer[] = []) => {
    port.postMessage(message, buffers);
    Atomics.add(state, POSTED, 1);
    Atomics.notify(state, POSTED);
  };
  const run = async (job: number, request: FeedRequest) => {
    let ahead = 0;
    const check = () => {
      if (Atomics.load(state, JOB) !== job) throw new Stopped();
    };
    const output: FeedOutput = {
      consumed(bytes) {
        check();
        Atomics.store(state, KIBIBYTES, Math.floor(bytes / 1024));
      },
      write(bytes) {
        for (let from = 0; from < bytes.length; from += FEED_BLOCK_BYTES) {
          check();
          for (let taken = Atomics.load(state, TAKEN); ahead - taken >= BLOCKS_AHEAD; taken = Atomics.load(state, TAKEN)) {
            Atomics.wait(state, TAKEN, taken, 1000);
            check();
          }
          const block = Uint8Array.from(bytes.subarray(from, from + FEED_BLOCK_BYTES));
          ahead += 1;
          post({ type: 'block', job, bytes: block }, [block.buffer]);
        }
      },
    };
    try {
      check();
      const findings = await runProgram(request, output);
      post({ type: 'end', job, findings });
    } catch (error) {
      if (error instanceof Stopped) return;
      post({ ...failedMessage(error), job });
    }
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ job, request }: { job: number; request: FeedRequest }) => {
    last = last.then(() => run(job, request));
  });
}

const { feeding } = (workerData as FeedThreadData | null) ?? {};
if (feeding) serve(feeding);
