import type { ErrorValue } from '../../../shared/case/error.ts';
import type { SqlResult } from '../../../shared/case/sql.ts';

/** One statement on the datasets of a case; asked of the process that runs statements. */
export type SqlRequest = {
  id: number;
  /** case file, and what tells this opening of it from others */
  path: string;
  opening: string;
  statement: string;
  /** most rows of the result */
  limit: number;
};

/** `running` is told when the tables are filled and the statement itself begins. */
export type SqlReply =
  | { type: 'progress'; id: number; phase: string; done: number; total: number | null }
  | { type: 'running'; id: number }
  | { type: 'done'; id: number; result: SqlResult }
  | { type: 'failed'; id: number; known: ErrorValue | null; message: string; stack: string };

/** The other end of a process that runs statements. */
export type SqlPort = {
  send(request: SqlRequest): void;
  onReply(hear: (reply: SqlReply) => void): void;
  /** told once, whatever ended the process */
  onEnd(hear: () => void): void;
  /** ends the process at once, whatever it is doing */
  kill(): void;
};

/** Starts a process that runs statements; how depends on the host. */
export type StartSql = () => SqlPort | Promise<SqlPort>;
