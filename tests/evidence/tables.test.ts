// Tables leave in three forms: exact CSV, CSV for spreadsheets, and a workbook. Names from the data are hostile on purpose.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { sheetNames, workbookOf } from '../../electron/engine/report/workbook.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import type { ExportResult } from '../../shared/contract/report.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { dataPackageProfile } from './data-package-profile.ts';

/** Slashes, quotes, formulas, controls, right-to-left, another plane, and longer than a file name or a sheet can be. */
const NAMES = [
  '../../etc/passwd',
  'C:\\con.csv',
  '=1+1',
  '@SUM(A1)',
  '"quoted", with comma',
  'عربي',
  '𠜎𠜱',
  'bell\u0007',
  'x'.repeat(300),
];
const COLUMN = `=HYPERLINK("http://x") /[:*?]\\ ${'長'.repeat(80)}`;
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const CSV = `operator,gpu_count,share price,day,${quoted(COLUMN)}\n${NAMES.map(
  (name, row) => `${quoted(name)},${row * 7 + 1},${row === 0 ? '' : `0.${row}3`},2026-0${(row % 9) + 1}-01,${quoted(name)}`,
).join('\n')}\n`;

let engine: Engine;
let close: () => Promise<void>;
let folder: string;
let dataset: Dataset;
let exported: ExportResult;
let files: Record<string, Uint8Array>;

const contentOf = (name: string) => readFileSync(engine.files.path(exported.files.find((file) => file.name === name)?.ref as string));
const textOf = (path: string) => Buffer.from(files[path] as Uint8Array).toString('utf8');
const parsed = (text: string) => Papa.parse<string[]>(text.replace(/\n$/, ''), { delimiter: ',', newline: '\n' }).data;

beforeAll(async () => {
  const opened = await openTestEngine();
  ({ engine, close, folder } = opened);
  const { client } = engine;
  await client.cases.describe({ title: '=cmd|"/c calc"!A1 / "title" 中', question: '' });
  writeFileSync(join(folder, 'hostile.csv'), CSV);
  dataset = await importFile(engine, join(folder, 'hostile.csv'), { name: '../=D1 "x"' });
  const spec = { dataset: dataset.id, weight: 'gpu_count', where: '' };
  await client.views.save({ name: '=view / [1]*?:', spec: { ...spec, by: 'operator' } });
  const long = dataset.columns.find(({ header }) => header === COLUMN) as Dataset['columns'][number];
  await client.views.save({ name: 'v'.repeat(200), spec: { ...spec, by: long.name } });
  exported = await resultOf(await client.report.export({ bundle: true, workbook: true, spreadsheet: true }));
  files = unzipSync(readFileSync(engine.files.path(exported.bundle?.ref as string)));
}, 60_000);
afterAll(() => close());

describe('exact CSV', () => {
  it('gives records back as they are: names with their characters, numbers as the same doubles', () => {
    const [header = [], ...rows] = parsed(textOf('data/D1.csv'));
    expect(header.slice(0, 4)).toEqual(['_record', '_line', 'operator', 'gpu_count']);
    expect(rows.map((row) => row[header.indexOf('operator')])).toEqual(NAMES.map((name) => name.trim()));
    expect(rows.map((row) => Number(row[header.indexOf('gpu_count')]))).toEqual(NAMES.map((_, row) => row * 7 + 1));
    expect(rows.map((row) => row[header.indexOf('share price')])).toEqual(NAMES.map((_, row) => (row === 0 ? '' : `0.${row}3`)));
    expect(rows.map((row) => row.slice(0, 2))).toEqual(NAMES.map((_, row) => [String(row + 1), String(row + 2)]));
  });

  it('recomputes to the claims: HHI from the ranking is the HHI of claims.json', () => {
    const path = Object.keys(files).find((name) => /^results\/view-1-gpu-count-by-operator\.csv$/.test(name)) as string;
    const [header = [], ...rows] = parsed(textOf(path));
    const weights = rows.map((row) => Number(row[header.indexOf('gpu_count')]));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const hhi = weights.reduce((sum, weight) => sum + (weight / total) ** 2, 0) * 10_000;
    const { claims } = JSON.parse(textOf('claims.json')) as { claims: { id: string; value: { stated: number } }[] };
    expect(claims.find(({ id }) => id === 'V1.hhi')?.value.stated).toBeCloseTo(hhi, 6);
    const metrics = parsed(textOf('results/view-1-metrics.csv'));
    // the very double, not one near it
    expect(Number(metrics.find(([name]) => name === 'hhi')?.[2])).toBe(claims.find(({ id }) => id === 'V1.hhi')?.value.stated);
  });

  it('writes every path as one that all systems can hold', () => {
    for (const path of Object.keys(files)) {
      expect(path).toMatch(/^[^/\\:*?"<>|\p{Cc}]+(\/[^/\\:*?"<>|\p{Cc}]+)?$/u);
      expect(Buffer.byteLength(path.split('/').at(-1) as string), path).toBeLessThanOrEqual(200);
      expect(path).not.toContain('..');
      expect(path.isWellFormed(), path).toBe(true);
    }
  });
});

describe('CSV for spreadsheets', () => {
  it('begins with a byte order mark and guards text that a program would run, but no number', () => {
    const text = contentOf('view-1-gpu-count-by-operator.spreadsheet.csv').toString('utf8');
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text).toContain("\n'=1+1,");
    expect(text).toContain("\n'@SUM(A1),");
    const exact = parsed(textOf('results/view-1-gpu-count-by-operator.csv')).flat();
    const guarded = parsed(text.slice(1)).flat();
    expect(guarded.filter((cell, at) => cell !== exact[at]).every((cell, _, all) => cell.startsWith("'") && all.length > 0)).toBe(true);
  });

  it('is in no bundle', () => {
    expect(Object.keys(files).filter((path) => path.includes('spreadsheet') || path.endsWith('.xlsx'))).toEqual([]);
  });
});

describe('the workbook', () => {
  it('is read back by the import: a sheet a table, numbers as numbers, formulas as text', async () => {
    const path = join(folder, 'report.xlsx');
    writeFileSync(path, contentOf('report.xlsx'));
    const file = engine.files.adopt(path).ref;
    const first = await engine.client.sources.preview({ file });
    const sheets = first.choices.sheets.map(({ name }) => name);
    expect(sheets[0]).toBe('Contents');
    expect(sheets).toContain('view-1-gpu-count-by-operator');
    expect(new Set(sheets.map((name) => name.toLowerCase())).size).toBe(sheets.length);
    const preview = await engine.client.sources.preview({ file, dialect: { sheet: 'view-1-gpu-count-by-operator' } });
    const exact = parsed(textOf('results/view-1-gpu-count-by-operator.csv'));
    const at = preview.headers.indexOf('operator');
    expect(preview.headers).toEqual(exact[0]);
    expect(preview.columns.find(({ header }) => header === 'share_fraction')?.type).not.toBe('text');
    expect(preview.columns.find(({ header }) => header === 'gpu_count')?.type).toBe('number');
    const read = preview.rows.map((row) => row[at]);
    expect(read).toContain('=1+1');
    expect(read).toContain('عربي');
    expect(read).toContain('bell_x0007_');
    const shares = preview.rows.map((row) => Number(row[preview.headers.indexOf('share_fraction')]));
    expect(shares).toEqual(exact.slice(1).map((row) => Number(row[exact[0]?.indexOf('share_fraction') as number])));
  });

  it('types days as dates and holds no formula at all', async () => {
    const bytes = await workbookOf([
      {
        name: 'days',
        title: 'Days',
        columns: [
          { name: 'as_of', description: 'day' },
          { name: 'name', description: 'text' },
        ],
        rows: [
          ['2026-11-20', '=1+1'],
          [null, '2026-11-20'],
        ],
      },
    ]);
    const parts = unzipSync(bytes);
    const sheet = Buffer.from(parts['xl/worksheets/sheet2.xml'] as Uint8Array).toString('utf8');
    // serial of 2026-11-20: 46,346 days after 1899-12-30
    expect(sheet).toContain('<v>46346</v>');
    expect(Object.values(parts).every((part) => !Buffer.from(part).toString('utf8').includes('<f>'))).toBe(true);
    expect(Buffer.from(await workbookOf([])).equals(Buffer.from(await workbookOf([])))).toBe(true);
  });

  it('names sheets as the format allows, each once', () => {
    expect(
      sheetNames(['a/b', 'A:B', 'a-b', `'${'x'.repeat(40)}'`, 'x'.repeat(40), 'History', '[]', '', '\ud83d\ude00'.repeat(20)]),
    ).toEqual(['a-b', 'A-B~2', 'a-b~3', 'x'.repeat(31), `${'x'.repeat(29)}~2`, 'History~2', '--', 'table', '\ud83d\ude00'.repeat(15)]);
  });
});

describe('datapackage.json', () => {
  it('is a Data Package v2 whose resources are the CSV files of the bundle', () => {
    const descriptor = JSON.parse(textOf('datapackage.json'));
    const validate = new Ajv({ allErrors: true }).compile(dataPackageProfile);
    validate(descriptor);
    expect(validate.errors).toBeNull();
    const resources = descriptor.resources as {
      name: string;
      path: string;
      bytes: number;
      hash: string;
      schema: { fields: { name: string; type: string }[] };
    }[];
    expect(resources.map(({ path }) => path).sort()).toEqual(
      Object.keys(files).filter((path) => path.endsWith('.csv') && !path.startsWith('raw/')),
    );
    expect(new Set(resources.map(({ name }) => name)).size).toBe(resources.length);
    for (const { path, bytes, schema } of resources) {
      const [header = [], ...rows] = parsed(textOf(path));
      expect(
        schema.fields.map(({ name }) => name),
        path,
      ).toEqual(header);
      expect(bytes).toBe((files[path] as Uint8Array).length);
      for (const [at, { type }] of schema.fields.entries()) {
        const cells = rows.map((row) => row[at] ?? '').filter((cell) => cell !== '');
        if (type === 'integer')
          expect(
            cells.filter((cell) => !/^-?\d+$/.test(cell)),
            `${path} ${header[at]}`,
          ).toEqual([]);
        if (type === 'number')
          expect(
            cells.filter((cell) => !Number.isFinite(Number(cell))),
            `${path} ${header[at]}`,
          ).toEqual([]);
        if (type === 'date')
          expect(
            cells.filter((cell) => !/^\d{4}-\d{2}-\d{2}$/.test(cell)),
            `${path} ${header[at]}`,
          ).toEqual([]);
      }
    }
  });
});
