import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../shared/case/claims.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

// Weights: accounts a1 20 GPUs with uptime 1, a2 10 with 0.4, b 70 with 0.9. Mean 0.87; of all 100 GPUs 0.2 x 0.0169 + 0.1 x 0.2209 + 0.7 x 0.0009.
// As accounts the variance is all between. As one party a1 and a2 have the mean 0.8: between = 0.3 x 0.0049 + 0.7 x 0.0009 = 0.0021.
const ACCOUNTS = 'provider,payout_address,gpu_count,uptime\na1,0xaaa,20,1\na2,0xaaa,10,0.4\nb,0xbbb,70,0.9\n';

describe('uptime by party (C4)', () => {
  it('follows the confirmed links, says so, and agrees with the spread of the same question', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'accounts.csv');
    writeFileSync(path, ACCOUNTS);
    const { client } = open.engine;
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const scope = { dataset, by: 'provider', weight: 'gpu_count' };
    const { rows } = await resultOf(await client.entities.proposals({ scope }));
    await client.entities.confirm({ scope, links: rows[0]?.links ?? [], why: 'same wallet' });
    for (const [entities, between] of [
      ['none', 0.0261],
      ['confirmed', 0.0021],
    ] as const) {
      const { claims } = await client.claims.scorecard({ dataset, entities });
      const c4 = claims[3] as ClaimResult;
      const { uptime, stamp } = await client.views.spread({ dataset, kind: 'uptime', entities });
      const number = (key: string) => c4.numbers.find((each) => each.key === key)?.value;
      expect(number('variance.between')).toBeCloseTo(between, 12);
      expect(number('variance.within')).toBeCloseTo(0.0261 - between, 12);
      expect([number('variance.between'), number('variance.within'), c4.value]).toEqual([
        uptime?.split?.between,
        uptime?.split?.within,
        uptime?.mean,
      ]);
      expect([c4.stamp?.entities, c4.stamp?.merged]).toEqual([stamp.entities, stamp.merged]);
      expect([stamp.entities, stamp.merged]).toEqual([entities, entities === 'none' ? 0 : 1]);
      expect(c4.sentence).toContain(
        entities === 'none'
          ? '3 providers, 100 GPUs, date not stated; accounts as given; '
          : '2 providers, 100 GPUs, date not stated; entities: confirmed (1 merged); ',
      );
    }
    await open.close();
  });
});

// Nine prices of an H100 of stated form and memory, and one of 100 of an A100 that may have 40 or 80 GB; uptime 0.992 for 90 GPUs, 1 for 10.
const OPEN_OFFERS = `provider,gpu_model,gpu_count,price_usd_per_gpu_hour,uptime
${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((price) => `a,nvidia/h100-sxm-80,10,${price},0.992`).join('\n')}
b,NVIDIA A100,10,100,1
`;

describe('claims and spreads of the same records', () => {
  it('use the same service level, and both set prices of a model that is named in part aside', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'open.csv');
    writeFileSync(path, OPEN_OFFERS);
    const { client } = open.engine;
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const { claims } = await client.claims.scorecard({ dataset });
    const { uptime } = await client.views.spread({ dataset, kind: 'uptime' });
    expect([uptime?.slo, uptime?.shareBelowSlo]).toEqual(['199/200', 0.9]);
    expect(claims[3]?.numbers.find(({ key }) => key === 'below.99.5')?.value).toBe(0.9);
    const { price } = await client.views.spread({ dataset, kind: 'price', by: 'gpu_model' });
    expect([price?.classes.map(({ key }) => key), price?.withoutClass]).toEqual([['nvidia/h100-sxm-80'], 1]);
    // offers weigh by their GPUs, and prices are no weight
    expect(claims[5]?.stamp).toMatchObject({ by: 'gpu_family', weight: 'gpu_count' });
    await open.close();
  });
});

// Uptime of 30 of 40 GPUs: a 1, b 0.5, nobody known 0.8; c without one. Mean 0.76666; with c never or always there 23/40 to 33/40.
// a and b alone: mean 0.75, both 0.25 from it: all of 0.0625 lies between them. Prices: eight of H100, one of unknown class, one missing.
const OPEN_PARTY = `provider,gpu_model,gpu_count,price_usd_per_gpu_hour,uptime
a,nvidia/h100-sxm-80,10,1,1
b,nvidia/h100-sxm-80,10,2,0.5
,nvidia/h100-sxm-80,10,2,0.8
c,nvidia/h100-sxm-80,10,2,
${[2, 2, 2, 2].map((price) => `d,nvidia/h100-sxm-80,0,${price},`).join('\n')}
e,,0,9,
f,nvidia/h100-sxm-80,0,,
`;

describe('records of unknown provider, and prices and uptimes that are missing', () => {
  it('leave the split to the records with a provider and give the same ends in claims and in spreads', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'party.csv');
    writeFileSync(path, OPEN_PARTY);
    const { client } = open.engine;
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const { claims } = await client.claims.scorecard({ dataset });
    const [c4, c6] = [claims[3], claims[5]] as [ClaimResult, ClaimResult];
    const number = (key: string) => c4.numbers.find((each) => each.key === key);
    const { uptime } = await client.views.spread({ dataset, kind: 'uptime' });
    expect(uptime?.split?.total).toBeCloseTo(0.0625, 12);
    expect([number('variance.between')?.value, number('variance.within')?.value]).toEqual([uptime?.split?.between, uptime?.split?.within]);
    expect(number('variance.between')?.value).toBeCloseTo(0.0625, 12);
    expect(number('variance.between')?.note).toContain('1 record with an uptime could be of any; between and within add up to 0.0625');
    expect(number('variance')?.value).toBe(uptime?.variance);
    expect([uptime?.meanRange.low, uptime?.meanRange.high]).toEqual([c4.low, c4.high]);
    expect(uptime?.meanRange).toEqual({ low: expect.closeTo(23 / 40, 12), high: expect.closeTo(33 / 40, 12) });
    expect(uptime?.p05Range).toEqual({ low: number('p05')?.low, high: number('p05')?.high });
    const below = number('below.99.5');
    expect(uptime?.shareBelowSloRange).toEqual({ low: below?.low, high: below?.high });
    const { price } = await client.views.spread({ dataset, kind: 'price' });
    expect(price?.openRatio).toEqual({ low: c6.low, high: c6.high });
    expect([c6.low, c6.high]).toEqual([1, null]);
    await open.close();
  });

  it('leave every number of a price class as open as its headline', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'prices.csv');
    writeFileSync(path, OPEN_PARTY);
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const c6 = (await open.engine.client.claims.scorecard({ dataset })).claims[5] as ClaimResult;
    // by hand, 10 GPUs at each of 1, 2, 2, 2: p10 = p25 = 1, p50 = p75 = p90 = 2; mean 1.75, variance 3/16; half of the distances from 2 are 0
    const wanted = [
      ['p90/p10', 2, 1, null],
      ['cv', Math.sqrt(3 / 16) / 1.75, null, null],
      ['iqr', 1, null, null],
      ['mad', 0, null, null],
      ['p50', 2, null, null],
      // the prices that are known are counted, and there are so many
      ['n', 4, 4, 4],
    ];
    for (const { numbers } of [c6, ...c6.classes])
      expect(numbers.map(({ key, value, low, high }) => [key, value, low, high])).toEqual(wanted);
    expect([c6.display, c6.numbers[0]?.display]).toEqual(['2 (1 or more)', '2 (1 or more)']);
    expect(c6.numbers[1]?.note).toBe('Of the known prices of the class alone: nothing bounds it.');
    await open.close();
  });
});

// GPUs: a 10, b 10 to 30, c 5 to 15; uptime 1, 0.5, none. Low: c at its most and never there, b at its
// least, as 0.5 is above that mean: 15 of 35. High: c at its most and always there, b at its least: 30 of 35.
const BOUNDED = 'provider,gpu_count,uptime\na,10,1\nb,10-30,0.5\nc,5-15,\n';
// 6e16 + 1 at 1, 3e16 at 0.9, 1e16 - 1 without an uptime: 0.87 of 1 with that never there, 0.97 with it always there
const STAKES = 'provider,stake,uptime\na,60000000000000001,1\nb,30000000000000000,0.9\nc,9999999999999999,\n';

describe('weights that no double tells, or that state bounds', () => {
  const read = async (text: string) => {
    const open = await openTestEngine();
    const path = join(open.folder, 'weights.csv');
    writeFileSync(path, text);
    const { client } = open.engine;
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const c4 = (await client.claims.scorecard({ dataset })).claims[3] as ClaimResult;
    const spread = await client.views.spread({ dataset, kind: 'uptime' });
    await open.close();
    return { c4, spread, number: (key: string) => c4.numbers.find((each) => each.key === key) };
  };

  it('of GPU counts with bounds give ends that hold for every count inside them, and no value where the stated part lies outside', async () => {
    const { c4, spread, number } = await read(BOUNDED);
    expect([c4.value, c4.low, c4.high, c4.status]).toEqual([null, 15 / 35, 30 / 35, 'bounded']);
    expect(c4.display).toBe('42.9 to 85.7 % (records with a number alone: 100.0 %)');
    expect(c4.sentence).toContain('2 records state bounds instead of a number: 25 to 55 GPUs with them');
    // under 99.5 %: b at its least beside c always there; b and c at their most
    expect(number('below.99.5')).toMatchObject({ value: null, low: 10 / 35, high: 45 / 55 });
    // c alone may hold 5 %, never there; b holds 10 of 35 or more
    expect(number('p05')).toMatchObject({ low: 0, high: 0.5 });
    expect(number('variance')).toMatchObject({ low: null, high: null });
    expect(spread.uptime?.meanRange).toEqual({ low: 15 / 35, high: 30 / 35 });
    expect(spread.uptime?.p05Range).toEqual({ low: 0, high: 0.5 });
    expect(spread.uptime?.shareBelowSloRange).toEqual({ low: 10 / 35, high: 45 / 55 });
    expect(spread.notes.join(' ')).toContain('2 records without a number of gpu_count');
  });

  it('of stakes beyond 2^53 are weights of the spread as of the claim', async () => {
    const { c4, spread } = await read(STAKES);
    expect([spread.weight, spread.uptime?.known, spread.uptime?.unknown]).toEqual(['stake', '90000000000000001', '9999999999999999']);
    for (const [value, low, high] of [
      [spread.uptime?.mean, spread.uptime?.meanRange.low, spread.uptime?.meanRange.high],
      [c4.value, c4.low, c4.high],
    ]) {
      expect(value).toBeCloseTo(0.87 / 0.9, 12);
      expect(low).toBeCloseTo(0.87, 12);
      expect(high).toBeCloseTo(0.97, 12);
    }
    expect(spread.uptime?.shareBelowSlo).toBeCloseTo(3 / 9, 12);
    expect(spread.uptime?.ecdf).toEqual([
      [0.9, expect.closeTo(1 / 3, 12)],
      [1, 1],
    ]);
  });
});
