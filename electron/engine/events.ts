import { AsyncIteratorClass, EventPublisher } from '@orpc/server';
import type { CaseChanged } from '../../shared/contract/app.ts';
import type { Progress } from '../../shared/contract/base.ts';

/** The event stream of one engine: `case.changed` after each command. */
export class CaseEvents {
  readonly #publisher = new EventPublisher<{ 'case.changed': CaseChanged }>();
  readonly #closing = new AbortController();

  /** Tells everybody that a command has been done. @param touched kinds of things that changed: `cases`, `datasets`, `views`, ... */
  changed(revision: number, touched: string[]): void {
    this.#publisher.publish('case.changed', { type: 'case.changed', revision, touched });
  }

  /** Events from now on until `signal` aborts, the reader leaves or the engine closes. */
  subscribe(signal?: AbortSignal): AsyncIteratorClass<CaseChanged, void, void> {
    const signals = signal === undefined ? [this.#closing.signal] : [signal, this.#closing.signal];
    return this.#publisher.subscribe('case.changed', { signal: AbortSignal.any(signals) }) as AsyncIteratorClass<CaseChanged, void, void>;
  }

  close(): void {
    this.#closing.abort();
  }
}

export type JobRun<Result> = (report: (phase: string, done: number, total: number | null) => void, signal: AbortSignal) => Promise<Result>;

export type JobOutput<Result> = AsyncIteratorClass<Progress | { type: 'done'; result: Result }, void, void>;

/**
 * Output of a job of the contract (`jobOf`): the progress that `run` reports, only the newest while the reader is slow, then one
 * `done`. Leaving the iterator or aborting `signal` aborts the signal that `run` gets, and ends the iterator without waiting for it.
 *
 * @param asked aborts the signal that `run` gets, too, but not the iterator: its last event says whether `run` had finished before
 */
export function job<Result>(signal: AbortSignal | undefined, run: JobRun<Result>, asked?: AbortSignal): JobOutput<Result> {
  const leaving = new AbortController();
  const left = signal === undefined ? leaving.signal : AbortSignal.any([signal, leaving.signal]);
  const working = asked === undefined ? left : AbortSignal.any([left, asked]);
  let newest: Progress | null = null;
  let wake: () => void = () => {};
  let ended: { result: Result } | { error: unknown } | null = null;
  let finished = false;
  const report = (phase: string, done: number, total: number | null) => {
    newest = { type: 'progress', phase, done, total };
    wake();
  };
  const start = () =>
    run(report, working).then(
      (result) => {
        ended = { result };
        wake();
      },
      (error) => {
        ended = { error };
        wake();
      },
    );
  left.addEventListener('abort', () => wake(), { once: true });
  let started = false;
  return new AsyncIteratorClass<Progress | { type: 'done'; result: Result }, void, void>(
    async () => {
      if (finished) return { done: true, value: undefined };
      if (!started) {
        started = true;
        void start();
      }
      for (;;) {
        left.throwIfAborted();
        if (newest !== null) {
          const value = newest;
          newest = null;
          return { done: false, value };
        }
        if (ended !== null) {
          finished = true;
          const end = ended as { result: Result } | { error: unknown };
          if ('error' in end) throw end.error;
          return { done: false, value: { type: 'done', result: end.result } };
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async () => leaving.abort(),
  );
}
