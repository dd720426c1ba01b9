import { beforeAll, describe, expect, it } from 'vitest';
import { showing } from '../../renderer/features/removal/seen.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { declaredOf, deviationsOf } from '../../shared/case/deviations.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

const LINES = ['provider,gpu_model,gpu_count', 'a,H100,40', 'b,H100,25', 'c,H100,10', 'd,H100,25'];
const portfolio = (quantity: number) => parsePortfolio({ title: 'Cards', classes: [{ name: 'card', gpus_per_node: 1, quantity }] });

describe('a declared test', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('declared', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio: portfolio(60), threshold: '9/10', entities: 'none' };
  });
  const declare = (more: Partial<RemovalSpec>, reason = '') => {
    const { dataset: id, by, portfolio: wanted, threshold } = { ...spec, ...more };
    return network.engine.client.removal.declare({ test: { dataset: id, by, portfolio: wanted, threshold }, reason });
  };
  const labels = async () => (await network.engine.client.history.list({ window: { start: 0, end: 3 } })).entries.map(({ label }) => label);

  it('says nothing of deviations while nothing is declared', async () => {
    expect((await resultOf(network.engine.client.removal.solve(spec))).deviations).toBeUndefined();
  });

  it('is written to the ledger before its result is seen', async () => {
    const declaration = await declare({});
    expect(declaration).toMatchObject({ id: 'T1', declared: { by: 'provider', threshold: '9/10', mode: 'independent' }, deviations: [] });
    expect((await labels())[0]).toBe('Declare the removal test of "declared" by provider: threshold 90 %, portfolio "Cards"');
    expect((await resultOf(network.engine.client.removal.solve({ ...spec, threshold: '90%' }))).deviations).toEqual([]);
  });

  it('names what a later test does otherwise, beside its result', async () => {
    const { deviations } = await resultOf(
      network.engine.client.removal.solve({ ...spec, threshold: '1/2', portfolio: portfolio(50), mode: 'competing' }),
    );
    expect(deviations).toEqual([
      { field: 'threshold', declared: '90 %', used: '50 %' },
      { field: 'portfolio', declared: '60 x card', used: '50 x card' },
      { field: 'placement', declared: 'each class alone', used: 'all classes at once' },
    ]);
    // another unit is another test
    expect((await resultOf(network.engine.client.removal.solve({ ...spec, by: 'gpu_model' }))).deviations).toBeUndefined();
  });

  it('is deviated from with a reason; the first one stays what was declared', async () => {
    const changed = await declare({ threshold: '4/5' }, 'the contract says 80 %');
    expect(changed.declared.threshold).toBe('9/10');
    expect(changed.deviations).toEqual([
      expect.objectContaining({
        changes: [{ field: 'threshold', declared: '90 %', used: '80 %' }],
        reason: 'the contract says 80 %',
      }),
    ]);
    expect((await labels())[0]).toBe(
      'Deviate from the removal test of "declared" by provider as declared: threshold 90 % to 80 % (the contract says 80 %)',
    );
    // the same once more is no new decision
    await declare({ threshold: '80%' });
    expect((await network.engine.client.removal.declarations())[0]?.deviations).toHaveLength(1);
  });

  it('holds filter, entities, base and combinations where it was declared with them', async () => {
    const { client } = network.engine;
    const where = "provider != 'd'";
    await client.removal.declare({ test: declaredOf({ ...spec, by: 'gpu_model', where }), reason: '' });
    const { deviations } = await resultOf(
      client.removal.solve({ ...spec, by: 'gpu_model', entities: 'confirmed', combinations: [{ name: 'all', members: ['H100'] }] }),
    );
    expect(deviations).toEqual([
      { field: 'filter', declared: where, used: 'all records' },
      { field: 'accounts as one operator', declared: 'none', used: 'confirmed' },
      { field: 'units lost together', declared: 'none', used: 'all (H100)' },
    ]);
    await client.history.undo();
  });

  it('says in the ledger, and beside its result, that its result was shown before it was declared', async () => {
    const { client } = network.engine;
    const late = { ...spec, by: 'gpu_model' };
    const declaration = await client.removal.declare({ test: declaredOf(late, true), reason: '' });
    expect(declaration.declared.afterResult).toBe(true);
    const { entries } = await client.history.list({ window: { start: 0, end: 1 } });
    expect(entries[0]?.label).toBe(
      'Declare the removal test of "declared" by gpu_model, after its result was shown: threshold 90 %, portfolio "Cards"',
    );
    expect((await resultOf(client.removal.solve(late))).declaredAfterResult).toBe(true);
    expect((await resultOf(client.removal.solve(spec))).declaredAfterResult).toBeUndefined();
    await client.history.undo();
  });

  it('is asked for before a result is shown, for each unit anew, and not once the result was seen', () => {
    const fresh = { declared: false, explored: false, seen: false };
    expect(showing(fresh)).toBe('gate');
    expect(showing({ ...fresh, declared: undefined })).toBe('nothing');
    expect(showing({ ...fresh, declared: true })).toBe('result');
    expect(showing({ ...fresh, explored: true })).toBe('result');
    // beside another dataset, or before its declaration was taken back
    expect(showing({ ...fresh, seen: true })).toBe('result');
  });

  it('is the same with defaults written out, and tells thresholds apart whose products pass 2^53', () => {
    const test = declaredOf(spec);
    const [card] = spec.portfolio.classes as [(typeof spec.portfolio.classes)[0]];
    const written = { ...spec.portfolio, metric: 'gpu-hour' as const, classes: [{ ...card, domain: 'host' as const, value: 1 }] };
    expect(deviationsOf(test, { ...test, portfolio: written, threshold: '0.90' })).toEqual([]);
    expect(deviationsOf(test, { ...test, portfolio: { ...written, classes: [{ ...card, value: 2 }] } })).toHaveLength(1);
    const pair = (name: string, members: string[]) => [{ name, members }];
    expect(deviationsOf({ ...test, combinations: pair('x', ['a', 'b']) }, { ...test, combinations: pair('y', ['b', 'a']) })).toEqual([]);
    // cross products 99999999999998 * 99999999999998 and 99999999999997 * 99999999999999 differ by 1, far beyond 2^53
    const [near, other] = ['99999999999997/99999999999998', '99999999999998/99999999999999'];
    expect(deviationsOf({ ...test, threshold: near }, { ...test, threshold: other })).toHaveLength(1);
  });

  it('is named where a scenario that is saved deviates, and undo takes it back', async () => {
    const { client } = network.engine;
    await client.removal.saveScenario({ name: 'Half', spec: { ...spec, threshold: '1/2' }, removed: [] });
    expect((await labels())[0]).toBe('Save the scenario "Half", which deviates from the declared test: threshold 90 % to 50 %');
    await client.history.undo();
    await client.history.undo();
    expect((await client.removal.declarations())[0]?.deviations).toEqual([]);
    await client.history.redo();
    expect((await client.removal.declarations())[0]?.deviations).toHaveLength(1);
  });
});
