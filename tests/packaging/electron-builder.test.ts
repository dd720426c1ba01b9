import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
// electron-builder brings its own schema validator and file matcher: the tests ask the tool itself.
const { validateConfiguration, getConfig } = require('app-builder-lib/out/util/config/config');
const { FileMatcher } = require('app-builder-lib/out/fileMatcher');

type Configuration = Record<string, unknown> & { files: (string | { filter: string[] })[]; asarUnpack: string[] };
const quiet = { isEnabled: false, add: () => undefined };
const config: Configuration = await getConfig(root, join(root, 'electron-builder.yml'), null, undefined);

/** Whether a file travels in the package of a platform. As in app-builder-lib, packages travel unless an exclusion names them. */
function isPacked(path: string, platform = 'linux', arch = 'x64'): boolean {
  const files = config.files.flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.filter));
  const patterns = path.startsWith('node_modules/') ? ['**/*', ...files] : files;
  const expand = (pattern: string) => pattern.replaceAll(/\$\{platform\}/g, platform).replaceAll(/\$\{arch\}/g, arch);
  const matcher = new FileMatcher(root, '/out', expand, patterns);
  return matcher.createFilter()(join(root, path), statSync(join(root, 'package.json')));
}

describe('electron-builder.yml', () => {
  it("is valid against electron-builder's own schema", async () => {
    await expect(validateConfiguration(structuredClone(config), quiet)).resolves.toBeUndefined();
  });

  it('would be refused with a setting that does not exist', async () => {
    await expect(validateConfiguration({ ...structuredClone(config), electronFuse: {} }, quiet)).rejects.toThrow(/electronFuse/);
  });

  it('compiles nothing and packs an archive whose integrity is checked', () => {
    expect(config.npmRebuild).toBe(false);
    expect(config.asar).toBe(true);
    // https://www.electronjs.org/docs/latest/tutorial/fuses, settings of the security checklist
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('opens *.chokepoint files and builds for three systems', () => {
    expect(config.fileAssociations).toEqual([expect.objectContaining({ ext: 'chokepoint', role: 'Editor' })]);
    expect(config).toMatchObject({ win: { target: 'nsis' }, mac: { target: ['dmg', 'zip'] }, linux: { target: ['AppImage', 'deb'] } });
  });

  it.each([
    'dist/electron/main.js',
    'dist/renderer/index.html',
    'resources/typst/fonts/Inter-Regular.ttf',
    'package.json',
    'LICENSE',
    'THIRD-PARTY-NOTICES',
    'node_modules/better-sqlite3/package.json',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/highs/build/highs.mjs',
    'node_modules/highs/build/highs.wasm',
    'node_modules/@myriaddreamin/typst-ts-node-compiler/index.js',
    'node_modules/@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu/typst-ts-node-compiler.linux-x64-gnu.node',
  ])('packs %s', (path) => expect(isPacked(path)).toBe(true));

  it.each([
    'dist/electron/main.js.map',
    'shared/metrics/hhi.ts',
    'tests/sample/sample.test.ts',
    'node_modules/react/index.js',
    'node_modules/@orpc/client/dist/index.mjs',
    'node_modules/better-sqlite3/src/better_sqlite3.cpp',
    'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
    'node_modules/better-sqlite3/prebuilds/win32-x64.node',
    'node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node',
    'node_modules/better-sqlite3/prebuilds/linux-arm64.node',
  ])('leaves out %s', (path) => expect(isPacked(path)).toBe(false));

  it('packs the prebuild of the platform that is built for', () => {
    expect(isPacked('node_modules/better-sqlite3/prebuilds/darwin-arm64.node', 'darwin', 'arm64')).toBe(true);
    expect(isPacked('node_modules/better-sqlite3/prebuilds/linux-x64.node', 'darwin', 'arm64')).toBe(false);
  });

  it('unpacks what must be a real file', () => {
    expect(config.asarUnpack).toEqual(expect.arrayContaining(['node_modules/better-sqlite3/**', 'node_modules/@myriaddreamin/**']));
  });
});

describe('package.json', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  it('pins Electron 45 to one exact version', () => {
    expect(manifest.devDependencies.electron).toMatch(/^45\.\d+\.\d+$/);
  });

  it('never turns the sandbox off in a script', () => {
    expect(JSON.stringify(manifest.scripts)).not.toMatch(/no-sandbox|disable-web-security/);
  });

  it('runs the set-up before every script that needs packages', () => {
    for (const name of ['start', 'test', 'build', 'chokepoint', 'desktop', 'bench']) {
      expect(manifest.scripts[`pre${name}`]).toMatch(/^node scripts\/setup\.mjs/);
    }
  });

  it('lets only the package of Node itself run an install script', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, value]) => value === true);
    expect(allowed.map(([name]) => name)).toEqual(['node']);
  });

  it('names the program and the licence', () => {
    expect(manifest).toMatchObject({ bin: { chokepoint: 'dist/electron/cli.js' }, main: 'dist/electron/main.js', license: 'Apache-2.0' });
  });
});
