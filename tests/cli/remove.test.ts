import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// Example 2 of removal-test.md 9.2 with countries: six units of one GPU of kind A, two units of ten of kind B.
const LINES = [
  'provider,gpu_model,gpu_count,country,price_usd_per_gpu_hour',
  ...[1, 2, 3, 4, 5, 6].map((unit) => `A${unit},A100 SXM 80GB,1,DE,1.5`),
  ...[1, 2].map((unit) => `B${unit},H100 SXM 80GB,10,US,2`),
];
const PORTFOLIO = {
  title: 'Two kinds',
  metric: 'workload',
  classes: [
    { name: 'A', gpus_per_node: 1, gpu_models: ['A100'], quantity: 6 },
    { name: 'B', gpus_per_node: 1, gpu_models: ['H100'], quantity: 10 },
  ],
};

const folder = temporaryFolder();
const { path } = folder;
afterAll(() => folder.remove());

describe('remove', () => {
  beforeAll(async () => {
    writeFileSync(path('kinds.csv'), `${LINES.join('\n')}\n`);
    writeFileSync(path('later.csv'), `${LINES.slice(0, -1).join('\n')}\n`);
    writeFileSync(path('portfolio.json'), JSON.stringify(PORTFOLIO));
    writeFileSync(path('costs.json'), JSON.stringify({ B1: 9, B2: 9 }));
    for (const name of ['kinds', 'later'])
      await chokepoint('import', path(`${name}.csv`), '--case', path('a.chokepoint'), '--name', name, '--grain', 'node', '--json');
  });
  const common = () => ['--case', path('a.chokepoint'), '--portfolio', path('portfolio.json'), '--threshold', '80%'];
  const remove = async (...args: string[]) => {
    const { code, out, err } = await chokepoint('remove', ...common(), '--dataset', 'kinds', '--by', 'provider', ...args, '--json');
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out);
  };

  it('asks for placement, metric, costs, combinations, order and base', async () => {
    expect((await remove()).breakingPoint).toMatchObject({ low: 2, members: ['B1', 'B2'] });
    expect(await remove('--mode', 'competing')).toMatchObject({ mode: 'competing', breakingPoint: { low: 2, high: 2 } });
    expect(await remove('--metric', 'all-or-nothing')).toMatchObject({ metric: 'all-or-nothing', breakingPoint: { low: 1, high: 1 } });
    expect(await remove('--costs', path('costs.json'), '--cost', 'A1=2')).toMatchObject({
      breakingPoint: { low: 2, high: 2, members: ['B1', 'B2'] },
      cheapest: { low: 4, high: 4, members: ['A2', 'A3', 'A4', 'A5'].map((id) => ({ id, cost: 1 })) },
    });
    expect((await remove('--combine', 'both=B1,B2')).breakingPoint).toMatchObject({ low: 1, members: ['both'] });
    const { curves, random, notes } = await remove('--order', 'count', '--trials', '200', '--seed', '5');
    expect(curves[0].served.slice(0, 3)).toEqual([16, 15, 14]);
    expect(random).toMatchObject({ trials: 200, seed: 5 });
    expect(notes).toContain('Largest first by the number of records.');
  });

  it('takes a name with a comma in double quotes, and refuses a member that is not in the data with names like it', async () => {
    writeFileSync(path('commas.csv'), ['provider,gpu_model,gpu_count', '"Kvasir, Inc.",A100,6', 'Sun,H100,10', 'Moon,H100,10'].join('\n'));
    await chokepoint('import', path('commas.csv'), '--case', path('commas.chokepoint'), '--grain', 'node', '--json');
    const run = (combine: string, ...args: string[]) =>
      chokepoint('remove', '--case', path('commas.chokepoint'), ...common().slice(2), '--by', 'provider', '--combine', combine, ...args);
    // served 6 + 10 = 16, breaks below 13: Kvasir with Moon leaves 10 of B
    const whole = await run('G="Kvasir, Inc.",Moon', '--json');
    expect([whole.code, JSON.parse(whole.out).breakingPoint]).toEqual([0, expect.objectContaining({ low: 1, members: ['G'] })]);
    const split = await run('G=Kvasir, Inc.,Moon', '--json');
    expect([split.code, JSON.parse(split.err)]).toEqual([
      2,
      expect.objectContaining({
        code: 'combination-member-missing',
        message: 'The test was not run: "Kvasir" and "Inc." of --combine are no units of "provider" in these data.',
        details: expect.objectContaining({ absent: ['Kvasir', 'Inc.'], near: ['Kvasir, Inc.'] }),
      }),
    ]);
    expect(JSON.parse(split.err).advice).toContain(`--combine 'NAME="Kvasir, Inc.",...'`);
    expect((await run('G="Kvasir,Moon')).err).toContain('has a quote that is not closed');
  });

  it('gives the reason where nothing can be served, and refuses a country that is no code of ISO 3166-1', async () => {
    const [first] = PORTFOLIO.classes;
    const run = (countries: string[], ...args: string[]) => {
      writeFileSync(path('far.json'), JSON.stringify({ classes: [{ ...first, countries }] }));
      return chokepoint('remove', ...common(), '--portfolio', path('far.json'), '--dataset', 'kinds', '--by', 'provider', ...args);
    };
    const nowhere = await run(['fr']);
    expect(nowhere.out.split('\n')[0]).toBe('Nothing is servable before any removal: no record has what the workload asks for.');
    expect(JSON.parse((await run(['FR'], '--json')).out).unservable).toBe('no record has what the workload asks for');
    const named = await run(['DE', 'Germany', 'XX'], '--json');
    expect([named.code, JSON.parse(named.err)]).toEqual([
      2,
      expect.objectContaining({
        code: 'portfolio-invalid',
        message:
          'far.json, class 1 "A": field "countries" holds "Germany", which is no two-letter country code of ISO 3166-1; DE may be meant. (1 more)',
        advice: 'Write DE in place of "Germany".',
      }),
    ]);
  });

  it('computes what stands beside the breaking point where it is asked for', async () => {
    const all = await remove(
      '--contingencies',
      '--pairs',
      '5',
      '--flips',
      '--economy',
      '--failures',
      '1%,0.5',
      '--without',
      'B1',
      '--check',
    );
    expect(all.left).toMatchObject({ removed: ['B1'], served: { low: 16 }, verdict: 'passes' });
    expect(all.contingencies.single).toMatchObject({ total: 8, secure: 'yes' });
    // all six A units stand in Germany: 10 of 16 are left; no single one of them breaks it
    expect(all.contingencies.crossing[0]).toMatchObject({ factor: 'country', value: 'DE', gpus: 6, served: { low: 10 }, hidden: true });
    expect(all.pairs).toMatchObject({ pairs: 28, failing: 1 });
    expect(all.flips.flips.length).toBeGreaterThan(3);
    expect(all.economy.headroom).toMatchObject({ start: { factor: '1/1' }, removed: { factor: '1/1' } });
    expect(all.failures.points.map(({ probability }: { probability: number }) => probability)).toEqual([0.01, 0.5]);
    expect(all.check).toEqual([{ valid: true, findings: [] }]);
  });

  it('has a solver find the breaking point again', async () => {
    expect((await remove('--verify')).verification).toMatchObject({ status: 'agrees', low: 2, high: 2 });
  });

  it('saves a test, starts from it, changes it, and asks it of another dataset', async () => {
    await remove('--save', 'kept', '--without', 'B1', '--without', 'B2');
    const from = async (...args: string[]) => {
      const { code, out, err } = await chokepoint('remove', '--case', path('a.chokepoint'), '--scenario', 'kept', ...args, '--json');
      expect([code, err]).toEqual([0, '']);
      return JSON.parse(out);
    };
    expect(await from()).toMatchObject({ threshold: '80%', left: { removed: ['B1', 'B2'], served: { low: 6 }, verdict: 'breaks' } });
    // 6 of 16 are 37.5 %
    expect((await from('--threshold', '1/3')).left.verdict).toBe('passes');
    const later = await from('--dataset', 'later');
    expect(later.left).toMatchObject({ removed: ['B1'], served: { low: 6 } });
    expect(later.replayNotes).toEqual(['Not in "later": B2.']);
    const { matrix, across } = await from('--matrix', '--across', 'all');
    expect(matrix.scenarios.map(({ name }: { name: string }) => name)).toEqual(['nothing removed', 'without 2 units', 'kept']);
    expect(across.rows.map(({ outcome }: { outcome: { breakingPoint: { low: number } } }) => outcome.breakingPoint.low)).toEqual([2, 1]);
  });

  it('prints tables as CSV whose lines say what they are relative to, and text', async () => {
    const csv = async (table: string, ...args: string[]) =>
      (await chokepoint('remove', ...common(), '--dataset', 'kinds', '--by', 'provider', ...args, '--csv', table)).out
        .trimEnd()
        .split('\n');
    const [header, first, second] = await csv('units', '--contingencies');
    expect(header).toBe('unit,gpus,served_low,served_high,lost,verdict,dataset,as_of,base,removal_unit,placement,metric,threshold,filter');
    expect(first).toBe('A1,1,15,15,1,passes,kinds,,,provider,independent,value,80%,');
    expect(second?.startsWith('A2,1,15,15,1,passes')).toBe(true);
    expect((await csv('curves'))[1]?.startsWith('0,16,16,16,16')).toBe(true);
    expect((await csv('matrix', '--matrix')).length).toBeGreaterThan(2);
    const without = await chokepoint('remove', ...common(), '--dataset', 'kinds', '--by', 'provider', '--csv', 'pairs', '--json');
    expect(without.code).toBe(2);
    expect(JSON.parse(without.err)).toMatchObject({ code: 'usage', message: expect.stringContaining('--csv pairs needs --pairs') });
    const text = await chokepoint(
      'remove',
      ...common(),
      '--dataset',
      'kinds',
      '--by',
      'country',
      '--contingencies',
      '--pairs',
      '--flips',
      '--economy',
      '--failures',
      '0.1',
      '--matrix',
      '--across',
      'kinds,later',
      '--without',
      'US',
    );
    expect(text.code).toBe(0);
    expect(text.out).toContain('Without US: 6 of 16 served, breaks');
    expect(text.out).toContain('Pairs: 1 of 1 break it');
  });

  it('declares a test before its result is seen and names deviations afterwards', async () => {
    expect((await remove('--declare')).deviations).toEqual([]);
    expect((await remove('--threshold', '1/2')).deviations).toEqual([{ field: 'threshold', declared: '80 %', used: '50 %' }]);
    await remove('--threshold', '1/2', '--declare', 'half is what the contract asks for');
    const { out } = await chokepoint('history', '--case', path('a.chokepoint'), '--json');
    expect(out).toContain('threshold 80 % to 50 % (half is what the contract asks for)');
  });

  it('is reported with every choice, and its certificates hold against their inputs and against the case', async () => {
    await remove('--mode', 'competing', '--combine', 'both=B1,B2', '--save', 'at once', '--without', 'both');
    await remove('--metric', 'worst-class', '--save', 'worst class', '--without', 'A1');
    await remove('--metric', 'all-or-nothing', '--save', 'in full');
    await remove('--costs', path('costs.json'), '--save', 'costs');
    const { code } = await chokepoint('report', '--case', path('a.chokepoint'), '--out', path('report'), '--json');
    expect(code).toBe(0);
    for (const against of [[], ['--case', path('a.chokepoint')]]) {
      const checked = await chokepoint('check', '--report', path('report'), ...against, '--json');
      const { valid, certificates } = JSON.parse(checked.out);
      expect([valid, certificates.flatMap(({ findings }: { findings: string[] }) => findings)]).toEqual([true, []]);
      expect(certificates.length).toBeGreaterThan(3);
    }
  });

  it.each([
    [['--by', 'provider'], 'required option --portfolio'],
    [['--portfolio', 'W2'], 'required option --by'],
    [['--by', 'provider', '--portfolio', 'W2', '--cost', 'A1'], 'is not of the form NAME=NUMBER'],
    [['--by', 'provider', '--portfolio', 'W2', '--cost', 'A1=0'], 'is not a whole number from 1'],
    [['--by', 'provider', '--portfolio', 'W2', '--combine', 'x='], 'names no unit'],
    [['--by', 'provider', '--portfolio', 'W2', '--failures', '2'], 'probabilities from 0 to 1'],
  ])('says what is wrong with %j', async (args, words) => {
    const { code, err } = await chokepoint('remove', '--case', path('a.chokepoint'), '--dataset', 'kinds', ...args);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
