import { describe, expect, it } from 'vitest';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { networkOfTests, resultOf } from './support.ts';

const network = networkOfTests();
const units = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];

describe('CPU and memory in competing placement', () => {
  // Six nodes of 8 GPUs and 8 cores; light jobs take 1 GPU and 1 core, heavy ones 1 GPU and 2 cores. Nothing removed: 24 light and 12 heavy,
  // 36 of 48; below 36 at 3/4, so the loss of any node breaks it (24 + 8). GPUs alone, or each class alone, show that for two nodes only.
  const portfolio = parsePortfolio({
    classes: [
      { name: 'light', gpus_per_node: 1, cpu_milli_per_node: 1000, quantity: 24 },
      { name: 'heavy', gpus_per_node: 1, cpu_milli_per_node: 2000, memory_mib_per_node: 1024, quantity: 24 },
    ],
  });

  it('is bounded by a linear program in the answer, with a certificate that is counted again', async () => {
    const dataset = await network.imported('cores', ['provider,gpu_count,cpu_milli', ...units.map((name) => `${name},8,8000`)], {
      grain: 'node',
    });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '3/4', mode: 'competing' as const };
    const { client } = network.engine;
    const result = await resultOf(client.removal.solve(spec));
    expect(result.breakingPoint).toMatchObject({ low: 1, high: 1, proven: true });
    expect(result.certificate).toMatchObject({ rho: 'shadow-prices', bound: 32 });
    expect(result.notes).toContain('Class "heavy" ignores memory: no column of the dataset serves the field memory_mib.');
    const check = await resultOf(client.removal.check({ ...spec, certificates: [result.certificate] }));
    expect(check).toEqual([{ valid: true, findings: [] }]);
    expect(await resultOf(client.removal.verify(spec))).toMatchObject({ status: 'agrees', low: 1, high: 1 });
  });

  it('is a range where a record does not state it', async () => {
    const lines = ['provider,gpu_count,cpu_milli', ...units.map((name, index) => `${name},8,${index === 0 ? '' : '8000'}`)];
    const dataset = await network.imported('unstated', lines, { grain: 'node' });
    const spec = { dataset: dataset.id, by: 'provider', portfolio, threshold: '2/3', mode: 'competing' as const };
    const result = await resultOf(network.engine.client.removal.solve(spec));
    // by hand, below 32. Adverse, p1 hosts nothing: 24 + 8 pass on the 40 cores of the others, 24 + 4 do not once one more is lost, so 1.
    // Favourable, p1 hosts 8 heavy jobs whatever its cores: 32 are served without any one unit, 28 without p1 and another, so 2.
    expect(result.breakingPoint.low).toBe(1);
    expect(result.breakingPoint.high).toBeGreaterThanOrEqual(2);
    const certificates = [result.certificate, result.certificateHigh as Record<string, unknown>];
    const check = await resultOf(network.engine.client.removal.check({ ...spec, certificates }));
    expect(check.map(({ valid }) => valid)).toEqual([true, true]);
  });
});
