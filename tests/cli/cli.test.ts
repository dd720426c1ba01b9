import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// removal-test.md 9.2, example 2: A is six units of 1, B two units of 10; values 1; at 80 % the exact breaking point is 2 (both B).
const NETWORK = ['provider,gpu_model,gpu_count', ...[1, 2, 3, 4, 5, 6].map((unit) => `a${unit},A1,1`), 'b1,B1,10', 'b2,B1,10'].join('\n');
const PORTFOLIO = {
  classes: [
    { name: 'A', gpu_models: ['A1'], gpus_per_node: 1, quantity: 6, value: 1 },
    { name: 'B', gpu_models: ['B1'], gpus_per_node: 1, quantity: 10, value: 1 },
  ],
};

let folder: ReturnType<typeof temporaryFolder>;
let path: (name: string) => string;

beforeAll(() => {
  folder = temporaryFolder();
  path = folder.path;
  writeFileSync(path('network.csv'), NETWORK);
  writeFileSync(path('portfolio.json'), JSON.stringify(PORTFOLIO));
});
afterAll(() => folder.remove());

describe('the command line', () => {
  it('imports into a new case and prints one JSON document', async () => {
    const { code, out, err } = await chokepoint(
      'import',
      path('network.csv'),
      '--case',
      path('a.chokepoint'),
      '--name',
      'Example',
      '--as-of',
      '2026-11-20',
      '--base',
      'online',
      '--json',
    );
    expect([code, err]).toEqual([0, '']);
    const { imports } = JSON.parse(out);
    expect(imports).toHaveLength(1);
    expect(imports[0].dataset).toMatchObject({
      id: 'D1',
      name: 'Example',
      rows: 8,
      rejected: 0,
      asOf: '2026-11-20',
      base: 'online',
      grain: 'node',
    });
    expect(imports[0].source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('prints a view with the keys that scripts rely on', async () => {
    const { code, out } = await chokepoint(
      'view',
      '--case',
      path('a.chokepoint'),
      '--dataset',
      'Example',
      '--by',
      'provider',
      '--weight',
      'gpu_count',
      '--json',
    );
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(['dataset', 'by', 'weight', 'rows', 'entities', 'groups', 'unknown', 'metrics']),
    );
    expect(result.groups).toHaveLength(8);
    expect(result.groups[0]).toEqual({ key: 'b1', value: 10, share: 10 / 26, rows: 1 });
    expect(result.unknown).toEqual({ rows: 0, value: 0, share: 0 });
    // 2 x 100 + 6 x 1 over 26 squared
    expect(result.metrics.hhi.stated).toBeCloseTo((10000 * 206) / 676, 10);
    expect(Object.keys(result.metrics)).toEqual(['hhi', 'cr1', 'cr4', 'nakamoto', 'gini', 'theil', 'shannonBits', 'effectiveNumber']);
    expect(result.metrics.nakamoto['1/2']).toEqual({ low: 2, stated: 2, high: 2 });
    expect(Object.keys(result.metrics.effectiveNumber)).toEqual(['q0', 'q1', 'q2', 'qInf']);
  });

  it('takes the number of records as the weight "count", and a filter', async () => {
    const { out } = await chokepoint(
      'view',
      '--case',
      path('a.chokepoint'),
      '--dataset',
      '1',
      '--by',
      'gpu_model.raw',
      '--weight',
      'count',
      '--where',
      'gpu_count < 10',
      '--json',
    );
    const { rows, groups } = JSON.parse(out);
    expect(rows).toBe(6);
    expect(groups).toEqual([{ key: 'A1', value: 6, share: 1, rows: 6 }]);
  });

  it('finds the breaking point of the worked example with its certificate and curves', async () => {
    const { code, out } = await chokepoint(
      'remove',
      '--case',
      path('a.chokepoint'),
      '--dataset',
      'Example',
      '--by',
      'provider',
      '--portfolio',
      path('portfolio.json'),
      '--threshold',
      '0.8',
      '--json',
    );
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({
      by: 'provider',
      mode: 'independent',
      threshold: '0.8',
      units: 8,
      demand: 16,
      served0: 16,
      breakingPoint: { low: 2, high: 2, proven: true, members: ['b1', 'b2'] },
    });
    expect(result.certificate).toMatchObject({ D: 16, below: 13, k: 2, R: ['b1', 'b2'], Z: ['B'] });
    const worst = result.curves.find(({ order }: { order: string }) => order === 'worst-case');
    expect(worst.served.slice(0, 9)).toEqual([16, 15, 6, 5, 4, 3, 2, 1, 0]);
    expect(result.curves.map(({ order }: { order: string }) => order)).toContain('largest-first');
  });

  it('runs a built-in portfolio by name and says which choice one of them leaves open', async () => {
    const done = await chokepoint('remove', '--case', path('a.chokepoint'), '--by', 'provider', '--portfolio', 'w2', '--json');
    expect(done.code).toBe(0);
    const open = await chokepoint('remove', '--case', path('a.chokepoint'), '--by', 'provider', '--portfolio', 'W5', '--json');
    expect(open.code).toBe(2);
    expect(JSON.parse(open.err)).toMatchObject({ code: 'portfolio-choice-missing', details: { field: 'countries' } });
  });

  it('writes the report into a folder, the same bytes twice', async () => {
    const first = await chokepoint('report', '--case', path('a.chokepoint'), '--out', path('one'), '--json');
    const second = await chokepoint('report', '--case', path('a.chokepoint'), '--out', path('two'), '--json');
    expect([first.code, second.code]).toEqual([0, 0]);
    const { files } = JSON.parse(first.out);
    expect(files.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['report.pdf', 'claims.json', 'claims.csv', 'sources.csv']),
    );
    for (const { name } of files) expect(readFileSync(path(`one/${name}`)).equals(readFileSync(path(`two/${name}`))), name).toBe(true);
    expect(existsSync(path('one/report.pdf.part'))).toBe(false);
  });

  it('keeps views and tests for the report where it is told to, and otherwise reports the usual ones', async () => {
    const ids = () =>
      JSON.parse(readFileSync(path('kept/claims.json'), 'utf8')).claims.map(
        ({ id, source }: { id: string; source: string }) => `${id} ${source}`,
      );
    await chokepoint('report', '--case', path('a.chokepoint'), '--out', path('kept'));
    expect(ids()).toContain("RD1.breaking-point Half of today's GPUs by provider, Example");
    await chokepoint('view', '--case', path('a.chokepoint'), '--by', 'gpu_model', '--weight', 'gpu_count', '--save', 'By model');
    await chokepoint(
      'remove',
      '--case',
      path('a.chokepoint'),
      '--by',
      'provider',
      '--portfolio',
      path('portfolio.json'),
      '--save',
      'Both classes',
    );
    await chokepoint('report', '--case', path('a.chokepoint'), '--out', path('kept'));
    expect(ids()).toEqual(expect.arrayContaining(['V1.hhi By model', 'R1.breaking-point Both classes']));
    // seven numbers of the view, the breaking point, eight claims of the scorecard: nothing of the usual ones is left
    expect(ids().filter((id: string) => !id.startsWith('D'))).toHaveLength(8);
    expect(ids()).toHaveLength(16);
  });

  it('looks at all files before it imports the first, and leaves no case behind that it made for nothing', async () => {
    const ran = await chokepoint('import', path('network.csv'), path('missing.csv'), '--case', path('none.chokepoint'), '--json');
    expect(ran.code).toBe(2);
    expect(existsSync(path('none.chokepoint'))).toBe(false);
  });

  it('refuses to add up several days, naming two rows, and takes one day', async () => {
    writeFileSync(path('days.csv'), 'node_id,provider,gpu_count,date\nn1,p,8,2026-11-01\nn1,p,8,2026-11-02\n');
    await chokepoint('import', path('days.csv'), '--case', path('days.chokepoint'), '--grain', 'day', '--map', 'observed_at=date');
    const args = ['view', '--case', path('days.chokepoint'), '--by', 'provider', '--weight', 'gpu_count', '--json'];
    const refused = await chokepoint(...args);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.err)).toMatchObject({ code: 'days-not-summed', details: { rows: [1, 2] } });
    const one = await chokepoint(...args, '--where', "observed_at = '2026-11-02'");
    expect(JSON.parse(one.out).total).toBe(8);
  });

  it('takes "count" as the number of records even where a column has that name, and says how the column is named now', async () => {
    writeFileSync(path('counted.csv'), 'provider,count\na,50\nb,1\nc,1\n');
    const { out } = await chokepoint(
      'import',
      path('counted.csv'),
      '--case',
      path('counted.chokepoint'),
      '--map',
      'provider=provider',
      '--json',
    );
    const { dataset, findings } = JSON.parse(out).imports[0];
    const renamed = dataset.columns.find(({ header }: { header: string }) => header === 'count');
    expect(renamed.name).not.toBe('count');
    expect(dataset.findings).toEqual(findings);
    const args = ['view', '--case', path('counted.chokepoint'), '--by', 'provider', '--json', '--weight'];
    expect(JSON.parse((await chokepoint(...args, 'count')).out).total).toBe(3);
    expect(JSON.parse((await chokepoint(...args, renamed.name)).out).total).toBe(52);
  });

  it('says why a number is missing, and names all that tie for the largest', async () => {
    const args = ['view', '--case', path('a.chokepoint'), '--by', 'provider', '--weight', 'gpu_count', '--json'];
    const empty = JSON.parse((await chokepoint(...args, '--where', 'gpu_count > 99')).out);
    expect(empty.metrics.hhi).toEqual({ low: null, stated: null, high: null });
    expect(empty.reasons.hhi).toEqual({ low: 'no-weight', stated: 'no-weight', high: 'no-weight' });
    expect(JSON.parse((await chokepoint(...args)).out).leaders).toEqual(['b1', 'b2']);
  });

  it('leaves the optimistic end open where a GPU count is missing, and says how to close it', async () => {
    writeFileSync(path('blank.csv'), 'provider,gpu_count\nA,3\nB,\n');
    writeFileSync(path('three.json'), JSON.stringify({ classes: [{ name: 'g', gpus_per_node: 1, quantity: 3 }] }));
    await chokepoint('import', path('blank.csv'), '--case', path('blank.chokepoint'));
    const args = [
      'remove',
      '--case',
      path('blank.chokepoint'),
      '--by',
      'provider',
      '--portfolio',
      path('three.json'),
      '--threshold',
      '100%',
      '--json',
    ];
    const open = JSON.parse((await chokepoint(...args)).out);
    // B may hold any number: then A and B have to go
    expect(open.breakingPoint).toMatchObject({ low: 1, high: 2 });
    expect(open.notes.join(' ')).toContain('gpu_count is not null');
    const closed = JSON.parse((await chokepoint(...args, '--where', 'gpu_count is not null')).out);
    expect(closed.breakingPoint).toMatchObject({ low: 1, high: 1, proven: true });
  });

  it('writes the same sample for the same seed and marks what is made of it', async () => {
    const args = (name: string) => ['sample', '--network', 'tessera', '--seed', '3', '--providers', '60', '--out', path(name), '--json'];
    const { out } = await chokepoint(...args('s1.csv'));
    await chokepoint(...args('s2.csv'));
    expect(JSON.parse(out)).toMatchObject({ network: 'tessera', providers: 60, sample: true });
    expect(readFileSync(path('s1.csv'), 'utf8')).toBe(readFileSync(path('s2.csv'), 'utf8'));
    const { out: imported } = await chokepoint('import', path('s1.csv'), '--case', path('s.chokepoint'), '--json');
    expect(JSON.parse(imported).imports[0].dataset.sample).toBe(true);
    const { out: report } = await chokepoint('report', '--case', path('s.chokepoint'), '--out', path('s'), '--json');
    expect(
      JSON.parse(report)
        .files.filter(({ name }: { name: string }) => name.endsWith('.csv'))
        .every(({ name }: { name: string }) => name.startsWith('SAMPLE-')),
    ).toBe(true);
    expect(JSON.parse(readFileSync(path('s/claims.json'), 'utf8')).sample).toBe('SAMPLE');
  });

  it('lists rejected records with line, reason and fix', async () => {
    writeFileSync(path('bad.csv'), 'provider,gpu_count\na,8\nb,eight\nc,4,extra\nd,2\n');
    const { out } = await chokepoint('import', path('bad.csv'), '--case', path('bad.chokepoint'), '--map', 'gpu_count=gpu_count', '--json');
    expect(JSON.parse(out).imports[0].dataset).toMatchObject({ rows: 2, rejected: 2 });
    const { out: listed } = await chokepoint('rejects', '--case', path('bad.chokepoint'), '--json');
    const { rejects } = JSON.parse(listed);
    expect(rejects.map(({ line, column, code }: { line: number; column: string | null; code: string }) => [line, column, code])).toEqual([
      [3, 'gpu_count', 'not-a-number'],
      [4, null, 'ragged-record'],
    ]);
    for (const { reason, fix, raw } of rejects) for (const text of [reason, fix, raw]) expect(text).not.toBe('');
  });

  it('undoes and redoes the last decision, and keeps both in the ledger', async () => {
    const undone = JSON.parse((await chokepoint('history', '--case', path('bad.chokepoint'), '--undo', '--json')).out);
    expect(undone.chain).toMatchObject({ intact: true });
    expect((await chokepoint('view', '--case', path('bad.chokepoint'), '--by', 'provider', '--weight', 'count', '--json')).code).toBe(2);
    const redone = JSON.parse((await chokepoint('history', '--case', path('bad.chokepoint'), '--redo', '--json')).out);
    expect(redone.total).toBe(undone.total + 1);
    expect((await chokepoint('view', '--case', path('bad.chokepoint'), '--by', 'provider', '--weight', 'count', '--json')).code).toBe(0);
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['frobnicate'], 'usage'],
    ['an option that a verb does not have', ['packs', 'list', '--case', 'x', '--frob'], 'usage'],
    ['a limit of no rows', ['sql', 'SELECT 1', '--case', 'x', '--limit', '0'], 'usage'],
    ['what is shared by one', ['dependencies', '--case', 'x', '--least', '1'], 'usage'],
    ['a missing option', ['view', '--by', 'provider'], 'usage'],
    ['a case that is not there', ['view', '--case', 'missing.chokepoint', '--by', 'a', '--weight', 'count'], 'case-missing'],
    ['a threshold that is no fraction', ['remove', '--case', 'x', '--by', 'a', '--portfolio', 'W1', '--threshold', 'most'], 'usage'],
    ['a date that no calendar has', ['import', 'x.csv', '--case', 'x', '--as-of', '2026-02-31'], 'usage'],
    ['a folder that cannot be made', ['import', 'x.csv', '--case', '/dev/null/x/y.chokepoint'], 'cannot-write'],
  ])('refuses %s with exit code 2 and JSON on standard error', async (_, args, code) => {
    const ran = await chokepoint(...args, '--json');
    expect([ran.code, ran.out]).toEqual([2, '']);
    const error = JSON.parse(ran.err);
    expect(Object.keys(error)).toEqual(['code', 'message', 'advice', 'details']);
    expect(error.code).toBe(code);
  });

  it.each<[string, string[], string]>([
    ['an unknown column, proposing the near one', ['--by', 'Provider', '--weight', 'count'], 'unknown-column'],
    ['a text weight', ['--by', 'provider', '--weight', 'gpu_model'], 'weight-not-numeric'],
    ['a filter that cannot be read', ['--by', 'provider', '--weight', 'count', '--where', 'gpu_count >'], 'filter-syntax'],
  ])('explains %s', async (_, args, code) => {
    const ran = await chokepoint('view', '--case', path('a.chokepoint'), ...args, '--json');
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.err).code).toBe(code);
  });

  it('says in words what --json says in fields', async () => {
    const { out } = await chokepoint(
      'remove',
      '--case',
      path('a.chokepoint'),
      '--by',
      'provider',
      '--portfolio',
      path('portfolio.json'),
      '--threshold',
      '8/10',
    );
    expect(out).toContain('Without b1 and b2');
    expect((await chokepoint('--help')).out).toContain('import');
  });
});
