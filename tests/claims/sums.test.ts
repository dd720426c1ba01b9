import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumsWords, sumTexts, withoutSums } from '../../shared/claims/sums.ts';
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

  it('is left out of a filter that speaks of the same text in another column', async () => {
    const found = await concentration("remark != 'TOTAL'");
    isClose(found, WITHOUT);
    expect(found.notes.join(' ')).toContain('looks like a line of sums and is left out');
  });

  it('is not said to be left out where the filter of the person left it out', async () => {
    // A and B alone: 64 + 64 of 16 squared
    const found = await concentration("remark = 'x'");
    isClose(found, { low: 5000, value: 5000, high: 5000 });
    expect(found.used).toBe("remark = 'x'");
    expect(found.notes.join(' ')).not.toContain('line of sums');
  });

  it('is on no rung of the supply ladder, which says so, until the check is waived', async () => {
    const { client } = open.engine;
    await client.datasets.describe({ dataset, base: 'registered' });
    const registered = async () => {
      const { rungs, findings } = await client.quality.ladder({ dataset });
      return [rungs.find(({ rung }) => rung === 'registered')?.counts[0]?.gpus, findings.length];
    };
    expect(await registered()).toEqual(['24', 1]);
    expect((await client.quality.ladder({ dataset })).findings[0]?.message).toContain('looks like a line of sums and is left out');
    await client.quality.waive({ dataset, check: 'total-rows', reason: 'a provider of that name', name: 'A. Analyst' });
    expect(await registered()).toEqual(['48', 0]);
    await client.quality.unwaive({ dataset, check: 'total-rows' });
  });

  it('is counted by a view, which says so and how to leave it out, until the check is waived', async () => {
    const spec = { dataset, by: 'provider', weight: 'gpu_count' };
    const counted = await open.engine.client.views.open(spec);
    isClose({ ...counted.metrics.hhi, value: counted.metrics.hhi.stated }, WITH);
    const without = `"provider" != 'TOTAL' or "provider" is null`;
    expect(counted.sums).toEqual({ records: 1, texts: [{ column: 'provider', text: 'TOTAL' }], without });
    const left = await open.engine.client.views.open({ ...spec, where: without });
    isClose({ ...left.metrics.hhi, value: left.metrics.hhi.stated }, WITHOUT);
    expect(left.sums).toBeUndefined();
    await open.engine.client.quality.waive({ dataset, check: 'total-rows', reason: 'a provider of that name', name: 'A. Analyst' });
    expect((await open.engine.client.views.open(spec)).sums).toBeUndefined();
    await open.engine.client.quality.unwaive({ dataset, check: 'total-rows' });
  });

  it('is known by its column and text, quoted as a filter needs it', () => {
    const finding = { code: 'total-row-suspected', details: { column: 'a "b"', text: "Grand total's" } };
    const columns = [{ name: 'a "b"' }] as never[];
    expect(withoutSums('x > 1', sumTexts({ columns, findings: [finding] as never }))).toBe(
      `(x > 1) and ("a ""b""" != 'Grand total''s' or "a ""b""" is null)`,
    );
    expect(sumTexts({ columns, findings: [] })).toEqual([]);
    expect(sumTexts({ columns: [], findings: [finding] as never })).toEqual([]);
  });

  it('is one or several in words', () => {
    const total = { column: 'provider', text: 'TOTAL' };
    expect(sumsWords({ records: 1, texts: [total] }, 'left out')).toBe(
      '1 record with "TOTAL" in "provider" looks like a line of sums and is left out',
    );
    expect(sumsWords({ records: 2, texts: [total, { column: 'country', text: 'Sum' }] }, 'counted')).toBe(
      '2 records with "TOTAL" in "provider" and "Sum" in "country" look like lines of sums and are counted',
    );
  });
});

describe('a line of sums that is named in a column which is read by a rule', () => {
  // The cell holds no country, model or network number, so reading it leaves nothing: only the text of the file tells.
  const RECORDS = ['DE,A,8,H100,AS64500', 'DE,B,8,H100,AS64500', 'FI,C,4,A100,AS64501', 'FI,,4,A100,AS64501'];
  const HEADER = 'country,provider,gpu_count,gpu_model,asn';

  it.each([
    ['country', 'TOTAL,all,24,H100,AS64500'],
    ['gpu_model', 'DE,all,24,TOTAL,AS64500'],
    ['asn', 'DE,all,24,H100,TOTAL'],
  ])('%s', async (column, line) => {
    const { engine, folder, close } = await openTestEngine();
    try {
      const path = join(folder, 'sheet.csv');
      writeFileSync(path, [HEADER, ...RECORDS, line, ''].join('\n'));
      const { id: dataset } = await importFile(engine, path, {});
      const { claims, where } = await engine.client.claims.scorecard({ dataset });
      const [c1, c5] = ['C1', 'C5'].map((wanted) => claims.find(({ id }) => id === wanted));
      expect(where).toBe(`"${column}.raw" != 'TOTAL' or "${column}.raw" is null`);
      for (const end of ['low', 'value', 'high'] as const) expect(c1?.[end]).toBeCloseTo(WITHOUT[end], 6);
      expect(c1?.notes.join(' ')).toContain(`1 record with "TOTAL" in "${column}" looks like a line of sums and is left out`);
      // DE 16 and FI 8 of 24: (256 + 64) / 576
      for (const end of ['low', 'value', 'high'] as const) expect(c5?.[end]).toBeCloseTo((320 / 576) * 10_000, 6);
      // the filter that spoke of the column itself keeps the record, so it is left out all the same
      const kept = `"${column}" != 'TOTAL' or "${column}" is null`;
      const again = await engine.client.claims.scorecard({ dataset, where: kept });
      expect(again.claims.find(({ id }) => id === 'C1')?.value).toBeCloseTo(3600, 6);
      const spec = { dataset, by: 'provider', weight: 'gpu_count' };
      const view = await engine.client.views.open(spec);
      expect([view.total, view.sums?.records]).toEqual([48, 1]);
      const left = await engine.client.views.open({ ...spec, where: view.sums?.without ?? '' });
      expect([left.total, left.sums]).toEqual([24, undefined]);
      const portfolio = { classes: [{ name: 'one card', gpus_per_node: 1, nodes: 1, quantity: 1 }] };
      const { units } = await engine.client.removal.model({ dataset, by: 'provider', portfolio });
      expect(units.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
      const { sides } = await engine.client.compare.open({ sides: [spec, spec] });
      expect(sides.map(({ view: shown }) => shown?.total)).toEqual([24, 24]);
    } finally {
      await close();
    }
  });
});
