import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { safeName } from '../engine/files.ts';

/** Path that the person chose to save a file at, or `null` when they left the dialog. */
export async function askWhereToSave(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: safeName(name) });
  return canceled || filePath === '' ? null : filePath;
}

/**
 * Folder for several files: a new one of this name inside the folder that the person chose, so that nothing is overwritten.
 *
 * @returns its path, or `null` when they left the dialog
 */
export async function askForFolder(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openDirectory', 'createDirectory'],
    buttonLabel: 'Save here',
  });
  const [chosen] = filePaths;
  if (canceled || chosen === undefined) return null;
  let folder = join(chosen, safeName(name));
  for (let number = 2; existsSync(folder); number += 1) folder = join(chosen, `${safeName(name)}-${number}`);
  mkdirSync(folder);
  return folder;
}

/** Asks what to do after the page died; it depends on nothing that may be broken. */
export async function askAfterCrash(window: BrowserWindow, reason: string): Promise<'reload' | 'quit'> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Chokepoint',
    message: 'The window of the workbench stopped working.',
    detail: `Reason: ${reason}. Your case is unchanged: every decision is written before it is shown.`,
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0 ? 'reload' : 'quit';
}
