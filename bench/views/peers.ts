import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { record, SQL, WHERE } from './data.ts';

/** A question put to one way: what it answers, to be checked against the others. */
export type Question = 'grouped' | 'whole';
export type Answer = { groups: number; total: number; hhi: number | null };
export type Way = { name: string; ask(question: Question): Promise<Answer> | Answer; close(): void };

const GROUPED = `SELECT provider, sum(gpu_count) AS v, count(*) AS n FROM nodes WHERE ${WHERE} GROUP BY provider`;
/** All groups are made and read once; what comes back is one line, so that no way pays for handing over rows. */
const STATEMENTS: Record<Question, string> = {
  grouped: `SELECT count(*) AS "groups", sum(v) AS total, NULL AS hhi, sum(n) AS n FROM (${GROUPED})`,
  whole: `SELECT count(*) AS "groups", sum(v) AS total, sum(1.0 * v * v) / (1.0 * sum(v) * sum(v)) AS hhi, sum(n) AS n FROM (${GROUPED})`,
};

const answer = (groups: unknown, total: unknown, hhi: unknown): Answer => ({
  groups: Number(groups),
  total: Number(total),
  hhi: hhi === null ? null : Number(hhi),
});

/** DuckDB in memory with its default settings, text columns as they come; `null` where it is not installed. */
export async function duckdb(rows: number): Promise<Way | null> {
  const module = await import('@duckdb/node-api').catch(() => null);
  if (module === null) return null;
  const instance = await module.DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE nodes AS SELECT ${SQL.provider.replaceAll(' / ', ' // ')} AS provider, ${SQL.country} AS country, ${SQL.gpus} AS gpu_count FROM range(${rows}) t(i)`,
  );
  return {
    name: 'DuckDB, text columns',
    async ask(question) {
      const reader = await connection.runAndReadAll(STATEMENTS[question]);
      const [groups, total, hhi] = reader.getRows()[0] ?? [];
      return answer(groups, total, hhi);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** SQLite with an index that covers the question, in a file, warm. */
export function sqlite(rows: number, path: string): Way {
  rmSync(path, { force: true });
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA mmap_size = 4000000000');
  database.exec('CREATE TABLE nodes (provider TEXT, country TEXT, gpu_count INTEGER); BEGIN');
  const insert = database.prepare('INSERT INTO nodes VALUES (?, ?, ?)');
  for (let i = 0; i < rows; i++) {
    const { provider, country, gpus } = record(i);
    insert.run(`provider-${provider}`, `C${country}`, gpus);
  }
  database.exec('COMMIT; CREATE INDEX covering ON nodes (provider, country, gpu_count); ANALYZE');
  const statements = { grouped: database.prepare(STATEMENTS.grouped), whole: database.prepare(STATEMENTS.whole) };
  return {
    name: 'SQLite, covering index',
    ask(question) {
      const found = statements[question].get() as Record<string, unknown>;
      return answer(found.groups, found.total, found.hhi);
    },
    close: () => database.close(),
  };
}
