import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// 40 + 25 + 10 + 10 + 5 + 5 + 5 = 100 GPUs on nodes of their own, as in example 1 of removal-test.md 9.2.
const LINES = ['provider,gpu_model,gpu_count', 'a,H100,40', 'b,H100,25', 'c,H100,10', 'd,H100,10', 'e,H100,5', 'f,H100,5', 'g,H100,5'];
// Two classes of single GPUs that want 60 and 35 of the same 100: fungible, so competing placement is exact.
const portfolio = parsePortfolio({
  classes: [
    { name: 'training', gpus_per_node: 1, quantity: 60 },
    { name: 'inference', gpus_per_node: 1, quantity: 35 },
  ],
});

describe('competing placement', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('shared', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1/1', entities: 'none', mode: 'competing' };
  });

  it('asks for 95 of 100 GPUs at once: one provider is enough, where each class alone stands the loss of two', async () => {
    const { client } = network.engine;
    const alone = await resultOf(client.removal.solve({ ...spec, mode: 'independent' }));
    expect(alone).toMatchObject({ mode: 'independent', breakingPoint: { low: 2, high: 2, proven: true } });
    const together = await resultOf(client.removal.solve(spec));
    expect(together).toMatchObject({ mode: 'competing', demand: 95, below: 95, breakingPoint: { low: 1, high: 1, proven: true } });
    expect(together.certificate).toMatchObject({ mode: 'competing', k: 1, kLow: 1 });
  });

  it('counts what is left after units are removed by hand: 100 - 40 = 60 of 95, the classes share it', async () => {
    const { client } = network.engine;
    const left = await client.removal.served({ ...spec, removed: ['a', 'nobody'] });
    expect(left).toMatchObject({ removed: ['a'], absent: ['nobody'], demand: 95, served: { low: 60, high: 60 }, verdict: 'breaks' });
    const [training, inference] = left.classes;
    expect((training?.served.low ?? 0) + (inference?.served.low ?? 0)).toBe(60);
    expect([training?.served.high, inference?.served.high]).toEqual([60, 35]);
    // each class alone: min(60, 60) and min(35, 60)
    const alone = await client.removal.served({ ...spec, mode: 'independent', removed: ['a'] });
    expect(alone.classes.map(({ served }) => served)).toEqual([
      { low: 60, high: 60 },
      { low: 35, high: 35 },
    ]);
    expect(alone.verdict).toBe('passes');
  });

  it('loses every unit, second units and shared factors with all classes at once', async () => {
    const { single, second, commonMode, served0 } = await resultOf(network.engine.client.removal.contingencies(spec));
    expect(served0).toEqual({ low: 95, high: 95 });
    // 100 - 40 = 60, 75, 90, 90, and 95 without e, f or g: only those are harmless
    expect(single.rows.map(({ id, served }) => [id, served.low, served.high])).toEqual([
      ['a', 60, 60],
      ['b', 75, 75],
      ['c', 90, 90],
      ['d', 90, 90],
      ['e', 95, 95],
      ['f', 95, 95],
      ['g', 95, 95],
    ]);
    expect(single).toMatchObject({ failing: { certain: 4, possible: 4 }, harmless: 3, secure: 'no' });
    expect(second).toMatchObject({ policy: 'stay' });
    expect(second.pairs[0]).toMatchObject({ first: 'a', second: 'b', served: 35, fails: true });
    expect(commonMode.rows[0]).toMatchObject({ factor: 'gpu_vendor', served: { low: 0, high: 0 }, verdict: 'breaks' });
  });

  it('says how much all classes together may grow: 100/95 now, 60/95 without a', async () => {
    const { headroom, headroomCurve, price, notes } = await resultOf(network.engine.client.removal.economy({ ...spec, removed: ['a'] }));
    expect([headroom.start?.factor, headroom.removed?.factor]).toEqual(['20/19', '12/19']);
    expect(headroomCurve.map(({ worst }) => Math.round(worst * 95))).toEqual([100, 60, 35, 25, 15, 10, 5, 0]);
    expect(price).toBeNull();
    expect(notes).toContain('Headroom is that of all classes at once.');
  });

  it('re-checks its certificate, and has a solver find the same', async () => {
    const { client } = network.engine;
    const { certificate } = await resultOf(client.removal.solve(spec));
    expect(await resultOf(client.removal.check({ ...spec, certificates: [certificate] }))).toEqual([{ valid: true, findings: [] }]);
    expect(await resultOf(client.removal.verify(spec))).toMatchObject({ status: 'agrees', low: 1, high: 1 });
  });

  it('refuses pairs and failures, which are counted for classes asked alone', async () => {
    const refused = { data: { code: 'removal-part-missing' } };
    await expect(resultOf(network.engine.client.removal.pairs(spec))).rejects.toMatchObject(refused);
    await expect(resultOf(network.engine.client.removal.failures({ ...spec, probabilities: [0.1] }))).rejects.toMatchObject(refused);
  });
});
