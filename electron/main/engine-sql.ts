import type { MessagePortMain } from 'electron';
import type { SqlPort, SqlReply, StartSql } from '../engine/sql/protocol.ts';
import type { EngineNews } from './engine-messages.ts';

/** Processes that run SQL as the engine process sees them: it asks the main process for one and gets its port. */
export class EngineSql {
  readonly #tell: (news: EngineNews) => void;
  readonly #waiting = new Map<number, (port: MessagePortMain) => void>();
  #nextId = 1;

  constructor(tell: (news: EngineNews) => void) {
    this.#tell = tell;
  }

  readonly start: StartSql = async () => {
    const id = this.#nextId++;
    const asked = new Promise<MessagePortMain>((resolve) => this.#waiting.set(id, resolve));
    this.#tell({ type: 'sql-start', id });
    return this.#portOf(await asked, id);
  };

  /** Takes the port that the main process sent. */
  take(id: number, port: MessagePortMain): void {
    this.#waiting.get(id)?.(port);
    this.#waiting.delete(id);
  }

  #portOf(port: MessagePortMain, id: number): SqlPort {
    let replied: (reply: SqlReply) => void = () => {};
    let ended: () => void = () => {};
    port.on('message', ({ data }) => replied(data as SqlReply));
    port.on('close', () => ended());
    port.start();
    return {
      send: (request) => port.postMessage(request),
      onReply: (hear) => {
        replied = hear;
      },
      onEnd: (hear) => {
        ended = hear;
      },
      kill: () => {
        port.close();
        this.#tell({ type: 'sql-end', id });
      },
    };
  }
}
