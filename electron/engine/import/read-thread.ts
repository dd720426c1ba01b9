import { closeSync, openSync } from 'node:fs';
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Reject } from '../../../shared/case/dataset.ts';
import type { ChunkColumn, TableChunk } from '../../../shared/columns/table.ts';
import type { PackedTexts } from '../store/encoding.ts';
import { BLOCK, BlockClaims, compressBlock, readBlock } from '../store/source-block.ts';
import { AwaitedThread, errorOfFailed, type FailedMessage, failedMessage, KIBIBYTES, OWN_PLACES, POSTED } from './awaited-thread.ts';
import type { PassResult, RowSink } from './pass.ts';
import { type ReadJob, readRecords } from './reading.ts';

/** Chunks that may wait for the store: enough that neither side stands still, about 4 MB each. */
const CHUNKS_AHEAD = 3;
/** Compressed blocks that may wait for the store: an owner that has to wait for a processor would find them all in memory. */
const BLOCKS_AHEAD = 16;
// Places in the memory that both threads see, besides those of every awaited thread.
const TAKEN = OWN_PLACES;
const JOBS = OWN_PLACES + 1;
const STOP = OWN_PLACES + 2;
const CLAIMED = OWN_PLACES + 3;
const STORED = OWN_PLACES + 4;
const PLACES = 5;

type Message =
  | { type: 'chunk'; chunk: TableChunk }
  | { type: 'texts'; column: number; texts: PackedTexts }
  | { type: 'block'; block: KeptBlock }
  | { type: 'rejects'; rejects: readonly Reject[] }
  | { type: 'done'; result: PassResult }
  | { type: 'kept' }
  | FailedMessage;

/** A block of the file as the source keeps it: its number, its size in the file, and its compressed bytes. */
export type KeptBlock = { number: number; size: number; bytes: Uint8Array<ArrayBuffer> };

/**
 * What the owner does besides: keep the file, of so many blocks. `step` is a few milliseconds of that work, false when there is none
 * left; `block` takes what the thread compressed.
 */
export type Besides = { blocks: number; step(): boolean; block(block: KeptBlock): void };

/** File whose last blocks the thread compresses when it has time. */
type ThreadJob = ReadJob & { keep: { path: string; blocks: number } };

type ThreadData = { reading: { port: MessagePort; state: Int32Array } };

/** Thrown in the thread where its owner has left. */
class Stopped extends Error {}

/**
 * A thread that reads records ahead of its owner, who stores them. The owner stays synchronous, as a transaction needs: it takes
 * messages when it likes. When the thread is `CHUNKS_AHEAD` chunks ahead, and when it is done, it compresses blocks of the file from
 * the last one down; its owner does so from the first one on while no chunk is there. So neither stands still, whoever is faster.
 */
export class ReadThread {
  readonly #thread: AwaitedThread;
  /** jobs whose blocks are not all here */
  #busy = 0;

  constructor({ patience }: { patience?: number } = {}) {
    // Built, this file is a program of its own: a thread that loads the reading alone starts in a third of the time of a whole lane.
    const url = import.meta.url.endsWith('.ts') ? new URL(import.meta.url) : new URL('./reading.js', import.meta.url);
    const data = (reading: ThreadData['reading']) => ({ reading }) satisfies ThreadData;
    this.#thread = new AwaitedThread({ url, name: 'reading', places: PLACES, data, work: 'reads files', patience });
  }

  /** Who compresses which blocks of a file; one file a thread. */
  claims(blocks: number): BlockClaims {
    return new BlockClaims(blocks, this.#thread.state, CLAIMED);
  }

  /**
   * Runs one job; returns when its last row is in `sink`.
   *
   * @param onProgress called every few milliseconds with the bytes read so far; a throw stops the work
   * Errors: those of the readers, `engine-part-ended` when the thread died
   */
  run(job: ReadJob, sink: RowSink, besides: Besides, onProgress: (done: number) => void): PassResult {
    Atomics.store(this.#thread.state, KIBIBYTES, 0);
    this.#thread.post({ ...job, keep: { path: job.input.path, blocks: besides.blocks } } satisfies ThreadJob);
    this.#thread.raise(JOBS);
    this.#busy += 1;
    return this.#receive(sink, besides, onProgress, ({ type }) => type === 'done') as PassResult;
  }

  /** Takes the blocks that the thread still compresses; returns when none is left. Errors: as `run` */
  finish(besides: Besides, onProgress: (done: number) => void): void {
    const sink: RowSink = { chunk: lateRows, rejects: lateRows, texts: lateRows };
    if (this.#busy > 0) this.#receive(sink, besides, onProgress, () => this.#busy === 0);
  }

  #receive(sink: RowSink, besides: Besides, onProgress: (done: number) => void, isLast: (message: Message) => boolean): PassResult | null {
    for (;;) {
      onProgress(Atomics.load(this.#thread.state, KIBIBYTES) * 1024);
      const received = this.#thread.next(() => besides.step()) as Message | undefined;
      if (received === undefined) continue;
      if (received.type === 'failed' || received.type === 'kept') this.#busy -= 1;
      if (received.type === 'failed') throw errorOfFailed(received);
      if (received.type === 'block') {
        besides.block(received.block);
        this.#thread.raise(STORED);
      } else if (received.type === 'rejects') sink.rejects(received.rejects);
      else if (received.type === 'chunk') {
        sink.chunk(received.chunk);
        this.#thread.raise(TAKEN);
      } else if (received.type === 'texts') {
        sink.texts(received.column, received.texts);
        this.#thread.raise(TAKEN);
      }
      if (isLast(received)) return received.type === 'done' ? received.result : null;
    }
  }

  /** Ends the thread, whatever it is doing. */
  close(): void {
    Atomics.store(this.#thread.state, STOP, 1);
    for (const place of [JOBS, TAKEN, STORED]) this.#thread.raise(place);
    this.#thread.close();
  }
}

function lateRows(): never {
  throw new Error('rows came behind the last of their job');
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
  let given = 0;
  for (let jobs = 0; ; jobs++) {
    Atomics.wait(state, JOBS, jobs);
    if (Atomics.load(state, STOP) === 1) return;
    const job = receiveMessageOnPort(port)?.message as ThreadJob;
    const keeper = new BlockKeeper(job.keep, state, (block) => {
      post({ type: 'block', block }, [block.bytes.buffer]);
      given += 1;
    });
    const hasRoom = (stored: number) => given - stored < BLOCKS_AHEAD;
    let ahead = Atomics.load(state, TAKEN);
    /** The next slot that its owner has taken. */
    const freeSlot = () => {
      for (let taken = Atomics.load(state, TAKEN); ahead - taken >= CHUNKS_AHEAD; taken = Atomics.load(state, TAKEN)) {
        checkStop();
        if (!hasRoom(Atomics.load(state, STORED)) || !keeper.step()) Atomics.wait(state, TAKEN, taken);
      }
      checkStop();
      const slot = slots[ahead % CHUNKS_AHEAD] as ChunkSlot;
      ahead += 1;
      return slot;
    };
    const sink: RowSink = {
      rejects: (rejects) => post({ type: 'rejects', rejects }),
      chunk: (chunk) => post({ type: 'chunk', chunk: freeSlot().fill(chunk) }),
      texts: (column, texts) => post({ type: 'texts', column, texts: freeSlot().fillTexts(texts) }),
    };
    try {
      const result = readRecords(job, sink, (done) => {
        checkStop();
        Atomics.store(state, KIBIBYTES, Math.floor(done / 1024));
      });
      post({ type: 'done', result });
      for (let stored = Atomics.load(state, STORED); ; stored = Atomics.load(state, STORED)) {
        checkStop();
        if (!hasRoom(stored)) Atomics.wait(state, STORED, stored);
        else if (!keeper.step()) break;
      }
      post({ type: 'kept' });
    } catch (error) {
      if (error instanceof Stopped) return;
      post(failedMessage(error));
    } finally {
      keeper.close();
    }
  }
}

/** Compresses blocks of a file from the last one down, as far as its owner has not come from the other side. */
class BlockKeeper {
  readonly #path: string;
  readonly #claims: BlockClaims;
  readonly #give: (block: KeptBlock) => void;
  #next: number;
  #block: Buffer | null = null;
  #descriptor = -1;

  constructor(file: ThreadJob['keep'], state: Int32Array, give: (block: KeptBlock) => void) {
    this.#path = file.path;
    this.#claims = new BlockClaims(file.blocks, state, CLAIMED);
    this.#next = file.blocks - 1;
    this.#give = give;
  }

  /** Gives one block; false when all are taken. */
  step(): boolean {
    if (!this.#claims.take()) return false;
    if (this.#descriptor < 0) this.#descriptor = openSync(this.#path, 'r');
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK);
    const block = readBlock(this.#descriptor, this.#next, this.#block);
    const { buffer, byteOffset, length } = compressBlock(block);
    // moved to the other thread as it is, which releases it
    this.#give({ number: this.#next, size: block.length, bytes: new Uint8Array(buffer, byteOffset, length) });
    this.#next -= 1;
    return true;
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
  }
}

/**
 * Memory for one chunk that both threads see; used again once the owner took the chunk, so that a long import asks for no more
 * memory than a short one.
 */
class ChunkSlot {
  #memory = new SharedArrayBuffer(0);

  #reserve(bytes: number): SharedArrayBuffer {
    if (this.#memory.byteLength < bytes) this.#memory = new SharedArrayBuffer(bytes);
    return this.#memory;
  }

  /** A copy of texts in this memory. */
  fillTexts({ bytes, offsets }: PackedTexts): PackedTexts {
    const memory = this.#reserve(offsets.byteLength + bytes.byteLength);
    const copy = { offsets: new Uint32Array(memory, 0, offsets.length), bytes: new Uint8Array(memory, offsets.byteLength, bytes.length) };
    copy.offsets.set(offsets);
    copy.bytes.set(bytes);
    return copy;
  }

  /** A copy of the chunk in this memory. */
  fill({ rows, records, lines, columns }: TableChunk): TableChunk {
    const wide = columns.filter(({ encoding }) => encoding === 'numbers').length;
    const bytes = rows * (8 * wide + 4 * (columns.length - wide + 2));
    const memory = this.#reserve(bytes);
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
