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

  it('loses every pair: each of 21 takes more than the 5 GPUs that are spare, the worst leaves 35', async () => {
    const { pairs, examined, failing, failingMost, rows } = await resultOf(network.engine.client.removal.pairs({ ...spec, most: 3 }));
    expect([pairs, examined, failing, failingMost]).toEqual([21, 21, 21, 21]);
    expect(rows.map(({ members, served, servedMost }) => [members.join(), served, servedMost])).toEqual([
      ['a,b', 35, 35],
      ['a,c', 50, 50],
      ['a,d', 50, 50],
    ]);
  });

  it('lets units fail by themselves: never at 0, always at 1', async () => {
    const { points } = await resultOf(network.engine.client.removal.failures({ ...spec, probabilities: [0, 1], trials: 50 }));
    expect(points.map(({ failing, failingMost, served, failed }) => [failing, failingMost, served.median, failed])).toEqual([
      [0, 0, 95, 0],
      [1, 1, 0, 7],
    ]);
  });

  it('finds the cheapest removal: e and f at 2 + 3 take 10 GPUs, every unit that is enough alone costs 9', async () => {
    const costs = { a: 9, b: 9, c: 9, d: 9, e: 2, f: 3, g: 3 };
    const { cheapest } = await resultOf(network.engine.client.removal.solve({ ...spec, costs }));
    expect(cheapest).toMatchObject({ low: 5, high: 5, proven: true, served: 90 });
    expect(cheapest?.members).toEqual([
      { id: 'e', cost: 2 },
      { id: 'f', cost: 3 },
    ]);
  });

  it('says why there is no price', async () => {
    const { price, priceMissing } = await resultOf(network.engine.client.removal.economy({ ...spec, removed: [] }));
    expect(price).toBeNull();
    expect(priceMissing).toBe('No record of this test states a price, so the cheapest placement is not known.');
  });

  describe('the worst class at 1/2: 30 + 18 of 60 + 35 must be served at the same time', () => {
    const half = () => ({ ...spec, metric: 'worst-class' as const, threshold: '1/2' });

    it('breaks without a and b, which leave 35 of 48; no single unit does it, and a certificate shows so', async () => {
      const { client } = network.engine;
      const result = await resultOf(client.removal.solve(half()));
      expect(result).toMatchObject({
        demand: 1,
        below: 0.5,
        served0: 1,
        breakingPoint: { low: 2, high: 2, proven: true, members: ['a', 'b'] },
      });
      expect(result.certificate).toMatchObject({ mode: 'competing', k: 2, kLow: 2, status: 'proven' });
      expect(await resultOf(client.removal.check({ ...half(), certificates: [result.certificate] }))).toEqual([
        { valid: true, findings: [] },
      ]);
      expect(await resultOf(client.removal.verify(half()))).toMatchObject({ status: 'agrees', low: 2, high: 2 });
    });

    it('serves 22/35 of both without a: 38 + 22 = 60; the next share 38/60 would need 38 + 23', async () => {
      const { client } = network.engine;
      const left = await client.removal.served({ ...half(), removed: ['a'] });
      expect(left).toMatchObject({ demand: 1, served: { low: 22 / 35, high: 22 / 35 }, verdict: 'passes' });
      const { single, second, commonMode } = await resultOf(client.removal.contingencies(half()));
      expect(single.rows[0]).toMatchObject({ id: 'a', served: { low: 22 / 35, high: 22 / 35 }, verdict: 'passes' });
      expect(second.pairs[0]).toMatchObject({ first: 'a', second: 'b', fails: true });
      expect(commonMode.rows[0]).toMatchObject({ factor: 'gpu_vendor', served: { low: 0, high: 0 }, verdict: 'breaks' });
      const { failing, failingMost } = await resultOf(client.removal.pairs({ ...half(), most: 5 }));
      // only a and b leave less than 48
      expect([failing, failingMost]).toEqual([1, 1]);
    });

    it('turns at 22/35: one removal is enough above it', async () => {
      const { flips } = await resultOf(network.engine.client.removal.flips(half()));
      const above = flips.find(({ kind, turnsAt }) => kind === 'threshold' && turnsAt?.startsWith('above'));
      expect(above).toMatchObject({ after: { low: 1, high: 1 } });
      expect(above?.turnsAt).toContain('22/35');
    });
  });

  it('serves classes in full until less than 35 GPUs are left, where one of two is enough: a, b and c', async () => {
    const { client } = network.engine;
    const asked = { ...spec, metric: 'all-or-nothing' as const, threshold: '1/2' };
    const result = await resultOf(client.removal.solve(asked));
    expect(result).toMatchObject({ demand: 2, below: 1, served0: 2, breakingPoint: { low: 3, high: 3, proven: true } });
    expect(result.breakingPoint.members).toEqual(['a', 'b', 'c']);
    // both classes need 95 at the same time
    expect((await resultOf(client.removal.solve({ ...asked, threshold: '1/1' }))).breakingPoint).toMatchObject({ low: 1, high: 1 });
    expect((await client.removal.served({ ...asked, removed: ['a'] })).served).toEqual({ low: 1, high: 1 });
  });
});
