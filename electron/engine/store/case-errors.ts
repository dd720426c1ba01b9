import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ChokepointError } from '../../../shared/case/error.ts';

/** Ending of case files. */
export const CASE_ENDING = '.chokepoint';

/** Name of the `number`-th backup of a case file; it ends like a case, so it opens like one. */
export function backupName(path: string, number: number): string {
  return join(dirname(path), `${basename(path, CASE_ENDING)}.backup-${number}${CASE_ENDING}`);
}

/** Whether a file name is that of a backup. */
export function isBackupName(fileName: string): boolean {
  return /\.backup-\d+\.chokepoint$/.test(fileName);
}

/** File name of the newest backup beside a case file, or `null`. */
export function newestBackup(path: string): string | null {
  const folder = dirname(path);
  if (!existsSync(folder)) return null;
  const start = `${basename(path, CASE_ENDING)}.backup-`;
  const backups = readdirSync(folder)
    .filter((name) => name.startsWith(start) && isBackupName(name))
    .map((name) => ({ name, number: Number(name.slice(start.length, -CASE_ENDING.length)) }));
  backups.sort((a, b) => b.number - a.number);
  return backups[0]?.name ?? null;
}

/** The file is not there. */
export function caseMissing(path: string): ChokepointError {
  return new ChokepointError(
    'case-missing',
    `The case file "${basename(path)}" is not there.`,
    'Choose another case, or put the file back into its folder.',
    { file: basename(path) },
  );
}

/** A file of that name exists already. */
export function caseExists(path: string): ChokepointError {
  return new ChokepointError(
    'case-exists',
    `There is already a file "${basename(path)}"; nothing was written.`,
    'Choose another name, or open the existing case.',
    { file: basename(path) },
  );
}

/** The file is something else than a case. */
export function caseForeign(path: string, found: string): ChokepointError {
  return new ChokepointError(
    'case-foreign',
    `"${basename(path)}" is not a Chokepoint case: ${found}. The file was not changed.`,
    `Open a file that ends in ${CASE_ENDING}. A list of providers (CSV, JSON) is imported into a case instead of opened.`,
    { file: basename(path), found },
  );
}

/** What is said of a file in which SQLite finds an error; its own words stand in the details. */
export const UNREADABLE = 'parts of it cannot be read back';

/** The file is a case, but parts of it are unreadable; `raw` is what SQLite said, for the diagnostics. */
export function caseDamaged(path: string, found: string, raw: string | null = null): ChokepointError {
  const backup = newestBackup(path);
  return new ChokepointError(
    'case-damaged',
    `The case file "${basename(path)}" is damaged: ${found}. The file was not changed.`,
    backup === null
      ? 'Open a copy of the case from your own backups. No backup was found beside the file.'
      : `Open the newest backup "${backup}", which lies beside the file.`,
    { file: basename(path), found, ...(raw === null ? {} : { raw }), backup, bytes: existsSync(path) ? statSync(path).size : null },
  );
}

/** The file was written by a later version of the program. */
export function caseNewer(path: string, formatVersion: number, supported: number): ChokepointError {
  return new ChokepointError(
    'case-newer',
    `"${basename(path)}" has case format ${formatVersion}; this version of Chokepoint reads formats up to ${supported}. The file was not changed.`,
    'Update Chokepoint and open the case again, or ask for a copy made with this version.',
    { file: basename(path), formatVersion, supported },
  );
}

/** The file is older and cannot be brought up to date because it was opened for reading only. */
export function caseOlder(path: string, formatVersion: number, supported: number): ChokepointError {
  return new ChokepointError(
    'case-older',
    `"${basename(path)}" has the older case format ${formatVersion} and was opened for reading only, so it cannot be brought to format ${supported}.`,
    'Open it for writing once (a backup is made first), or copy it to a folder that you may write to.',
    { file: basename(path), formatVersion, supported },
  );
}

/** Another process holds the file. */
export function caseBusy(path: string): ChokepointError {
  return new ChokepointError(
    'case-busy',
    `The case "${basename(path)}" is open in another window or program, so changes cannot be saved to it from here.`,
    'Close it there and open it again, or work on a copy of the file.',
    { file: basename(path) },
  );
}

/** A step of the format could not be made. */
export function migrationFailed(path: string, from: number, to: number, backup: string, reason: string): ChokepointError {
  return new ChokepointError(
    'case-migration-failed',
    `"${basename(path)}" could not be brought from case format ${from} to ${to}: ${reason}. It stays as it was, and the backup "${backup}" holds a copy.`,
    'Make room on the disk if it is full and open the case again; otherwise copy the diagnostics and send them with the backup.',
    { file: basename(path), from, to, backup, reason },
  );
}

/** A change was asked of a case that is open for reading only. */
export function caseReadOnly(path: string): ChokepointError {
  return new ChokepointError(
    'case-read-only',
    `The case "${basename(path)}" is open for reading only; nothing was changed.`,
    'Save a copy of the case and work in the copy.',
    { file: basename(path) },
  );
}

/** There is no room for the last step. */
function diskFull(path: string): ChokepointError {
  return new ChokepointError(
    'disk-full',
    `There is no room on the disk for "${basename(path)}"; the last step was not kept, everything before it was.`,
    'Make room and repeat the last step.',
    { file: basename(path) },
  );
}

/** The file or its folder cannot be reached. */
export function caseUnreachable(path: string, reason: string, raw: string | null = null): ChokepointError {
  return new ChokepointError(
    'case-unreachable',
    `The case file "${basename(path)}" cannot be read or written: ${reason}. The last step was not kept.`,
    'Check that the disk is connected and that you may write to its folder; then open the case again.',
    { file: basename(path), reason, ...(raw === null ? {} : { raw }) },
  );
}

/** What the file system says, without the path that its messages contain. */
const FILE_SYSTEM_REASONS: Record<string, string> = {
  ENOENT: 'the file or its folder is not there',
  EACCES: 'the system does not allow it',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is write-protected',
  EIO: 'the disk reported an error',
  EBUSY: 'another program holds it',
  EMFILE: 'too many files are open',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * What an error of SQLite means for the person: damaged, disk full, folder not writable, busy.
 *
 * @returns a `ChokepointError`, or the error itself when it is none of these (a bug, or an error of another file)
 */
export function explained(error: unknown, path: string): unknown {
  if (error instanceof ChokepointError) return error;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : '';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return caseDamaged(path, UNREADABLE, message);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return caseBusy(path);
  if (code.startsWith('SQLITE_READONLY')) return caseReadOnly(path);
  if (code === 'SQLITE_FULL') return diskFull(path);
  if (code.startsWith('SQLITE_IOERR')) return caseUnreachable(path, 'the disk reported an error', message);
  if (code.startsWith('SQLITE_CANTOPEN')) return caseUnreachable(path, 'the system does not let it be opened', message);
  return error;
}

/** As `explained`, also for errors of the file system, where the case file is the only file in play: making, opening, copying. */
export function explainedFile(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC') return diskFull(path);
  if (code === 'EISDIR') return caseForeign(path, 'it is a folder');
  const reason = FILE_SYSTEM_REASONS[code];
  return reason === undefined ? explained(error, path) : caseUnreachable(path, reason);
}
