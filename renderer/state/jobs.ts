import { create } from 'zustand';
import type { Progress } from '../../shared/contract/base.ts';

export type JobMessage<T> = Progress | { type: 'done'; result: T };

export type Job = {
  id: number;
  title: string;
  /** what it works on, e.g. the reference of a file; `null` where nobody asks */
  subject: string | null;
  phase: string;
  done: number;
  total: number | null;
  startedAt: number;
  cancel: () => void;
};

export type JobOptions = {
  /** cancels from outside */
  signal?: AbortSignal;
  /** draws progress elsewhere too */
  onProgress?: (progress: Progress) => void;
  subject?: string;
  /**
   * Asks the engine to stop, for a job whose effect stays: the stream is then read to its end, and what the engine says last is
   * believed. Without it, Cancel leaves the stream.
   */
  askToCancel?: () => Promise<unknown>;
};

type JobsState = { jobs: Job[] };

/** Long work that runs now, oldest first; the footer draws it. */
export const useJobs = create<JobsState>()(() => ({ jobs: [] }));

let lastId = 0;

const change = (id: number, patch: Partial<Job>) =>
  useJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...patch } : job)) }));

/**
 * Runs a job of the contract with a footer entry, progress and Cancel.
 *
 * @param title what runs, e.g. `Import providers.csv`
 * @param start opens the job, e.g. `(signal) => client.sources.import(input, { signal })`
 * @returns the result, also after a cancel that came too late for a job with `askToCancel`; rejects with an `AbortError` after a
 *   cancel that left the stream, with the job's error otherwise (`cancelled` where the engine stopped when it was asked)
 */
export async function runJob<T>(
  title: string,
  start: (signal: AbortSignal) => AsyncIterable<JobMessage<T>> | Promise<AsyncIterable<JobMessage<T>>>,
  options: JobOptions = {},
): Promise<T> {
  lastId += 1;
  const id = lastId;
  const leave = new AbortController();
  const leaveNow = () => leave.abort(new DOMException('Cancelled', 'AbortError'));
  const { askToCancel, subject = null } = options;
  let asked = false;
  const ask = () => {
    asked = true;
    // an engine that cannot be asked is not worth waiting for
    askToCancel?.().catch(leaveNow);
  };
  const cancel = askToCancel ? ask : leaveNow;
  const job: Job = { id, title, subject, phase: '', done: 0, total: null, startedAt: performance.now(), cancel };
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted) leaveNow();
  useJobs.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  try {
    leave.signal.throwIfAborted();
    const stream = await start(leave.signal);
    // the question may have been faster than the job
    if (asked) ask();
    for await (const message of stream) {
      if (message.type === 'done') return message.result;
      change(id, { phase: message.phase, done: message.done, total: message.total });
      options.onProgress?.(message);
      leave.signal.throwIfAborted();
    }
    leave.signal.throwIfAborted();
    throw new Error(`The job "${title}" ended without a result`);
  } catch (error) {
    if (leave.signal.aborted) throw leave.signal.reason;
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    useJobs.setState(({ jobs }) => ({ jobs: jobs.filter((other) => other.id !== id) }));
  }
}
