import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// Example 1 of removal-test.md 9.2, with prices: 40, 25, 10, 10, 5, 5, 5 GPUs.
const LINES = [
  'provider,gpu_model,gpu_count,price_usd_per_gpu_hour',
  'a,H100,40,1.00',
  'b,H100,25,2.00',
  'c,H100,10,2.50',
  'd,H100,10,3.00',
  'e,H100,5,4.00',
  'f,H100,5,5.00',
  'g,H100,5,',
];
const portfolio = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 60 }] });

describe('headroom, price, pairs and flips', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('prices', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1/1', entities: 'none' };
  });

  it('says how much demand may grow: 100/60 = 5/3 now, 60/60 without a; adversely 60, 35, 25, 15, 10, 5, 0 of 60 are left', async () => {
    const { headroom, headroomCurve } = await resultOf(network.engine.client.removal.economy({ ...spec, removed: ['a'] }));
    expect(headroom.start).toEqual({ factor: '5/3', value: 5 / 3, class: 'card' });
    expect(headroom.removed?.factor).toBe('1/1');
    expect(headroomCurve.map(({ worst }) => Math.round(worst * 60))).toEqual([100, 60, 35, 25, 15, 10, 5, 0]);
  });

  it('prices the cheapest placement before and after: 40 at 1 and 20 at 2, then 25 at 2 up to 5 at 5, with 5 of unknown price', async () => {
    const { price, priceCurve } = await resultOf(network.engine.client.removal.economy({ ...spec, removed: ['a'] }));
    // (40 * 1 + 20 * 2) / 60 = 4/3
    expect(price?.start).toMatchObject({ priced: 60, unpriced: 0, gpus: 60, microUsdPerHour: 80e6, marginalUsd: 2 });
    expect(price?.start.averageUsd).toBeCloseTo(4 / 3, 12);
    // 25 * 2 + 10 * 2.5 + 10 * 3 + 5 * 4 + 5 * 5 = 150 for 55 of 60; the last 5 stand without a price
    expect(price?.removed).toMatchObject({ priced: 55, unpriced: 5, microUsdPerHour: 150e6, marginalUsd: 5 });
    expect(price?.startForRemovedQuantity).toMatchObject({ priced: 55, microUsdPerHour: 70e6 });
    expect(priceCurve[1]).toMatchObject({ k: 1, gpus: 55, marginalUsd: 5 });
  });

  it('prices competing classes between bounds: 30 and 30 cards together cost what 60 alone do, each GPU once', async () => {
    const classes = ['one', 'two'].map((name) => ({ name, gpus_per_node: 1, quantity: 30 }));
    const competing = { ...spec, mode: 'competing' as const, portfolio: parsePortfolio({ classes }), removed: ['a'] };
    const { price, priceRange, priceMissing, priceCurve, notes } = await resultOf(network.engine.client.removal.economy(competing));
    expect([price, priceMissing, priceCurve]).toEqual([null, null, []]);
    // 40 * 1 + 20 * 2 = 80; if the 5 without a price cost nothing, 40 * 1 + 15 * 2 = 70
    expect(priceRange?.start).toMatchObject({ gpus: { low: 60, high: 60 }, microUsdPerHour: { low: 70e6, high: 80e6 } });
    // 150 for 55 GPUs; the last 5 state no price, so they may cost anything
    expect(priceRange?.removed).toEqual({
      served: { low: 60, high: 60 },
      gpus: { low: 60, high: 60 },
      microUsdPerHour: { low: 150e6, high: null },
      averageUsd: { low: 2.5, high: null },
    });
    expect(notes).toContain('1 record states no price: it costs nothing in the lower bound, and no upper bound rests on it.');
    const valued = { ...competing, portfolio: parsePortfolio({ classes: [{ ...classes[0], quantity: 90, value: 5 }, classes[1]] }) };
    expect((await resultOf(network.engine.client.removal.economy(valued))).priceMissing).toContain('worth different amounts per GPU');
  });

  it('loses every pair: six of 21 pairs break it, all with a (example 1: six minimum attacks)', async () => {
    const { pairs, failing, rows } = await resultOf(network.engine.client.removal.pairs({ ...spec, most: 10 }));
    expect([pairs, failing]).toEqual([21, 6]);
    expect(rows[0]).toEqual({ members: ['a', 'b'], served: 35, servedMost: 35, fails: true });
    expect(rows).toHaveLength(6);
  });

  it('gives the resilience index: the mean of 60, 60, 35, 25, 15, 10, 5, 0 over 60', async () => {
    const { resilience } = await resultOf(network.engine.client.removal.solve(spec));
    expect(resilience).toEqual({ low: 210 / 480, high: 210 / 480 });
  });

  it('lists the smallest changes that turn k* = 2: with 5 more GPUs safe, two removals leave 40', async () => {
    const { conclusion, flips } = await resultOf(network.engine.client.removal.flips(spec));
    expect(conclusion).toContain('2');
    expect([...new Set(flips.map(({ kind }) => kind))].sort()).toEqual(
      expect.arrayContaining(['capacity', 'threshold', 'undisclosed', 'unknowns', 'weight']),
    );
    // 35 are left after a and b: k* is 3 at thresholds of 35/60 and below, 1 never above 60/60
    const threshold = flips.find(({ kind }) => kind === 'threshold');
    expect(threshold).toMatchObject({ before: { low: 2, high: 2 }, after: { low: 3, high: 3 }, proven: true });
    expect(threshold?.turnsAt).toContain('7/12');
    // 25 more out of reach of every removal: 60 are left after a and b
    expect(flips.find(({ kind }) => kind === 'undisclosed')).toMatchObject({ size: 25, unit: 'GPUs', after: { low: 3, high: 3 } });
  });
});
