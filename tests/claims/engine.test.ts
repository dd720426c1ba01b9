import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimResult } from '../../shared/case/claims.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Machines of five operators; worked by hand. GPUs: A 8 + 8, B 8, C 4, D 4, unknown 8: 40 in all.
// Uptime by GPUs: known 32 GPUs: A 16 x 1, B 8 x 0.5, C 4 x 0.9, no uptime for D (4) and the unknown (8 x 1.0).
const NODES = `provider,operator,node_id,gpu_model,gpu_count,country,stated_country,asn,uptime_30d,payout_address,partner
p1,A,n1,NVIDIA H100 80GB HBM3,8,DE,DE,AS16509,1,w1,Acme
p2,A,n2,NVIDIA H100 80GB HBM3,8,DE,US,AS64500,1,w1,
p3,B,n3,NVIDIA A100,8,US,US,AS64500,0.5,w1,Acme
p4,C,n4,NVIDIA GeForce RTX 4090,4,US,US,AS64501,0.9,w2,
p5,D,n5,AMD Instinct MI300X,4,FR,FR,AS64501,,w3,
p6,,n6,,8,DE,DE,,1.0,,
`;

describe('the claims of machines', () => {
  let open: Awaited<ReturnType<typeof openTestEngine>>;
  let dataset: string;
  let claims: ClaimResult[];
  const claim = (id: string) => claims.find((each) => each.id === id) as ClaimResult;
  const number = (id: string, key: string) => claim(id).numbers.find((each) => each.key === key);

  beforeAll(async () => {
    open = await openTestEngine();
    const path = join(open.folder, 'nodes.csv');
    writeFileSync(path, NODES);
    const mapping = { uptime_30d: 'uptime', stated_country: null } as const;
    ({ id: dataset } = await importFile(open.engine, path, { mapping, grain: 'node' }));
    ({ claims } = await open.engine.client.claims.scorecard({ dataset }));
  });
  afterAll(() => open.close());

  it('have one state each', () => {
    expect(claims.map(({ id, status }) => [id, status])).toEqual([
      ['C1', 'computed'],
      ['C2', 'bounded'],
      ['C3', 'bounded'],
      ['C4', 'bounded'],
      ['C5', 'computed'],
      ['C6', 'not-disclosed'],
      ['C7', 'bounded'],
      ['C8', 'not-disclosed'],
    ]);
    expect(claim('C6').missing).toEqual(['price_usd_per_gpu_hour']);
    expect(claim('C8').missing).toEqual(['validator', 'stake']);
  });

  it('C2 takes the operator, and bounds it by the 8 GPUs of nobody', () => {
    expect(claim('C2')).toMatchObject({ value: 0.5, low: 0.4, high: 0.6, unit: 'share' });
    expect(number('C2', 'cr5')).toMatchObject({ value: 1, low: 0.8, high: 1 });
    expect(claim('C2').view).toMatchObject({ by: 'operator', weight: 'gpu_count' });
  });

  it('C3 counts GPUs with at least 80 GB: H100 and MI300X for certain, A100 of either size and the unknown perhaps', () => {
    expect(number('C3', 'memory.80')).toMatchObject({ low: 20 / 40, value: 20 / 24, high: 36 / 40 });
    const h100 = claim('C3').classes.find(({ name }) => name === 'nvidia/h100');
    expect(h100?.numbers.find(({ key }) => key === 'cr1')).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  it('C4 weighs uptime by GPUs and lets a missing one be anything', () => {
    const known = (16 * 1 + 8 * 0.5 + 4 * 0.9 + 8 * 1) / 36;
    const c4 = claim('C4');
    expect(c4.value).toBeCloseTo(known, 12);
    expect(c4.low).toBeCloseTo((known * 36) / 40, 12);
    expect(c4.high).toBeCloseTo((known * 36 + 4) / 40, 12);
    expect(number('C4', 'p05')).toMatchObject({ value: 0.5, low: 0, high: 0.5 });
    expect(number('C4', 'below.99.5')).toMatchObject({ low: 12 / 40, value: 12 / 36, high: 16 / 40 });
    const [between, within, all] = ['variance.between', 'variance.within', 'variance'].map((key) => number('C4', key)?.value as number);
    expect(between).toBeCloseTo(all as number, 12);
    expect(within).toBeCloseTo(0, 12);
    expect(number('C4', 'variance')).toMatchObject({ low: null, high: null });
  });

  it('C5 says how often two columns place a machine differently', () => {
    expect(claim('C5')).toMatchObject({ value: 10_000 * (0.6 ** 2 + 0.3 ** 2 + 0.1 ** 2) });
    expect(number('C5', 'conflict')).toMatchObject({ value: 1 / 6, low: 1 / 6 });
  });

  it('C7 prints NVIDIA, and partners as a lower end', () => {
    expect(number('C7', 'nvidia')).toMatchObject({ low: 28 / 40, value: 28 / 32, high: 36 / 40 });
    expect(number('C7', 'cloud')).toMatchObject({ low: 16 / 40, high: 1 });
  });

  it('shared dependencies are ranked by capacity, an operator counts once, and a partner and a wallet are found', async () => {
    const { by, rows, factors } = await open.engine.client.claims.dependencies({ dataset });
    expect(by).toBe('operator');
    const shared = rows.map(({ factor, key, parties, value }) => [factor, key, parties, value]);
    expect(shared).toEqual(
      [
        ['gpu_vendor', 'nvidia', 3, 28],
        ['payout_address', 'w1', 2, 24],
        ['partner', 'Acme', 2, 16],
        ['asn', 'AS64500', 2, 16],
        ['country', 'US', 2, 12],
        ['asn', 'AS64501', 2, 8],
      ].sort(
        (a, b) =>
          (b[3] as number) - (a[3] as number) || (b[2] as number) - (a[2] as number) || ((a[0] as string) < (b[0] as string) ? -1 : 1),
      ),
    );
    expect(rows[1]).toMatchObject({ kind: 'payout-address', low: 0.6, high: 0.8, largest: ['A', 'B'] });
    expect(factors.find(({ name }) => name === 'asn')?.unknown).toBe(0.2);
    const opened = await open.engine.client.views.open(rows[1]?.view as never);
    expect(opened.top.map(({ key, value }) => [key, value])).toEqual([
      ['A', 16],
      ['B', 8],
    ]);
  });

  it('the request list names each field once, with what needs it, and stands in files', async () => {
    const { client, files } = open.engine;
    const fields = await client.claims.requests({ dataset });
    expect(fields.map(({ field, need, claims: of }) => [field, need, of.join(' ')])).toEqual([
      ['price_usd_per_gpu_hour', 'required', 'C6'],
      ['validator', 'required', 'C8'],
      ['stake', 'required', 'C8'],
      ['operator', 'sharper', 'C2'],
      ['gpu_model', 'sharper', 'C3'],
      ['uptime', 'sharper', 'C4'],
      ['gpu_vendor', 'sharper', 'C7'],
    ]);
    const content = async (what: 'scorecard' | 'requests' | 'request-text' | 'template' | 'dependencies') =>
      readFileSync(files.path((await client.claims.export({ dataset, what })).ref), 'utf8');
    expect((await content('requests')).split('\n')[1]).toMatch(/^price_usd_per_gpu_hour,required,C6,/);
    expect(await content('request-text')).toContain('- stake, for C8');
    expect((await content('dependencies')).split('\n')[0]).toMatch(/^factor,kind,value,parties/);
    expect((await content('scorecard')).split('\n').filter((line) => line.includes(',headline,'))).toHaveLength(8);
    expect((await content('template')).startsWith('PK')).toBe(true);
  });

  it('that does not apply says why and who, can be taken back, and never hides a number', async () => {
    const { client } = open.engine;
    const state = async (id: string) => (await client.claims.scorecard({ dataset })).claims.find((each) => each.id === id);
    const decision = { dataset, claim: 'C8' as const, reason: 'The network has no validators.', name: 'A. Analyst' };
    await client.claims.setNotApplicable(decision);
    expect(await state('C8')).toMatchObject({ status: 'not-applicable', notApplicable: { name: 'A. Analyst' } });
    expect((await state('C8'))?.sentence).toBe('C8. Validators: does not apply, because The network has no validators (A. Analyst).');
    expect((await client.claims.requests({ dataset })).some(({ field }) => field === 'stake')).toBe(false);
    await client.history.undo();
    expect((await state('C8'))?.status).toBe('not-disclosed');
    await client.history.redo();
    await client.claims.clearNotApplicable({ dataset, claim: 'C8' });
    expect((await state('C8'))?.status).toBe('not-disclosed');
    await expect(client.claims.setNotApplicable({ ...decision, claim: 'C1' })).rejects.toMatchObject({ data: { code: 'claim-computed' } });
  });

  it('bears the lines of the packs that the case chose, in words that name them', async () => {
    const { client } = open.engine;
    await client.packs.choose({ id: 'us-mg-2023', chosen: true });
    await client.packs.choose({ id: 'single-country-65', chosen: true });
    const card = await client.claims.scorecard({ dataset });
    // HHI by account is 1,800 exactly: 4 x (8/40)^2 + 2 x (4/40)^2 = 0.18
    expect(card.claims[0]).toMatchObject({ value: 1800 });
    expect(card.claims[0]?.lines).toMatchObject([{ pack: 'us-mg-2023', position: 'does not hold', level: 1800 }]);
    expect(card.claims[0]?.sentence).toContain(
      'Pack us-mg-2023: not above the 1,800 line (highly concentrated (merger review)), reference only.',
    );
    expect(card.claims[4]?.lines.map(({ pack, position }) => [pack, position])).toEqual([
      ['single-country-65', 'does not hold'],
      ['us-mg-2023', 'holds'],
    ]);
  });
});

// Three operators with one GPU each: every share is 1/3, the HHI 10,000/3 points; mean uptime (1 + 1 + 0) / 3 = 2/3.
const THIRDS = 'operator,gpu_count,country,uptime_30d\na,1,DE,1\nb,1,FR,1\nc,1,US,0\n';
const THIRDS_PACK = {
  id: 'thirds',
  version: '1.0.0',
  jurisdiction: 'none',
  status: 'custom',
  author: 'A',
  reason: 'lines at values that no double holds',
  valid_from: null,
  valid_to: null,
  text_read_on: null,
  source: { instrument: 'x', section: '', url: 'https://example.org/' },
  lines: [
    { metric: 'hhi_points', op: '>', value: '10000/3', label: 'hhi above' },
    { metric: 'hhi_points', op: '>=', value: '10000/3', label: 'hhi from' },
    { metric: 'cr1', op: '>', value: '1/3', label: 'share above' },
    { metric: 'cr1', op: '>=', value: '1/3', label: 'share from' },
    { metric: 'uptime', op: '>=', value: '2/3', label: 'uptime from' },
    { metric: 'uptime', op: '>', value: '2/3', label: 'uptime above' },
  ],
  designed_for: 'x',
  not_designed_for: 'y',
  wording: 'z',
  tests: ['1/3', '1/2', '2/3'].map((cr1) => ({ line: 3, passes: true, cr1 })),
};

describe('lines of packs beside claims whose values no double holds', () => {
  it('stand where the exact ratio stands: "greater than" is false at the level, "at least" is true', async () => {
    const open = await openTestEngine();
    const [path, pack] = [join(open.folder, 'thirds.csv'), join(open.folder, 'thirds.json')];
    writeFileSync(path, THIRDS);
    writeFileSync(pack, JSON.stringify(THIRDS_PACK));
    const { client, files } = open.engine;
    const { id } = await importFile(open.engine, path, { grain: 'node', mapping: { uptime_30d: 'uptime' } });
    await client.packs.import({ file: files.adopt(pack).ref });
    await client.packs.choose({ id: 'thirds', chosen: true });
    const { claims } = await client.claims.scorecard({ dataset: id });
    const positions = (at: number) => claims[at]?.lines.map(({ label, position }) => [label, position]);
    const hhi = [
      ['hhi above', 'does not hold'],
      ['hhi from', 'holds'],
    ];
    expect(positions(0)).toEqual(hhi);
    expect(positions(1)).toEqual([
      ['share above', 'does not hold'],
      ['share from', 'holds'],
    ]);
    expect(positions(3)).toEqual([
      ['uptime from', 'holds'],
      ['uptime above', 'does not hold'],
    ]);
    expect(positions(4)).toEqual(hhi);
    const view = await client.views.open(claims[0]?.view as never);
    expect(view.exact).toEqual({ hhi: { low: '10000/3', high: '10000/3' }, cr1: { low: '1/3', high: '1/3' } });
    await open.close();
  });
});

// Six hundred networks, the smallest of which is a cloud's: AS16509 with 1 of 600 x 2 + 1 GPUs.
const NETWORKS = Array.from({ length: 600 }, (_, place) => `p${place},AS${64500 + place},2\n`).join('');

describe('the largest factor (C7)', () => {
  it('looks at every network for clouds, not only at those that a screen lists', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'networks.csv');
    writeFileSync(path, `provider,asn,gpu_count\n${NETWORKS}q,AS16509,1\n`);
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const { claims } = await open.engine.client.claims.scorecard({ dataset });
    expect(claims[6]?.numbers.find(({ key }) => key === 'cloud')).toMatchObject({ low: 1 / 1201, value: 1 / 1201, high: 1 });
    await open.close();
  });

  it('says the share of the leading value with its own range, and the range over all factors beside it', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'factors.csv');
    // vendor: NVIDIA 60, AMD 40, none unknown. Network: AS64500 50 of 100, 30 of others, 20 unknown: up to 70.
    writeFileSync(
      path,
      `provider,gpu_model,asn,gpu_count
a,NVIDIA H100 80GB HBM3,AS64500,50
b,NVIDIA H100 80GB HBM3,,10
c,AMD Instinct MI300X,,10
d,AMD Instinct MI300X,AS64501,30
`,
    );
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node' });
    const { claims } = await open.engine.client.claims.scorecard({ dataset });
    const c7 = claims[6] as ClaimResult;
    expect([c7.low, c7.high]).toEqual([0.6, 0.7]);
    expect(c7.sentence).toContain(
      'of GPUs by gpu_vendor, nvidia, has 60.0 %. Over all factors the largest share is 60.0 % to 70.0 %, with its high end by network.',
    );
    await open.close();
  });
});

// Six hundred sites of two operators each, largest first: more than any screen lists.
const SITES = Array.from({ length: 600 }, (_, site) => `a,site-${site},${1000 - site}\nb,site-${site},1\n`).join('');

describe('the dependency finder', () => {
  it('gives a screen as many rows as it asks for, and an export all of them', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'sites.csv');
    writeFileSync(path, `operator,site,gpu_count\n${SITES}`);
    const { client, files } = open.engine;
    const { id: dataset } = await importFile(open.engine, path, { grain: 'node', mapping: { site: 'site' } });
    const some = await client.claims.dependencies({ dataset, most: 40 });
    expect([some.total, some.rows.length, some.rows[0]?.key]).toEqual([600, 40, 'site-0']);
    expect((await client.claims.dependencies({ dataset })).rows).toHaveLength(600);
    const { ref } = await client.claims.export({ dataset, what: 'dependencies', most: 40 });
    const lines = readFileSync(files.path(ref), 'utf8').trimEnd().split('\n');
    expect([lines.length, lines.at(-1)?.split(',').slice(0, 4)]).toEqual([601, ['site', 'site', 'site-599', '2']]);
    await open.close();
  });
});

// Ten offers of one class in two series; spread worked with the quantiles of type 7.
const OFFERS = `provider,gpu_model,price_usd_per_gpu_hour,is_spot
${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((price) => `a,NVIDIA H100 80GB HBM3,${price},false`).join('\n')}
b,NVIDIA H100 80GB HBM3,1,true
`;

describe('the claims of a price list', () => {
  it('spread prices by class and series, and count offers where there is no supply', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'offers.csv');
    writeFileSync(path, OFFERS);
    const { id } = await importFile(open.engine, path, { grain: 'offer' });
    const { claims } = await open.engine.client.claims.scorecard({ dataset: id });
    expect(claims[5]).toMatchObject({ status: 'computed', value: 8.2 / 1.8, low: 8.2 / 1.8 });
    expect(claims[5]?.classes.map(({ name }) => name)).toEqual(['nvidia/h100, is_spot false', 'nvidia/h100, is_spot true']);
    // the chart of prices has the very classes of the claim, and says what a class is
    const { price } = await open.engine.client.views.spread({ dataset: id, kind: 'price' });
    expect(price?.classIs).toBe('gpu_family and is_spot');
    expect(price?.classes.map(({ key }) => key)).toEqual(claims[5]?.classes.map(({ name }) => name));
    expect(claims[5]?.notes).toContain('A class is one value of gpu_family and is_spot.');
    expect(claims[5]?.numbers.map(({ key, value }) => [key, value])).toEqual([
      ['p90/p10', 8.2 / 1.8],
      ['cv', Math.sqrt(60 / 9) / 5],
      ['iqr', 4],
      ['mad', 2],
      ['p50', 5],
      ['n', 9],
    ]);
    expect(claims[2]).toMatchObject({ status: 'not-disclosed', missing: ['gpu_count'] });
    expect(claims[0]).toMatchObject({ status: 'computed', unit: 'points' });
    await open.close();
  });
});

describe('the claims of days, and of offers of one machine', () => {
  it('are bounded where a record has no weight, which no range holds', async () => {
    const { engine, folder, close } = await openTestEngine();
    try {
      const path = join(folder, 'weightless.csv');
      // 5,000 points of 8 and 8; with 8 GPUs of p2 too they would be 3,333
      writeFileSync(path, 'provider,gpu_count\np1,8\np2,\np3,8\n');
      const { id } = await importFile(engine, path, {});
      const [first] = (await engine.client.claims.scorecard({ dataset: id })).claims;
      expect(first).toMatchObject({ id: 'C1', status: 'bounded', value: 5000, low: 5000, high: 5000 });
      expect(first?.sentence).toContain('unknown: the weight of 1 record. 1 record has no weight and counts as 0.');
    } finally {
      await close();
    }
  });

  it('take the latest day, and say so', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'days.csv');
    // on the second day a has 3 of 4 GPUs: 10,000 x (9 + 1) / 16
    writeFileSync(path, 'operator,gpu_count,observed_at\na,1,2026-11-19\nb,1,2026-11-19\na,3,2026-11-20\nb,1,2026-11-20\n');
    const { id } = await importFile(open.engine, path, { grain: 'day' });
    const card = await open.engine.client.claims.scorecard({ dataset: id });
    expect(card.where).toContain("'2026-11-20'");
    expect(card.claims[0]).toMatchObject({ status: 'computed', value: 6250 });
    expect(card.claims[0]?.notes[0]).toMatch(/latest one counts/);
    expect((await open.engine.client.claims.dependencies({ dataset: id })).total).toBe(0);
    await open.close();
  });

  it('never add up offers of one machine: records are counted, and C3 says what is missing', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'offers.csv');
    writeFileSync(path, 'provider,node_id,gpu_model,gpu_count\na,n1,NVIDIA L40S,1\na,n1,NVIDIA L40S,8\nb,n2,NVIDIA L40S,8\n');
    const { id } = await importFile(open.engine, path, { grain: 'offer' });
    const { claims, weight } = await open.engine.client.claims.scorecard({ dataset: id });
    expect(weight).toBe('count');
    expect(claims[2]).toMatchObject({ status: 'not-disclosed' });
    expect(claims[0]?.notes[0]).toMatch(/must not be added up/);
    await open.close();
  });

  it('are not disclosed where a filter leaves nothing, never 0', async () => {
    const open = await openTestEngine();
    const path = join(open.folder, 'nodes.csv');
    writeFileSync(path, NODES);
    const { id } = await importFile(open.engine, path, { grain: 'node' });
    const { claims } = await open.engine.client.claims.scorecard({ dataset: id, where: "country = 'JP'" });
    expect(claims.filter(({ value, status }) => value !== null || status !== 'not-disclosed')).toEqual([]);
    expect(claims[0]?.notes).toEqual(["No record passes the filter country = 'JP'."]);
    await open.close();
  });
});
