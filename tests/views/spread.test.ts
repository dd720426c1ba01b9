// Spread of prices and uptime through the engine; every expected number is worked out by hand in the comment beside it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile, openTestEngine } from '../acceptance/support.ts';

const NODES = [
  'provider,node_id,gpu_count,uptime',
  'fjord,n1,8,1',
  'fjord,n2,8,0.9',
  'glade,n3,16,0.8',
  'tundra,n4,8,',
  'tundra,n5,8,',
].join('\n');

const LISTED = [
  'provider,node_id,gpu_count,uptime,status',
  'fjord,n1,8,1,online',
  'fjord,n2,8,0.9,offline',
  'glade,n3,16,0.8,online',
  'moor,n4,8,0.7,odd',
].join('\n');

const OFFERS = [
  'provider,gpu_model,price_usd_per_gpu_hour',
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((price) => `p${price},nvidia/h100-sxm-80,${price}`),
  'p1,nvidia/a100-sxm-80,1.25',
  'p2,nvidia/a100-sxm-80,1.75',
  'p3,nvidia/a100-sxm-80,0',
  'p4,,3',
  'p5,nvidia/h100-sxm-80,',
].join('\n');

describe('spread', () => {
  let test: Awaited<ReturnType<typeof openTestEngine>>;
  beforeAll(async () => {
    test = await openTestEngine();
    for (const [name, text, grain] of [
      ['nodes.csv', NODES, 'node'],
      ['offers.csv', OFFERS, 'offer'],
      ['listed.csv', LISTED, 'node'],
    ] as const) {
      writeFileSync(join(test.folder, name), text);
      await importFile(test.engine, join(test.folder, name), { grain });
    }
  });
  afterAll(() => test.close());

  it('is of the records on the rung of the supply that is asked for, and counts those left out', async () => {
    const ask = { dataset: 'D3', kind: 'uptime', slo: '9/10' } as const;
    const { uptime, rows, baseLeftOut, stamp } = await test.engine.client.views.spread({ ...ask, base: 'online' });
    expect([rows, stamp.base, baseLeftOut]).toEqual([2, 'online', { rows: 2, unstated: 1 }]);
    // (8 x 1 + 16 x 0.8) / 24
    expect(uptime?.mean).toBeCloseTo(20.8 / 24, 12);
    expect((await test.engine.client.views.spread(ask)).baseLeftOut).toBeUndefined();
    await expect(test.engine.client.views.spread({ ...ask, base: 'verified' })).rejects.toThrow(/no column that states/);
  });

  it('of uptime: mean, quantile and variance by GPUs, between and within providers, missing uptime as unknown weight', async () => {
    const { uptime, weight, rejected, stamp } = await test.engine.client.views.spread({ dataset: 'D1', kind: 'uptime', slo: '9/10' });
    expect([weight, stamp.by]).toEqual(['gpu_count', 'provider']);
    expect(uptime).toMatchObject({
      // (8 x 1 + 8 x 0.9 + 16 x 0.8) / 32
      mean: 0.875,
      // the smallest uptime at which 5 % of 32 GPUs are reached
      p05: 0.8,
      // (8 x 0.125^2 + 8 x 0.025^2 + 16 x 0.075^2) / 32
      variance: expect.closeTo(0.006875, 15),
      // means 0.95 and 0.8, both 0.075 from 0.875: 0.005625; 0.05^2 x 16 / 32 = 0.00125
      split: {
        total: expect.closeTo(0.006875, 15),
        between: expect.closeTo(0.005625, 15),
        within: expect.closeTo(0.00125, 15),
        betweenShare: expect.closeTo(9 / 11, 12),
      },
      // strictly below 0.9: the 16 GPUs of glade
      shareBelowSlo: 0.5,
      downtimeMinutesPer30Days: expect.closeTo(0.125 * 30 * 24 * 60, 9),
      known: 32,
      unknown: 16,
      unknownShare: expect.closeTo(1 / 3, 15),
      providers: 2,
      withoutProvider: 0,
      ecdf: [
        [0.8, 0.5],
        [0.9, 0.75],
        [1, 1],
      ],
    });
    expect(uptime?.worst.map(({ key, mean }) => [key, mean])).toEqual([
      ['glade', 0.8],
      ['fjord', 0.95],
    ]);
    expect(rejected).toEqual([{ code: 'no-value', rows: 2, reason: 'no uptime: unknown, not 0' }]);
  });

  it('of prices: by class, worst first, unweighted where the list has no quantities, rejected prices named', async () => {
    const { price, weight, notes, rejected } = await test.engine.client.views.spread({ dataset: 'D2', kind: 'price' });
    expect(weight).toBeNull();
    expect(notes.join(' ')).toContain('every record counts one');
    const [h100, a100] = price?.classes ?? [];
    expect(h100).toMatchObject({
      key: 'nvidia/h100',
      weighted: null,
      // 1 to 9, type 7: p10 = 1.8, p90 = 8.2, p25 = 3, p75 = 7; variance 60/9; distances 4,3,2,1,0,1,2,3,4: median 2
      unweighted: {
        n: 9,
        mean: 5,
        p10: 1.8,
        p25: 3,
        p50: 5,
        p75: 7,
        p90: 8.2,
        iqr: 4,
        mad: 2,
        pointsOnly: false,
        p90OverP10: expect.closeTo(8.2 / 1.8, 12),
        cv: expect.closeTo(Math.sqrt(60 / 9) / 5, 12),
      },
      points: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    });
    expect(a100?.unweighted).toMatchObject({ n: 2, p50: 1.5, pointsOnly: true });
    expect(price?.withoutClass).toBe(1);
    expect(price?.pooled?.n).toBe(12);
    expect(rejected.reduce((sum, { rows }) => sum + rows, 0)).toBe(2);
  });

  it('weighs prices by a column that is asked for', async () => {
    const { uptime } = await test.engine.client.views.spread({
      dataset: 'D1',
      kind: 'uptime',
      weight: 'count',
      where: 'uptime is not null',
    });
    // 1, 0.9, 0.8 with one vote each
    expect(uptime?.mean).toBeCloseTo(0.9, 15);
  });

  it('says what is not disclosed', async () => {
    await expect(test.engine.client.views.spread({ dataset: 'D1', kind: 'price' })).rejects.toThrow('not disclosed');
    await expect(test.engine.client.views.spread({ dataset: 'D2', kind: 'uptime' })).rejects.toThrow('no column with uptimes');
    await expect(test.engine.client.views.spread({ dataset: 'D1', kind: 'uptime', column: 'provider' })).rejects.toThrow('holds text');
  });
});
