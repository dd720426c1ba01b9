import { contextBridge, ipcRenderer, webUtils } from 'electron';

type Answer<Value> = { value: Value } | { refusal: string };

async function asked<Value>(channel: string, ...args: unknown[]): Promise<Value> {
  const answer = (await ipcRenderer.invoke(channel, ...args)) as Answer<Value>;
  if ('refusal' in answer) throw new Error(answer.refusal);
  return answer.value;
}

/** All that the page can see of the desktop; a port cannot cross the bridge, so it comes as a message to the window. */
const workbench = {
  kind: 'desktop' as const,
  /** asks for a port to the engine; it arrives as a message `{ type: 'workbench:port', nonce }` with the port */
  requestPort(nonce: string): void {
    ipcRenderer.send('workbench:connect', String(nonce));
  },
  fileReference(file: File): Promise<string> {
    return asked('workbench:file-reference', webUtils.getPathForFile(file));
  },
  saveFile(ref: string, name: string): Promise<boolean> {
    return asked('workbench:save-file', String(ref), String(name));
  },
  saveFiles(files: readonly { ref: string; name: string }[], name: string): Promise<boolean> {
    return asked(
      'workbench:save-files',
      [...files].map((file) => ({ ref: String(file.ref), name: String(file.name) })),
      String(name),
    );
  },
  requestsBlocked(): Promise<number> {
    return asked('workbench:requests-blocked');
  },
  onGone(listener: (reason: string) => void): void {
    ipcRenderer.on('workbench:gone', (_event, reason) => listener(String(reason)));
  },
};

ipcRenderer.on('workbench:port', (event, nonce) => {
  window.postMessage({ type: 'workbench:port', nonce }, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('workbench', workbench);
