// What stands beside the numbers of a view, through the engine. Worked example of domain.md 4 (known 40, 25, 10, unknown 25) by hand.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuresAskSchema } from '../../shared/case/measures.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

const CSV = 'provider,country,zone,gpu_count\nfjord,NO,a,40\nglade,NO,a,15\nglade,SE,a,10\n,DE,b,15\ntundra,DE,b,10\n,DE,b,10\n';

describe('measures of a view', () => {
  let test: Awaited<ReturnType<typeof openTestEngine>>;
  beforeAll(async () => {
    test = await openTestEngine();
    const path = join(test.folder, 'network.csv');
    writeFileSync(path, CSV);
    await importFile(test.engine, path, { grain: 'node' });
  });
  afterAll(() => test.close());

  const measures = (ask: object = {}, spec: object = {}) =>
    test.engine.client.views.measures(
      measuresAskSchema.parse({ spec: { dataset: 'D1', by: 'provider', weight: 'gpu_count', ...spec }, ...ask }),
    );

  it('gives a card for each metric, with the values of the view itself', async () => {
    const { cards, stamp, weightTotal } = await measures({
      thresholds: ['4/5'],
      lines: [{ metric: 'hhi_points', op: '>', value: '3000', label: 'x' }],
    });
    const hhi = cards.find(({ id }) => id === 'hhi');
    expect(hhi).toMatchObject({ filled: '(40² + 25² + 10²) / 75² × 10,000 = 4,133', text: '4,133 (2,325 to 4,950)' });
    expect(hhi?.change[0]).toContain('8 of the 25 GPUs unattributed with fjord');
    expect(cards.map(({ id }) => id)).toEqual([
      ...['hhi', 'hhiNormalised', 'effectiveNumber.q2', 'cr1', 'cr4', 'cr.5'],
      ...['nakamoto.1/3', 'nakamoto.1/2', 'nakamoto.2/3', 'nakamoto.4/5'],
      ...['gini', 'giniCorrected', 'theil', 'theilNormalised', 'rosenbluth', 'hoover'],
      ...['shannonBits', 'minEntropyBits', 'renyi2Bits', 'evenness', 'effectiveNumber.q0', 'effectiveNumber.q1', 'hill.3', 'hill.4'],
      'effectiveNumber.qInf',
    ]);
    expect([stamp.weight, weightTotal]).toEqual(['gpu_count', 100]);
  });

  it('gives Nakamoto sets at any fraction with margins on both sides', async () => {
    const { nakamoto } = await measures({ thresholds: ['4/5'] });
    expect(nakamoto.at(-1)).toEqual({
      threshold: '4/5',
      count: { low: 2, stated: 2, high: 9 },
      reason: null,
      detail: {
        members: ['fjord', 'glade'],
        share: '13/15',
        over: '1/15',
        short: '4/15',
        overWeight: '5',
        shortWeight: '20',
        tie: false,
        tied: [],
        unique: true,
        essential: ['fjord', 'glade'],
      },
    });
    await expect(measures({ thresholds: ['a third'] })).rejects.toThrow('not a fraction');
  });

  it('narrows the range by what else is known: one holder a record, and the list of countries, each labelled', async () => {
    const { refinements, cards } = await measures();
    // 40, 25, 10 and unknown records of 15 and 10: at most dispersed 40, 25, 15, 10, 10 of 100
    const apart = 40 ** 2 + 25 ** 2 + 15 ** 2 + 10 ** 2 + 10 ** 2;
    expect(refinements).toMatchObject([
      { kind: 'record-grain', ranges: { hhi: { low: apart, high: 4950 }, 'nakamoto.1/2': { low: 1, high: 2 } } },
    ]);
    expect(refinements[0]?.ranges['effectiveNumber.q0']).toMatchObject({ low: 3, high: 5 });
    expect(cards[0]?.notes.join(' ')).toContain('Record grain: each of the 2 unknown records belongs to one holder. Then 2,650 to 4,950.');
    // glade is in SE and NO; nothing is unknown by country
    expect((await measures({}, { by: 'country' })).refinements).toEqual([]);
  });

  it('splits Theil where each entity lies in one group, and refuses it with an example where one lies in two', async () => {
    const { theilSplit } = await measures({ groupsOf: 'zone' });
    // shares 8/15, 1/3, 2/15; zone a holds 13/15 with 2 of 3 entities, zone b 2/15 with 1 of 3
    const between = (13 / 15) * Math.log(13 / 10) + (2 / 15) * Math.log(2 / 5);
    expect(theilSplit?.refused).toBeNull();
    expect(theilSplit?.split).toMatchObject({ n: 3, groups: 2, between: expect.closeTo(between, 12) });
    const refused = (await measures({ groupsOf: 'country' })).theilSplit;
    expect(refused?.split).toBeNull();
    expect(refused?.refused).toContain('One of them: glade.');
  });

  it('reproduces the conventions of other systems and says what differs', async () => {
    const { preset } = await measures({ preset: 'metagraphed' });
    // with 15 and 10 as owners of their own: 40 of 100 is not more than half, 65 is
    expect(preset?.values).toEqual([
      {
        id: 'nakamoto.1/2',
        name: 'Nakamoto coefficient',
        rule: 'share > 1/2, each unknown record an entity',
        theirs: 2,
        ours: 1,
        oursIs: 'share > 1/2',
        difference: 'Higher by 1. There each unknown record an entity; ours is of the known weight, with a range beside it.',
      },
    ]);
    // 51 % of 100 with 25 held by nobody: 40 no, 65 yes
    expect((await measures({ preset: 'bittensor-labs' })).preset?.values[0]).toMatchObject({ theirs: 2, ours: 1 });
    // floor(75 / 3) = 25 nodes: fjord alone
    expect((await measures({ preset: 'dfinity' })).preset?.values[0]).toMatchObject({
      theirs: 1,
      ours: 1,
      difference: 'The same number here.',
    });
    await expect(measures({ preset: 'other' })).rejects.toThrow('no compatibility preset');
  });

  it('never gives an interval for a census, and gives one with method, B and seed for a sample', async () => {
    const census = (await measures()).sampling;
    expect(census).toMatchObject({ kind: 'census', intervals: [], nakamoto: [], replicates: 0 });
    expect(census.method).toContain('no confidence interval');
    const ask = { sampling: 'sample', windowDays: 3 };
    const sample = (await measures(ask, { weight: 'count' })).sampling;
    expect(sample).toMatchObject({ kind: 'sample', replicates: 1000, sampled: 4 });
    expect(sample.method).toContain('B = 1000');
    expect(sample.nakamoto[0]?.words).toContain('covers 3 days, fewer than 7');
    expect(sample).toEqual((await measures(ask, { weight: 'count' })).sampling);
  });

  it('says why a dataset that is described as a sample has no interval, and gives the other numbers', async () => {
    const describe = (sampling: 'sample' | null) => test.engine.client.datasets.describe({ dataset: 'D1', sampling });
    await describe('sample');
    const none = { where: 'gpu_count < 0' };
    const { cards, sampling } = await measures({}, none);
    expect(cards.length).toBeGreaterThan(5);
    expect(sampling).toMatchObject({ kind: 'sample', intervals: [], replicates: 0 });
    expect(sampling.method).toContain('No sampled record has a known entity');
    await expect(measures({ sampling: 'sample' }, none)).rejects.toThrow('no interval');
    expect((await measures()).sampling.kind).toBe('sample');
    await describe(null);
  });
});
