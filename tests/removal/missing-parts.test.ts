import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';

const portfolio = parsePortfolio({ classes: [{ name: 'single', gpus_per_node: 1, quantity: 1 }] });

/** What this version cannot compute is refused in words, never left out of the answer in silence. */
describe('parts of the removal test that are not there', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missing-parts-'));
    engine = createEngine({
      caseDirectory: folder,
      host: 'test',
      actor: 'tester',
      now: () => '2026-01-01T00:00:00.000Z',
      log: () => undefined,
    });
    await engine.client.cases.create({ title: 'Nothing' });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  const spec = { dataset: 'D1', by: 'provider', portfolio };
  const first = async (stream: Promise<AsyncIterable<unknown>>) => {
    for await (const event of await stream) return event;
    return null;
  };
  const refused = { data: { code: 'removal-part-missing' } };

  it('refuses what stands beside the breaking point', async () => {
    const { client } = engine;
    await expect(first(client.removal.matrix({ scenarios: [{ name: 'all', spec, removed: [] }] }))).rejects.toMatchObject(refused);
    await expect(client.removal.replay({ spec, dataset: 'D2' })).rejects.toMatchObject(refused);
    await expect(first(client.removal.across({ spec, datasets: ['D2'] }))).rejects.toMatchObject(refused);
  });
});
