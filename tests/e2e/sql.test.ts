import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/run.ts';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

const PROVIDERS = 'provider,gpu_count,country\nalpha,60,usa\nbeta,30,DE\ngamma,10,\n';

describe('SQL in the browser', () => {
  let folder: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-sql-'));
    writeFileSync(join(folder, 'providers.csv'), PROVIDERS);
    const silent = { out: () => undefined, err: () => undefined };
    const file = join(folder, 'Console.chokepoint');
    expect(
      await run(
        ['import', join(folder, 'providers.csv'), '--case', file, '--title', 'Console', '--base', 'online', '--as-of', '2026-11-20'],
        silent,
      ),
    ).toBe(0);
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: 'Console' }).waitFor();
    await goTo(page, 'Views');
    await page.getByRole('tab', { name: 'SQL' }).click();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `sql ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const editor = () => workbench.page.getByRole('textbox', { name: 'SQL statement' });

  it('says what it is for, lists the tables, and starts from a suggestion', async () => {
    const { page } = workbench;
    await page.getByRole('heading', { name: 'Ask the datasets with SQL' }).waitFor();
    await page.getByRole('list', { name: 'Columns of D1' }).getByRole('button', { name: '"country.raw"' }).waitFor();
    await keepPicture(page, 'sql empty');
    await expectAccessible(workbench.page);
    await page.getByRole('button', { name: 'GPUs by provider, with what is unknown' }).click();
    expect(await editor().inputValue()).toContain('GROUP BY provider');
  });

  it('runs from the keyboard, shows the rows and what they rest on', async () => {
    const { page } = workbench;
    await editor().focus();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: '3 rows' }).waitFor();
    await page.getByText('D1 providers, online, 2026-11-20').waitFor();
    const grid = page.getByRole('region', { name: 'Rows of the result' });
    await grid.getByRole('gridcell', { name: 'alpha' }).waitFor();
    await keepPicture(page, 'sql result');
    await expectAccessible(workbench.page);
  });

  it('names the place of an error, and goes there', async () => {
    const { page } = workbench;
    await editor().fill('SELECT provider,\n  nowhere FROM D1');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('SQLite refused the statement (line 2, column 3): no such column: nowhere.').waitFor();
    await page.getByText('Result of an earlier statement. D1 providers').waitFor();
    await keepPicture(page, 'sql error');
    await page.getByRole('button', { name: 'Go to line 2' }).click();
    const selected = await editor().evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
    expect(selected).toBe('nowhere');
  });

  it('is cancelled inside a statement without an end, and runs the next one', async () => {
    const { page } = workbench;
    await editor().fill('WITH n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    await editor().fill('SELECT country AS country, sum(gpu_count) AS gpu_count FROM D1 GROUP BY 1');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('region', { name: 'Rows of the result' }).getByRole('gridcell', { name: 'NULL' }).waitFor();
  });

  it('brings a statement back from the history', async () => {
    const { page } = workbench;
    await page.getByRole('main').getByRole('button', { name: 'History' }).click();
    await page.getByRole('menuitem', { name: /WITH n\(x\)/ }).click();
    expect(await editor().inputValue()).toContain('WITH n(x)');
  });

  it('keeps a result as a dataset that views are made of', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Keep as dataset…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('By country');
    await keepPicture(page, 'sql keep');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('tab', { name: 'Builder', selected: true }).waitFor();
    await page.getByRole('button', { name: /dataset By country/ }).waitFor();
    expect(workbench.violations).toEqual([]);
    expect(workbench.foreign).toEqual([]);
  });
});
