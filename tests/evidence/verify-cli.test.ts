import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../electron/engine/evidence/archive.ts';
import { verificationResultSchema } from '../../shared/evidence/verification.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { bundleFiles, resealed, sealed, zipped } from './small-bundle.ts';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let good: string;
let bad: string;

beforeAll(async () => {
  opened = await openTestEngine();
  const { engine, folder } = opened;
  writeFileSync(join(folder, 'nodes.csv'), 'provider,gpu_count\na,64\nb,8\nc,8\n');
  const { id } = await importFile(engine, join(folder, 'nodes.csv'), { name: 'Nodes' });
  await engine.client.views.save({ name: 'by provider', spec: { dataset: id, by: 'provider', weight: 'gpu_count' } });
  const files = await bundleFiles(engine);
  good = join(folder, 'good.zip');
  bad = join(folder, 'bad.zip');
  writeFileSync(good, zipped(files));
  const changed = new TextEncoder().encode(new TextDecoder().decode(files.get('data/D1.csv')).replace(',64', ',32'));
  writeFileSync(bad, zipped(sealed(new Map([...files, ['data/D1.csv', changed]]))));
});
afterAll(() => opened.close());

describe('chokepoint verify', () => {
  it('ends with 0 where all matches, and prints claims, decisions and the ladder of trust', async () => {
    const { code, out } = await chokepoint('verify', good);
    expect(code).toBe(0);
    expect(out).toMatch(/^Match: all \d+ claims come out again/);
    expect(out).toMatch(/V1\.cr1 +80\.0 % +80\.0 % +match/);
    expect(out).toContain('L2  yes  recomputed: every claim comes out again here');
    expect(out).toContain('L1  no   signed: nobody signed it as its author');
    expect(out).toContain('Import nodes.csv as "Nodes"');
  });

  it('ends with 3 where it does not, and names claim, first difference and file', async () => {
    const { code, out } = await chokepoint('verify', bad);
    expect(code).toBe(3);
    expect(out).toMatch(/^MISMATCH: \d+ of \d+ claims differ; \d+ of \d+ files are not as stated\./);
    expect(out).toMatch(/V1\.hhi {2}value\.low: states [\d.]+, [\d.]+ comes out/);
    expect(out).toMatch(/results\/view-1-gpu-count-by-provider\.csv {2}row 1 column \w+: it states/);
  });

  it('sets the pages of the report again, and ends with 3 where others stand there with everything attached', async () => {
    const files = readArchive(readFileSync(good), 'good.zip');
    const path = join(opened.folder, 'pages.zip');
    writeFileSync(path, zipped(await resealed(files)));
    const { code, out } = await chokepoint('verify', path);
    expect(code).toBe(3);
    expect(out).toContain('report.pdf  its pages are not those that come out again');
    writeFileSync(join(opened.folder, 'pages.pdf'), (await resealed(files)).get('report.pdf') as Uint8Array);
    expect((await chokepoint('verify', join(opened.folder, 'pages.pdf'))).code).toBe(3);
  });

  it('ends with 2 for a file that is no bundle, also as JSON', async () => {
    const path = join(opened.folder, 'nodes.csv');
    expect((await chokepoint('verify', path)).code).toBe(2);
    const { code, out } = await chokepoint('verify', path, '--json');
    expect(code).toBe(2);
    expect(verificationResultSchema.parse(JSON.parse(out))).toMatchObject({ status: 'not-a-bundle', claims: [] });
  });

  it('prints one JSON document', async () => {
    const { code, out } = await chokepoint('verify', bad, '--json');
    expect(code).toBe(3);
    const result = verificationResultSchema.parse(JSON.parse(out));
    expect(result).toMatchObject({ status: 'mismatch', ledger: { entries: 3, intact: true }, signatures: [] });
    expect(result.claims.find(({ id }) => id === 'V1.hhi')).toMatchObject({ match: false, firstDifference: { where: 'value.low' } });
  });
});

describe('what an export wrote', () => {
  it('verifies: the bundle, and the report alone by its attachments', async () => {
    const { engine } = opened;
    const { files } = await resultOf(await engine.client.report.export({ bundle: true }));
    for (const role of ['bundle', 'pdf']) {
      const { ref } = files.find((file) => file.role === role) as (typeof files)[number];
      const result = await resultOf(await engine.client.evidence.verify({ file: ref }));
      expect(result.files.filter(({ ok }) => !ok)).toEqual([]);
      expect(result).toMatchObject({ status: 'match', kind: role, trust: ['L0', 'L2'] });
    }
  });
});

describe('evidence.verify', () => {
  it('is a job with progress that can be left', async () => {
    const { engine } = opened;
    const { ref: file } = engine.files.adopt(good);
    expect(await resultOf(await engine.client.evidence.verify({ file }))).toMatchObject({ status: 'match' });
    const controller = new AbortController();
    controller.abort();
    await expect(resultOf(await engine.client.evidence.verify({ file }, { signal: controller.signal }))).rejects.toThrow();
  });
});
