import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import type { Reject } from '../../../shared/case/dataset.ts';
import { ChokepointError, type ErrorValue, errorFromValue } from '../../../shared/case/error.ts';
import type { ChunkColumn, TableChunk } from '../../../shared/columns/table.ts';
import type { PassResult, RowSink } from './pass.ts';
import { type ReadJob, readRecords } from './reading.ts';

/** Chunks that may wait for the store: enough that neither side stands still, about 4 MB each. */
const CHUNKS_AHEAD = 3;
/** The owner looks for a cancel at least this often, in milliseconds. */
const LOOK_EVERY = 20;
/** Milliseconds without a sign of life after which the thread is taken for dead. */
const PATIENCE = 60_000;

// Places in the memory that both threads see.
const POSTED = 0;
const TAKEN = 1;
const JOBS = 2;
const STOP = 3;
const KIBIBYTES = 4;
const PLACES = 5;

type Message =
  | { type: 'chunk'; chunk: TableChunk }
  | { type: 'rejects'; rejects: readonly Reject[] }
  | { type: 'done'; result: PassResult }
  | { type: 'failed'; known: ErrorValue | null; message: string; stack: string };

type ThreadData = { reading: { port: MessagePort; state: Int32Array } };

/** Thrown in the thread where its owner has left. */
class Stopped extends Error {}

/**
 * A thread that reads records ahead of its owner, who stores them. The owner stays synchronous, as a transaction needs: it takes
 * messages when it likes, and the thread waits when it is `CHUNKS_AHEAD` chunks ahead.
 */
export class ReadThread {
  readonly #state = new Int32Array(new SharedArrayBuffer(PLACES * 4));
  readonly #port: MessagePort;
  readonly #worker: Worker;

  readonly #patience: number;

  constructor(options: { patience?: number } = {}) {
    this.#patience = options.patience ?? PATIENCE;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const reading = { port: port2, state: this.#state };
    // A bundle holds this file in its lane, as a part of the writer's program; the reading below begins before the lane serves.
    const url = import.meta.url.endsWith('.ts') ? new URL(import.meta.url) : new URL('./lane.js', import.meta.url);
    this.#worker = new Worker(url, { name: 'reading', workerData: { lane: 'writer', reading }, transferList: [port2], execArgv: [] });
    // what goes wrong inside is told by a message, or by silence
    this.#worker.on('error', () => {});
    this.#worker.unref();
    this.#port.unref();
  }

  /**
   * Runs one job; returns when its last row is in `sink`.
   *
   * @param meanwhile does a few milliseconds of other work; false when there is none left
   * @param onProgress called every few milliseconds with the bytes read so far; a throw stops the work
   * Errors: those of the readers, `engine-part-ended` when the thread died
   */
  run(job: ReadJob, sink: RowSink, meanwhile: () => boolean, onProgress: (done: number) => void): PassResult {
    const state = this.#state;
    Atomics.store(state, KIBIBYTES, 0);
    this.#port.postMessage(job);
    Atomics.add(state, JOBS, 1);
    Atomics.notify(state, JOBS);
    for (let silent = 0; ; ) {
      const posted = Atomics.load(state, POSTED);
      const kibibytes = Atomics.load(state, KIBIBYTES);
      onProgress(kibibytes * 1024);
      const received = receiveMessageOnPort(this.#port)?.message as Message | undefined;
      if (received) {
        silent = 0;
        if (received.type === 'done') return received.result;
        if (received.type === 'failed') throw errorOf(received);
        if (received.type === 'rejects') sink.rejects(received.rejects);
        else {
          sink.chunk(received.chunk);
          Atomics.add(state, TAKEN, 1);
          Atomics.notify(state, TAKEN);
        }
      } else if (!meanwhile()) {
        const waited = Atomics.wait(state, POSTED, posted, LOOK_EVERY);
        silent = waited === 'timed-out' && Atomics.load(state, KIBIBYTES) === kibibytes ? silent + LOOK_EVERY : 0;
        if (silent > this.#patience) throw threadEnded();
      }
    }
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    Atomics.store(this.#state, STOP, 1);
    for (const place of [JOBS, TAKEN]) {
      Atomics.add(this.#state, place, 1);
      Atomics.notify(this.#state, place);
    }
    this.#port.close();
    void this.#worker.terminate();
  }
}

function errorOf({ known, message, stack }: Message & { type: 'failed' }): Error {
  if (known !== null) return errorFromValue(known);
  const error = new Error(message);
  error.stack = stack;
  return error;
}

function threadEnded(): ChokepointError {
  return new ChokepointError(
    'engine-part-ended',
    'The part of the engine that reads files ended unexpectedly; nothing was imported.',
    'Close other programs if memory is short, then import the file again.',
    { part: 'reading' },
  );
}

/** The other side: waits for jobs and runs them until it is told to stop. */
function serve({ port, state }: ThreadData['reading']): void {
  const checkStop = () => {
    if (Atomics.load(state, STOP) === 1) throw new Stopped();
  };
  const post = (message: Message, buffers: ArrayBuffer[] = []) => {
    port.postMessage(message, buffers);
    Atomics.add(state, POSTED, 1);
    Atomics.notify(state, POSTED);
  };
  const slots = Array.from({ length: CHUNKS_AHEAD }, () => new ChunkSlot());
  for (let jobs = 0; ; jobs++) {
    Atomics.wait(state, JOBS, jobs);
    if (Atomics.load(state, STOP) === 1) return;
    const job = receiveMessageOnPort(port)?.message as ReadJob;
    let ahead = Atomics.load(state, TAKEN);
    const sink: RowSink = {
      rejects: (rejects) => post({ type: 'rejects', rejects }),
      chunk(chunk) {
        for (let taken = Atomics.load(state, TAKEN); ahead - taken >= CHUNKS_AHEAD; taken = Atomics.load(state, TAKEN)) {
          checkStop();
          Atomics.wait(state, TAKEN, taken);
        }
        checkStop();
        const slot = slots[ahead % CHUNKS_AHEAD] as ChunkSlot;
        ahead += 1;
        post({ type: 'chunk', chunk: slot.fill(chunk) });
      },
    };
    try {
      const result = readRecords(job, sink, (done) => {
        checkStop();
        Atomics.store(state, KIBIBYTES, Math.floor(done / 1024));
      });
      const buffers = result.dictionaries.flatMap((texts) =>
        'bytes' in texts ? [texts.bytes.buffer as ArrayBuffer, texts.offsets.buffer as ArrayBuffer] : [],
      );
      post({ type: 'done', result }, buffers);
    } catch (error) {
      if (error instanceof Stopped) return;
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      post({ type: 'failed', known: error instanceof ChokepointError ? error.value : null, message, stack });
    }
  }
}

/**
 * Memory for one chunk that both threads see; used again once the owner took the chunk, so that a long import asks for no more
 * memory than a short one.
 */
class ChunkSlot {
  #memory = new SharedArrayBuffer(0);

  /** A copy of the chunk in this memory. */
  fill({ rows, records, lines, columns }: TableChunk): TableChunk {
    const wide = columns.filter(({ encoding }) => encoding === 'numbers').length;
    const bytes = rows * (8 * wide + 4 * (columns.length - wide + 2));
    if (this.#memory.byteLength < bytes) this.#memory = new SharedArrayBuffer(bytes);
    const memory = this.#memory;
    // the wide ones come first, so that every array begins on a boundary of its elements
    let wideAt = 0;
    let narrowAt = rows * 8 * wide;
    const narrow = (values: Int32Array) => {
      const copy = new Int32Array(memory, narrowAt, rows);
      copy.set(values);
      narrowAt += copy.byteLength;
      return copy;
    };
    const copies = columns.map((column): ChunkColumn => {
      if (column.encoding === 'codes') return { encoding: 'codes', codes: narrow(column.codes) };
      const values = new Float64Array(memory, wideAt, rows);
      values.set(column.values);
      wideAt += values.byteLength;
      return { encoding: 'numbers', values, scale: column.scale };
    });
    return { rows, records: narrow(records), lines: narrow(lines), columns: copies };
  }
}

const { reading } = (workerData as ThreadData | null) ?? {};
if (reading) {
  serve(reading);
  process.exit(0);
}
