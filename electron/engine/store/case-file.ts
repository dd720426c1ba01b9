import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import {
  backupName,
  caseDamaged,
  caseExists,
  caseForeign,
  caseMissing,
  caseNewer,
  caseOlder,
  caseReadOnly,
  caseUnreachable,
  explained,
  explainedFile,
  migrationFailed,
  newestBackup,
  UNREADABLE,
} from './case-errors.ts';
import { APPLICATION_ID, checkHeader } from './header.ts';
import { appendEntry } from './ledger.ts';
import { type CaseLock, lockCase } from './lock.ts';
import { FORMAT_VERSION, MIGRATIONS, type Migration, migrate } from './migrations/index.ts';

/** Files up to this size are checked at every opening (about 10 ms); larger ones after an unclean end. */
const ALWAYS_CHECKED_BYTES = 64 * 2 ** 20;

/** Larger than SQLite's 4096: column chunks are blobs of 64 kB to 0.5 MB, and every page costs calls of the system. */
const PAGE_SIZE = 32_768;

export type CaseAbout = {
  id: string;
  title: string;
  question: string;
  sample: boolean;
  createdAt: string;
  /** nobody gave the title, which is the name of the file: the case goes by the names of its datasets until it is renamed */
  unnamed?: boolean;
  /** who made the case, for the first ledger entry */
  actor?: string;
};

export type OpenOptions = { mode: 'write' | 'read' };

/** An open case file. `database` is for the files of this folder only; everything else goes through their functions. */
export class CaseFile {
  readonly path: string;
  readonly mode: 'write' | 'read';
  readonly database: Database;
  /** the last owner ended without closing; the file was checked and is whole */
  readonly recovered: boolean;
  /** file name of the backup that was made before the format was brought up to date, or `null` */
  readonly backup: string | null;
  readonly #lock: CaseLock | null;
  readonly #statements = new Map<string, Statement>();

  constructor(path: string, mode: 'write' | 'read', database: Database, lock: CaseLock | null, recovered: boolean, backup: string | null) {
    this.path = path;
    this.mode = mode;
    this.database = database;
    this.recovered = recovered;
    this.backup = backup;
    this.#lock = lock;
  }

  get fileName(): string {
    return basename(this.path);
  }

  /** A statement that is compiled once per connection. */
  prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Closes the case; after a write connection the one file is whole and can be copied. Closing twice does nothing. */
  close(): void {
    if (!this.database.open) return;
    this.#statements.clear();
    try {
      if (this.mode === 'write') this.database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      this.database.close();
      this.#lock?.release();
    }
  }
}

/**
 * Makes a new case file and opens it for writing; a failure leaves nothing behind.
 *
 * @throws ChokepointError `case-exists`, `case-unreachable`, `disk-full`
 */
export function createCase(path: string, about: CaseAbout): CaseFile {
  const target = resolve(path);
  buildCaseFile(target, about, FORMAT_VERSION);
  return openCase(target, { mode: 'write' });
}

/**
 * Writes a new, closed case file of a given format under a working name and then gives it its own.
 *
 * @throws ChokepointError `case-exists`, `case-unreachable`, `disk-full`
 */
export function buildCaseFile(path: string, about: CaseAbout, format: number): void {
  if (existsSync(path)) throw caseExists(path);
  if (!existsSync(dirname(path))) throw caseUnreachable(path, 'its folder is not there');
  const working = `${path}-new`;
  rmSync(working, { force: true });
  let database: Database | null = null;
  try {
    database = new SqliteDatabase(working);
    database.pragma(`page_size = ${PAGE_SIZE}`);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    prepareConnection(database);
    migrate(database, format);
    const { id, title, question, sample, createdAt, unnamed = false, actor = 'Chokepoint' } = about;
    const file = new CaseFile(path, 'write', database, null, false, null);
    writeTransaction(file, () => {
      file
        .prepare('INSERT INTO case_info (singleton, id, title, question, sample, created_at, revision) VALUES (1, ?, ?, ?, ?, ?, 0)')
        .run(id, title, question, sample ? 1 : 0, createdAt);
      appendEntry(file, {
        at: createdAt,
        actor,
        command: 'case.create',
        label: `Create the case "${title}"`,
        input: { id, title, question, sample, ...(unnamed ? { unnamed } : {}) },
        undoes: null,
        inverse: null,
      });
    });
    database.close();
    settleOnDisk(working);
    renameSync(working, path);
  } catch (error) {
    database?.close();
    rmSync(working, { force: true });
    throw explainedFile(error, path);
  }
}

/**
 * Opens a case file. For writing it takes the lock, checks the file after an unclean end, and brings an older format up to
 * date after a backup. A file that is refused is not changed.
 *
 * @param migrations steps of the format, given by tests only
 * @throws ChokepointError `case-missing`, `case-foreign`, `case-damaged`, `case-newer`, `case-older` (reading only),
 *   `case-busy` (writing only), `case-migration-failed`, `case-unreachable`
 */
export function openCase(path: string, options: OpenOptions, migrations: readonly Migration[] = MIGRATIONS): CaseFile {
  const target = resolve(path);
  if (!existsSync(target)) throw caseMissing(target);
  return options.mode === 'write' ? openForWriting(target, migrations) : openForReading(target, migrations.length);
}

function openForReading(path: string, supported: number): CaseFile {
  let database: Database | null = null;
  try {
    database = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
    checkOpened(database, path, supported);
    const formatVersion = database.pragma('user_version', { simple: true }) as number;
    if (formatVersion < supported) throw caseOlder(path, formatVersion, supported);
    database.pragma('trusted_schema = OFF');
    return new CaseFile(path, 'read', database, null, false, null);
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_NOTADB') throw caseForeign(path, 'it has another format');
    throw explainedFile(error, path);
  }
}

function openForWriting(path: string, migrations: readonly Migration[]): CaseFile {
  const lock = lockCase(path);
  let database: Database | null = null;
  let keepMark = false;
  try {
    const hasLog = existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0;
    const unclean = hasLog || lock.leftBehind;
    checkHeader(path, migrations.length, hasLog);
    keepMark = unclean;
    if (unclean || statSync(path).size <= ALWAYS_CHECKED_BYTES) checkContent(path, migrations.length, hasLog);
    keepMark = false;
    database = new SqliteDatabase(path, { fileMustExist: true });
    prepareConnection(database);
    checkOpened(database, path, migrations.length);
    const backup = bringUpToDate(database, path, migrations);
    return new CaseFile(path, 'write', database, lock, unclean, backup);
  } catch (error) {
    database?.close();
    lock.release(keepMark);
    throw explainedFile(error, path);
  }
}

function prepareConnection(database: Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  // After a large import the log goes back to this size at the next checkpoint instead of keeping the room.
  database.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('temp_store = MEMORY');
}

/** What SQLite sees (with the log applied) must be a case of a known format with its one row of information. */
function checkOpened(database: Database, path: string, supported: number): void {
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw caseForeign(path, statSync(path).size === 0 ? 'the file is empty' : 'it is a database of another program');
  }
  const formatVersion = database.pragma('user_version', { simple: true }) as number;
  if (formatVersion > supported) throw caseNewer(path, formatVersion, supported);
  const tables = database.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('case_info', 'ledger')").pluck().get();
  if (tables !== 2) throw caseDamaged(path, 'its tables are missing');
  if (database.prepare('SELECT count(*) FROM case_info').pluck().get() !== 1) throw caseDamaged(path, 'its title page is missing');
}

/**
 * Reads every page without changing the file. With a log beside it the connection is read-only, because the last writing connection
 * to close would carry the log over; without one it is not, because a read-only connection leaves its index file behind.
 */
function checkContent(path: string, supported: number, hasLog: boolean): void {
  const database = new SqliteDatabase(path, { readonly: hasLog, fileMustExist: true });
  database.pragma('query_only = ON');
  try {
    checkOpened(database, path, supported);
    const findings = database.pragma('quick_check(3)') as { quick_check: string }[];
    const text = findings.map((finding) => finding.quick_check).join('; ');
    if (text !== 'ok') throw caseDamaged(path, UNREADABLE, text);
  } finally {
    database.close();
  }
}

function bringUpToDate(database: Database, path: string, migrations: readonly Migration[]): string | null {
  const from = database.pragma('user_version', { simple: true }) as number;
  if (from >= migrations.length) return null;
  const previous = newestBackup(path);
  const number = previous === null ? 1 : Number(/-(\d+)\.[a-z]+$/.exec(previous)?.[1]) + 1;
  const backup = backupName(path, number);
  writeWholeCopy(database, backup);
  try {
    migrate(database, migrations.length, migrations);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw migrationFailed(path, from, migrations.length, basename(backup), reason);
  }
  // The format number must stand in the file itself, where other versions look for it before they open the log.
  database.pragma('wal_checkpoint(TRUNCATE)');
  return basename(backup);
}

/**
 * Writes a whole, closed copy of an open case; readers and the writer go on.
 *
 * @returns size of the copy in bytes
 * @throws ChokepointError `case-exists`, `disk-full`, `case-unreachable`
 */
export function copyCase(file: CaseFile, path: string): number {
  const target = resolve(path);
  if (existsSync(target)) throw caseExists(target);
  try {
    writeWholeCopy(file.database, target);
  } catch (error) {
    throw explainedFile(error, target);
  }
  return statSync(target).size;
}

function writeWholeCopy(database: Database, target: string): void {
  const working = `${target}-new`;
  rmSync(working, { force: true });
  try {
    database.prepare('VACUUM INTO ?').run(working);
    settleOnDisk(working);
    renameSync(working, target);
  } finally {
    rmSync(working, { force: true });
  }
}

function settleOnDisk(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Runs `work` in ONE transaction; a throw (a cancel too) or the end of the process leaves the case as it was.
 *
 * @param work synchronous; nothing of it may be awaited
 * @throws ChokepointError `case-read-only`, `disk-full`, `case-damaged`, or what `work` threw
 */
export function writeTransaction<T>(file: CaseFile, work: () => T): T {
  if (file.mode === 'read') throw caseReadOnly(file.path);
  try {
    return file.database.transaction(work).immediate();
  } catch (error) {
    throw explained(error, file.path);
  }
}

/** The next id of a kind, e.g. `D1`, `D2`; a transaction that is rolled back gives its number back. */
export function nextId(
  file: CaseFile,
  kind: 'D' | 'S' | 'V' | 'R' | 'G' | 'J' | 'M' | 'P' | 'T' | 'K' | 'X',
): { id: string; number: number } {
  const number = file
    .prepare('INSERT INTO counter (kind, last) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET last = last + 1 RETURNING last')
    .pluck()
    .get(kind) as number;
  return { id: `${kind}${number}`, number };
}

/**
 * Runs `work` that only reads, in one transaction: all that it reads is of one edition of the case, whatever is written meanwhile.
 *
 * @throws ChokepointError `case-damaged`, `case-unreachable` for what SQLite cannot read, or what `work` threw
 */
export function reading<T>(file: CaseFile, work: () => T): T {
  try {
    return file.database.inTransaction ? work() : file.database.transaction(work).deferred();
  } catch (error) {
    throw explained(error, file.path);
  }
}
