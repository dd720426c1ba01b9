import { create } from 'zustand';
import type { Progress } from '../../shared/contract/base.ts';

export type JobMessage<T> = Progress | { type: 'done'; result: T };

export type Job = {
  id: number;
  title: string;
  phase: string;
  done: number;
  total: number | null;
  startedAt: number;
  cancel: () => void;
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
 * @param options `signal` cancels from outside, `onProgress` draws progress elsewhere too
 * @returns the result; rejects with an `AbortError` after a cancel, with the job's error otherwise
 */
export async function runJob<T>(
  title: string,
  start: (signal: AbortSignal) => AsyncIterable<JobMessage<T>> | Promise<AsyncIterable<JobMessage<T>>>,
  options: { signal?: AbortSignal; onProgress?: (progress: Progress) => void } = {},
): Promise<T> {
  lastId += 1;
  const id = lastId;
  const leave = new AbortController();
  const cancel = () => leave.abort(new DOMException('Cancelled', 'AbortError'));
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted) cancel();
  const job: Job = { id, title, phase: '', done: 0, total: null, startedAt: performance.now(), cancel };
  useJobs.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
  try {
    leave.signal.throwIfAborted();
    for await (const message of await start(leave.signal)) {
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
