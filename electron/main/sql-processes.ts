import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron';
import type { EngineRequest } from './engine-messages.ts';

/** Processes that run SQL for the engine, which cannot start any itself; each talks to the engine over a port of its own. */
export class SqlProcesses {
  readonly #entry: string;
  readonly #environment: Record<string, string>;
  readonly #children = new Map<number, UtilityProcess>();

  /** @param entry path of dist/electron/desktop-sql.js */
  constructor(entry: string, environment: Record<string, string>) {
    this.#entry = entry;
    this.#environment = environment;
  }

  /** Starts one, and gives its port to the engine. */
  start(id: number, engine: UtilityProcess): void {
    const child = utilityProcess.fork(this.#entry, [], { serviceName: 'Chokepoint SQL', env: this.#environment, execArgv: [] });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: 'port' }, [port1]);
    engine.postMessage({ type: 'sql-port', id } satisfies EngineRequest, [port2]);
    this.#children.set(id, child);
    child.once('exit', () => this.#children.delete(id));
  }

  /** Ends one, whatever it is doing. */
  end(id: number): void {
    this.#children.get(id)?.kill();
  }

  endAll(): void {
    for (const child of this.#children.values()) child.kill();
  }
}
