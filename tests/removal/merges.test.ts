import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// Example 1 of removal-test.md 9.2: b, c and d, who share a wallet, hold 45 of 100 GPUs; 60 are wanted.
const LINES = [
  'provider,gpu_model,gpu_count,wallet',
  'a,H100,40,0x1111111111111111111111111111111111111111',
  'b,H100,25,0x2222222222222222222222222222222222222222',
  'c,H100,10,0x2222222222222222222222222222222222222222',
  'd,H100,10,0x3333333333333333333333333333333333333333',
  'e,H100,5,0x4444444444444444444444444444444444444444',
  'f,H100,5,0x5555555555555555555555555555555555555555',
  'g,H100,5,0x6666666666666666666666666666666666666666',
];
const portfolio = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 60 }] });

describe('decisions on entities and the breaking point', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('wallets', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1/1', entities: 'confirmed' };
  });
  const merges = async (more: Partial<RemovalSpec> = {}) =>
    (await resultOf(network.engine.client.removal.flips({ ...spec, ...more }))).flips.filter(({ kind }) => kind === 'merge');

  it('says that the open link of b and c, 35 together, turns nothing: two are still needed', async () => {
    expect((await merges()).map(({ turnsAt, before }) => [turnsAt, before])).toEqual([[null, { low: 2, high: 2 }]]);
  });

  it('says that a confirmed link whose rejection would need two again decides the conclusion', async () => {
    const { client } = network.engine;
    await client.entities.link({
      scope: { dataset: dataset.id, by: 'provider', weight: 'gpu_count' },
      link: { kind: 'same-owner', from: 'a', to: 'd', evidence: [{ type: 'filing', value: 'register 7', source: null, dateSeen: null }] },
      acknowledged: ['large-share'],
    });
    // a and d are 50 of 100 now: 50 are left of 60
    expect((await resultOf(client.removal.solve(spec))).breakingPoint).toMatchObject({ low: 1, high: 1 });
    const [found, ...others] = await merges();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'merge', before: { low: 1, high: 1 }, after: { low: 2, high: 2 }, proven: true });
    expect(found?.change).toBe('the merge a and d rejected');
    // where no link counts, accepting that one is what would turn it
    expect(await merges({ entities: 'none' })).toMatchObject([{ change: 'the merge a and d accepted', after: { low: 1, high: 1 } }]);
  });
});
