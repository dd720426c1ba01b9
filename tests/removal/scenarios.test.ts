import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

const BEFORE = ['provider,gpu_model,gpu_count,country', 'a,H100,40,DE', 'b,H100,25,FR', 'c,H100,10,US', 'd,A100,25,US'];
// a quarter later a has grown, b is gone, and the file calls the column otherwise
const AFTER = ['Provider name,gpu_model,gpu_count,country', 'a,H100,60,DE', 'c,H100,20,US', 'd,A100,40,US', 'e,H100,10,JP'];
const OTHER = ['provider,gpu_model,price_usd_per_gpu_hour', 'a,H100,2'];
const portfolio = parsePortfolio({
  classes: [
    { name: 'any', gpus_per_node: 1, quantity: 60 },
    { name: 'h100', gpus_per_node: 1, gpu_models: ['H100'], quantity: 30 },
  ],
});

describe('scenarios', () => {
  const network = networkOfTests();
  let before: Dataset;
  let after: Dataset;
  let other: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    before = await network.imported('before', BEFORE, { grain: 'node', asOf: '2026-01-31' });
    after = await network.imported('after', AFTER, { grain: 'node', asOf: '2026-04-30' });
    other = await network.imported('prices', OTHER, { grain: 'offer' });
    spec = { dataset: before.id, by: 'provider', where: '', portfolio, threshold: '9/10', entities: 'none' };
  });

  it('fill a matrix of served and wanted instances, each with its own unit', async () => {
    const { classes, scenarios } = await resultOf(
      network.engine.client.removal.matrix({
        scenarios: [
          { name: 'nothing removed', spec, removed: [] },
          { name: 'without a', spec, removed: ['a', 'nobody'] },
          { name: 'without the US', spec: { ...spec, by: 'country' }, removed: ['US'] },
        ],
      }),
    );
    expect(classes).toEqual(['any', 'h100']);
    // 100 GPUs, 75 of them H100; without a 60 and 35; without the US 65 and 65
    expect(scenarios.map(({ cells }) => cells.map((cell) => cell && [cell.served.low, cell.wanted]))).toEqual([
      [
        [60, 60],
        [30, 30],
      ],
      [
        [60, 60],
        [30, 30],
      ],
      [
        [60, 60],
        [30, 30],
      ],
    ]);
    expect(scenarios.map(({ removed, absent, verdict }) => [removed, absent, verdict])).toEqual([
      [0, [], 'passes'],
      [1, ['nobody'], 'passes'],
      [1, [], 'passes'],
    ]);
    const { scenarios: two } = await resultOf(
      network.engine.client.removal.matrix({ scenarios: [{ name: 'without a and b', spec, removed: ['a', 'b'] }] }),
    );
    // 35 GPUs, 10 of them H100: 35 + 10 of 90, below 81
    expect(two[0]).toMatchObject({ demand: 90, below: 81, served: { low: 45, high: 45 }, verdict: 'breaks' });
  });

  it('are asked of another dataset by what its columns are', async () => {
    const {
      spec: next,
      removed,
      absent,
      notes,
    } = await network.engine.client.removal.replay({
      spec: { ...spec, combinations: [{ name: 'a and b', members: ['a', 'b'] }], costs: { d: 3 }, order: 'stake' },
      removed: ['a and b', 'c', 'b'],
      dataset: after.id,
    });
    expect(next).toMatchObject({ dataset: after.id, by: 'provider', order: '', costs: { d: 3 } });
    expect(removed).toEqual(['a and b', 'c']);
    expect(absent).toEqual(['b']);
    expect(notes).toContain('"after" has no weight "stake"; largest first goes by GPUs there.');
  });

  it('are compared over datasets; where one cannot be asked the reason is told', async () => {
    const { rows } = await resultOf(
      network.engine.client.removal.across({ spec, removed: ['a', 'b'], datasets: [before.id, after.id, other.id] }),
    );
    expect(rows.map(({ name, asOf }) => [name, asOf])).toEqual([
      ['before', '2026-01-31'],
      ['after', '2026-04-30'],
      ['prices', null],
    ]);
    // before: 45 of 90 as above; after: without a 70 GPUs, 30 of them H100: all served
    expect(rows[0]?.outcome).toMatchObject({ removed: { served: { low: 45 }, verdict: 'breaks' }, breakingPoint: { low: 2, high: 2 } });
    expect(rows[1]?.outcome).toMatchObject({ removed: { served: { low: 90 }, verdict: 'passes' } });
    expect(rows[1]?.absent).toEqual(['b']);
    expect(rows[2]).toMatchObject({ outcome: null });
    expect(rows[2]?.reason).toMatch(/needs the number of GPUs/);
  });

  it('are kept with every choice of the test, and come back as they were', async () => {
    const { client } = network.engine;
    const whole = { ...spec, mode: 'competing' as const, combinations: [{ name: 'x', members: ['a', 'b'] }], order: 'count', trials: 500 };
    await client.removal.saveScenario({ name: 'kept', spec: whole, removed: ['x'] });
    const [kept] = await client.removal.scenarios();
    expect(kept).toMatchObject({ name: 'kept', spec: { ...whole, metric: 'value', costs: {}, base: '', seed: 7 }, removed: ['x'] });
  });
});
