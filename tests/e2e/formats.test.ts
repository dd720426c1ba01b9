import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewResult } from '../../shared/case/view.ts';
import { rowsXml, workbook } from '../import/formats/workbook.ts';
import { addFiles, answerOf, keepPicture, openWorkbench, startCase, type Workbench } from './workbench.ts';

const BOOK = workbook({
  sheets: [
    { name: 'Summary', xml: rowsXml([['Fleet report'], ['network', 'gpus'], ['all', '28']]) },
    {
      name: 'Hosts',
      xml: rowsXml([
        ['provider', 'gpu_count'],
        ['Acme', '8'],
        ['Bolt', '16'],
        ['Acme', '4'],
      ]),
    },
  ],
});
const ARCHIVE = zipSync({
  'eu.csv': strToU8('provider,gpu_count\nAcme,8\nBolt,2\n'),
  'us.csv': strToU8('gpu_count,provider\n16,Cirrus\n'),
  'prices.csv': strToU8('model,usd\nH100,2.5\n'),
});
const LINES = gzipSync('{"provider":"Acme","gpu_count":8}\n{"provider":"Bolt","gpu_count":5}\n');
const PARQUET = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'provider', data: ['Acme', 'Bolt', 'Acme'], type: 'STRING' },
      { name: 'gpu_count', data: [8, 16, 64], type: 'INT32' },
    ],
  }),
);
const CATALOGUE = `provider,GpuInfo\nAcme,"{'Gpus': [{'Name': 'A100', 'Count': 8.0}], 'Total': None}"\nBolt,"{'Gpus': [{'Name': 'L4', 'Count': 2.0}], 'Total': 24576}"\n`;

describe('formats in the browser', () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-formats-'));
    workbench = await openWorkbench();
    await startCase(workbench.page, 'Formats');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function add(page: Page, name: string, content: string | Uint8Array): Promise<void> {
    writeFileSync(join(folder, name), content);
    await addFiles(page, [join(folder, name)]);
  }

  /** Presses a pill and what it opens. */
  async function choose(page: Page, pill: RegExp, item: string): Promise<void> {
    await page.getByRole('main').getByRole('button', { name: pill }).click();
    await page.getByRole('menuitemradio', { name: item }).click();
  }

  /** Freezes the file and gives the sum of its GPUs as the Views screen gets it. */
  async function gpusOf(page: Page, records: number, name: string): Promise<string> {
    await page.getByRole('button', { name: 'Freeze and import' }).click();
    await page.getByText(new RegExp(`${records} records imported from ${name.replaceAll('.', '\\.')}`)).waitFor();
    const answer = answerOf(page, 'views/open', ({ rows, stamp }: ViewResult) => rows === records && stamp.weight === 'gpu_count');
    await page.getByRole('button', { name: 'See who controls it' }).last().click();
    const view = (await answer) as ViewResult;
    return String(view.total);
  }

  it('read the sheet of a workbook that the person picks', async () => {
    const { page } = workbench;
    await add(page, 'book.xlsx', BOOK);
    await choose(page, /^sheet/, 'Hosts');
    await page.getByRole('heading', { level: 1, name: /book\.xlsx: 2 of 2 columns recognised/ }).waitFor();
    expect(await gpusOf(page, 3, 'book.xlsx')).toBe('28');
  });

  it('refuse an archive of different tables, and read the files inside that the person picks', async () => {
    const { page } = workbench;
    await add(page, 'three.zip', ARCHIVE);
    await page
      .getByText(/do not have the same columns/)
      .first()
      .waitFor();
    const pill = page.getByRole('main').getByRole('button', { name: /^files inside/ });
    await pill.click();
    const dialog = page.getByRole('dialog', { name: 'files inside' });
    await dialog.getByText('prices.csv').click();
    await dialog.getByRole('button', { name: 'Read these files' }).click();
    await page.getByRole('heading', { level: 1, name: /three\.zip: 2 of 3 columns recognised/ }).waitFor();
    expect(await pill.textContent()).toContain('2 of 3');
    expect(await gpusOf(page, 3, 'three.zip')).toBe('26');
  });

  it('join the columns of an archive by name where the person says so', async () => {
    const { page } = workbench;
    await add(page, 'joined.zip', ARCHIVE);
    await page
      .getByText(/do not have the same columns/)
      .first()
      .waitFor();
    await choose(page, /^their columns/, 'joined by name');
    await page.getByRole('heading', { level: 1, name: /joined\.zip: \d of 5 columns recognised/ }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Leave out', exact: true }).click();
  });

  it('unpack one JSON object a line', async () => {
    const { page } = workbench;
    await add(page, 'lines.ndjson.gz', LINES);
    expect(await gpusOf(page, 2, 'lines.ndjson.gz')).toBe('13');
  });

  it('read a Parquet file', async () => {
    const { page } = workbench;
    await add(page, 'fleet.parquet', PARQUET);
    expect(await gpusOf(page, 3, 'fleet.parquet')).toBe('88');
  });

  it('open cells that hold a Python value into columns', async () => {
    const { page } = workbench;
    await add(page, 'vms.csv', CATALOGUE);
    await choose(page, /^cells of GpuInfo/, 'columns');
    await page.getByRole('heading', { level: 1, name: /vms\.csv: \d of 3 columns recognised/ }).waitFor();
    await choose(page, /^GpuInfo\.Gpus/, 'joined');
    await page.getByRole('main').getByText('GpuInfo.Gpus.Name').first().waitFor();
    expect(workbench.violations).toEqual([]);
  });
});
