import { type BrowserWindow, dialog } from 'electron';
import { safeName } from '../engine/files.ts';

/** Path that the person chose to save a file at, or `null` when they left the dialog. */
export async function askWhereToSave(window: BrowserWindow, name: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: safeName(name) });
  return canceled || filePath === '' ? null : filePath;
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
