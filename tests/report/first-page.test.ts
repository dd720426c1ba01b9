import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportDateWords } from '../../electron/engine/report/input.ts';
import { parsePortfolio } from '../../shared/case/portfolio.ts';
import { layoutOf } from '../../shared/case/report.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { has, over } from './support.ts';

describe('the report of a filtered view, of data that cannot meet the demand', () => {
  it('says on its first page the filter and how many records pass it, and lists no step without a value', async () => {
    const opened = await openTestEngine();
    try {
      const { client, files } = opened.engine;
      const path = join(opened.folder, 'models.csv');
      writeFileSync(path, 'provider,gpu_count,country\nAlpha,8,DE\nBeta,2,DE\nGamma,-1,DE\nDelta,5,FR\n');
      const { id } = await importFile(opened.engine, path, { name: 'Providers' });
      await importFile(opened.engine, path, { name: 'Undated' });
      await client.datasets.describe({ dataset: id, asOf: '2026-11-20T00:00:00Z' });
      await client.views.save({ name: 'Germany', spec: { dataset: id, by: 'provider', weight: 'gpu_count', where: "country = 'DE'" } });
      const portfolio = parsePortfolio({ title: 'Too much', classes: [{ name: 'one GPU', gpus_per_node: 1, quantity: 60 }] });
      const spec = { dataset: id, by: 'provider', where: "country = 'DE'", portfolio, threshold: '1' };
      await client.removal.saveScenario({ name: 'Fails at once', spec, removed: [] });
      const report = await resultOf(await client.report.export({ paper: 'a4' }));
      if (!has('pdftotext')) return;
      const pdf = readFileSync(files.path(report.files.find(({ name }) => name === 'report.pdf')?.ref as string));
      const text = over(pdf, 'pdftotext', '-layout', '{}', '-').text;
      const [cover = ''] = text.replace(/\s+/g, ' ').split('Findings Each number');
      // three of the file's four records were taken in, two of them in Germany
      expect(cover.replace(/[‘’]/g, "'")).toContain(
        "answers over 2 of 3 records, where country = 'DE'. Answered by provider. Service is below 100 % before any removal. Already before any removal",
      );
      expect(cover).toContain('as of 2026-11-20, date not stated for 1 of 2 datasets');
      expect(cover).not.toContain('as of date not stated');
      expect(text).toContain('Table R1');
      expect(text).not.toMatch(/^\s*\d+\s+—(\s+—)*\s*$/m);
    } finally {
      await opened.close();
    }
  }, 60_000);
});

describe('the report of a view that counts a line of sums', () => {
  it('says so beside the view and beside a pin of it, with the filter that leaves it out', async () => {
    const opened = await openTestEngine();
    try {
      const { client, files } = opened.engine;
      const path = join(opened.folder, 'sheet.csv');
      writeFileSync(path, 'provider,remark,gpu_count\nA,x,8\nB,x,8\nC,y,4\nTOTAL,all sites,20\n');
      const { id } = await importFile(opened.engine, path, { name: 'Sheet' });
      await client.views.save({ name: 'Providers', spec: { dataset: id, by: 'provider', weight: 'gpu_count', where: '' } });
      const pin = await client.views.pin({ dataset: id, by: 'provider', weight: 'gpu_count', where: '' });
      await client.report.setLayout({ layout: { ...layoutOf('full'), pins: [pin.id] } });
      const report = await resultOf(await client.report.export({ paper: 'a4' }));
      if (!has('pdftotext')) return;
      const pdf = readFileSync(files.path(report.files.find(({ name }) => name === 'report.pdf')?.ref as string));
      const text = over(pdf, 'pdftotext', '-layout', '{}', '-').text.replace(/\s+/g, ' ').replace(/[‘’]/g, "'").replace(/[“”]/g, '"');
      // beside the view, and beside the result that was pinned of it
      expect(text.split('1 record with "TOTAL" in "provider" looks like a line of sums and is counted.')).toHaveLength(3);
      expect(text).toContain(`Without: "provider" != 'TOTAL' or "provider" is null`);
    } finally {
      await opened.close();
    }
  }, 60_000);
});

describe('the date of a report', () => {
  const words = (...days: (string | null)[]) =>
    reportDateWords({ case: { createdAt: '2026-01-02T00:00:00Z' }, datasets: days.map((asOf) => ({ asOf })) } as never);

  it('is that of its datasets, and says where they differ or state none', () => {
    expect(words('2026-03-01')).toBe('as of 2026-03-01');
    expect(words('2026-03-01', '2026-02-01')).toBe('as of 2026-02-01 to 2026-03-01');
    expect(words('2026-03-01', null, null)).toBe('as of 2026-03-01, date not stated for 2 of 3 datasets');
    expect(words(null)).toBe('date of the facts not stated, case of 2026-01-02');
  });
});
