import { parentPort, workerData } from 'node:worker_threads';
import { type LaneContext, type OperationTable, Transferred } from '../../electron/engine/lanes/protocol.ts';
import { serveLane } from '../../electron/engine/lanes/worker.ts';
import { ChokepointError } from '../../shared/case/error.ts';

export type ProbeState = { calls: number; running: number };

function busy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

/** Operations that do what those of the product do: work in steps, fail, crash, move buffers. */
export const probeOperations = {
  work(_state: ProbeState, { steps }: { steps: number }, context: LaneContext) {
    for (let step = 0; step < steps; step++) {
      context.checkpoint();
      busy(2);
      context.progress('working', step + 1, steps);
    }
    return { steps };
  },
  async overlap(state: ProbeState, _input: null) {
    state.running++;
    const together = state.running;
    await new Promise((resolve) => setTimeout(resolve, 5));
    state.running--;
    return together;
  },
  count: (state: ProbeState, _input: null) => ++state.calls,
  fail(_state: ProbeState, _input: null): never {
    throw new ChokepointError('file-empty', 'The file is empty.', 'Choose another one.', { bytes: 0 });
  },
  bug(_state: ProbeState, _input: null): never {
    throw new TypeError('a bug in the lane');
  },
  crash(_state: ProbeState, _input: null): never {
    process.exit(3);
  },
  uncaught(_state: ProbeState, _input: null) {
    setTimeout(() => {
      throw new Error('thrown outside of any call');
    }, 1);
    return new Promise<never>(() => {});
  },
  move(_state: ProbeState, { bytes }: { bytes: number }) {
    const buffer = new Float64Array(bytes / 8).fill(0.5);
    return new Transferred({ values: buffer }, [buffer.buffer]);
  },
  sum: (_state: ProbeState, { values }: { values: Float64Array<ArrayBuffer> }) => values.reduce((total, value) => total + value, 0),
  unclonable: (_state: ProbeState, _input: null) => ({ call: () => {} }) as unknown as null,
  blob: (_state: ProbeState, { bytes }: { bytes: number }) => new Blob([new Uint8Array(bytes)]),
} satisfies OperationTable<ProbeState>;

if (parentPort !== null && (workerData as { lane?: string } | null)?.lane === 'probe') {
  serveLane(parentPort, Promise.resolve({ operations: probeOperations, state: { calls: 0, running: 0 }, close: () => {} }));
}
