/** Jobs that can be asked to stop by a call of their own, so that their stream stays open and its last event says what came of it. */
export class RunningJobs {
  readonly #running = new Map<string, AbortController>();

  /**
   * Takes note of a job.
   *
   * @param id chosen by the caller of the job; absent = it can only be left
   * @returns a signal that aborts when somebody asks the job to stop, and `end` for when it is over
   */
  begin(id: string | undefined): { asked: AbortSignal; end(): void } {
    const controller = new AbortController();
    if (id !== undefined) this.#running.set(id, controller);
    const end = () => {
      if (id !== undefined && this.#running.get(id) === controller) this.#running.delete(id);
    };
    return { asked: controller.signal, end };
  }

  /** Asks a job to stop; false when no such job runs. Whether it stops is told by its own last event. */
  cancel(id: string): boolean {
    const controller = this.#running.get(id);
    controller?.abort();
    return controller !== undefined;
  }
}
