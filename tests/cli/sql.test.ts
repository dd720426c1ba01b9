import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

it('a statement is run on the command line, as words, JSON and CSV, and its result is kept as a dataset', async () => {
  const folder = temporaryFolder();
  try {
    const file = folder.path('s.chokepoint');
    writeFileSync(folder.path('nodes.csv'), 'provider,gpu_count,country\nalpha,8,DE\nbeta,4,DE\ngamma,1,FR\n');
    await chokepoint('import', folder.path('nodes.csv'), '--case', file, '--base', 'online');
    const statement = 'SELECT country, sum(gpu_count) AS gpu_count FROM D1 GROUP BY country ORDER BY 2 DESC';
    const sql = (...more: string[]) => chokepoint('sql', ...more, '--case', file);
    expect((await sql(statement)).out).toBe(
      'country  gpu_count\nDE              12\nFR               1\n\n2 rows. Read: D1 nodes, online, date not stated. Accounts as given.\n',
    );
    expect((await sql(statement, '--csv')).out).toBe('country,gpu_count\nDE,12\nFR,1\n');
    // an unknown value is a word in the table and an empty cell in CSV
    const unknown = "SELECT 'x' AS a, NULL AS b";
    expect((await sql(unknown)).out).toContain('a  b\nx  NULL\n');
    expect((await sql(unknown, '--csv')).out).toBe('a,b\nx,\n');
    const limited = JSON.parse((await sql(statement, '--json', '--limit', '1')).out);
    expect(limited).toMatchObject({ rows: [['DE', 12]], truncated: true, limit: 1, stamp: { datasets: [{ id: 'D1', base: 'online' }] } });
    expect((await sql()).out).toContain('D1 "nodes", 3 records\n  provider TEXT');
    const endless = 'WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
    const stopped = await sql(endless, '--timeout', '1', '--json');
    expect([stopped.code, JSON.parse(stopped.err).code]).toEqual([2, 'sql-time-limit']);
    const kept = JSON.parse((await sql(statement, '--as', 'By country', '--json')).out);
    expect(kept.dataset).toMatchObject({ id: 'D2', name: 'By country', rows: 2, base: 'online' });
    const view = await chokepoint('view', '--case', file, '--dataset', 'D2', '--by', 'country', '--weight', 'gpu_count', '--json');
    expect(JSON.parse(view.out)).toMatchObject({ total: 13, metrics: expect.anything() });
  } finally {
    folder.remove();
  }
});
