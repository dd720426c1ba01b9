import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import type { ErrorValue } from '../../shared/case/error.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import type { SqlResult } from '../../shared/case/sql.ts';
import { resultOf } from '../acceptance/support.ts';

// counts: 8, 4, 8 to 16 and none; stakes beyond 2^53 and, in sum, beyond 2^63; a column whose name is a word of SQL; one text like a comment
const PROVIDERS = `provider,gpu_count,country,stake,order,price
alpha,8,usa,9007199254740993,1,0.1
beta,4,DE,9223372036854775807,2,0.25
gamma,8-16,,1,3,12
"# delta",,FR,2,4,
`;
const PRICES = 'provider,usd\nalpha,2.5\nbeta,1.5\n';

describe('SQL on the datasets of a case', () => {
  let folder: string;
  let engine: Engine;

  async function add(name: string, text: string, choices = {}): Promise<void> {
    writeFileSync(join(folder, `${name}.csv`), text);
    const { ref } = engine.files.adopt(join(folder, `${name}.csv`));
    const recipe = recipeOf(await engine.client.sources.preview({ file: ref }), { base: 'online', asOf: '2026-11-20', ...choices });
    await resultOf(await engine.client.sources.import({ file: ref, name, recipe }));
  }
  const run = async (statement: string, more: { limit?: number; seconds?: number } = {}): Promise<SqlResult> =>
    resultOf(await engine.client.sql.run({ statement, ...more }));
  const rows = async (statement: string) => (await run(statement)).rows;
  const refusal = async (statement: string, more = {}): Promise<ErrorValue | null> =>
    run(statement, more).then(() => null, errorValueOfCall);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sql-test-'));
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'SQL' });
    await add('Providers', PROVIDERS);
    await add('Prices', PRICES, { asOf: '2026-11-21' });
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has each dataset as a table: canonical values, the text of the file, bounds, and the place in the file', async () => {
    const [providers] = await engine.client.sql.tables();
    expect(providers).toMatchObject({ table: 'D1', name: 'Providers', rows: 4, omitted: 0 });
    expect(providers?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual(
      expect.arrayContaining([
        'country TEXT',
        'country.raw TEXT',
        'gpu_count INTEGER',
        'gpu_count.low INTEGER',
        'gpu_count.high INTEGER',
        'stake INTEGER',
      ]),
    );
    expect(await rows('SELECT provider, country, "country.raw", gpu_count, "gpu_count.low", "gpu_count.high", "#line" FROM D1')).toEqual([
      ['alpha', 'US', 'usa', 8, 8, 8, 2],
      ['beta', 'DE', 'DE', 4, 4, 4, 3],
      ['gamma', null, null, null, 8, 16, 4],
      ['# delta', 'FR', 'FR', null, null, null, 5],
    ]);
  });

  it('keeps integers of 64 bits exactly, and refuses a sum that is larger', async () => {
    expect(await rows('SELECT stake FROM D1 WHERE stake > 2')).toEqual([['9007199254740993'], ['9223372036854775807']]);
    expect(await rows("SELECT sum(stake) FROM D1 WHERE provider IN ('alpha', 'gamma')")).toEqual([['9007199254740994']]);
    expect(await refusal('SELECT sum(stake) FROM D1')).toMatchObject({ code: 'sql-error', advice: expect.stringContaining('total()') });
  });

  it('calls a column numeric by the values of SQLite: an id of digits is text, a large integer is not', async () => {
    const { columns, rows: ids } = await run(
      "SELECT '0012345678901234567' AS id, stake, iif(gpu_count > 4, gpu_count, 'few') AS mixed, NULL AS none FROM D1 LIMIT 2",
    );
    expect(columns.map(({ type }) => type)).toEqual(['text', 'number', 'text', 'text']);
    expect(ids).toEqual([
      ['0012345678901234567', '9007199254740993', 8, null],
      ['0012345678901234567', '9223372036854775807', 'few', null],
    ]);
  });

  it('joins, groups, and gives all columns where all are asked for', async () => {
    const joined = 'SELECT a.provider, gpu_count * usd AS worth FROM D1 a JOIN D2 USING (provider) ORDER BY worth DESC';
    expect(await rows(joined)).toEqual([
      ['alpha', 20],
      ['beta', 6],
    ]);
    expect((await run('SELECT * FROM D2')).columns.map(({ name }) => name)).toEqual([
      'provider',
      'usd',
      'provider.group',
      '#record',
      '#line',
    ]);
    expect(await rows('SELECT count(*) FROM D1')).toEqual([[4]]);
    // only alpha and beta have a value in every column
    expect(await rows('SELECT count(*) FROM D1 NATURAL JOIN D1 AS again')).toEqual([[2]]);
    expect(await rows('SELECT "order" FROM D1 WHERE price = 0.25')).toEqual([[2]]);
  });

  it('says what it read, and when there are more rows than were asked for', async () => {
    const { stamp, truncated, rows: some } = await run("SELECT provider FROM D1 WHERE provider <> 'D2'", { limit: 2 });
    expect([some.length, truncated]).toEqual([2, true]);
    expect(stamp.datasets).toMatchObject([{ id: 'D1', name: 'Providers', rows: 4, base: 'online', asOf: '2026-11-20' }]);
    expect((await run('SELECT provider FROM D1', { limit: 4 })).truncated).toBe(false);
    expect((await run('SELECT 1')).stamp.datasets).toEqual([]);
  });

  it('tells columns of numbers from columns of text', async () => {
    const { columns } = await run('SELECT provider, stake, gpu_count, NULL AS empty FROM D1');
    expect(columns.map(({ type }) => type)).toEqual(['text', 'number', 'number', 'text']);
  });

  it.each([
    "ATTACH '/etc/passwd' AS x",
    'PRAGMA query_only = 0',
    'DELETE FROM D1',
    'DELETE FROM D1 RETURNING *',
    'WITH x AS (SELECT 1) DELETE FROM D1 RETURNING *',
    'INSERT INTO D1 (provider) VALUES (1)',
    'CREATE TABLE x (a)',
    'CREATE TEMP TABLE x AS SELECT 1',
    'DROP TABLE D1',
    "VACUUM INTO '/tmp/stolen.db'",
    '/* SELECT */ UPDATE D1 SET provider = 1',
    'EXPLAIN SELECT 1',
    'BEGIN',
  ])('refuses what is no reading: %s', async (statement) => {
    expect(await refusal(statement)).toMatchObject({ code: 'sql-not-reading' });
    expect(await rows('SELECT count(*), count(provider) FROM D1')).toEqual([[4, 4]]);
  });

  it('runs one statement, loads no code and reads no file', async () => {
    expect(await refusal('SELECT 1; DELETE FROM D1')).toMatchObject({ code: 'sql-several' });
    expect(await refusal('SELECT 1; SELECT 2')).toMatchObject({ code: 'sql-several' });
    expect(await rows('SELECT 1;')).toEqual([[1]]);
    expect(await refusal(' -- nothing\n')).toMatchObject({ code: 'sql-empty' });
    expect(await refusal("SELECT load_extension('x')")).toMatchObject({ code: 'sql-error' });
    expect(await refusal("SELECT readfile('/etc/passwd')")).toMatchObject({ code: 'sql-error' });
    expect(await refusal('SELECT provider FROM D1 WHERE provider = ?')).toMatchObject({ code: 'sql-parameters' });
    // only the database in memory is there, and it has no file
    expect(await rows('SELECT name, file FROM pragma_database_list')).toEqual([['main', '']]);
    expect(await rows("SELECT count(*) FROM sqlite_schema WHERE name NOT IN ('D1', 'D2')")).toEqual([[0]]);
  });

  it.each([
    ['SELECT provider\nFORM D1', 2, 6],
    ['SELECT count(*)\n  FROM D1 GROUP BY\n', 2, 19],
    ['SELECT provider,\n       nothing FROM D1', 2, 8],
    ['SELECT D1.nothing FROM D1', 1, 11],
    ['SELECT * FROM D9', 1, 15],
    ['SELECT \'FORM\', "FORM" FROM D1 FORM WHERE FORM FORM x', 1, 47],
  ])('says where %j goes wrong', async (statement, line, column) => {
    expect(await refusal(statement)).toMatchObject({ code: 'sql-error', details: { line, column } });
  });

  it('names the tables that there are, and how odd names are written', async () => {
    expect((await refusal('SELECT * FROM providers'))?.advice).toBe('Tables of this case: D1 (Providers), D2 (Prices).');
    expect((await refusal('SELECT country.raw FROM D1'))?.advice).toContain('double quotes');
  });

  it.each([
    ['an endless recursion', 'WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n'],
    ['a join of everything with everything', `SELECT count(*) FROM ${Array.from({ length: 30 }, (_, at) => `D1 AS t${at}`).join(', ')}`],
  ])('stops %s at the time limit, and runs the next statement', async (_, statement) => {
    expect(await refusal(statement, { seconds: 1 })).toMatchObject({ code: 'sql-time-limit', details: { seconds: 1 } });
    expect(await rows('SELECT count(*) FROM D1')).toEqual([[4]]);
  });

  it('stops when its caller leaves, and runs the next statement', async () => {
    const leaving = new AbortController();
    const statement = 'WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
    const left = engine.client.sql.run({ statement, seconds: 600 }, { signal: leaving.signal }).then((job) => resultOf(job));
    setTimeout(() => leaving.abort(), 300);
    await expect(left).rejects.toThrow();
    expect(await rows('SELECT 2')).toEqual([[2]]);
  });

  it('refuses a cell that is too large, and a result that could not be told from a cut one', async () => {
    expect(await refusal("SELECT printf('%.*c', 2000000, 'x')")).toMatchObject({ code: 'sql-cell-too-large' });
    const statement = 'WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100001) SELECT x FROM n';
    const error = await engine.client.sql
      .keep({ statement, name: 'Long' })
      .then(resultOf)
      .then(() => null, errorValueOfCall);
    expect(error).toMatchObject({ code: 'sql-result-cut' });
    expect(await engine.client.datasets.list()).toHaveLength(2);
  });

  it('keeps a result as a dataset whose file says what it was made of', async () => {
    const statement = 'SELECT provider,\n  gpu_count, usd AS price, stake\nFROM D1 LEFT JOIN D2 USING (provider)';
    const { dataset, source, findings } = await resultOf(await engine.client.sql.keep({ statement, name: 'Worth' }));
    // the dates of both tables differ, their base does not
    expect(dataset).toMatchObject({ name: 'Worth', rows: 4, rejected: 0, base: 'online', asOf: null });
    expect(findings[0]).toMatchObject({ code: 'made-by-sql', details: { statement, datasets: ['D1', 'D2'] } });
    const { ref } = await engine.client.sources.original({ source: source.id });
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(engine.files.path(ref), 'utf8');
    expect(text.split('\n').slice(0, 8)).toEqual([
      '# Result of SQL on the case "SQL", revision 3, 2026-11-22T08:00:00.000Z: 4 rows',
      '# SELECT provider,',
      '#   gpu_count, usd AS price, stake',
      '# FROM D1 LEFT JOIN D2 USING (provider)',
      '# D1 "Providers": 4 records, online, 2026-11-20',
      '# D2 "Prices": 2 records, online, 2026-11-21',
      '# Accounts as given: no links between them are applied.',
      '"provider","gpu_count","price","stake"',
    ]);
    // a view on it, and SQL on it, with all digits and with a text that looks like a comment
    const view = await engine.client.views.open({ dataset: dataset.id, by: 'provider', weight: 'gpu_count' });
    expect(view.total).toBe(12);
    expect(await rows(`SELECT provider, stake FROM ${dataset.id} ORDER BY stake DESC LIMIT 3`)).toEqual([
      ['beta', '9223372036854775807'],
      ['alpha', '9007199254740993'],
      ['# delta', 2],
    ]);
  });

  it('gives the group of an account beside the account, by the links confirmed so far, as a view counts it', async () => {
    const grouped = 'SELECT "provider.group", sum(gpu_count) FROM D1 GROUP BY 1 ORDER BY 2 DESC, 1';
    expect(await rows(grouped)).toEqual([
      ['alpha', 8],
      ['beta', 4],
      ['# delta', null],
      ['gamma', null],
    ]);
    await engine.client.entities.link({
      scope: { dataset: 'D1', by: 'provider', weight: 'gpu_count' },
      link: {
        kind: 'same-owner',
        from: 'alpha',
        to: 'gamma',
        evidence: [{ type: 'filing', value: 'register 12', source: null, dateSeen: null }],
      },
      acknowledged: ['large-share'],
    });
    const after = await run(grouped);
    expect(after.rows).toEqual([
      ['alpha', 8],
      ['beta', 4],
      ['# delta', null],
    ]);
    expect([after.stamp.links, (await run('SELECT provider FROM D1')).stamp.links]).toEqual([true, false]);
    const view = await engine.client.views.open({ dataset: 'D1', by: 'provider', weight: 'gpu_count', entities: 'confirmed' });
    expect(view.top.map(({ key }) => key)).toContain('alpha');
    expect(view.top.map(({ key }) => key)).not.toContain('gamma');
    await engine.client.history.undo();
    expect(await rows('SELECT count(DISTINCT "provider.group") FROM D1')).toEqual([[4]]);
  });

  it('follows the decisions of the case', async () => {
    await engine.client.datasets.describe({ dataset: 'D2', asOf: '2026-11-20' });
    expect((await run('SELECT count(*) FROM D2')).stamp.datasets).toMatchObject([{ asOf: '2026-11-20' }]);
  });
});
