// A bundle holds what experience.md 9.4 lists, bit for bit the same each time, and checks itself with tools that everybody has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { ExportResult } from '../../shared/contract/report.ts';
import { claimsFileSchema } from '../../shared/evidence/claims-file.ts';
import { type Manifest, manifestSchema } from '../../shared/evidence/manifest.ts';
import { attachmentName, isAttached } from '../../shared/evidence/paths.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { has, over } from '../report/support.ts';

const CSV = 'operator,gpu_count,country\nBorealis,40,Germany\nTundra,25,FR\n"Cirrus, ""Ltd""",10,=1+1\n,25,\n';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let engine: Engine;
let folder: string;
let close: () => Promise<void>;
let exported: ExportResult;
let zip: Buffer;
let files: Record<string, Uint8Array>;
let manifest: Manifest;

const bytesOf = (role: string) => readFileSync(engine.files.path(exported.files.find((file) => file.role === role)?.ref as string));
const textOf = (path: string) => Buffer.from(files[path] as Uint8Array).toString('utf8');

beforeAll(async () => {
  const opened = await openTestEngine();
  ({ engine, folder, close } = opened);
  for (const name of ['first.csv', 'second.csv']) {
    writeFileSync(join(folder, name), name === 'first.csv' ? CSV : CSV.replace('40', '44'));
    await importFile(engine, join(folder, name), { name });
  }
  await engine.client.sources.setLicence({ source: 'S2', licence: 'not to be passed on', copies: 'hash-only' });
  exported = await resultOf(await engine.client.report.export({ bundle: true }));
  zip = bytesOf('bundle');
  files = unzipSync(zip);
  manifest = manifestSchema.parse(JSON.parse(textOf('manifest.json')));
}, 60_000);
afterAll(() => close());

describe('the evidence bundle', () => {
  it('has the files of its layout, sorted, with one fixed time', () => {
    const paths = Object.keys(files);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(
      expect.arrayContaining([
        'README.txt',
        'claims.json',
        'data/D1.csv',
        'data/D2.csv',
        'datapackage.json',
        'ledger.jsonl',
        'manifest-sha256.txt',
        'manifest.json',
        'raw/S1.csv',
        'recipe/datasets.json',
        'recipe/entities.json',
        'report.pdf',
        'results/claims.csv',
        'results/figure-VD1.csv',
        'results/sources.csv',
      ]),
    );
    // local file header of zip: time at 10, date at 12; 1980-01-01 00:00:00 is 0 and 0x21
    expect([zip.readUInt16LE(10), zip.readUInt16LE(12)]).toEqual([0, 0x21]);
    expect(exported.bundle?.contents.map(({ path }) => path)).toEqual(paths);
  });

  it('gives the same bytes again', async () => {
    const again = await resultOf(await engine.client.report.export({ bundle: true }));
    for (const [index, file] of again.files.entries()) {
      const { name, sha256: hash } = exported.files[index] as (typeof exported.files)[number];
      expect([file.name, file.sha256], name).toEqual([name, hash]);
      expect(sha256(readFileSync(engine.files.path(file.ref))), name).toBe(hash);
    }
  }, 30_000);

  it('is named by the hash of its manifest, which lists every content file but itself, the report and the hash list', () => {
    expect(exported.bundle?.id).toBe(sha256(files['manifest.json'] as Uint8Array));
    const listed = Object.keys(files).filter((path) => !['manifest.json', 'report.pdf', 'manifest-sha256.txt'].includes(path));
    expect(manifest.files.map(({ path }) => path)).toEqual(listed);
    for (const { path, bytes, sha256: hash } of manifest.files) {
      expect([(files[path] as Uint8Array).length, sha256(files[path] as Uint8Array)], path).toEqual([bytes, hash]);
    }
    expect(manifest.ledger.entries).toBe(textOf('ledger.jsonl').trimEnd().split('\n').length - 1);
  });

  it('copies source files as they came, but not those whose licence forbids it: of them it states the hash', () => {
    expect(textOf('raw/S1.csv')).toBe(CSV);
    expect(files['raw/S2.csv']).toBeUndefined();
    expect(manifest.raw).toEqual([
      expect.objectContaining({ source: 'S1', fileName: 'first.csv', path: 'raw/S1.csv', licence: null, sha256: sha256(Buffer.from(CSV)) }),
      expect.objectContaining({ source: 'S2', fileName: 'second.csv', path: null, licence: 'not to be passed on' }),
    ]);
    expect(exported.notes).toEqual(['The bundle holds the hash only of second.csv, as its licence was stated.']);
    expect(textOf('README.txt')).toContain('1 as hash only');
  });

  it('has claims that a program can read', () => {
    expect(claimsFileSchema.parse(JSON.parse(textOf('claims.json'))).claims.length).toBeGreaterThan(0);
  });

  it.skipIf(spawnSync('sha256sum', ['--version']).error !== undefined)('passes sha256sum -c, and one flipped byte does not', () => {
    const unpacked = mkdtempSync(join(tmpdir(), 'chokepoint-bundle-'));
    try {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(unpacked, path)), { recursive: true });
        writeFileSync(join(unpacked, path), content);
      }
      const check = () => spawnSync('sha256sum', ['-c', 'manifest-sha256.txt'], { cwd: unpacked, encoding: 'utf8' });
      const passed = check();
      expect([passed.status, passed.stdout.trimEnd().split('\n').length]).toEqual([0, Object.keys(files).length - 1]);
      writeFileSync(join(unpacked, 'data/D1.csv'), textOf('data/D1.csv').replace('Tundra', 'Tundrb'));
      const failed = check();
      expect(failed.status).toBe(1);
      expect(failed.stdout).toContain('data/D1.csv: FAILED');
    } finally {
      rmSync(unpacked, { recursive: true, force: true });
    }
  });

  it.skipIf(!has('pdfdetach'))('has its files attached to the report, byte for byte', () => {
    const pdf = Buffer.from(files['report.pdf'] as Uint8Array);
    expect(bytesOf('pdf').equals(pdf)).toBe(true);
    const attached = Object.keys(files).filter(isAttached);
    expect(over(pdf, 'pdfdetach', '-list', '{}').text.trim().split('\n').slice(1)).toEqual(
      attached.map((path, index) => `${index + 1}: ${attachmentName(path)}`),
    );
    for (const path of attached)
      expect(over(pdf, 'pdfdetach', '-savefile', attachmentName(path), '-o', '{saved}', '{}').text, path).toBe(textOf(path));
    expect(pdf.length).toBeLessThan(5_000_000);
  });
});
