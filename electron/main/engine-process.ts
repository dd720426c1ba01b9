import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import type { EngineNews, EngineRequest } from './engine-messages.ts';
import { engineEnvironment } from './security.ts';
import { SqlProcesses } from './sql-processes.ts';

type Waiting = { resolve(value: string | null): void; reject(error: Error): void };
type Question = { type: 'adopt'; path: string } | { type: 'save'; ref: string; path: string } | { type: 'open-case'; path: string };

export type EngineProcessOptions = {
  /** path of dist/electron/engine.js */
  entry: string;
  /** path of dist/electron/desktop-sql.js */
  sqlEntry: string;
  caseDirectory: string;
  actor: string;
  environment: NodeJS.ProcessEnv;
  /** told once for each end that nobody asked for, with a sentence for the person */
  onGone(reason: string): void;
  /** milliseconds before the first restart, doubled for each end in a row */
  backOff?: number;
};

/** Name of the process in the system's list and in `child-process-gone`. */
export const engineServiceName = 'Chokepoint engine';

/** Ends in a row after which the engine is not started again. */
const mostEnds = 5;

/** The engine's process: started by the first connection, started again after it died (ever later), closed cleanly at the end. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sql: SqlProcesses;
  #child: UtilityProcess | null = null;
  #nextId = 1;
  #ends = 0;
  #notBefore: Promise<void> = Promise.resolve();
  #casePath: string | null = null;
  #closing = false;
  #lastReason = '';
  #noted: string | null = null;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
    this.#sql = new SqlProcesses(options.sqlEntry, engineEnvironment(options.environment));
  }

  /** Gives a page's port to the engine. Errors: the engine cannot be started any more. */
  async connect(port: MessagePortMain): Promise<void> {
    const child = await this.#running();
    child.postMessage({ type: 'connect' } satisfies EngineRequest, [port]);
  }

  /** Asks the engine for something that only it can do. Errors: its refusal, or that it ended. */
  async ask(question: Question): Promise<string | null> {
    const child = await this.#running();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.postMessage({ ...question, id } satisfies EngineRequest);
    });
  }

  /** Closes the case and ends the process; one that does not answer within 10 seconds is ended by force. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#sql.endAll();
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      const patience = setTimeout(() => child.kill(), 10_000);
      child.once('exit', () => {
        clearTimeout(patience);
        resolve();
      });
      child.postMessage({ type: 'close' } satisfies EngineRequest);
    });
  }

  /** Why the process is going, where the system knows more than an exit code (`oom`, `killed`). */
  note(reason: string): void {
    this.#noted = reason;
  }

  async #running(): Promise<UtilityProcess> {
    await this.#notBefore;
    if (this.#closing) throw new Error('Chokepoint is closing.');
    if (this.#ends >= mostEnds)
      throw new Error(`The engine ended ${this.#ends} times in a row (${this.#lastReason}). Start Chokepoint again.`);
    return this.#child ?? this.#start();
  }

  #start(): UtilityProcess {
    const { entry, caseDirectory, actor, environment } = this.#options;
    const child = utilityProcess.fork(entry, ['--case-dir', caseDirectory, '--actor', actor], {
      serviceName: engineServiceName,
      env: engineEnvironment(environment),
      execArgv: [],
    });
    this.#child = child;
    child.on('message', (news: EngineNews) => this.#hear(news, child));
    child.on('exit', (code) => this.#ended(child, code));
    if (this.#casePath !== null) child.postMessage({ type: 'open-case', id: 0, path: this.#casePath } satisfies EngineRequest);
    return child;
  }

  #hear(news: EngineNews, child: UtilityProcess): void {
    this.#ends = 0;
    switch (news.type) {
      case 'sql-start':
        this.#sql.start(news.id, child);
        return;
      case 'sql-end':
        this.#sql.end(news.id);
        return;
      case 'case':
        this.#casePath = news.path;
        return;
    }
    const waiting = this.#waiting.get(news.id);
    this.#waiting.delete(news.id);
    if (news.type === 'answer') waiting?.resolve(news.value);
    else waiting?.reject(new Error(news.message));
  }

  #ended(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#sql.endAll();
    this.#lastReason = this.#noted === null ? `exit code ${code}` : `${this.#noted}, exit code ${code}`;
    this.#noted = null;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(`The engine ended (${this.#lastReason}).`));
    this.#waiting.clear();
    if (this.#closing) return;
    const delay = Math.min(10_000, (this.#options.backOff ?? 250) * 2 ** this.#ends);
    this.#ends++;
    this.#notBefore = new Promise((resolve) => setTimeout(resolve, delay));
    this.#options.onGone(`The engine of Chokepoint ended unexpectedly (${this.#lastReason}). Reload to start it again; the case is whole.`);
  }
}
