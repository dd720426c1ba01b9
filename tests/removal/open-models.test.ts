import { expect, it } from 'vitest';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { networkOfTests, resultOf } from './support.ts';

const network = networkOfTests();

// 48 GPUs, 44 wanted at 30 %: 14 must be left. Without the RTX 4090 the 32 H100 of unknown variant are, without these the 16 RTX 4090 are.
it('does not lose an H100 of unknown variant with another model, and shows it as a model of its own', async () => {
  const lines = ['provider,gpu_model,gpu_count', 'a,H100,16', 'b,H100,16', 'c,RTX 4090,8', 'd,RTX 4090,8'];
  const dataset = await network.imported('models', lines);
  const portfolio = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 44 }] });
  const spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '3/10' };
  const { commonMode } = await resultOf(network.engine.client.removal.contingencies({ ...spec, entities: 'none' }));
  const models = commonMode.rows.filter(({ factor }) => factor === 'gpu_model');
  expect(models.map(({ value, gpus, served, verdict, hidden }) => [value, gpus, served.low, served.high, verdict, hidden])).toEqual([
    [expect.stringContaining('h100'), 32, 16, 16, 'passes', false],
    [expect.stringContaining('rtx4090'), 16, 32, 32, 'passes', false],
  ]);
  expect(commonMode.factors.find(({ factor }) => factor === 'gpu_model')).toMatchObject({ values: 2, unknown: 0 });
});
