import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { vi } from 'vitest';

/** MessagePortMain over a Node port; like Electron's it delivers clones, and a transferred buffer would arrive empty. */
export class FakePortMain extends EventEmitter {
  readonly port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('message', (data) => this.emit('message', { data, ports: [] }));
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (transfer.some((item) => item instanceof ArrayBuffer))
      throw new Error('a buffer that is transferred to MessagePortMain arrives empty');
    this.port.postMessage(structuredClone(message));
  }

  start(): void {
    this.port.start();
  }

  close(): void {
    this.port.close();
  }
}

export class FakeUtilityProcess extends EventEmitter {
  readonly received: { message: { type: string; id?: number }; ports: FakePortMain[] }[] = [];
  killed = false;

  postMessage(message: { type: string; id?: number }, ports: FakePortMain[] = []): void {
    this.received.push({ message, ports });
    queueMicrotask(() => this.emit('asked', message, ports));
  }

  kill(): boolean {
    this.killed = true;
    this.emit('exit', 15);
    return true;
  }
}

export type Listener = (...args: never[]) => unknown;

/** A fake `electron` module: it keeps what the product sets and hands out what it asks for. */
export function createFakeElectron() {
  const main = new EventEmitter();
  const handlers = new Map<string, Listener>();
  const renderer = new EventEmitter().setMaxListeners(0);
  const processes: FakeUtilityProcess[] = [];
  const exposed: Record<string, unknown> = {};
  const schemes: unknown[] = [];
  const forks: { entry: string; args: string[]; options: Record<string, unknown> }[] = [];
  /** who sends from the page; tests replace it to forge messages */
  const sender = {
    postMessage: (channel: string, message: unknown, ports: FakePortMain[]) =>
      renderer.emit(channel, { ports: ports.map((port) => port.port) }, message),
    send: (channel: string, ...args: unknown[]) => renderer.emit(channel, {}, ...args),
  };
  const event = { sender, senderFrame: { parent: null, url: 'workbench://app/' } };
  return {
    main,
    handlers,
    processes,
    forks,
    exposed,
    schemes,
    sender,
    event,
    module: {
      app: Object.assign(new EventEmitter(), { enableSandbox: vi.fn(), quit: vi.fn(), isPackaged: true }),
      BrowserWindow: class extends EventEmitter {
        readonly options: unknown;
        readonly webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
        loaded = '';
        constructor(options: unknown) {
          super();
          this.options = options;
        }
        async loadURL(address: string) {
          this.loaded = address;
        }
        show() {}
      },
      MessageChannelMain: class {
        readonly port1: FakePortMain;
        readonly port2: FakePortMain;
        constructor() {
          const { port1, port2 } = new MessageChannel();
          this.port1 = new FakePortMain(port1);
          this.port2 = { port: port2 } as FakePortMain;
        }
      },
      ipcMain: {
        on: (channel: string, listener: Listener) => main.on(channel, listener as never),
        handle: (channel: string, listener: Listener) => handlers.set(channel, listener),
      },
      ipcRenderer: {
        on: (channel: string, listener: Listener) => renderer.on(channel, listener as never),
        send: (channel: string, ...args: unknown[]) => main.emit(channel, event, ...args),
        invoke: async (channel: string, ...args: unknown[]) =>
          structuredClone(await handlers.get(channel)?.(event as never, ...(args as never[]))),
      },
      contextBridge: { exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }) },
      webUtils: { getPathForFile: (file: File) => (file as File & { path?: string }).path ?? '' },
      utilityProcess: {
        fork: (entry: string, args: string[], options: Record<string, unknown>) => {
          forks.push({ entry, args, options });
          const child = new FakeUtilityProcess();
          processes.push(child);
          return child;
        },
      },
      dialog: { showSaveDialog: vi.fn(), showOpenDialog: vi.fn(), showMessageBox: vi.fn() },
      Menu: { buildFromTemplate: vi.fn(), setApplicationMenu: vi.fn() },
      protocol: { registerSchemesAsPrivileged: (list: unknown[]) => schemes.push(...list) },
      session: { defaultSession: {} },
    },
  };
}
