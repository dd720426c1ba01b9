import { homedir, userInfo } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, type BrowserWindow, session, type WebContents } from 'electron';
import { askAfterCrash } from './dialogs.ts';
import { EngineProcess, engineServiceName } from './engine-process.ts';
import { listenToPages } from './ipc.ts';
import { setMenu } from './menu.ts';
import { serveScheme } from './protocol.ts';
import { hardenSession, type RequestCounter } from './security.ts';
import { openWindow } from './window.ts';

const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The case file among the arguments of a start, or `null`. */
export function caseAmong(args: readonly string[], workingDirectory: string): string | null {
  const found = args.find((argument) => !argument.startsWith('-') && extname(argument) === '.chokepoint');
  return found === undefined ? null : resolve(workingDirectory, found);
}

/** Folder of the cases: `--case-dir DIR` or `--case-dir=DIR` among the arguments of a start, else `Chokepoint` in the home folder. */
export function caseDirectoryAmong(args: readonly string[], workingDirectory: string): string {
  const at = args.findIndex((argument) => argument === '--case-dir' || argument.startsWith('--case-dir='));
  const named = args[at] === '--case-dir' ? args[at + 1] : args[at]?.slice('--case-dir='.length);
  return named ? resolve(workingDirectory, named) : join(homedir(), 'Chokepoint');
}

/** Runs the desktop host from ready to quit. */
export async function runDesktop(): Promise<void> {
  const windows = new Map<WebContents, BrowserWindow>();
  const counter: RequestCounter = { blocked: 0 };
  const devTools = !app.isPackaged || process.argv.includes('--developer-tools');
  const engine = new EngineProcess({
    entry: beside('./engine.js'),
    sqlEntry: beside('./desktop-sql.js'),
    caseDirectory: caseDirectoryAmong(process.argv, process.cwd()),
    actor: userInfo().username,
    environment: process.env,
    onGone: (reason) => {
      for (const contents of windows.keys()) contents.send('workbench:gone', reason);
    },
  });
  const openCase = (path: string | null) => {
    if (path === null) return;
    engine.ask({ type: 'open-case', path }).then(reloadAll, (error: Error) => console.error(error.message));
  };
  const reloadAll = () => {
    for (const contents of windows.keys()) contents.reload();
  };
  const show = () => {
    const window = openWindow(beside('./preload.cjs'), devTools);
    const contents = window.webContents;
    windows.set(contents, window);
    window.on('closed', () => windows.delete(contents));
    contents.on('render-process-gone', async (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      if ((await askAfterCrash(window, reason)) === 'reload') contents.reload();
      else app.quit();
    });
  };

  app.on('second-instance', (_event, args, workingDirectory) => {
    const [window] = windows.values();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    openCase(caseAmong(args.slice(1), workingDirectory));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openCase(path);
  });
  app.on('child-process-gone', (_event, { serviceName, reason }) => {
    if (serviceName === engineServiceName) engine.note(reason);
  });
  app.on('activate', () => {
    if (windows.size === 0) show();
  });
  app.on('window-all-closed', () => app.quit());
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closed = true;
    void engine.close().finally(() => app.quit());
  });

  await app.whenReady();
  hardenSession(session.defaultSession, counter);
  serveScheme(session.defaultSession, beside('../renderer'));
  listenToPages({ engine, windows, counter });
  setMenu(process.platform, devTools);
  const first = caseAmong(process.argv.slice(1), process.cwd());
  if (first !== null) await engine.ask({ type: 'open-case', path: first }).catch((error: Error) => console.error(error.message));
  show();
}
