import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { formatStamp } from '../../shared/format/index.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// fjord 8 x 2.50 = 20, glade 4 x 1.25 = 5 and 2 x 1.10 = 2.2, tundra has no price
const NETWORK = ['provider,gpu_count,price,Spare GPUs', 'fjord,8,2.50,3', 'glade,4,1.25,9', 'glade,2,1.10,0', 'tundra,16,,1'].join('\n');

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let dataset: Dataset;
beforeAll(async () => {
  opened = await openTestEngine();
  writeFileSync(join(opened.folder, 'network.csv'), NETWORK);
  dataset = await importFile(opened.engine, join(opened.folder, 'network.csv'), { grain: 'node', name: 'Network' });
});
afterAll(() => opened.close());

const open = (weight: string, where = '') => opened.engine.client.views.open({ dataset: dataset.id, by: 'provider', weight, where });
const refusal = (weight: string, where = '') =>
  open(weight, where).then(
    () => null,
    (error) => errorValueOfCall(error),
  );

describe('a formula as the weight of a view', () => {
  it('is worked out record by record and added up exactly', async () => {
    const { top, total, weightMissing, metrics } = await open('gpu_count * price');
    expect(top.map(({ key, value }) => [key, value])).toEqual([
      ['fjord', 20],
      ['glade', 7.2],
    ]);
    expect([total, weightMissing]).toEqual([27.2, 1]);
    expect(metrics.hhi.stated).toBeCloseTo((10_000 * (20 ** 2 + 7.2 ** 2)) / 27.2 ** 2, 9);
  });

  it('names columns with blanks in quotes, counts records, and fills what is unknown where it is told to', async () => {
    expect((await open('"Spare GPUs" * 2')).top.map(({ value }) => value)).toEqual([18, 6, 2]);
    expect((await open('count * 3')).total).toBe(12);
    expect((await open('gpu_count * coalesce(price, 0.5)')).top[1]).toMatchObject({ key: 'tundra', value: 8 });
  });

  it('is named in the stamp, with how it is worked out', async () => {
    const { stamp, finding } = await open('gpu_count * price');
    expect(stamp).toMatchObject({ weight: 'gpu_count * price', weightIs: 'gpu_count * price, worked out exactly' });
    expect(formatStamp(stamp)).toContain('worked out exactly');
    expect(finding).toContain('gpu_count * price');
    expect((await open('gpu_count / 3')).stamp.weightIs).toMatch(/^gpu_count \/ 3, with quotients rounded to \d+ decimals$/);
  });

  it('says where it goes wrong', async () => {
    expect(await refusal('gpu_count * ')).toMatchObject({ code: 'formula-invalid', details: { position: 12 } });
    expect(await refusal('gpu_count * prise')).toMatchObject({ code: 'formula-invalid', details: { position: 12, suggestion: 'price' } });
    expect(await refusal('gpu_count * provider')).toMatchObject({ code: 'formula-invalid', details: { column: 'provider' } });
    expect(await refusal('2 * 3')).toMatchObject({ code: 'formula-invalid' });
    expect(await refusal('gpu-count')).toMatchObject({ code: 'unknown-column', details: { suggestion: 'gpu_count' } });
  });

  it('is a difference without blanks where all that it names is there', async () => {
    expect((await open('gpu_count-1')).total).toBe(8 + 4 + 2 + 16 - 4);
    expect((await open('--count')).total).toBe(4);
    expect((await open('count-1')).total).toBe(0);
  });

  it('is refused with the records where it is negative, unless the filter leaves them out', async () => {
    const refused = await refusal('gpu_count - "Spare GPUs"');
    expect(refused).toMatchObject({ code: 'negative-weight', details: { records: [2], count: 1 } });
    expect(refused?.message).toContain('1 record: 2');
    expect((await open('gpu_count - "Spare GPUs"', "provider != 'glade'")).total).toBe(20);
    expect((await open('max(0, gpu_count - "Spare GPUs")')).total).toBe(22);
  });

  it('takes a division by zero as unknown', async () => {
    const { top, weightMissing } = await open('gpu_count / "Spare GPUs"');
    // glade has 4 / 9 and 2 / 0
    expect(top.find(({ key }) => key === 'glade')?.value).toBeCloseTo(4 / 9, 13);
    expect(weightMissing).toBe(1);
  });
});

describe('a formula over columns that state bounds', () => {
  const bounded = async (name: string, text: string) => {
    writeFileSync(join(opened.folder, `${name}.csv`), text);
    return importFile(opened.engine, join(opened.folder, `${name}.csv`), { grain: 'node', name });
  };
  const view = ({ id }: Dataset, weight: string) => opened.engine.client.views.open({ dataset: id, by: 'provider', weight });

  it('counts a record whose difference has no end, and gives no verdict without it', async () => {
    const free = await bounded('free', 'provider,gpu_count,gpu_free\nA,1,0\nB,5,2\nC,>=10,>=5\n');
    const { weightBounds, weightMissing, finding, metrics } = await view(free, 'gpu_count - gpu_free');
    // A holds 1, B 3, C anything
    expect(weightBounds).toEqual({ rows: 1, low: 4, high: null });
    expect(weightMissing).toBe(0);
    expect(metrics.cr1.low).toBeLessThan(0.75);
    expect(finding).not.toContain('B alone');
  });

  it('is refused with the record where even its upper end is negative', async () => {
    const nodes = await bounded('negative', 'provider,gpu_count\nA,1\nB,4-8\n');
    const refused = await view(nodes, '3 - gpu_count').then(
      () => null,
      (error) => errorValueOfCall(error),
    );
    expect(refused).toMatchObject({ code: 'negative-weight', details: { formula: '3 - gpu_count', records: [2], count: 1 } });
    expect(refused?.message).toContain('The formula 3 - gpu_count is negative in 1 record: 2');
  });

  it('marks ranges as outer where a column that states bounds is read twice', async () => {
    const nodes = await bounded('twice', 'provider,gpu_count,gpu_free\nA,4-8,1\nB,9,2\n');
    expect(await view(nodes, '(gpu_count - 6) * (gpu_count - 6)')).toMatchObject({
      weightBounds: { rows: 1, low: 9, high: 13 },
      outer: expect.arrayContaining(['hhi', 'cr1', 'cr4', 'nakamoto']),
    });
    expect((await view(nodes, 'gpu_count - gpu_free')).outer).toEqual([]);
  });
});

describe('states of a view without a number', () => {
  it('names an empty selection, a weight that nobody has, and a single entity', async () => {
    const empty = await open('gpu_count', 'gpu_count > 100');
    expect(empty).toMatchObject({ rows: 0, entities: 0, total: 0, finding: 'No record passes the filter' });
    expect(empty.metrics.hhi).toEqual({ low: null, stated: null, high: null });
    expect(empty.reasons.hhi).toMatchObject({ stated: 'no-weight' });
    const zero = await open('gpu_count * 0');
    expect(zero).toMatchObject({ entities: 0, finding: 'No gpu_count * 0 to rank by provider' });
    const one = await open('gpu_count', "provider = 'fjord'");
    expect(one).toMatchObject({ entities: 1, metrics: { hhi: { stated: 10_000 }, gini: { stated: 0 } } });
    const tied = await open('count', "provider != 'glade'");
    expect(tied).toMatchObject({ leaders: ['fjord', 'tundra'], metrics: { hhi: { stated: 5000 }, nakamoto: { '1/3': { stated: 1 } } } });
    expect(tied.nakamotoDetail['1/3']).toMatchObject({ tie: true, unique: false });
    const unpriced = await open('gpu_count * price', "provider = 'tundra'");
    expect(unpriced).toMatchObject({ rows: 1, entities: 0, weightMissing: 1 });
  });

  it('gives no stated number where the dimension is unknown for every record, under any policy', async () => {
    writeFileSync(join(opened.folder, 'nameless.csv'), 'provider,gpu_count\n,3\n,1\n');
    const { id } = await importFile(opened.engine, join(opened.folder, 'nameless.csv'), { grain: 'node', name: 'Nameless' });
    const view = (unknown: 'bounds' | 'known-only' | 'own-entity' | 'one-entity') =>
      opened.engine.client.views.open({ dataset: id, by: 'provider', weight: 'gpu_count', unknown });
    const bounds = await view('bounds');
    expect(bounds).toMatchObject({
      entities: 0,
      total: 4,
      unknown: { rows: 2, value: 4, share: 1 },
      metrics: { hhi: { low: 0, stated: null, high: 10_000 } },
    });
    expect(bounds.finding).toBe('No known GPUs to rank by provider');
    expect(await view('known-only')).toMatchObject({
      entities: 0,
      total: 0,
      unknown: { value: 4, share: 1 },
      metrics: { hhi: { stated: null } },
    });
    // 3 and 1 of 4: 9/16 + 1/16
    expect(await view('own-entity')).toMatchObject({ entities: 2, metrics: { hhi: { stated: 6250 } } });
    expect(await view('one-entity')).toMatchObject({ entities: 1, metrics: { hhi: { stated: 10_000 } } });
  });
});
