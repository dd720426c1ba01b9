import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestEngine } from '../acceptance/support.ts';

// Packs of a case: what is decided is undone; the shipped files are resources/reference/packs.
describe('threshold packs of a case', () => {
  let open: Awaited<ReturnType<typeof openTestEngine>>;
  beforeAll(async () => {
    open = await openTestEngine();
  });
  afterAll(() => open.close());

  const chosen = async () => (await open.engine.client.packs.list()).filter((pack) => pack.chosen).map(({ id }) => id);
  const file = (name: string, change: Record<string, unknown>) => {
    const path = join(open.folder, name);
    const pack = JSON.parse(readFileSync('resources/reference/packs/disclosure-10.json', 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...pack, ...change }));
    return open.engine.files.adopt(path).ref;
  };

  it('are all listed, with none in use', async () => {
    const packs = await open.engine.client.packs.list();
    expect(packs).toHaveLength(14);
    expect(packs.every(({ origin, sha256 }) => origin === 'shipped' && /^[0-9a-f]{64}$/.test(sha256))).toBe(true);
    expect(await chosen()).toEqual([]);
  });

  it('are chosen and dropped by decisions that undo takes back', async () => {
    const { client } = open.engine;
    expect(await client.packs.choose({ id: 'us-mg-2023', chosen: true })).toMatchObject({ chosen: true });
    await client.packs.choose({ id: 'bft-thirds', chosen: true });
    expect(await chosen()).toEqual(['bft-thirds', 'us-mg-2023']);
    await client.history.undo();
    expect(await chosen()).toEqual(['us-mg-2023']);
    await client.packs.choose({ id: 'us-mg-2023', chosen: false });
    await client.history.undo();
    expect(await chosen()).toEqual(['us-mg-2023']);
    await expect(client.packs.choose({ id: 'nobody', chosen: true })).rejects.toMatchObject({ data: { code: 'pack-missing' } });
  });

  it('are imported with their hash, replace an older edition, and leave again', async () => {
    const { client } = open.engine;
    await expect(client.packs.import({ file: file('same.json', {}) })).rejects.toMatchObject({ data: { code: 'pack-edition-taken' } });
    await client.packs.choose({ id: 'disclosure-10', chosen: true });
    const newer = await client.packs.import({ file: file('newer.json', { version: '1.1.0', text_read_on: '2026-11-01' }) });
    expect(newer).toMatchObject({ origin: 'imported', chosen: true, warnings: [] });
    await client.history.undo();
    expect((await client.packs.list()).find(({ id }) => id === 'disclosure-10')).toMatchObject({ origin: 'shipped', chosen: true });
    const own = await client.packs.import({
      file: file('own.json', { id: 'house-rule', status: 'custom', author: 'A. Analyst', reason: 'Policy' }),
    });
    expect(own).toMatchObject({ id: 'house-rule', chosen: false });
    await client.packs.remove({ id: 'house-rule' });
    expect(await client.packs.list()).toHaveLength(14);
    await client.history.undo();
    expect(await client.packs.list()).toHaveLength(15);
    await expect(client.packs.remove({ id: 'us-mg-2023' })).rejects.toMatchObject({ data: { code: 'pack-ships' } });
    await expect(client.packs.import({ file: file('bad.json', { tests: [] }) })).rejects.toMatchObject({ data: { code: 'pack-invalid' } });
  });
});
