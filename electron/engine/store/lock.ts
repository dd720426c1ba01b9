import { existsSync, rmSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { caseBusy, explained } from './case-errors.ts';

/** Right to write to a case; the operating system takes it back when the process ends in any way. */
export type CaseLock = {
  /** a lock file lay there although nobody held it: the last owner ended without closing the case */
  readonly leftBehind: boolean;
  /** `keepMark` leaves the lock file as the sign that the case needs a check when it is opened next */
  release(keepMark?: boolean): void;
};

/** Name of the file that stands for the right to write. */
export function lockName(path: string): string {
  return `${path}-lock`;
}

/**
 * Takes the right to write to a case, or refuses at once.
 *
 * The lock is SQLite's own exclusive lock on an empty file beside the case: unlike a file with a process number in it, it
 * cannot outlive its owner, and readers of the case are not kept out.
 *
 * @throws ChokepointError `case-busy` when another connection, in this process or another, has it
 */
export function lockCase(path: string): CaseLock {
  const name = lockName(path);
  const leftBehind = existsSync(name);
  let holder: SqliteDatabase.Database | null = null;
  try {
    holder = new SqliteDatabase(name, { timeout: 0 });
    holder.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    holder?.close();
    const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
    throw busy ? caseBusy(path) : explained(error, path);
  }
  const held = holder;
  return {
    leftBehind,
    release(keepMark = false) {
      if (!held.open) return;
      // Removed while still held, so that nobody can lock a file that is about to vanish; Windows removes only closed files.
      if (!keepMark && process.platform !== 'win32') rmSync(name, { force: true });
      held.close();
      if (!keepMark && process.platform === 'win32') removeUnlessTaken(name);
    },
  };
}

function removeUnlessTaken(name: string): void {
  try {
    rmSync(name, { force: true });
  } catch (error) {
    // The next owner has opened it already and will remove it.
    if (!(error instanceof Error && 'code' in error && (error.code === 'EPERM' || error.code === 'EBUSY'))) throw error;
  }
}
