import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/run.ts';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

// alpha has two samples in the last week, beta one before it, gamma none; 60, 30 and 10 GPUs
const PROVIDERS = 'provider,gpu_count,country\nalpha,60,US\nbeta,30,DE\ngamma,10,FR\n';
const SAMPLES = 'provider,observed_at,uptime\nalpha,2026-07-29,0.9\nalpha,2026-07-31,1\nbeta,2026-07-01,0.5\ndelta,2026-07-31,0.7\n';

describe('a column taken from a side table', () => {
  let folder: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-joins-'));
    const silent = { out: () => undefined, err: () => undefined };
    for (const [name, text] of [
      ['prices', 'plan,usd\nsmall,1\nlarge,2\n'],
      ['providers', PROVIDERS],
      ['samples', SAMPLES],
    ] as const) {
      writeFileSync(join(folder, `${name}.csv`), text);
      const imported = await run(
        ['import', join(folder, `${name}.csv`), '--case', join(folder, 'Joins.chokepoint'), '--title', 'Joins', '--as-of', '2026-07-31'],
        silent,
      );
      expect(imported).toBe(0);
    }
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: 'Joins' }).waitFor();
    await goTo(page, 'Sources');
    await page.getByRole('tab', { name: /Datasets/ }).click();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `joins ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is shown before it is kept: keys with their overlap, what matches, the dates and examples', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Join a column to providers' }).click();
    const dialog = page.getByRole('dialog', { name: 'Join a column to providers' });
    await dialog.getByText('2 in both, 1 only here, 1 only there').filter({ visible: true }).first().waitFor();
    await dialog.getByRole('button', { name: /Window/ }).click();
    await page.getByRole('option', { name: 'the last 7 days' }).click();
    const preview = dialog.getByRole('region', { name: 'Preview' });
    await preview.getByText('1 of 3 records, 60.0 % of the GPUs').waitFor();
    await preview.getByText('2026-07-31, same date').waitFor();
    await preview.getByRole('columnheader', { name: 'uptime_7d' }).waitFor();
    await preview.getByRole('cell', { name: '0.95' }).waitFor();
    await keepPicture(page, 'join dialog');
    await expectAccessible(page);
  });

  it('is listed with what matched, removed, and brought back by undo', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Join the column' }).click();
    const table = page.getByRole('table', { name: 'Joined columns' });
    await table.getByRole('rowheader', { name: 'uptime_7d' }).waitFor();
    await table.getByText('1 of 3, 60.0 %').waitFor();
    await keepPicture(page, 'joined columns');
    await table.getByRole('button', { name: 'Remove the joined column uptime_7d' }).click();
    await table.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await table.getByRole('rowheader', { name: 'uptime_7d' }).waitFor();
    expect(workbench.violations).toEqual([]);
    expect(workbench.foreign).toEqual([]);
  });
});
