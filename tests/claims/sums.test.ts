import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumRecords, withoutSums } from '../../shared/claims/sums.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// A 8, B 8, C 4, unknown 4: 24 GPUs, and a line that sums them up.
const SHEET = 'provider,remark,gpu_count\nA,x,8\nB,x,8\nC,y,4\n,y,4\nTOTAL,all sites,24\n';
// HHI of 8, 8, 4 known and 4 unknown: 144/24², 144/20², (12² + 8² + 4²)/24².
const WITHOUT = { low: 2500, value: 3600, high: (224 / 576) * 10_000 };
// The same with 24 more in one hand: 720/48², 720/44², (28² + 144)/48².
const WITH = { low: (720 / 2304) * 10_000, value: (720 / 1936) * 10_000, high: (928 / 2304) * 10_000 };

describe('a record that looks like a line of sums', () => {
  let open: Awaited<ReturnType<typeof openTestEngine>>;
  let dataset: string;
  const concentration = async (where = '') => {
    const { claims, where: used } = await open.engine.client.claims.scorecard({ dataset, where });
    const claim = claims.find(({ id }) => id === 'C1');
    return { used, low: claim?.low, value: claim?.value, high: claim?.high, notes: claim?.notes ?? [] };
  };
  const isClose = (found: object, expected: Record<'low' | 'value' | 'high', number>) => {
    for (const [end, number] of Object.entries(expected)) expect((found as Record<string, number>)[end]).toBeCloseTo(number, 6);
  };

  beforeAll(async () => {
    open = await openTestEngine();
    const path = join(open.folder, 'sheet.csv');
    writeFileSync(path, SHEET);
    ({ id: dataset } = await importFile(open.engine, path, {}));
  });
  afterAll(() => open.close());

  it('is left out of the claims, which say so, and the unknown stays', async () => {
    const found = await concentration();
    isClose(found, WITHOUT);
    expect(found.used).toBe(`"provider" != 'TOTAL' or "provider" is null`);
    expect(found.notes.join(' ')).toContain('"TOTAL" in "provider" looks like a line of sums and is left out');
  });

  it('is left to a filter that names it', async () => {
    const where = "provider != 'TOTAL' or provider is null";
    const found = await concentration(where);
    isClose(found, WITHOUT);
    expect(found.used).toBe(where);
    isClose(await concentration("provider in ('A', 'B', 'C', 'TOTAL') or provider is null"), WITH);
  });

  it('counts where a person waived the check', async () => {
    await open.engine.client.quality.waive({ dataset, check: 'total-rows', reason: 'a provider of that name', name: 'A. Analyst' });
    const found = await concentration();
    isClose(found, WITH);
    expect(found.used).toBe('');
    await open.engine.client.quality.unwaive({ dataset, check: 'total-rows' });
    isClose(await concentration(), WITHOUT);
  });

  it('is no supplier of a removal test', async () => {
    const portfolio = { classes: [{ name: 'one card', gpus_per_node: 1, nodes: 1, quantity: 1 }] };
    const { units, notes } = await open.engine.client.removal.model({ dataset, by: 'provider', portfolio });
    expect(units.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(notes.join(' ')).toContain('"TOTAL" in "provider" looks like a line of sums and is left out');
  });

  it('is known by its column and text, quoted as a filter needs it', () => {
    const sums = [{ column: 'a "b"', text: "Grand total's" }];
    expect(withoutSums('x > 1', sums)).toBe(`(x > 1) and ("a ""b""" != 'Grand total''s' or "a ""b""" is null)`);
    expect(sumRecords({ findings: [] } as never, '')).toEqual([]);
  });
});
