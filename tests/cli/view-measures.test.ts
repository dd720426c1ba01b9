// What `view` prints beside its numbers. Known 40, 25, 10 and unknown 25: worked example of domain.md 4.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
const CSV = 'provider,zone,gpu_count,uptime\nfjord,a,40,1\nglade,a,25,0.5\ntundra,b,10,\n,b,25,1\n';

beforeAll(async () => {
  folder = temporaryFolder();
  writeFileSync(folder.path('nodes.csv'), CSV);
  await chokepoint('import', folder.path('nodes.csv'), '--case', folder.path('a.chokepoint'), '--grain', 'node');
});
afterAll(() => folder.remove());

const view = (...args: string[]) =>
  chokepoint('view', '--case', folder.path('a.chokepoint'), '--by', 'provider', '--weight', 'gpu_count', ...args);
const json = async (...args: string[]) => JSON.parse((await view(...args, '--json')).out);

describe('view on the command line', () => {
  it('gives every metric by its id, and Nakamoto sets at any fraction', async () => {
    const { measures, nakamotoSets, cards, spread, sampling } = await json('--fraction', '4/5', '--largest', '2');
    expect(measures['cr.2']).toMatchObject({ low: 0.65, stated: 65 / 75, high: 0.9 });
    expect(measures['nakamoto.4/5']).toMatchObject({ low: 2, stated: 2, high: 9 });
    expect(measures.hhiNormalised).toMatchObject({ low: null, high: null });
    expect(nakamotoSets.at(-1)).toMatchObject({ threshold: '4/5', detail: { over: '1/15', overWeight: '5', unique: true } });
    expect([cards, spread, sampling.kind]).toEqual([undefined, undefined, 'census']);
  });

  it('prints cards, a split, a preset and a spread where they are asked for', async () => {
    const { out } = await view('--cards', '--theil-by', 'zone', '--preset', 'edi', '--spread', 'uptime', '--slo', '0.9');
    expect(out).toContain('(40² + 25² + 10²) / 75² × 10,000 = 4,133');
    expect(out).toMatch(/Theil 0\.\d+ = 0\.\d+ between 2 groups of zone \+ 0\.\d+ within/);
    expect(out).toContain('edi (Edinburgh Decentralisation Index');
    expect(out).toContain('share >= 33/100, unknown weight left out');
    // records with an uptime: 40 x 1 + 25 x 0.5 + 25 x 1 of 90
    expect(out).toContain('mean 86.1 % (77.5 to 87.5 %)');
    expect(out).toContain('between and within leave out 1 record of unknown provider');
    expect((await json('--spread', 'uptime')).spread.uptime.withoutProvider).toBe(1);
  });

  it('prints prices with each offer once and by GPUs, which is what claim C6 takes', async () => {
    // by hand, 45 GPUs at 1, 38 at 9, one each at 2 to 8: p10 = p25 = p50 = 1, p75 = p90 = 9; each offer once: p10 = 1.8, p50 = 5, p90 = 8.2
    const offers = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((price) => `a,nvidia/h100-sxm-80,${{ 1: 45, 9: 38 }[price] ?? 1},${price}`);
    writeFileSync(folder.path('offers.csv'), ['provider,gpu_model,gpu_count,price_usd_per_gpu_hour', ...offers, ''].join('\n'));
    const path = folder.path('prices.chokepoint');
    await chokepoint('import', folder.path('offers.csv'), '--case', path, '--grain', 'node');
    const { out } = await chokepoint('view', '--case', path, '--by', 'gpu_family', '--weight', 'gpu_count', '--spread', 'price');
    const [once, weighted] = out.split('The same by gpu_count: ');
    expect(once).toMatch(/nvidia\/h100 +9 +1\.80 +5 +8\.20 +4\.56 /);
    expect(weighted).toMatch(/nvidia\/h100 +9 +1 +1 +9 +9 +8 /);
    const { claims } = JSON.parse((await chokepoint('claims', '--case', path, '--json')).out);
    expect(claims[5].value).toBe(9);
  });

  it('gives intervals to a declared sample only', async () => {
    expect((await json()).sampling.intervals).toEqual([]);
    const { sampling } = await json('--sampling', 'sample', '--window-days', '30');
    expect(sampling.intervals.map(({ id }: { id: string }) => id)).toEqual(['hhi', 'effectiveNumber', 'cr1', 'gini']);
    expect((await view('--sampling', 'sample')).out).toContain('seed');
  });

  it('gives intervals to what the dataset is described as, which --sampling overrules for one answer', async () => {
    const describeAs = (...args: string[]) => chokepoint('dataset', '--case', folder.path('a.chokepoint'), ...args);
    expect((await describeAs('--sampling', 'sample', '--window-days', '3')).out).toContain('a sample of events over 3 days');
    const { sampling } = await json('--weight', 'count');
    expect(sampling.kind).toBe('sample');
    expect(sampling.intervals.length).toBeGreaterThanOrEqual(4);
    // 3 days are fewer than 7: no test of k (domain 4)
    expect(sampling.nakamoto[0].words).toContain('covers 3 days');
    expect((await json('--weight', 'count', '--window-days', '30')).sampling.nakamoto[0].words).not.toContain('covers 3 days');
    expect((await json('--sampling', 'census')).sampling.intervals).toEqual([]);
    await describeAs('--sampling', 'census');
    expect((await json()).sampling).toMatchObject({ kind: 'census', intervals: [] });
    expect((await json('--sampling', 'sample')).sampling.intervals).toHaveLength(4);
    await describeAs('--sampling', 'none');
    expect((await json()).sampling.kind).toBe('census');
  });

  it('refuses what it cannot read', async () => {
    expect((await view('--largest', '0')).code).not.toBe(0);
    expect((await view('--fraction', 'half')).err).toContain('not a fraction');
    expect((await view('--preset', 'nobody')).err).toContain('Allowed choices');
  });
});
