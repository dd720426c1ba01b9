import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';
import { workbenchPage } from './origin.ts';

/** Options of the one window. @param preload path of preload.cjs @param devTools only in development or with a flag */
export function windowOptions(preload: string, devTools: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Chokepoint',
    webPreferences: {
      preload,
      devTools,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  };
}

/** Opens the window and loads the page; it is shown when there is something to see. */
export function openWindow(preload: string, devTools: boolean): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload, devTools));
  window.once('ready-to-show', () => window.show());
  void window.loadURL(workbenchPage);
  return window;
}
