import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

let engine: Engine;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await openTestEngine();
  ({ engine, close } = opened);
  const path = join(opened.folder, 'providers.csv');
  writeFileSync(path, 'provider,gpu_count\nAlpha,8\n');
  await importFile(engine, path);
});
afterAll(() => close());

describe('the licence of a source file', () => {
  it('is not stated at first, which keeps a copy in bundles', async () => {
    const [source] = await engine.client.sources.list();
    expect([source?.licence, source?.copies]).toEqual([undefined, undefined]);
  });

  it('is a decision in the history that can be undone and made again', async () => {
    const { client } = engine;
    await client.sources.setLicence({ source: 'S1', licence: 'CC-BY-4.0', copies: 'kept' });
    const changed = await client.sources.setLicence({ source: 'S1', licence: ' no copies, agreement of 2026 ', copies: 'hash-only' });
    expect(changed).toMatchObject({ id: 'S1', licence: 'no copies, agreement of 2026', copies: 'hash-only' });
    const { entries } = await client.history.list({ window: { start: 0, end: 1 } });
    expect(entries[0]?.label).toBe('providers.csv: licence "no copies, agreement of 2026", bundles hold its hash only');
    await client.history.undo();
    expect((await client.sources.list())[0]).toMatchObject({ licence: 'CC-BY-4.0', copies: 'kept' });
    await client.history.undo();
    expect((await client.sources.list())[0]?.copies).toBeUndefined();
    await client.history.redo();
    expect((await client.sources.list())[0]?.licence).toBe('CC-BY-4.0');
  });

  it('names the source that is not there', async () => {
    await expect(engine.client.sources.setLicence({ source: 'S9', licence: null, copies: 'kept' })).rejects.toMatchObject({
      data: { code: 'source-missing' },
    });
  });
});
