import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ChokepointError } from '../../shared/case/error.ts';

/**
 * Makes a folder and the ones above it, level by level.
 *
 * @returns its absolute path
 * @throws ChokepointError `cannot-write` naming the level that cannot be made
 */
export function makeFolder(path: string): string {
  const folder = resolve(path);
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return folder;
    throw cannotWrite(folder, 'it is a file');
  }
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    throw cannotWrite(folder, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  }
  return folder;
}

function cannotWrite(folder: string, reason: string): ChokepointError {
  return new ChokepointError('cannot-write', `The folder ${folder} cannot be made (${reason}).`, 'Choose a folder that you may write to.', {
    folder,
    reason,
  });
}
