import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_FILE } from '../../electron/engine/handlers/sample-case.ts';
import { browserCommand } from '../../electron/serve/open-browser.ts';
import { connectBrowser } from '../../renderer/host/browser.ts';

/** The loopback host as `npm start` runs it, from its sources. */
const serve = (...args: string[]) => start('electron/serve/index.ts', '--no-open', ...args);

function start(...args: string[]) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += String(data);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const link = new Promise<URL>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output);
      if (found !== null) resolve(new URL(found[0]));
    });
    child.on('exit', () => reject(new Error(output)));
  });
  link.catch(() => {});
  return { child, ended, link, output: () => output };
}

describe('serve', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serve-test-'));
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('prints a link, answers, and leaves a whole case when it is interrupted twice', async () => {
    await mkdir(join(folder, 'page'));
    await writeFile(join(folder, 'page', 'index.html'), '<html><head></head></html>');
    const { child, ended, link } = start('tests/hosts/serve-child.ts', join(folder, 'cases'), join(folder, 'page'));
    children.push(child);
    const { origin, href } = await link;
    const cookie = (await fetch(href, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await (await fetch(`${origin}/`, { headers: { cookie } })).text();
    const pageSecret = /chokepoint-page" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const withCookie: typeof fetch = (input, init) => {
      const request = new Request(input, init);
      request.headers.set('cookie', cookie);
      request.headers.set('origin', origin);
      return fetch(request);
    };
    const { client } = connectBrowser({ origin, pageSecret, fetch: withCookie });
    expect((await client.cases.current())?.sample).toBe(true);
    const { fileName } = await client.cases.create({ title: 'Served' });
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await readdir(join(folder, 'cases'))).toEqual([SAMPLE_FILE, fileName].sort());
  });

  it('says so when its port is taken', async () => {
    const first = serve('--case-dir', folder);
    children.push(first.child);
    const { port } = await first.link;
    const second = serve('--case-dir', folder, '--port', port);
    children.push(second.child);
    expect(await second.ended).toBe(2);
    expect(second.output()).toContain(`Port ${port} is in use. Choose another one with --port`);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it.each([
    ['--port', '70000'],
    ['--port', 'x'],
    ['--idle-minutes', '0'],
  ])('refuses %s %s with exit code 2', async (name, value) => {
    const { child, ended, output } = serve('--case-dir', folder, name, value);
    children.push(child);
    expect(await ended).toBe(2);
    expect(output()).toContain(`${name} ${value}`);
  });

  it('ends by itself when nobody has asked for anything for the idle time', async () => {
    const { child, ended } = serve('--case-dir', folder, '--idle-minutes', '0.001');
    children.push(child);
    expect(await ended).toBe(0);
  });

  it('opens a browser only where there is a display', () => {
    expect(browserCommand('http://x', 'linux', {})).toBeNull();
    expect(browserCommand('http://x', 'linux', { DISPLAY: ':0' })).toEqual({ command: 'xdg-open', args: ['http://x'] });
    expect(browserCommand('http://x', 'linux', { WAYLAND_DISPLAY: 'wayland-0' })?.command).toBe('xdg-open');
    expect(browserCommand('http://x', 'darwin', {})?.command).toBe('open');
    expect(browserCommand('http://x', 'win32', {})?.args).toContain('http://x');
  });
});
