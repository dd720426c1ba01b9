import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const scripts = resolve(import.meta.dirname, '../../scripts');
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chokepoint-setup-'));
  write('scripts/.keep', '');
  for (const name of ['setup.mjs', 'browser.mjs']) copyFileSync(join(scripts, name), join(root, 'scripts', name));
  write('package-lock.json', JSON.stringify(LOCK));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const LOCK = {
  packages: {
    '': { name: 'project' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/part-for-another-system': { version: '1.0.0', optional: true },
  },
};

// Stands in for npm: notes how it was called and installs what the lock file asks for.
const FAKE_NPM = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (process.env.NPM_FAILS) process.exit(1);
console.log('words of npm');
mkdirSync('node_modules/node/bin', { recursive: true });
if (!process.env.WITHOUT_NODE) writeFileSync('node_modules/node/bin/node', '');
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/zod': { version: '4.6.7' } } }));
`;

function setup(args: string[] = [], env: Record<string, string> = {}) {
  const npm = write('fake/package.json', '{"type":"module"}') && write('fake/npm-cli.js', FAKE_NPM);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: join(root, 'bin'), HOME: root, npm_execpath: npm, ...env },
  });
  const calls = existsSync(join(root, 'npm-calls')) ? readFileSync(join(root, 'npm-calls'), 'utf8').trim().split('\n') : [];
  return { status, stdout, stderr, calls };
}

describe('set-up', () => {
  it('needs nothing but Node: it imports only its own modules', () => {
    for (const name of ['setup.mjs', 'browser.mjs']) {
      const imports = [...readFileSync(join(scripts, name), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from ?? '');
      expect(imports.filter((from) => !from.startsWith('node:') && from !== './browser.mjs')).toEqual([]);
    }
  });

  it('installs the locked packages in a new clone, and keeps standard output for the command that follows', () => {
    const { status, stdout, stderr, calls } = setup();
    expect(calls).toEqual(['ci --no-audit --no-fund --loglevel=error']);
    expect(stdout).toBe('');
    expect(stderr).toContain('installing the locked packages');
    expect(status).toBe(0);
  });

  it('does nothing and says nothing the second time', () => {
    setup();
    expect(setup()).toEqual({ status: 0, stdout: '', stderr: '', calls: ['ci --no-audit --no-fund --loglevel=error'] });
  });

  it('installs again when the lock file changed', () => {
    setup();
    write('package-lock.json', JSON.stringify({ packages: { ...LOCK.packages, 'node_modules/zod': { version: '4.7.0' } } }));
    expect(setup().calls).toHaveLength(2);
  });

  it('installs again when an installation was interrupted', () => {
    setup();
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(setup().calls).toHaveLength(2);
  });

  it('says what failed and stops', () => {
    const { status, stderr } = setup([], { NPM_FAILS: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('npm ci failed');
    expect(stderr).toContain('run the same command again');
  });

  it("fetches the project's Node itself where npm skipped the install script", () => {
    write('node_modules/node/installArchSpecificPackage.js', "require('fs').mkdirSync('bin'); require('fs').writeFileSync('bin/node', '')");
    write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/zod': { version: '4.6.7' } } }));
    expect(setup()).toMatchObject({ status: 0, calls: [], stderr: "setup: fetching the project's own Node\n" });
    expect(setup().stderr).toBe('');
  });

  it('says so when there is no Node for this machine', () => {
    const { status, stderr } = setup([], { WITHOUT_NODE: '1' });
    expect(status).toBe(1);
    expect(stderr).toContain('the project needs Node 24');
  });

  it('names CHROMIUM_PATH when it leads nowhere', () => {
    const { status, stderr } = setup(['--browser'], { CHROMIUM_PATH: '/nowhere/chromium' });
    expect(status).toBe(1);
    expect(stderr).toContain('CHROMIUM_PATH names /nowhere/chromium');
  });

  it('is silent when Chromium and the PDF tools are there', () => {
    setup();
    for (const name of ['chromium', 'pdftotext', 'qpdf']) write(`bin/${name}`, '#!/bin/sh\n', 0o755);
    expect(setup(['--browser'])).toMatchObject({ status: 0, stderr: '' });
  });

  it.runIf(process.getuid?.() === 0)('asks apt-get for what is missing when it may', () => {
    setup();
    write('bin/apt-get', `#!/bin/sh\necho "$@" >> ${root}/apt-calls\n`, 0o755);
    const chromium = write('bin/chromium', '#!/bin/sh\n', 0o755);
    const { status } = setup(['--browser'], { CHROMIUM_PATH: chromium });
    expect(status).toBe(0);
    expect(readFileSync(join(root, 'apt-calls'), 'utf8')).toBe('update -q\ninstall -y -q --no-install-recommends poppler-utils qpdf\n');
  });
});
