import { join } from 'node:path';
import { type BrowserWindow, ipcMain, MessageChannelMain, type WebContents } from 'electron';
import { safeName } from '../engine/files.ts';
import { askForFolder, askWhereToSave } from './dialogs.ts';
import type { EngineProcess } from './engine-process.ts';
import { isFromWorkbench, type RequestCounter } from './security.ts';

const referencePattern = /^[A-Za-z0-9_-]{8,64}$/;

export type IpcOptions = {
  engine: Pick<EngineProcess, 'connect' | 'ask'>;
  windows: ReadonlyMap<WebContents, BrowserWindow>;
  counter: RequestCounter;
};

/** The only listeners on `ipcMain`: every message is checked for its sender and its shape, everything else goes through the port. */
export function listenToPages({ engine, windows, counter }: IpcOptions): void {
  const known = { has: (contents: WebContents) => windows.has(contents) } as ReadonlySet<WebContents>;

  ipcMain.on('workbench:connect', (event, nonce: unknown) => {
    if (!isFromWorkbench(event, known) || typeof nonce !== 'string' || nonce.length > 64) return;
    const { port1, port2 } = new MessageChannelMain();
    engine.connect(port1).then(
      () => event.sender.postMessage('workbench:port', nonce, [port2]),
      (error: Error) => event.sender.send('workbench:gone', error.message),
    );
  });

  ipcMain.handle('workbench:file-reference', (event, path: unknown) => {
    if (!isFromWorkbench(event, known) || typeof path !== 'string' || path === '')
      return refused('This file has no place on this machine.');
    return answerOf(engine.ask({ type: 'adopt', path }));
  });

  ipcMain.handle('workbench:save-file', async (event, ref: unknown, name: unknown) => {
    const window = windows.get(event.sender);
    if (!isFromWorkbench(event, known) || window === undefined || typeof name !== 'string') return refused('The file cannot be saved.');
    if (typeof ref !== 'string' || !referencePattern.test(ref)) return refused('The file is not known.');
    const path = await askWhereToSave(window, name);
    if (path === null) return { value: false };
    return answerOf(engine.ask({ type: 'save', ref, path }).then(() => true));
  });

  ipcMain.handle('workbench:save-files', async (event, files: unknown, name: unknown) => {
    const window = windows.get(event.sender);
    if (!isFromWorkbench(event, known) || window === undefined || typeof name !== 'string') return refused('The files cannot be saved.');
    if (!isFileList(files)) return refused('The files are not known.');
    return answerOf(
      (async () => {
        const folder = await askForFolder(window, name);
        if (folder === null) return false;
        for (const { ref, name: fileName } of files) await engine.ask({ type: 'save', ref, path: join(folder, safeName(fileName)) });
        return true;
      })(),
    );
  });

  ipcMain.handle('workbench:requests-blocked', (event) =>
    isFromWorkbench(event, known) ? { value: counter.blocked } : refused('Not allowed.'),
  );
}

/** More files than any report has. */
const MOST_FILES = 1000;

function isFileList(files: unknown): files is { ref: string; name: string }[] {
  return (
    Array.isArray(files) &&
    files.length > 0 &&
    files.length <= MOST_FILES &&
    files.every((file) => typeof file?.ref === 'string' && referencePattern.test(file.ref) && typeof file.name === 'string')
  );
}

/** Errors thrown in a handler reach the page as a bare message, so they travel as values. */
type Answer<Value> = { value: Value } | { refusal: string };

function refused(refusal: string): Answer<never> {
  return { refusal };
}

function answerOf<Value>(work: Promise<Value>): Promise<Answer<Value>> {
  return work.then(
    (value) => ({ value }),
    (error: Error) => ({ refusal: error.message }),
  );
}
