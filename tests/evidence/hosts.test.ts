// The same case gives the same files through the command line and through the browser host, and an export that does not end leaves none.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOperations } from '../../electron/engine/evidence/operations.ts';
import { createEngine } from '../../electron/engine/index.ts';
import { createReaderState } from '../../electron/engine/lanes/reader-store.ts';
import { openCase } from '../../electron/engine/store/case-file.ts';
import { connectBrowser } from '../../renderer/host/browser.ts';
import { resultOf } from '../acceptance/support.ts';
import { chokepoint, temporaryFolder } from '../cli/support.ts';
import { openedPage } from '../security/loopback.ts';

const CLI = fileURLToPath(new URL('../../electron/cli/index.ts', import.meta.url));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: ReturnType<typeof temporaryFolder>;
let casePath: string;
/** what the command line wrote, by name */
let written: Map<string, string>;
let whole = 0;

const filesOf = (out: string) => new Map(readdirSync(out).map((name) => [name, sha256(readFileSync(`${out}/${name}`))]));

beforeAll(async () => {
  folder = temporaryFolder();
  casePath = folder.path('case.chokepoint');
  writeFileSync(folder.path('providers.csv'), 'operator,gpu_count\nBorealis,40\nTundra,25\n,25\n');
  expect((await chokepoint('import', folder.path('providers.csv'), '--case', casePath)).code).toBe(0);
  const start = performance.now();
  const ran = await chokepoint(
    ...['report', '--case', casePath, '--out', folder.path('out'), '--bundle', '--xlsx', '--flavour', 'spreadsheet'],
  );
  whole = performance.now() - start;
  expect([ran.code, ran.err]).toEqual([0, '']);
  expect(ran.out).toMatch(/Bundle [0-9a-f]{64} verified: /);
  written = filesOf(folder.path('out'));
}, 120_000);
afterAll(() => folder.remove());

describe('an export', () => {
  it('gives the same bytes through the command line and the browser host', async () => {
    const engine = createEngine({
      caseDirectory: folder.path('.'),
      host: 'browser',
      actor: 'somebody else',
      now: () => '2031-01-01T00:00:00.000Z',
      log: console.error,
    });
    const page = await openedPage({ engine });
    try {
      await engine.client.cases.open({ ref: engine.files.adopt(casePath).ref });
      const { client } = connectBrowser({ origin: page.origin, pageSecret: page.secret, fetch: page.fetch });
      const { files, bundle } = await resultOf(await client.report.export({ bundle: true, workbook: true, spreadsheet: true }));
      expect(bundle?.verification.status).toBe('match');
      expect(new Map(files.map(({ name, ref }) => [name, sha256(readFileSync(engine.files.path(ref)))]))).toEqual(written);
    } finally {
      await page.close();
      await engine.close();
    }
  }, 120_000);

  it('leaves only whole files when it is killed', async () => {
    const out = folder.path('killed');
    const child = spawn(process.execPath, [CLI, 'report', '--case', casePath, '--out', out, '--bundle'], { stdio: 'ignore' });
    const end = once(child, 'exit');
    await wait(whole * 0.6);
    child.kill('SIGKILL');
    await end;
    if (!existsSync(out)) return;
    for (const [name, hash] of filesOf(out)) if (!name.endsWith('.part')) expect(hash, name).toBe(written.get(name));
  }, 120_000);

  it('leaves neither files nor the folder that it made when it fails', async () => {
    const ran = await chokepoint('report', '--case', casePath, '--out', folder.path('failed'), '--redact', 'no such column');
    expect(ran.code).toBe(2);
    expect(existsSync(folder.path('failed'))).toBe(false);
  }, 60_000);

  it('leaves no part of a zip when it is cancelled while that is written', () => {
    const file = openCase(casePath, { mode: 'read' });
    try {
      const path = folder.path('cancelled.zip');
      let pieces = 0;
      const checkpoint = () => {
        pieces += 1;
        if (pieces === 3) throw new Error('cancelled');
      };
      const files = [{ path: 'a.txt', content: new Uint8Array(2 ** 20) }];
      const context = { progress() {}, checkpoint, cancelFlag: new Int32Array(1) };
      expect(() =>
        evidenceOperations['evidence.write'](
          createReaderState(file),
          { path, files, raw: [{ source: 'S1', path: 'raw/S1.csv' }] },
          context,
        ),
      ).toThrow('cancelled');
      expect(readdirSync(folder.path('.')).filter((name) => name.startsWith('cancelled'))).toEqual([]);
    } finally {
      file.close();
    }
  });
});
