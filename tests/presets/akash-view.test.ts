import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../shared/case/recipe.ts';
import { openTestEngine } from '../acceptance/support.ts';

const model = (name: string, ram: string, form: string) => ({ vendor: 'nvidia', model: name, ram, interface: form });
const provider = (owner: string, total: number, gpuModels: object[]) => ({
  owner,
  name: `${owner}.example`,
  hostUri: `https://${owner}.example:8443`,
  isOnline: true,
  isAudited: true,
  uptime7d: 1,
  ipCountryCode: 'US',
  gpuModels,
  stats: { gpu: { active: 0, available: total, pending: 0, total } },
});
const [H100, RTX4090, A100] = [model('h100', '80Gi', 'SXM5'), model('rtx4090', '24Gi', 'PCIe'), model('a100', '80Gi', 'SXM4')];
// 24 GPUs: the 8 of the first may be H100 or RTX 4090 in any parts, 4 are A100, 12 are RTX 4090.
const PROVIDERS = [provider('akash1aaa', 8, [H100, RTX4090]), provider('akash1bbb', 4, [A100]), provider('akash1ccc', 12, [RTX4090])];

describe('providers of Akash with several models and one total', () => {
  it('have exact totals by provider, and bounds by model', async () => {
    const { engine, folder, close } = await openTestEngine();
    const { client } = engine;
    try {
      writeFileSync(join(folder, 'providers.json'), JSON.stringify(PROVIDERS));
      const { ref } = engine.files.adopt(join(folder, 'providers.json'));
      const recipe = recipeOf(await client.sources.preview({ file: ref, preset: 'akash-console' }));
      let dataset = '';
      for await (const event of await client.sources.import({ file: ref, name: 'Akash', recipe }))
        if (event.type === 'done') dataset = event.result.dataset.id;

      const providers = await client.views.open({ dataset, by: 'provider', weight: 'gpu_count' });
      expect(providers.top.map(({ key, value }) => [key, value])).toEqual([
        ['akash1ccc', 12],
        ['akash1aaa', 8],
        ['akash1bbb', 4],
      ]);
      expect(providers.metrics.cr1).toEqual({ low: 0.5, stated: 0.5, high: 0.5 });

      const models = await client.views.open({ dataset, by: 'gpu_model', weight: 'gpu_count' });
      expect(models.total).toBe(24);
      expect(models.top.map(({ key, value }) => [key, value])).toEqual([
        ['nvidia/rtx4090-pcie-24', 12],
        ['nvidia/a100-sxm-80', 4],
      ]);
      expect(models.partial).toMatchObject([{ value: 8, rows: 1, among: 2, fits: ['nvidia/h100-sxm-80', 'nvidia/rtx4090-pcie-24'] }]);
      // all 8 H100: 12 of 24; all 8 RTX 4090: 20 of 24; of the 16 whose model is known, 12
      expect(models.metrics.cr1).toEqual({ low: 0.5, stated: 0.75, high: 20 / 24 });
    } finally {
      await close();
    }
  });
});
