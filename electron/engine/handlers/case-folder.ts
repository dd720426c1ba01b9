import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ChokepointError } from '../../../shared/case/error.ts';
import { complaintOfFileName, type FileRegistry, safeName } from '../files.ts';
import { CASE_ENDING, isBackupName } from '../store/case-errors.ts';

export type CaseEntry = { ref: string; fileName: string; bytes: number; modifiedAt: string };

/** Opaque reference to a case file of the case folder: it says nothing about where the folder is. */
function caseReference(fileName: string): string {
  return createHash('sha256').update(`case file ${fileName}`).digest('base64url').slice(0, 32);
}

/** Case files in the case folder, newest first; backups are left out. */
export async function listCaseFiles(folder: string): Promise<CaseEntry[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(CASE_ENDING) && !isBackupName(name));
  const entries = await Promise.all(
    names.map(async (fileName) => {
      const { size, mtime } = await stat(join(folder, fileName));
      return { ref: caseReference(fileName), fileName, bytes: size, modifiedAt: mtime.toISOString() };
    }),
  );
  return entries.sort((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : a.modifiedAt > b.modifiedAt ? -1 : a.fileName < b.fileName ? -1 : 1));
}

/**
 * Path of a case file by reference: one of the case folder (backups too), or a file that the host vouches for. An uploaded file is
 * copied into the case folder under a free name first: its place is removed when the engine ends, and the work in it must not be.
 *
 * @returns `kept` = the path is such a copy
 * @throws ChokepointError `file-unknown`
 */
export async function caseFilePath(folder: string, files: FileRegistry, ref: string): Promise<{ path: string; kept: boolean }> {
  const fileName = (await readdir(folder)).find((name) => name.endsWith(CASE_ENDING) && caseReference(name) === ref);
  if (fileName !== undefined) return { path: join(folder, fileName), kept: false };
  const { path, name, uploaded } = files.get(ref);
  if (!uploaded) return { path, kept: false };
  const kept = freeCasePath(folder, basename(name, CASE_ENDING));
  // another ending until it is whole: a copy that was cut short is no case of the list
  const partial = `${kept}.part`;
  try {
    await copyFile(path, partial);
    await rename(partial, kept);
  } finally {
    await rm(partial, { force: true });
  }
  return { path: kept, kept: true };
}

/** Path in the case folder that is free and named after the title: `Northgrid.chokepoint`, `Northgrid 2.chokepoint`. */
export function freeCasePath(folder: string, title: string): string {
  const stem = safeName(title.replace(/[\\/]/g, '-'));
  for (let number = 1; ; number++) {
    const path = join(folder, `${stem}${number === 1 ? '' : ` ${number}`}${CASE_ENDING}`);
    if (!existsSync(path)) return path;
  }
}

/**
 * Path in the case folder of a file name that a person or a script chose.
 *
 * @throws ChokepointError `file-name-refused` for a name that is no plain file name on every system
 */
export function namedCasePath(folder: string, fileName: string): string {
  const complaint = complaintOfFileName(fileName);
  if (complaint === null) return join(folder, fileName);
  throw new ChokepointError(
    'file-name-refused',
    `A case cannot be named ${JSON.stringify(fileName)}, because ${complaint}; no case was made.`,
    'Choose a plain file name such as "Northgrid 2026.chokepoint".',
    { fileName },
  );
}

/** The same error with a reference to the backup it names, so that the page can offer to open it. */
export function withBackupReference(error: unknown): unknown {
  if (!(error instanceof ChokepointError) || typeof error.value.details.backup !== 'string') return error;
  const { code, message, advice, details } = error.value;
  return new ChokepointError(code, message, advice, { ...details, backupRef: caseReference(error.value.details.backup) });
}
