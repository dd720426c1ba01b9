import type { Database } from 'better-sqlite3';

/** An open case file; `database` is for the files of this folder only. */
export type CaseFile = {
  readonly path: string;
  readonly mode: 'write' | 'read';
  readonly database: Database;
  close(): void;
};

/** Runs `work` in ONE transaction; a throw (also a cancel) or a killed process leaves the case as it was. `work` must be synchronous. */
export function writeTransaction<T>(file: CaseFile, work: () => T): T {
  return file.database.transaction(work).immediate();
}
