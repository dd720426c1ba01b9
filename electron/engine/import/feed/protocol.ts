import type { MessagePort } from 'node:worker_threads';
import type { Finding } from '../../../../shared/case/dataset.ts';
import { type FailedMessage, OWN_PLACES } from '../awaited-thread.ts';
import type { SheetChoice } from '../formats/xlsx/choice.ts';

/** What is packed in a file, as plain data. */
export type PackedRequest =
  | { kind: 'gzip' | 'zstd'; path: string; fileName: string }
  /** one member of a zip archive */
  | { kind: 'member'; path: string; fileName: string; member: ZipMember };

/** What is to be read. Every kind gives text, block by block. */
export type FeedRequest =
  | PackedRequest
  /** rows of a sheet: a JSON array a line, with the number of the row before its cells */
  | { kind: 'xlsx'; path: string; fileName: string; members: readonly ZipMember[]; choice: SheetChoice }
  /** records of a Parquet file: a JSON object a line */
  | { kind: 'parquet'; path: string; fileName: string };

/** Where a member of a zip archive lies, and what it should be once unpacked. */
export type ZipMember = {
  name: string;
  /** 0 = stored, 8 = deflate, 93 = zstd */
  method: number;
  crc: number;
  /** first packed byte in the archive */
  start: number;
  packedBytes: number;
  bytes: number;
};

/** What a program of this thread gets. */
export type FeedOutput = {
  /** gives text on; waits while the reader is behind */
  write(bytes: Uint8Array): void;
  /** packed bytes read so far */
  consumed(bytes: number): void;
};

export type FeedMessage =
  | { type: 'block'; job: number; bytes: Uint8Array }
  | { type: 'end'; job: number; findings: Finding[] }
  | (FailedMessage & { job: number });

/** Handed to the thread when it starts. */
export type FeedThreadData = { feeding: { port: MessagePort; state: Int32Array } };

/** Blocks that may wait for the reader. */
export const BLOCKS_AHEAD = 8;
/** Bytes of one block at most. */
export const FEED_BLOCK_BYTES = 256 << 10;

// Places in the memory that both threads see, besides those of every awaited thread.
export const TAKEN = OWN_PLACES;
/** number of the job that is wanted; a thread that works for another one stops */
export const JOB = OWN_PLACES + 1;
export const PLACES = 2;
