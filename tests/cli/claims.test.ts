import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// Four operators with 40, 30, 20 and 10 of 100 GPUs: HHI 1600 + 900 + 400 + 100 = 3,000; the largest holds 40 %.
const SUPPLY = `operator,gpu_count,country,asn,payout_wallet,drift
a,40,DE,AS64500,w1,1
b,30,DE,AS64500,w1,-2
c,20,US,AS64501,w2,3
d,10,US,AS64501,w3,4
`;

describe('claims, dependencies and packs on the command line', () => {
  const folder = temporaryFolder();
  const path = folder.path('supply.chokepoint');
  afterAll(() => folder.remove());
  beforeAll(async () => {
    writeFileSync(folder.path('supply.csv'), SUPPLY);
    expect((await chokepoint('import', folder.path('supply.csv'), '--case', path, '--base', 'online', '--as-of', '2026-11-20')).code).toBe(
      0,
    );
  });
  const json = async (...args: string[]) => {
    const { code, out, err } = await chokepoint(...args, '--case', path, '--json');
    return code === 0 ? { code, ...JSON.parse(out) } : { exit: code, ...JSON.parse(err) };
  };

  it('claims gives eight claims with id, status, value, unit and view', async () => {
    const { claims, dataset } = await json('claims');
    expect(dataset).toBe('supply');
    expect(claims.map(({ id, status, value, unit }: Record<string, unknown>) => [id, status, value, unit])).toEqual([
      ['C1', 'computed', 3000, 'points'],
      ['C2', 'computed', 0.4, 'share'],
      ['C3', 'not-disclosed', null, 'points'],
      ['C4', 'not-disclosed', null, 'uptime'],
      ['C5', 'computed', 5800, 'points'],
      ['C6', 'not-disclosed', null, 'ratio'],
      ['C7', 'computed', 0.7, 'share'],
      ['C8', 'not-disclosed', null, 'validators'],
    ]);
    expect(claims[0].view).toMatchObject({ by: 'operator', weight: 'gpu_count', where: '' });
    expect(claims[2]).toMatchObject({ view: null, missing: ['gpu_model'] });
    expect(claims[0].sentence).toContain('Base: online, 4 operators, 100 GPUs, as of 2026-11-20');
  });

  it.each<[string, string[], string]>([
    ['text', ['--weight', 'country'], 'weight-not-numeric'],
    ['negative values', ['--weight', 'drift'], 'negative-weight'],
    ['a formula that is negative', ['--weight', 'gpu_count - 35'], 'negative-weight'],
  ])('claims refuses a weight of %s as view does, with exit code 2', async (_, args, code) => {
    for (const command of [['view', '--by', 'operator'], ['claims']])
      expect(await json(...command, ...args)).toMatchObject({ exit: 2, code });
  });

  // drift without operator b: 1 + 3 + 4 = 8
  it('claims take a weight whose negative values the filter leaves out', async () => {
    const allowed = await json('claims', '--weight', 'drift', '--where', 'drift >= 0');
    expect(allowed.claims[1]).toMatchObject({ status: 'computed', value: 4 / 8 });
  });

  it('claims --csv and --requests print tables and a text to send', async () => {
    const { out } = await chokepoint('claims', '--case', path, '--csv');
    expect(out.split('\n')[1]).toBe('C1,Provider concentration,ok,,headline,HHI of GPUs by operator,3000,3000,3000,points,');
    expect(out).toContain('C7,"Vendors, clouds, hosts",not_disclosed,,nvidia,NVIDIA,,,,share,');
    expect((await chokepoint('claims', '--case', path, '--requests', '--csv')).out.split('\n')[1]).toMatch(/^gpu_model,required,C3 C6,/);
    expect((await chokepoint('claims', '--case', path, '--requests')).out).toContain('Data request for "supply", as of 2026-11-20');
    expect((await json('claims', '--requests')).fields[0]).toMatchObject({ field: 'gpu_model', need: 'required', claims: ['C3', 'C6'] });
  });

  it('claims --not-applicable needs a reason and a name, is refused where the data have it, and is taken back', async () => {
    expect(await json('claims', '--not-applicable', 'C8')).toMatchObject({ code: 'usage' });
    const why = ['--reason', 'No validators', '--name', 'Ada'];
    const set = await json('claims', '--not-applicable', 'C8', ...why);
    expect(set.claims[7]).toMatchObject({ status: 'not-applicable', notApplicable: { reason: 'No validators', name: 'Ada' } });
    expect(await json('claims', '--not-applicable', 'C1', ...why)).toMatchObject({ code: 'claim-computed' });
    expect(await json('claims', '--not-applicable', 'C12', ...why)).toMatchObject({ code: 'claim-missing' });
    expect((await json('claims', '--applies', 'C8')).claims[7].status).toBe('not-disclosed');
  });

  it('claims takes a filter and a weight, and says what is wrong with them', async () => {
    const { claims } = await json('claims', '--where', "country = 'DE'", '--weight', 'count');
    expect(claims[0]).toMatchObject({ value: 5000 });
    expect(await json('claims', '--where', 'nothing = 1')).toMatchObject({ code: 'unknown-column' });
    expect(await json('claims', '--weight', 'gpu_count *')).toMatchObject({ code: 'formula-invalid' });
  });

  it('dependencies ranks what several operators share', async () => {
    const { by, rows, missing } = await json('dependencies');
    expect(by).toBe('operator');
    expect(rows.map(({ kind, key, parties, value, low }: Record<string, unknown>) => [kind, key, parties, value, low])).toEqual([
      ['asn', 'AS64500', 2, 70, 0.7],
      ['country', 'DE', 2, 70, 0.7],
      ['payout-address', 'w1', 2, 70, 0.7],
      ['asn', 'AS64501', 2, 30, 0.3],
      ['country', 'US', 2, 30, 0.3],
    ]);
    expect(missing).toEqual(['site', 'host_org', 'cloud', 'gpu_vendor']);
    expect((await json('dependencies', '--least', '3')).rows).toEqual([]);
    expect((await chokepoint('dependencies', '--case', path, '--csv')).out.split('\n')).toHaveLength(7);
  });

  it('packs lists, shows, uses, drops, imports and removes', async () => {
    expect((await json('packs', 'list')).packs).toHaveLength(14);
    const { out } = await chokepoint('packs', 'list', '--csv', '--case', path);
    expect(out.split('\n')[0]).toBe('pack,chosen,version,status,valid_from,valid_to,lines,origin,source,url,sha256');
    expect(out.trimEnd().split('\n')).toHaveLength(15);
    expect(await json('packs', 'show', 'us-mg-2023')).toMatchObject({ id: 'us-mg-2023', chosen: false, pack: { text_read_on: null } });
    expect((await chokepoint('packs', 'show', 'uk-cma129-none', '--case', path)).out).toContain('No lines, on purpose.');
    expect(await json('packs', 'use', 'us-mg-2023')).toMatchObject({ chosen: true });
    const { claims } = await json('claims');
    expect(claims[0].lines).toMatchObject([{ pack: 'us-mg-2023', position: 'holds', level: 1800 }]);
    expect(await json('packs', 'drop', 'us-mg-2023')).toMatchObject({ chosen: false });
    const pack = JSON.parse(readFileSync('resources/reference/packs/disclosure-10.json', 'utf8'));
    writeFileSync(folder.path('own.json'), JSON.stringify({ ...pack, id: 'own', status: 'custom', author: 'Ada', reason: 'Policy' }));
    expect(await json('packs', 'import', folder.path('own.json'))).toMatchObject({ id: 'own', origin: 'imported' });
    expect(await json('packs', 'remove', 'own')).toMatchObject({ removed: 'own' });
    expect(await json('packs', 'remove', 'own')).toMatchObject({ code: 'pack-missing' });
    expect(await json('packs', 'import', folder.path('none.json'))).toMatchObject({ code: 'file-missing' });
  });
});

// Six validators of three operators with 40, 35 and 25 of 100: two hold more than half, one more than a third.
const STAKE = `validator,operator,stake
v1,a,20
v2,a,20
v3,b,35
v4,c,10
v5,c,10
v6,c,5
`;

type Claim = {
  id: string;
  status: string;
  value: number | null;
  view: Record<string, string> | null;
  reading: { spread: string | null; at: string[] } | null;
  numbers: { view: Record<string, string> | null }[];
};

describe('the view of a claim', () => {
  const folder = temporaryFolder();
  const path = folder.path('sample.chokepoint');
  afterAll(() => folder.remove());
  beforeAll(async () => {
    for (const network of ['northgrid', 'tessera']) {
      await chokepoint('sample', '--network', network, '--out', folder.path(`${network}.csv`));
      const args = ['--case', path, '--name', network, '--base', 'registered', '--as-of', '2026-06-30', '--grain', 'node'];
      expect((await chokepoint('import', folder.path(`${network}.csv`), ...args)).code).toBe(0);
    }
    writeFileSync(folder.path('stake.csv'), STAKE);
    expect((await chokepoint('import', folder.path('stake.csv'), '--case', path, '--name', 'stake')).code).toBe(0);
  });

  /** What `view` prints for a view of a claim. */
  async function viewed(dataset: string, view: Record<string, string>, spread: string | null) {
    const { by, weight, where, entities, unknown } = view as Record<'by' | 'weight' | 'where' | 'entities' | 'unknown', string>;
    const spec = ['--by', by, '--weight', weight, '--where', where, '--entities', entities, '--unknown', unknown];
    const more = spread === null ? [] : ['--spread', spread];
    const { code, out, err } = await chokepoint('view', '--case', path, '--dataset', dataset, ...spec, ...more, '--json');
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out);
  }

  it.each([
    ['northgrid', "provider != 'TOTAL'", ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7']],
    ['northgrid', "provider != 'TOTAL' and country = 'DE'", ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7']],
    ['tessera', "provider != 'TOTAL'", ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7']],
    ['stake', '', ['C1', 'C2', 'C8']],
  ])('is accepted by the command view and gives the same number: %s %s', async (dataset, where, computed) => {
    const { out } = await chokepoint('claims', '--case', path, '--dataset', dataset, '--where', where, '--json');
    const { claims } = JSON.parse(out) as { claims: Claim[] };
    const measured = claims.filter(({ status }) => status === 'computed' || status === 'bounded');
    expect(measured.map(({ id }) => id)).toEqual(computed);
    for (const { id, value, view, reading } of measured) {
      if (view === null || reading === null) throw new Error(`${id} has no view`);
      let read = await viewed(dataset, view, reading.spread);
      for (const key of reading.at) read = read?.[key];
      expect([id, read]).toEqual([id, value]);
    }
    for (const { status, view, reading } of claims) if (status === 'not-disclosed') expect([view, reading]).toEqual([null, null]);
  });
});
