import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { HEADER } from './generate.ts';

/** Removes a database and the files beside it. */
function removeDatabase(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal', '.wal']) rmSync(`${path}${ending}`, { force: true });
}

/**
 * The sqlite3 shell's `.import` into a typed table on disk, default settings (rollback journal, synchronous=FULL).
 *
 * @returns milliseconds without those that the shell takes to start; `null` where there is no shell
 */
export function shellImport(csv: string, database: string): { milliseconds: number; rows: number } | null {
  removeDatabase(database);
  const columns = HEADER.split(',').map((name, index) => `${name} ${index === 6 ? 'INTEGER' : index > 6 ? 'REAL' : 'TEXT'}`);
  const script = [`CREATE TABLE nodes (${columns.join(', ')});`, '.mode csv', `.import --skip 1 ${csv} nodes`, ''].join('\n');
  const timed = (target: string, input: string) => {
    const start = performance.now();
    execFileSync('sqlite3', [target], { input });
    return performance.now() - start;
  };
  let milliseconds: number;
  try {
    const started = timed(':memory:', '');
    milliseconds = timed(database, script) - started;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const rows = Number(execFileSync('sqlite3', [database, 'SELECT count(*) FROM nodes']).toString());
  removeDatabase(database);
  return { milliseconds, rows };
}

/** DuckDB's typed CREATE TABLE AS from the CSV into a database on disk, default settings, checkpointed. */
export async function duckImport(csv: string, database: string): Promise<{ milliseconds: number; rows: number } | null> {
  const duckdb = await import('@duckdb/node-api').catch(() => null);
  if (duckdb === null) return null;
  removeDatabase(database);
  const start = performance.now();
  const instance = await duckdb.DuckDBInstance.create(database);
  const connection = await instance.connect();
  const types = HEADER.split(',').map((name, index) => `'${name}': '${index === 6 ? 'INTEGER' : index > 6 ? 'DOUBLE' : 'VARCHAR'}'`);
  await connection.run(
    `CREATE TABLE nodes AS SELECT * FROM read_csv('${csv}', header = true, nullstr = ['', 'n/a'], columns = {${types.join(', ')}})`,
  );
  await connection.run('CHECKPOINT');
  const milliseconds = performance.now() - start;
  const reader = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM nodes');
  const rows = Number(reader.getRows()[0]?.[0]);
  connection.closeSync();
  instance.closeSync();
  const descriptor = openSync(database, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
  removeDatabase(database);
  return { milliseconds, rows };
}
