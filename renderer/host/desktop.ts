import { Closing } from './errors.ts';
import type { Host } from './host.ts';
import { clientOfPort } from './port-client.ts';

/** What electron/preload exposes as `window.workbench`. */
export type DesktopBridge = {
  kind: 'desktop';
  requestPort(nonce: string): void;
  fileReference(file: File): Promise<string>;
  saveFile(ref: string, name: string): Promise<boolean>;
  saveFiles(files: readonly { ref: string; name: string }[], name: string): Promise<boolean>;
  requestsBlocked(): Promise<number>;
  onGone(listener: (reason: string) => void): void;
};

/** The host of the desktop window: the contract over a port that the main process hands over. Errors: the engine cannot start. */
export async function connectDesktop(bridge: DesktopBridge, page: Window = window): Promise<Host> {
  const closing = new Closing();
  bridge.onGone((reason) => closing.close(reason));
  const port = await closing.orGone(() => receivePort(bridge, page));
  return {
    kind: 'desktop',
    client: clientOfPort(port, closing),
    uploadFile: (file) => closing.orGone(() => bridge.fileReference(file)),
    saveFile: (ref, name) => closing.orGone(() => bridge.saveFile(ref, name)),
    saveFiles: (files, name) =>
      closing.orGone(() =>
        bridge.saveFiles(
          files.map(({ ref, name: fileName }) => ({ ref, name: fileName })),
          name,
        ),
      ),
    requestsBlocked: () => bridge.requestsBlocked(),
    onClosed: (listener) => closing.listen(listener),
  };
}

/** The nonce tells our port from anything else that is posted to the window. */
function receivePort(bridge: DesktopBridge, page: Window): Promise<MessagePort> {
  const nonce = crypto.randomUUID();
  return new Promise((resolve) => {
    const listen = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== page || event.data?.type !== 'workbench:port' || event.data.nonce !== nonce || port === undefined) return;
      page.removeEventListener('message', listen);
      resolve(port);
    };
    page.addEventListener('message', listen);
    bridge.requestPort(nonce);
  });
}
