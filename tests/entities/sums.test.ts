import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';

// A 8 and B 8 share an address, C 4: HHI (64 + 64 + 16) / 20² = 3,600; A and B as one add 2 x 64 / 400 = 3,200.
// With the line of 20 as an account it would be (144 + 400) / 40² = 3,400, and 128 / 1,600 = 800.
const HEADER = 'provider,country,payout_address,gpu_count';
const RECORDS = ['A,DE,0xaaa,8', 'B,DE,0xaaa,8', 'C,FI,0xccc,4'];

describe('proposals about accounts of a sheet with a line of sums', () => {
  it.each([
    ['provider', 'TOTAL,all,all sites,20'],
    ['country', 'all,TOTAL,all sites,20'],
  ])('leave the line out that %s names, and say so', async (column, line) => {
    const { engine, folder, close } = await openTestEngine();
    try {
      const path = join(folder, 'sheet.csv');
      writeFileSync(path, [HEADER, ...RECORDS, line, ''].join('\n'));
      const { id: dataset } = await importFile(engine, path, { grain: 'provider' });
      const scope = { dataset, by: 'provider', weight: 'gpu_count', where: '' };
      const found = await resultOf(await engine.client.entities.proposals({ scope }));
      expect(found.headlines.none).toMatchObject({ hhi: 3600, entities: 3 });
      expect(found.accounts).toBe(3);
      expect(found.rows[0]?.accounts.map(({ id, share }) => [id, share])).toEqual([
        ['A', 0.4],
        ['B', 0.4],
      ]);
      expect(found.rows[0]?.deltaHhi).toBeCloseTo(3200, 9);
      expect(found.sums).toMatchObject({ records: 1, texts: [{ column, text: 'TOTAL' }] });
      expect(found.stamp.where).toBe(found.sums?.without);
      await engine.client.quality.waive({ dataset, check: 'total-rows', reason: 'a provider of that name', name: 'A. Analyst' });
      const counted = await resultOf(await engine.client.entities.proposals({ scope }));
      expect(counted.headlines.none).toMatchObject({ hhi: 3400, entities: 4 });
      expect(counted.rows[0]?.deltaHhi).toBeCloseTo(800, 9);
      expect([counted.sums, counted.stamp.where]).toEqual([undefined, '']);
    } finally {
      await close();
    }
  });
});
