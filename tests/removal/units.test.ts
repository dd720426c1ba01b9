import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import type { RemovalSpec } from '../../shared/case/removal.ts';
import { networkOfTests, resultOf } from './support.ts';

// 40 + 25 + 10 + 10 + 5 + 5 + 5 = 100 GPUs: example 1 of removal-test.md 9.2, with countries, networks and stakes beside them.
const LINES = [
  'provider,gpu_model,gpu_count,country,asn,status,stake',
  'a,H100 SXM 80GB,40,DE,AS16509,online,1',
  'b,H100 SXM 80GB,25,FR,AS15169,online,7',
  'c,MI300X,10,US,AS16509,online,9',
  'd,H100 SXM 80GB,10,CA,AS64500,offline,2',
  'e,H100 SXM 80GB,5,JP,,online,3',
  'f,H100 SXM 80GB,5,NO,AS64501,online,4',
  'g,H100 SXM 80GB,5,,AS16509,online,5',
];

const portfolio = parsePortfolio({ classes: [{ name: 'card', gpus_per_node: 1, quantity: 60 }] });

describe('removal units', () => {
  const network = networkOfTests();
  let dataset: Dataset;
  let spec: RemovalSpec;
  beforeAll(async () => {
    dataset = await network.imported('network', LINES, { grain: 'node' });
    spec = { dataset: dataset.id, by: 'provider', where: '', portfolio, threshold: '1/1', entities: 'none' };
  });
  const solve = (more: Partial<RemovalSpec>) => resultOf(network.engine.client.removal.solve({ ...spec, ...more }));
  const unitsOf = async (more: Partial<RemovalSpec>) => {
    const { units } = await network.engine.client.removal.model({ ...spec, ...more });
    return units.map(({ id, gpus }) => [id, gpus]);
  };

  it('lists what the dataset can be cut into, derived dimensions with the column they follow from', async () => {
    const { units, orders } = await network.engine.client.removal.units({ dataset: dataset.id });
    expect(units.map(({ by, from, units: count, unknown }) => [by, from, count, unknown])).toEqual([
      ['provider', null, 7, 0],
      ['asn', null, 4, 1],
      ['cloud', 'asn', 2, 3],
      ['country', null, 6, 1],
      ['bloc', 'country', 4, 1],
      ['continent', 'country', 3, 1],
      ['gpu_vendor', 'gpu_model', 2, 0],
      ['gpu_model', null, 2, 0],
      ['gpu_family', 'gpu_model', 2, 0],
      ['status', null, 2, 0],
    ]);
    expect(orders.map(({ order }) => order)).toEqual(['', 'count', 'vram_gb', 'fp16_tflops', 'h100_equivalents', 'stake']);
  });

  it('needs two of seven providers to fall below 60 of 100 GPUs (example 1 of the note)', async () => {
    const { breakingPoint, alternatives } = await solve({});
    expect(breakingPoint).toMatchObject({ low: 2, high: 2, proven: true, members: ['a', 'b'] });
    expect(alternatives).toHaveLength(5);
  });

  it('takes blocs from countries: the European Union holds 65, a country in no bloc stands for itself', async () => {
    expect(await unitsOf({ by: 'bloc' })).toEqual([
      ['EFTA', 5],
      ['EU', 65],
      ['JP', 5],
      ['USMCA', 20],
    ]);
    const { breakingPoint, notes } = await solve({ by: 'bloc' });
    expect(breakingPoint).toMatchObject({ low: 1, high: 1, members: ['EU'] });
    expect(notes.some((note) => note.includes('memberships as of 2025-10-26'))).toBe(true);
  });

  it('takes clouds from numbers of autonomous systems; a number that is no known cloud says nothing', async () => {
    expect(await unitsOf({ by: 'cloud' })).toEqual([
      ['aws', 55],
      ['gcp', 25],
    ]);
    expect((await network.engine.client.removal.model({ ...spec, by: 'cloud' })).unknownUnit).toEqual({ rows: 3, gpus: 20 });
  });

  it('loses the units of a combination together: b and c are 35, with a they are enough', async () => {
    const combinations = [{ name: 'b and c', members: ['b', 'c', 'z'] }];
    expect(await unitsOf({ combinations })).toEqual([
      ['a', 40],
      ['b and c', 35],
      ['d', 10],
      ['e', 5],
      ['f', 5],
      ['g', 5],
    ]);
    // 100 - 40 - 35 = 25; no pair without a loses more than 40: 35 + 10 = 45 does, so three pairs of two break it.
    const { breakingPoint, notes } = await solve({ combinations });
    expect(breakingPoint).toMatchObject({ low: 2, high: 2, proven: true });
    expect(notes).toContain('1 member of the combination "b and c" is not in these data: z.');
    const all = [{ name: 'half', members: ['a', 'b'] }];
    expect((await solve({ combinations: all })).breakingPoint).toMatchObject({ low: 1, high: 1, members: ['half'] });
  });

  it('finds the breaking point with a hazard of several columns beside the units, by one test with it and one after its loss', async () => {
    // The hazard takes all of Germany and of AS16509, a and c and g, and adversely e, whose network is unknown; the units keep all their records.
    const rest = "not (country = 'DE' or asn = 'AS16509')";
    const gpus = [40, 25, 10, 10, 5, 5, 5];
    const hazard = [true, false, true, false, true, false, true];
    for (const threshold of ['1/1', '3/4', '1/2', '1/4', '1/12']) {
      const [num = 1, den = 1] = threshold.split('/').map(Number);
      let fewest = Number.POSITIVE_INFINITY;
      for (let set = 0; set < 2 ** 8; set += 1) {
        const left = gpus.reduce((sum, own, unit) => sum + ((set >> unit) & 1 || ((set >> 7) & 1 && hazard[unit]) ? 0 : own), 0);
        const size = [...set.toString(2)].filter((bit) => bit === '1').length;
        if (Math.min(60, left) * den < num * 60) fewest = Math.min(fewest, size);
      }
      const without = (await solve({ threshold })).breakingPoint.low ?? Number.POSITIVE_INFINITY;
      const after = (await solve({ threshold, where: rest })).breakingPoint.low ?? Number.POSITIVE_INFINITY;
      expect([threshold, Math.min(without, 1 + after)]).toEqual([threshold, fewest]);
    }
  });

  it('refuses combinations that share a member or bear the name of another unit', async () => {
    const twice = [
      { name: 'first', members: ['a', 'b'] },
      { name: 'second', members: ['b', 'c'] },
    ];
    const code = { data: { code: 'combination-invalid' } };
    await expect(solve({ combinations: twice })).rejects.toMatchObject(code);
    await expect(solve({ combinations: [{ name: 'd', members: ['a', 'b'] }] })).rejects.toMatchObject(code);
  });

  it('orders largest-first by any weight, by records or by a formula', async () => {
    const first = async (order: string) => {
      const { units, largestFirst } = await network.engine.client.removal.model({ ...spec, order });
      return largestFirst.map((place) => units[place]?.id).join('');
    };
    expect(await first('')).toBe('abcdefg');
    expect(await first('stake')).toBe('cbgfeda');
    expect(await first('count')).toBe('abcdefg');
    expect(await first('gpu_count * stake')).toBe('bcagdfe');
    const { curves, notes } = await solve({ order: 'stake' });
    expect(curves.find(({ order }) => order === 'largest-first')?.served.slice(0, 4)).toEqual([60, 60, 60, 60]);
    expect(notes).toContain('Largest first by stake.');
    await expect(first('steak')).rejects.toMatchObject({ data: { code: 'unknown-column' } });
  });

  it('keeps only the records of a narrower supply base', async () => {
    const { breakingPoint, stamp, notes } = await solve({ base: 'online' });
    // 90 are online: 90 - 40 = 50 < 60
    expect(breakingPoint).toMatchObject({ low: 1, high: 1, members: ['a'] });
    expect(stamp.base).toBe('online');
    expect(notes.some((note) => note.startsWith('Supply base "online": 1 record left out'))).toBe(true);
    await expect(solve({ base: 'leased' })).rejects.toMatchObject({ data: { code: 'base-not-disclosed' } });
  });

  it('draws as often and from the seed as it is told', async () => {
    const { notes } = await solve({ trials: 300, seed: 11 });
    expect(notes).toContain('Random removal: 300 trials, seed 11, every set of k units equally likely.');
  });

  it('names what it does not know beside what can be derived', async () => {
    await expect(solve({ by: 'blok' })).rejects.toMatchObject({ data: { code: 'unknown-column', details: { suggestion: 'bloc' } } });
  });
});
