import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importFile, openTestEngine } from '../acceptance/support.ts';

it('findings of rejected records follow the records that are taken in and left out again', async () => {
  const opened = await openTestEngine();
  try {
    const { client } = opened.engine;
    const path = join(opened.folder, 'nodes.csv');
    writeFileSync(path, 'provider,gpu_count\nAlpha,8\nBeta,-1\nGamma,-2\nDelta\n');
    const { id, findings: kept } = await importFile(opened.engine, path);
    const messages = async () => (await client.datasets.list())[0]?.findings.map(({ message }) => message.replace(/(line \d+).*/, '$1'));
    const atFirst = ['2 of 4 records not imported. nodes.csv, line 3', '1 of 4 records not imported. nodes.csv, line 5'];
    expect(await messages()).toEqual(expect.arrayContaining(atFirst));
    const readmit = (number: number, provider: string) =>
      client.sources.readmit({ dataset: id, number, cells: { provider, gpu_count: '1' }, reason: 'sign' });
    await readmit(0, 'Beta');
    expect(await messages()).toEqual(
      expect.arrayContaining(['1 of 4 records not imported. nodes.csv, line 4', '1 of 4 records not imported. nodes.csv, line 5']),
    );
    await readmit(1, 'Gamma');
    await readmit(2, 'Delta');
    expect((await messages())?.filter((message) => message.includes('not imported'))).toEqual([]);
    for (const number of [0, 1, 2]) await client.sources.leaveOut({ dataset: id, number });
    expect((await client.datasets.list())[0]?.findings).toEqual(kept);
  } finally {
    await opened.close();
  }
});
