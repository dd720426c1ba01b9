import { mkdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../engine/index.ts';
import { openFirstCase } from '../engine/start.ts';
import { openBrowser } from './open-browser.ts';
import { serveLoopback } from './server.ts';

export type ServeOptions = {
  port: number;
  caseDirectory: string;
  /** folder of the built page */
  assets: string;
  open: boolean;
  /** minutes without a request after which the server ends; `null` = never */
  idleMinutes: number | null;
  /** where the person reads the address */
  print(line: string): void;
};

/** Folder of the person's case files where no other is given. */
export const usualCaseDirectory = join(homedir(), 'Chokepoint');

/** Folder of the built page, seen from the bundle (dist/electron) and from the sources (electron/serve). */
export const builtPage = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../dist/renderer' : '../renderer', import.meta.url));

/** Runs the workbench on loopback until SIGINT, SIGTERM or the idle time; the case is whole when this resolves. */
export async function runServe(options: ServeOptions): Promise<void> {
  await mkdir(options.caseDirectory, { recursive: true });
  const log = (message: string, error: unknown) => console.error(message, error);
  const engine = createEngine({
    caseDirectory: options.caseDirectory,
    host: 'browser',
    actor: userInfo().username,
    now: () => new Date().toISOString(),
    log,
  });
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  try {
    const server = await serveLoopback({
      engine,
      assets: options.assets,
      port: options.port,
      log,
      idleAfter: options.idleMinutes === null ? undefined : options.idleMinutes * 60_000,
      onIdle: () => end(),
    });
    await openFirstCase(engine);
    const announce = () => {
      const link = server.newLink();
      options.print(`Chokepoint is ready: ${link}`);
      return link;
    };
    const link = announce();
    if (options.open) openBrowser(link);
    if (process.stdin.isTTY) process.stdin.on('data', announce);
    // a terminal sends its signals to a whole group, so the same one may come twice
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
    await ended;
    process.stdin.pause();
    await server.close();
  } finally {
    await engine.close();
  }
}
