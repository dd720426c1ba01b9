import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

// b.csv has its columns in another order; line 2 of each member has a count that is none, line 3 of b.csv a cell too many
const MEMBERS = { 'a.csv': 'provider,gpu_count\nx,-1\ny,2\n', 'b.csv': 'gpu_count,provider\n-7,z\n1,w,v\n' };

describe('a rejected record of an archive', () => {
  let folder: string;
  let engine: Engine;
  let dataset: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rejects-archive-test-'));
    const zip = zipSync(Object.fromEntries(Object.entries(MEMBERS).map(([name, text]) => [name, strToU8(text)])));
    writeFileSync(join(folder, 'days.zip'), zip);
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'Archive' });
    const { ref } = engine.files.adopt(join(folder, 'days.zip'));
    const recipe = recipeOf(await engine.client.sources.preview({ file: ref }), { types: { gpu_count: 'number' } });
    for await (const event of await engine.client.sources.import({ file: ref, name: 'Days', recipe }))
      if (event.type === 'done') dataset = event.result.dataset.id;
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('names its member, and has its cells under the headers of that member', async () => {
    const { rows } = await engine.client.sources.rejects({ dataset, window: { start: 0, end: 10 } });
    const forms = await Promise.all(rows.map(({ number }) => engine.client.sources.reject({ dataset, number })));
    expect(forms.map(({ cells }) => Object.fromEntries(cells.map(({ header, text }) => [header, text])))).toEqual([
      { provider: 'x', gpu_count: '-1', file: 'a.csv' },
      { provider: 'z', gpu_count: '-7', file: 'b.csv' },
      expect.objectContaining({ file: 'b.csv' }),
    ]);
  });

  it('keeps the name of its member when it is taken in', async () => {
    const { reject, cells } = await engine.client.sources.reject({ dataset, number: 0 });
    const corrected = { ...Object.fromEntries(cells.map(({ header, text }) => [header, text])), gpu_count: '5' };
    await engine.client.sources.readmit({ dataset, number: reject.number, cells: corrected, reason: 'a typing error' });
    const { handle } = await engine.client.views.open({ dataset, by: 'file', weight: 'gpu_count' });
    const { rows } = await engine.client.views.rows({ handle, window: { start: 0, end: 10 } });
    expect(rows.find(({ key }) => key === 'a.csv')?.value).toBe(7);
  });
});
