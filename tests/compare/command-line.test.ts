import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Part } from '../../shared/case/compare.ts';
import { DATA, hasData, NO_DATA } from '../acceptance/support.ts';
import { chokepoint, temporaryFolder } from '../cli/support.ts';

// Expected values: the vectors dfinity-hhi_change-01 to -04 of ../shared/vectors/metrics.json, and ../shared/data/README.md ("Expected values:
// validators-solana"), both computed apart from this project in exact rational arithmetic.
const VECTORS = `${DATA}/../vectors/metrics.json`;
type Expected = { before: number; after: number; total: number; entities: { entered: number; left: number } } & Record<string, number>;

const NAMES: Record<Part, string> = {
  reattribution: 're_attribution',
  exit: 'exit',
  entry: 'entry',
  own_growth: 'own_growth',
  total_effect: 'total_effect',
};

type Document = {
  a: number;
  b: number;
  change: number;
  parts: Record<Part, number>;
  entered: number;
  left: number;
  matched: number;
  headline: string;
  marked: string | null;
  reattributed: { entity: string; of: string[] }[];
};

describe.skipIf(!hasData)(hasData ? 'chokepoint compare on real snapshots' : NO_DATA, () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  const run = (...args: string[]) => chokepoint('compare', '--case', path, ...args);
  const json = async (...args: string[]): Promise<Document> => {
    const { code, out, err } = await run(...args, '--json');
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out);
  };
  const vector = (id: string): Expected =>
    JSON.parse(readFileSync(VECTORS, 'utf8')).vectors.find((each: { id: string }) => each.id === id).expected;
  const expectChange = (found: Document, expected: Expected) => {
    expect([found.a, found.b, found.change].map((each) => Number(each.toFixed(9)))).toEqual(
      [expected.before, expected.after, expected.total].map((each) => Number(each.toFixed(9))),
    );
    for (const [part, name] of Object.entries(NAMES)) expect(found.parts[part as Part]).toBeCloseTo(expected[name] as number, 8);
    expect(Object.values(found.parts).reduce((sum, part) => sum + part, 0)).toBe(found.change);
    expect([found.entered, found.left]).toEqual([expected.entities.entered, expected.entities.left]);
  };

  beforeAll(async () => {
    folder = temporaryFolder();
    path = folder.path('a.chokepoint');
    const nodes = ['2025-08-19', '2025-10-31'].map((day) => `${DATA}/nodes-dfinity/current_nodes_${day}.csv`);
    const days = ['2025-03-04', '2025-10-01', '2026-03-01', '2026-08-01'];
    const validators = days.map((day) => `${DATA}/validators-solana/solana_validators_${day}.csv`);
    for (const files of [nodes, validators]) {
      const { code, err } = await chokepoint('import', ...files, '--case', path, '--preset', 'auto');
      expect([code, err]).toEqual([0, '']);
    }
  }, 120_000);
  afterAll(() => folder?.remove());

  const pair = ['--a', 'D1', '--b', 'D2', '--weight', 'count'];

  it.each([
    ['dfinity-hhi_change-01', 'node_provider_id'],
    ['dfinity-hhi_change-02', 'region, country'],
    ['dfinity-hhi_change-03', 'host_org'],
  ])('splits the change of the two lists of DFINITY as %s does, by %s', async (id, by) => {
    expectChange(await json(...pair, '--by', by), vector(id));
  });

  it('counts alias groups that came between the lists as re-attribution: dfinity-hhi_change-04', async () => {
    const vectors = JSON.parse(readFileSync(VECTORS, 'utf8'));
    const groups = folder.path('groups.json');
    writeFileSync(groups, JSON.stringify(vectors.alias_sets['dfinity-99-prod'].groups));
    const scope = ['--case', path, '--dataset', 'D2', '--by', 'node_provider_id'];
    const taken = await chokepoint('entities', 'import', groups, ...scope, '--confirm', '--why', 'published list');
    expect([taken.code, taken.err]).toEqual([0, '']);
    const found = await json(...pair, '--by', 'node_provider_id', '--a-entities', 'none', '--b-entities', 'confirmed');
    expectChange(found, vector('dfinity-hhi_change-04'));
    expect(found.headline).toBe('The rise of 9.8 comes from attribution; without it the index fell by 0.21');
    expect(found.reattributed.map(({ entity }) => entity).sort()).toEqual(['NP Group: 1', 'NP Group: 2']);
    // the groups hold on both dates: with them on both sides nothing is re-attributed
    const both = await json(...pair, '--by', 'node_provider_id');
    expect(both.parts.reattribution).toBe(0);
    expect(both.a).toBeCloseTo(230.048471114274, 9);
    // one list under two policies: the merges and nothing else
    const policies = await json('--a', 'D2', '--b', 'D2', '--by', 'node_provider_id', '--weight', 'count', '--a-entities', 'none');
    expect(policies.change).toBeCloseTo(229.834717493334 - 220.234988005114, 9);
    expect(policies.parts).toMatchObject({ reattribution: policies.change, exit: 0, entry: 0, own_growth: 0, total_effect: 0 });
  });

  it.each([
    ['D4', 'D5', 699, 270, 69],
    ['D5', 'D6', 653, 115, 39],
    ['D4', 'D6', 599, 370, 93],
  ])('matches the validators of Solana in %s and %s by their key', async (a, b, matched, left, entered) => {
    const found = await json('--a', a, '--b', b, '--by', 'validator', '--weight', 'count');
    expect([found.matched, found.left, found.entered]).toEqual([matched, left, entered]);
  });

  it('puts four snapshots into a row, from each to the next', async () => {
    const { code, out } = await run('--series', 'D6,D3,D4,D5', '--by', 'asn', '--weight', 'count', '--json');
    expect(code).toBe(0);
    const { series, changes } = JSON.parse(out);
    expect(series.map(({ asOf }: { asOf: string }) => asOf)).toEqual(['2025-03-04', '2025-10-01', '2026-03-01', '2026-08-01']);
    // S1f
    expect(series[0].metrics.hhi.stated).toBeCloseTo(429.7291, 4);
    expect(series.map(({ entities }: { entities: number }) => entities)).toEqual([134, 96, 91, 90]);
    for (const { a, b, change, parts } of changes) {
      expect(Object.values(parts as Record<Part, number>).reduce((sum, part) => sum + part, 0)).toBe(change);
      expect(b - a).toBe(change);
    }
  });

  it('gives bounds where a third of the stake has no name: S2c, S2d', async () => {
    const { out } = await run('--series', 'D4,D5,D6', '--by', 'operator', '--weight', 'stake', '--json');
    const { series, changes } = JSON.parse(out);
    expect(series.map(({ metrics }: { metrics: { hhi: { stated: number } } }) => metrics.hhi.stated.toFixed(4))).toEqual([
      '140.4117',
      '160.1874',
      '176.2497',
    ]);
    expect(series.map(({ metrics }: { metrics: { hhi: { low: number } } }) => metrics.hhi.low.toFixed(4))).toEqual([
      '66.3737',
      '73.2608',
      '82.4242',
    ]);
    expect(changes[0]).toMatchObject({ knownOnly: true });
    expect(changes[0].bounds.change.low).toBeLessThan(changes[0].change);
    expect(changes[0].headline).toContain('Undetermined');
  });

  it('writes a series and a pair as CSV with a status on every row', async () => {
    const series = (await run('--series', 'D4,D5,D6', '--by', 'host_org', '--weight', 'stake', '--csv')).out.trim().split('\n');
    expect(series.length).toBe(4);
    expect(series[0]).toMatch(/^dataset,as_of,base,total,hhi_points,hhi_points_low,/);
    const rows = (await run(...pair, '--by', 'node_provider_id', '--csv')).out.trim().split('\n');
    expect(rows[0]).toBe(
      'entity,move,a_value,a_share_fraction,a_rank,b_value,b_share_fraction,b_rank,share_change_fraction,comparability_status',
    );
    expect(rows.slice(1).every((row) => row.endsWith(',ok'))).toBe(true);
  });

  it('refuses two networks on different rungs with the differences in words, and marks what is shown anyway', async () => {
    const networks = ['--a', 'D2', '--b', 'D6', '--by', 'country', '--weight', 'count'];
    const refused = await run(...networks, '--json');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.err)).toMatchObject({ code: 'not-comparable', details: { checks: [{ id: 'base' }] } });
    expect(refused.err).toContain('registered | online');
    const shown = await json(...networks, '--anyway');
    expect(shown.marked).toBe('Not comparable: supply base');
    expect((await run(...networks, '--anyway')).out).toContain('MARKED: Not comparable: supply base');
    const rows = (await run(...networks, '--anyway', '--csv')).out.trim().split('\n').slice(1);
    expect(rows.every((row) => row.endsWith(',Not comparable: supply base'))).toBe(true);
  });

  it('compares two networks on one rung, where a column states it', async () => {
    const networks = ['--a', 'D2', '--b', 'D6', '--by', 'country', '--weight', 'count', '--base', 'online'];
    const { marked, headline } = await json(...networks);
    expect(marked).toBe(null);
    expect(headline).toMatch(/^HHI of solana validators 2026-08-01 is \d+ above that of current nodes 2025-10-31/);
  });

  it('names the column that a snapshot has not, and takes another name for it', async () => {
    const stake = await run('--series', 'D3,D4', '--by', 'asn', '--weight', 'stake', '--json');
    expect([stake.code, JSON.parse(stake.err).message]).toEqual([2, expect.stringContaining('There is no such column on side A')]);
    expect(stake.err).toContain('solana validators 2025-03-04');
    // a series has one dimension and one weight: what helps is another column, or without the snapshot
    const { advice } = JSON.parse(stake.err);
    expect(advice).toMatch(/^Write --weight with a column that all have: .*\bcount\b/);
    expect(advice).not.toContain('--b-by');
    const three = await run('--series', 'D3,D4,D5', '--by', 'operator', '--weight', 'count', '--json');
    const told = JSON.parse(three.err).advice;
    expect(told).toMatch(/^Leave out what lacks the column: --series D4,D5\. Or write --by with a column that all have: .*\basn\b/);
    expect((await run('--series', 'D4,D5', '--by', 'operator', '--weight', 'count', '--json')).code).toBe(0);
    const named = await run(
      '--a',
      'D2',
      '--b',
      'D6',
      '--by',
      'node_provider_id',
      '--b-by',
      'validator',
      '--weight',
      'count',
      '--anyway',
      '--json',
    );
    const { matched, headline, marked } = JSON.parse(named.out);
    expect([matched, marked]).toEqual([0, 'Not comparable: dimension, supply base']);
    expect(headline).toContain('no entity is in both');
  });

  it('says what it needs', async () => {
    expect(JSON.parse((await run('--a', 'D1', '--by', 'x', '--weight', 'count', '--json')).err).code).toBe('usage');
  });
});
