import type { App, IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { isOurs } from './origin.ts';

const allowedSchemes = ['workbench:', 'blob:', 'data:', 'devtools:'];

/** Requests to anything but the workbench, stopped since the start: the proof that it is offline. */
export type RequestCounter = { blocked: number };

/** What "Copy" needs: putting text or a picture into the clipboard after a gesture; reading it stays denied. */
const MAY_WRITE = 'clipboard-sanitized-write';

/** Denies every permission but writing to the clipboard, every device, download and outgoing request of a session. */
export function hardenSession(session: Session, counter: RequestCounter): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === MAY_WRITE));
  session.setPermissionCheckHandler((_contents, permission) => permission === MAY_WRITE);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !URL.canParse(url) || !allowedSchemes.includes(new URL(url).protocol);
    if (cancel) counter.blocked++;
    answer({ cancel });
  });
}

/** Denies navigation away, new windows and webviews for all contents of the app. */
export function hardenApp(app: Pick<App, 'on' | 'enableSandbox'>): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

export function hardenContents(contents: WebContents): void {
  const stayHome = (event: { preventDefault(): void; url: string }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHome);
  contents.on('will-redirect', stayHome);
  contents.on('will-frame-navigate', stayHome);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Whether a message came from the top frame of our page in a window that we opened. */
export function isFromWorkbench(
  event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  windows: ReadonlySet<WebContents>,
): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOurs(frame.url) && windows.has(event.sender);
}

/** Environment of the engine process: nothing that changes how Node or the loader starts. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !/^(NODE_|ELECTRON_|LD_|DYLD_)/i.test(name));
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
