import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { duckColumns, type Shape, shapeOf } from './shapes.ts';
import { timed } from './timed.ts';

// Child process: DuckDB's typed CREATE TABLE AS of argv[2] (format argv[3], shape argv[4]) into a database at argv[5]; prints a run as JSON.
// The format `to-parquet` makes a Parquet file at argv[5] of a CSV file instead.
const [, , path = '', format = 'csv', shapeName = '', database = ''] = process.argv;

function source(shape: Shape): string {
  if (format === 'parquet') return `read_parquet('${path}')`;
  const columns = `columns = {${duckColumns(shape)}}`;
  if (format === 'ndjson') return `read_json('${path}', format = 'newline_delimited', ${columns})`;
  return `read_csv('${path}', header = true, nullstr = ['', 'n/a'], ${columns})`;
}

for (const ending of ['', '.wal']) rmSync(`${database}${ending}`, { force: true });
const duckdb = await import('@duckdb/node-api').catch(() => null);
if (duckdb === null) console.log('null');
else if (format === 'to-parquet') {
  const connection = await (await duckdb.DuckDBInstance.create()).connect();
  const csv = `read_csv('${path}', header = true, nullstr = ['', 'n/a'], columns = {${duckColumns(shapeOf(shapeName))}})`;
  await connection.run(`COPY (SELECT * FROM ${csv}) TO '${database}' (FORMAT parquet)`);
  console.log('{}');
} else {
  let rows = 0;
  const run = await timed(async () => {
    const instance = await duckdb.DuckDBInstance.create(database);
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE nodes AS SELECT * FROM ${source(shapeOf(shapeName))}`);
    await connection.run('CHECKPOINT');
    const reader = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM nodes');
    rows = Number(reader.getRows()[0]?.[0]);
    connection.closeSync();
    instance.closeSync();
    const descriptor = openSync(database, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  });
  console.log(JSON.stringify({ ...run, rows }));
}
