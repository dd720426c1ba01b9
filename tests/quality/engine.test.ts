import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import type { Quality } from '../../shared/case/quality.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

// 100 GPUs: alpha 60, beta 30 (one record without country, 10 GPUs), gamma 10 offline and not verified.
const PROVIDERS = `provider,gpu_count,country,status,verified
alpha,60,US,online,true
beta,20,DE,online,true
beta,10,,online,false
gamma,10,FR,offline,false
`;

describe('the quality of a dataset, through the engine', () => {
  let folder: string;
  let engine: Engine;
  let dataset: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'quality-test-'));
    writeFileSync(join(folder, 'providers.csv'), PROVIDERS);
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'Quality' });
    const { ref } = engine.files.adopt(join(folder, 'providers.csv'));
    const preview = await engine.client.sources.preview({ file: ref });
    const recipe = recipeOf(preview, { base: 'registered', asOf: '2026-11-20' });
    for await (const event of await engine.client.sources.import({ file: ref, name: 'Providers', recipe }))
      if (event.type === 'done') dataset = event.result.dataset.id;
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function checks(): Promise<Quality> {
    let result: Quality | null = null;
    for await (const event of await engine.client.quality.checks({ dataset })) if (event.type === 'done') result = event.result;
    if (result === null) throw new Error('a job ends with done');
    return result;
  }
  const one = async (id: string) => (await checks()).checks.find((check) => check.id === id);

  it('comes with progress, and weighs failing records by GPUs', async () => {
    const seen: string[] = [];
    for await (const event of await engine.client.quality.checks({ dataset })) seen.push(event.type);
    expect(seen.at(-1)).toBe('done');
    expect(await one('undisclosed-country')).toMatchObject({ state: 'failed', failed: 1, tested: 4, rows: 1, affected: 0.1, waiver: null });
    expect((await checks()).weight).toBe('gpu_count');
  });

  it('opens the failing records with their place in the file', async () => {
    const window = { start: 0, end: 10 };
    const { total, columns, rows } = await engine.client.quality.rows({ dataset, check: 'undisclosed-country', window });
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ record: 3, line: 4 });
    expect(rows[0]?.cells[columns.indexOf('provider')]).toBe('beta');
  });

  it('keeps a waiver with reason and name until it is taken back, also by undo', async () => {
    const check = 'undisclosed-country';
    await engine.client.quality.waive({ dataset, check, reason: 'asked on 20 November', name: 'Ada' });
    expect((await one(check))?.waiver).toEqual({ dataset, check, reason: 'asked on 20 November', name: 'Ada' });
    await engine.client.quality.waive({ dataset, check, reason: 'answered', name: 'Bo' });
    await engine.client.history.undo();
    expect((await one(check))?.waiver?.name).toBe('Ada');
    await engine.client.quality.unwaive({ dataset, check });
    expect((await one(check))?.waiver).toBeNull();
    await engine.client.history.undo();
    expect((await one(check))?.waiver?.reason).toBe('asked on 20 November');
    await expect(engine.client.quality.waive({ dataset, check: 'no-such', reason: 'x', name: 'Ada' })).rejects.toThrow();
  });

  it('shows the supply base from the records and from stated counts', async () => {
    const rungs = async () =>
      Object.fromEntries(
        (await engine.client.quality.ladder({ dataset })).rungs.map(({ rung, counts }) => [rung, counts.map(({ gpus }) => gpus)]),
      );
    expect(await rungs()).toEqual({
      claimed: [],
      registered: ['100'],
      online: ['90'],
      verified: ['80'],
      'online+verified': ['80'],
      rentable: [],
      leased: [],
    });
    const stated = await engine.client.quality.stateSupply({
      dataset,
      rung: 'claimed',
      gpus: '564306',
      source: 'web page of the network',
      asOf: '2026-11-01',
    });
    expect((await rungs()).claimed).toEqual(['564306']);
    const { rungs: ladder } = await engine.client.quality.ladder({ dataset });
    // 1 - 100 / 564306
    expect(ladder.find(({ rung }) => rung === 'registered')?.drop).toBeCloseTo(1 - 100 / 564306, 5);
    await engine.client.quality.removeSupply({ id: stated.id });
    expect((await rungs()).claimed).toEqual([]);
    await engine.client.history.undo();
    expect((await rungs()).claimed).toEqual(['564306']);
    await engine.client.quality.stateSupply({ dataset, rung: 'online', gpus: '101', source: 'press', asOf: '2026-11-21' });
    expect((await engine.client.quality.ladder({ dataset })).findings[0]?.message).toContain(
      'online (101, press) is more than registered (100, Providers)',
    );
  });
});
