import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { boundsNote, formatStamp } from '../../shared/format/index.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Datasheets: H100 SXM 80 GB 989.5 dense FP16 TFLOPS, H100 PCIe 80 GB 756.5, H100 NVL 94 GB 835.5, A100 40 and 80 GB 312, GTX 1080 8 GB not stated.
const NETWORK = [
  'provider,gpu_model,gpu_count',
  'fjord,NVIDIA H100 80GB HBM3,8',
  'glade,A100-SXM4-80GB,16',
  'tundra,NVIDIA H100 PCIe,2',
  'tundra,GeForce GTX 1080,4',
].join('\n');

let opened: Awaited<ReturnType<typeof openTestEngine>>;
const imported = async (name: string, text: string): Promise<Dataset> => {
  writeFileSync(join(opened.folder, name), text);
  return importFile(opened.engine, join(opened.folder, name), { grain: 'node', name });
};
let dataset: Dataset;
beforeAll(async () => {
  opened = await openTestEngine();
  dataset = await imported('network.csv', NETWORK);
});
afterAll(() => opened.close());

const open = (weight: string, { id } = dataset) => opened.engine.client.views.open({ dataset: id, by: 'provider', weight });
const values = async (weight: string, of = dataset) => (await open(weight, of)).top.map(({ key, value }) => [key, value]);

describe('a weight that comes from model and count', () => {
  it('multiplies by the marketed memory', async () => {
    expect(await values('vram_gb')).toEqual([
      ['glade', 16 * 80],
      ['fjord', 8 * 80],
      ['tundra', 2 * 80 + 4 * 8],
    ]);
  });

  it('multiplies by the dense throughput, and leaves open what has no public figure', async () => {
    expect(await values('fp16_tflops')).toEqual([
      ['fjord', 8 * 989.5],
      ['glade', 16 * 312],
      ['tundra', 2 * 756.5],
    ]);
    // 4 GTX 1080 may have any throughput
    expect(await open('fp16_tflops')).toMatchObject({
      weightMissing: 0,
      weightBounds: { rows: 1, low: 8 * 989.5 + 16 * 312 + 2 * 756.5, high: null },
    });
  });

  it('counts in H100 SXM, exactly 1 for each of them', async () => {
    const { top, stamp, finding } = await open('h100_equivalents');
    expect(top[0]).toMatchObject({ key: 'fjord', value: 8 });
    expect(top[1]?.value).toBeCloseTo((16 * 312) / 989.5, 7);
    expect(stamp.weightIs).toMatch(
      /^h100_equivalents = gpu_count x dense FP16 throughput .* 9 decimals \(reference table \d{4}-\d\d-\d\d; slices left out\)$/,
    );
    expect(formatStamp(stamp)).toContain('reference table');
    expect(finding).toContain('H100-equivalents');
  });

  it('takes part in formulas', async () => {
    expect(await values('vram_gb / gpu_count')).toEqual([
      ['tundra', 88],
      ['fjord', 80],
      ['glade', 80],
    ]);
  });

  it('has bounds where the model is named in part, or not at all', async () => {
    const part = await imported('part.csv', 'provider,gpu_model,gpu_count\nfjord,A100,10\nglade,H100 NVL,5\ntundra,,1\n');
    const result = await open('vram_gb', part);
    // an A100 has 40, 64 or 80 GB; a GPU without a name as much as any of the table, which starts at 2 GB
    expect(result.total).toBe(5 * 94);
    expect(result.weightBounds).toMatchObject({ rows: 2, low: 400 + 470 + 2 });
    const fjord = (await opened.engine.client.views.rows({ handle: result.handle, window: { start: 0, end: 9 } })).rows.find(
      ({ key }) => key === 'fjord',
    );
    expect(fjord).toMatchObject({ value: 0, ends: { low: 400, high: 800 } });
    expect(boundsNote(result)).toMatch(/^2 records leave their weight open: /);
    // an A100X, among others that may be meant, has no public figure
    const throughput = await open('fp16_tflops', part);
    expect(throughput.total).toBe(5 * 835.5);
    expect(throughput.weightBounds).toMatchObject({ rows: 2, low: 5 * 835.5, high: null });
  });

  it('gives no verdict over the weight of GPUs without a public figure', async () => {
    // 100 x 989.5 are 98 950; 10 000 cards that have any throughput may outweigh them
    const consumer = await imported('consumer.csv', 'provider,gpu_model,gpu_count\nA,H100 SXM,100\nB,RTX 4060,10000\n');
    const { metrics, weightBounds, finding } = await open('fp16_tflops', consumer);
    expect(weightBounds).toMatchObject({ rows: 2 - 1, high: null });
    expect(metrics.cr1.low).toBeLessThan(1);
    expect(metrics.nakamoto['2/3']?.high).toBe(2);
    expect(finding).not.toContain('A alone');
  });

  it('leaves slices out: they are never added to whole GPUs', async () => {
    const slices = await imported('slices.csv', 'provider,gpu_model,gpu_count\nfjord,A100 80GB SXM MIG 1g.10gb,7\nglade,H100 NVL,5\n');
    const { total, weightMissing } = await open('vram_gb', slices);
    expect([total, weightMissing]).toEqual([470, 1]);
  });

  it('says which column is not there, and gives way to a column of its name', async () => {
    const bare = await imported('bare.csv', 'provider,gpu_count\nfjord,1\n');
    const refused = await open('vram_gb', bare).then(
      () => null,
      (error) => errorValueOfCall(error),
    );
    expect(refused).toMatchObject({ code: 'gpu-model-missing', details: { field: 'gpu_model' } });
    const own = await imported('own.csv', 'provider,h100_equivalents\nfjord,2.5\n');
    const { total, stamp } = await open('h100_equivalents', own);
    expect([total, stamp.weightIs]).toEqual([2.5, undefined]);
  });
});
