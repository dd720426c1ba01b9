import { MessageChannel, Worker } from 'node:worker_threads';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { FileRegistry } from '../../electron/engine/files.ts';
import { connectPage } from '../../electron/main/engine-port.ts';
import { connectBrowser } from '../../renderer/host/browser.ts';
import { connectDesktop, type DesktopBridge } from '../../renderer/host/desktop.ts';
import { clientOfPort } from '../../renderer/host/port-client.ts';
import { openedPage } from '../security/loopback.ts';
import { createFakeElectron, type FakePortMain, type FakeUtilityProcess } from './fake-electron.ts';
import { createProbe, type ProbeContract } from './probe.ts';

/** A client of the probe over one transport, and how to break the connection from the engine's side. */
export type Connection = { client: ContractRouterClient<ProbeContract>; breakOff(): Promise<void>; close(): Promise<void> };

export const fakeElectron = createFakeElectron();

export const transports: Record<string, () => Promise<Connection>> = {
  async 'in memory'() {
    const probe = createProbe();
    return { client: createRouterClient(probe.router), breakOff: probe.close, close: probe.close };
  },

  async 'worker thread'() {
    const worker = new Worker(new URL('./probe-worker.ts', import.meta.url));
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ port: port2 }, [port2]);
    const end = async () => {
      await worker.terminate();
      port1.close();
    };
    return { client: clientOfPort(port1 as never) as never, breakOff: end, close: end };
  },

  async 'HTTP on loopback'() {
    const probe = createProbe();
    const files = new FileRegistry();
    const page = await openedPage({ engine: { router: probe.router, context: {}, files } });
    const host = connectBrowser({ origin: page.origin, pageSecret: page.secret, fetch: page.fetch });
    const close = async () => {
      await page.close();
      await probe.close();
      await files.close();
    };
    return { client: host.client as never, breakOff: page.close, close };
  },

  async 'desktop with a fake electron'() {
    const { EngineProcess } = await import('../../electron/main/engine-process.ts');
    const { listenToPages } = await import('../../electron/main/ipc.ts');
    const probe = createProbe();
    const handler = new RPCHandler(probe.router);
    const engine = new EngineProcess({
      entry: 'engine.js',
      sqlEntry: 'desktop-sql.js',
      caseDirectory: '/cases',
      actor: 'tester',
      environment: {},
      onGone: (reason) => fakeElectron.sender.send('workbench:gone', reason),
    });
    fakeElectron.main.removeAllListeners();
    listenToPages({ engine, windows: new Map([[fakeElectron.sender as never, {} as never]]), counter: { blocked: 0 } });
    const page = fakePage();
    (globalThis as { window?: unknown }).window = page;
    await import('../../electron/preload/index.ts');
    const earlier = fakeElectron.processes.length;
    const connecting = connectDesktop(fakeElectron.exposed.workbench as DesktopBridge, page as never);
    const child = await processAfter(earlier);
    const ports: FakePortMain[] = [];
    const serve = (message: { type: string }, given: FakePortMain[]) => {
      if (message.type !== 'connect') return;
      ports.push(...given);
      for (const port of given) connectPage(handler, port as never, {});
    };
    for (const { message, ports: given } of child.received) serve(message, given);
    child.on('asked', (message, given) => {
      if (!ports.includes(given[0])) serve(message, given);
    });
    const host = await connecting;
    const breakOff = async () => {
      for (const port of ports) port.close();
      child.emit('exit', 1);
    };
    const close = async () => {
      for (const port of ports) port.close();
      await probe.close();
    };
    return { client: host.client as never, breakOff, close };
  },
};

async function processAfter(earlier: number): Promise<FakeUtilityProcess> {
  for (;;) {
    const child = fakeElectron.processes[earlier];
    if (child !== undefined && child.received.length > 0) return child;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** As much of a window as the preload script and the desktop adapter use. */
function fakePage() {
  const target = new EventTarget();
  return Object.assign(target, {
    location: { origin: 'workbench://app' },
    postMessage(data: unknown, _origin: string, ports: unknown[]) {
      target.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: target }));
    },
  });
}
