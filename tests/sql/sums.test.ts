import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SqlResult } from '../../shared/case/sql.ts';
import { sumsOfTables } from '../../shared/claims/sums.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

// 8 + 8 + 4 = 20 GPUs, one record of unknown provider and one of unknown country; with the line of 20 the column adds up to 40.
const SHEET = 'provider,country,gpu_count\nA,DE,8\n,FI,8\nC,,4\nall,TOTAL,20\n';

it('says that a table holds a line of sums, with the condition that leaves it out, until the check is waived', async () => {
  const { engine, folder, close } = await openTestEngine();
  try {
    const path = join(folder, 'sheet.csv');
    writeFileSync(path, SHEET);
    const { id } = await importFile(engine, path, { name: 'Sheet' });
    const run = async (statement: string): Promise<SqlResult> => resultOf(await engine.client.sql.run({ statement }));
    const all = await run(`SELECT sum(gpu_count) FROM ${id}`);
    expect(all.rows).toEqual([[40]]);
    const without = `"country.raw" != 'TOTAL' or "country.raw" is null`;
    expect(all.stamp.datasets[0]?.sums).toEqual({ records: 1, texts: [{ column: 'country', text: 'TOTAL' }], without });
    const words = `${id}: 1 record with "TOTAL" in "country" looks like a line of sums and is in the table; without: WHERE ${without}`;
    expect(sumsOfTables(all.stamp.datasets)).toEqual([words]);
    expect((await run(`SELECT sum(gpu_count) FROM ${id} WHERE ${without}`)).rows).toEqual([[20]]);
    const kept = await resultOf(await engine.client.sql.keep({ statement: `SELECT * FROM ${id}`, name: 'Kept' }));
    const { ref } = await engine.client.sources.original({ source: kept.source.id });
    expect(readFileSync(engine.files.path(ref), 'utf8')).toContain(`# ${words}\n`);
    await engine.client.quality.waive({ dataset: id, check: 'total-rows', reason: 'a place of that name', name: 'A. Analyst' });
    expect((await run(`SELECT sum(gpu_count) FROM ${id}`)).stamp.datasets[0]?.sums).toBeUndefined();
  } finally {
    await close();
  }
});
