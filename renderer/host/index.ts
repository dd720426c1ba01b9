import { connectBrowser, pageOptions } from './browser.ts';
import { connectDesktop, type DesktopBridge } from './desktop.ts';
import type { Host } from './host.ts';

export type { Host } from './host.ts';

/** The host that this page runs in. Errors: the engine of the desktop cannot start. */
export async function connectHost(): Promise<Host> {
  const bridge = (window as { workbench?: DesktopBridge }).workbench;
  return bridge === undefined ? connectBrowser(pageOptions()) : connectDesktop(bridge);
}
