import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/browser.mjs';
import { isBuilt, sourceStamp } from '../../scripts/build.ts';
import { countVitest } from '../../scripts/count.ts';
import { callerFolder } from '../../scripts/run.ts';
import { findElectron } from '../../scripts/start.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chokepoint-start-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text = ''): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

describe('finding Electron', () => {
  const display = { DISPLAY: ':0' };

  it('says why there is no window, in a few words, and fetches nothing', () => {
    expect(findElectron(root, display, 'linux', 1000)).toEqual({
      reason: "Electron's program is not installed (`npm run desktop` fetches it)",
    });
    write('node_modules/electron/dist/electron');
    expect(findElectron(root, {}, 'linux', 1000)).toEqual({ reason: 'there is no display for a window' });
    expect(findElectron(root, display, 'linux', 0)).toEqual({ reason: 'Electron keeps its sandbox and so does not run as root' });
  });

  it('takes the downloaded program, or the one of ELECTRON_OVERRIDE_DIST_PATH', () => {
    const program = write('node_modules/electron/dist/electron');
    expect(findElectron(root, display, 'linux', 1000)).toEqual({ program });
    const other = write('elsewhere/electron');
    expect(findElectron(root, { ...display, ELECTRON_OVERRIDE_DIST_PATH: dirname(other) }, 'linux', 1000)).toEqual({ program: other });
  });

  it('needs no display variable on macOS and Windows', () => {
    write('node_modules/electron/path.txt', 'Electron.app/Contents/MacOS/Electron');
    const program = write('node_modules/electron/dist/Electron.app/Contents/MacOS/Electron');
    expect(findElectron(root, {}, 'darwin', 501)).toEqual({ program });
  });
});

describe('finding Chromium', () => {
  const find = (env: Record<string, string>) => findChromium({ HOME: root, ...env }, []);

  it('takes CHROMIUM_PATH alone when it is set', () => {
    const path = write('own/chrome');
    expect(find({ CHROMIUM_PATH: path })).toBe(path);
    write('bin/chromium');
    expect(find({ CHROMIUM_PATH: join(root, 'missing'), PATH: join(root, 'bin') })).toBeNull();
  });

  it('looks on the search path, then among the newest of Playwright', () => {
    write('.cache/ms-playwright/chromium-900/chrome-linux/chrome');
    const newest = write('.cache/ms-playwright/chromium-1255/chrome-linux64/chrome');
    expect(find({ PATH: '' })).toBe(newest);
    const installed = write('bin/google-chrome');
    expect(find({ PATH: join(root, 'bin') })).toBe(installed);
  });

  it('is null where there is none', () => expect(find({ PATH: join(root, 'bin') })).toBeNull());
});

describe('the build stamp', () => {
  it('is current only for exactly these sources', () => {
    write('shared/a.ts', 'export const a = 1;');
    expect(isBuilt(root)).toBe(false);
    write('dist/.sources.sha256', sourceStamp(root));
    expect(isBuilt(root)).toBe(true);
    write('renderer/b.ts', 'export const b = 1;');
    expect(isBuilt(root)).toBe(false);
  });

  it('does not depend on documentation, tests or earlier output', () => {
    const before = sourceStamp(root);
    for (const path of ['docs/a.md', 'tests/a.test.ts', 'dist/electron/cli.js']) write(path, 'x');
    expect(sourceStamp(root)).toBe(before);
  });
});

describe('the last line of the test command', () => {
  const file = (status: string, results: string[]) => ({ status, assertionResults: results.map((each) => ({ status: each })) });

  it('counts tests', () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, testResults: [file('failed', ['failed'])] };
    expect(countVitest(report, false)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it.each([
    ['a file that cannot be loaded', { numPassedTests: 5, numFailedTests: 0, testResults: [file('failed', [])] }, false],
    ['an error outside of every test', { numPassedTests: 5, numFailedTests: 0, testResults: [file('passed', ['passed'])] }, false],
    ['a report without a single test', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, true],
    ['no report', null, true],
  ])('counts %s as a failure', (_, report, ok) => {
    expect(countVitest(report, ok).failed).toBe(1);
  });
});

describe('relative paths on the command line', () => {
  it('start where the person typed the command', () => {
    expect(callerFolder({ npm_lifecycle_event: 'chokepoint', INIT_CWD: '/home/ana/data' })).toBe('/home/ana/data');
  });

  it('start in the current folder when another npm script is at work', () => {
    expect(callerFolder({ npm_lifecycle_event: 'test', INIT_CWD: '/home/ana/data' })).toBe(process.cwd());
  });
});
