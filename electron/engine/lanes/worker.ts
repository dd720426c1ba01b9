import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ChokepointError, errorFromValue } from '../../../shared/case/error.ts';
import { cancelled } from '../errors.ts';
import type { LaneReply, LaneRequest } from './lane.ts';
import { type LaneContext, type OperationTable, Transferred } from './protocol.ts';

/** What a lane runs: its operations, their state and how to let the state go. */
// biome-ignore lint/suspicious/noExplicitAny: each lane has a state of its own
export type LaneProgram = { operations: OperationTable<any>; state: any; close(): void };

/** Fewest milliseconds between two progress messages of one call. */
export const progressInterval = 50;

/** Answers the requests on a port with the operations of `program`, one after the other, until `close`. */
export function serveLane(port: MessagePort, program: Promise<LaneProgram>): void {
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: LaneRequest) => {
    last = last.then(async () => {
      const { operations, state, close } = await program;
      if (request.type === 'close') {
        close();
        process.exit(0); // native add-ons may keep the thread alive
      }
      await answer(port, operations, state, request);
    });
  });
}

async function answer(port: MessagePort, operations: LaneProgram['operations'], state: unknown, request: LaneRequest & { type: 'call' }) {
  const { id, operation, input } = request;
  try {
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (run === undefined) throw new Error(`This lane has no operation "${operation}"`);
    const result = await run(state, input, contextOf(port, id, new Int32Array(request.flag)));
    if (result instanceof Transferred) port.postMessage({ type: 'done', id, value: result.value } satisfies LaneReply, result.buffers);
    else port.postMessage({ type: 'done', id, value: result } satisfies LaneReply);
  } catch (error) {
    port.postMessage({
      type: 'failed',
      id,
      known: error instanceof ChokepointError ? error.value : null,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? (error.stack ?? '') : '',
    } satisfies LaneReply);
  }
}

function contextOf(port: MessagePort, id: number, cancelFlag: Int32Array): LaneContext {
  let sentAt = Number.NEGATIVE_INFINITY;
  return {
    cancelFlag,
    checkpoint() {
      if (Atomics.load(cancelFlag, 0) === 1) throw errorFromValue(cancelled);
    },
    progress(phase, done, total) {
      const now = performance.now();
      if (now - sentAt < progressInterval) return;
      sentAt = now;
      port.postMessage({ type: 'progress', id, phase, done, total } satisfies LaneReply);
    },
  };
}

/** The product's lanes; each loads only what it runs. */
const programs: Record<string, () => Promise<LaneProgram>> = {
  async writer() {
    const { writerOperations, createWriterState } = await import('./writer.ts');
    const state = createWriterState();
    return { operations: writerOperations, state, close: () => state.case?.close() };
  },
  async reader() {
    const { readerOperations, createReaderState } = await import('./reader.ts');
    const state = createReaderState();
    return { operations: readerOperations, state, close: () => state.case?.close() };
  },
  async compute() {
    const { computeOperations, createComputeState } = await import('./compute.ts');
    return { operations: computeOperations, state: createComputeState(), close: () => {} };
  },
  async solver() {
    const { solverOperations, createSolverState } = await import('../solver/operations.ts');
    return { operations: solverOperations, state: createSolverState(), close: () => {} };
  },
};

const { lane = '' } = (workerData as { lane?: string } | null) ?? {};
const program = programs[lane];
if (parentPort !== null && program !== undefined) serveLane(parentPort, program());
