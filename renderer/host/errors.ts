import { errorFromValue } from '../../shared/case/error.ts';

/** The error of every call that can get no answer any more; `reason` is a sentence for the person. */
export function engineGone(reason: string, advice = 'Reload the page; the case is opened again as it was.') {
  return errorFromValue({
    code: 'engine-gone',
    message: reason,
    advice,
    details: {},
  });
}

/** Whether and why the engine is gone, told once to everybody who listens. */
export class Closing {
  #reason: string | null = null;
  readonly #listeners = new Set<(reason: string) => void>();

  get reason(): string | null {
    return this.#reason;
  }

  close(reason: string): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    for (const listener of [...this.#listeners]) listener(reason);
    this.#listeners.clear();
  }

  /** Calls `listener` when the engine goes, at once if it has gone; returns how to stop listening. */
  listen(listener: (reason: string) => void): () => void {
    if (this.#reason !== null) listener(this.#reason);
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The result of `work`, or a rejection with `engine-gone` as soon as the engine is gone. */
  async orGone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#reason !== null) throw engineGone(this.#reason);
    let stop = () => {};
    const gone = new Promise<never>((_, reject) => {
      stop = this.listen((reason) => reject(engineGone(reason)));
    });
    try {
      return await Promise.race([work(), gone]);
    } finally {
      stop();
    }
  }
}
