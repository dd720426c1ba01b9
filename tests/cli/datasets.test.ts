import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

/** CRLF, a quoted line end and a letter that is two bytes long: nothing of it may be tidied. */
const NETWORK = 'provider,gpu_count\r\n"Ac\r\nme",8\r\nBölt,16\r\n';

let folder: ReturnType<typeof temporaryFolder>;
let path: (name: string) => string;
let inCase: string[];

beforeAll(async () => {
  folder = temporaryFolder();
  path = folder.path;
  inCase = ['--case', path('a.chokepoint'), '--json'];
  writeFileSync(path('network.csv'), NETWORK);
  await chokepoint('import', path('network.csv'), ...inCase, '--name', 'Example', '--as-of', '2026-11-20', '--base', 'claimed');
});
afterAll(() => folder.remove());

describe('dataset', () => {
  it('says anew what a dataset is called, which supply it counts and when', async () => {
    const { code, out } = await chokepoint(
      'dataset',
      ...inCase,
      '--name',
      'Example',
      '--title',
      'November',
      '--base',
      'online',
      '--as-of',
      '2026-11-21',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).dataset).toMatchObject({ id: 'D1', name: 'November', base: 'online', asOf: '2026-11-21', rows: 2 });
  });

  it('leaves what is not named, and takes "none" as not stated', async () => {
    const { out } = await chokepoint('dataset', ...inCase, '--dataset', 'D1', '--base', 'none');
    expect(JSON.parse(out).dataset).toMatchObject({ name: 'November', base: null, asOf: '2026-11-21' });
  });

  it('stands in the ledger and is undone step by step', async () => {
    await chokepoint('history', ...inCase, '--undo');
    const { out } = await chokepoint('history', ...inCase, '--undo');
    const { chain, entries } = JSON.parse(out);
    expect(chain.intact).toBe(true);
    expect(entries.map(({ label }: { label: string }) => label)).toEqual([
      'Undo: Describe "Example": name "November", supply base online, facts as of 2026-11-21',
      'Undo: Describe "November": supply base not stated',
      'Describe "November": supply base not stated',
      'Describe "Example": name "November", supply base online, facts as of 2026-11-21',
      'Import network.csv as "Example"',
      'Create the case "a"',
    ]);
  });

  it.each([
    ['nothing to change', ['--name', 'Example'], 'usage'],
    ['half a date', ['--name', 'Example', '--as-of', '2026-04'], 'usage'],
    ['a dataset that is not there', ['--name', 'Other', '--title', 'x'], 'dataset-missing'],
  ])('refuses %s', async (_, args, code) => {
    const ran = await chokepoint('dataset', ...inCase, ...args);
    expect([ran.code, JSON.parse(ran.err).code]).toEqual([2, code]);
  });
});

describe('source', () => {
  it('gives the imported file back, byte by byte', async () => {
    const { code, out } = await chokepoint('source', ...inCase, '--dataset', 'Example', '--out', path('back/again.csv'));
    expect(code).toBe(0);
    const sha256 = createHash('sha256').update(NETWORK).digest('hex');
    expect(JSON.parse(out)).toMatchObject({ fileName: 'network.csv', bytes: Buffer.byteLength(NETWORK), sha256 });
    expect(
      createHash('sha256')
        .update(readFileSync(path('back/again.csv')))
        .digest('hex'),
    ).toBe(sha256);
  });

  it('keeps its name in a folder, and writes over nothing', async () => {
    await chokepoint('source', ...inCase, '--out', path('back'));
    expect(readFileSync(path('back/network.csv'), 'utf8')).toBe(NETWORK);
    const ran = await chokepoint('source', ...inCase, '--out', path('back'));
    expect([ran.code, JSON.parse(ran.err).code]).toEqual([2, 'file-exists']);
  });
});

describe('import of several files', () => {
  it('leaves no case when a later file cannot be read, and names that file', async () => {
    // the first records are whole, so that only the import itself finds the quotation mark
    const long = `provider,gpu_count\n${'Acme,8\n'.repeat(200_000)}"never closed,1\n`;
    writeFileSync(path('later.csv'), long);
    const ran = await chokepoint('import', path('network.csv'), path('later.csv'), '--case', path('unit.chokepoint'), '--json');
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.err)).toMatchObject({ code: 'quote-unclosed', message: expect.stringContaining('"later.csv"') });
    expect(existsSync(path('unit.chokepoint'))).toBe(false);
  });

  it('reads text whose quotation marks are no quotes', async () => {
    writeFileSync(path('inches.csv'), 'provider,gpu_count\n"19 inch,8\n');
    const args = ['import', path('inches.csv'), '--case', path('inches.chokepoint'), '--json'];
    expect(JSON.parse((await chokepoint(...args)).err)).toMatchObject({ advice: expect.stringContaining('--quote none') });
    expect(JSON.parse((await chokepoint(...args, '--quote', 'none')).out).imports[0].dataset.rows).toBe(1);
  });
});
