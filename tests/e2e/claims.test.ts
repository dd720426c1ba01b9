import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

// The sample is Northgrid, seed 7, 240 providers: no validators; operators share a payout address (shared/sample/answerKey.ts).
describe('the scorecard in the browser, on the sample case', () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-claims-'));
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Views');
    await page.getByRole('tab', { name: 'Scorecard' }).click();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const claims = (page: Page) => page.getByRole('table', { name: 'Claims' });
  const card = (page: Page) => page.getByRole('complementary', { name: 'Chosen claim' });
  const part = (page: Page, name: string) => page.getByRole('radio', { name }).locator('xpath=ancestor-or-self::label');

  it('says of eight claims which state they have, and which field is missing', async () => {
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: '7 of 8 claims computed, 6 of them with bounds; 1 not disclosed' }).waitFor();
    expect(await claims(page).getByRole('row').count()).toBe(9);
    await claims(page).getByRole('row').filter({ hasText: 'C8 Validators' }).getByText('needs validator, stake').waitFor();
    await expectAccessible(page, 'claims');
  });

  it('is read and opened by keyboard: a claim, its numbers, its view, and undo back to it', async () => {
    const { page } = workbench;
    await claims(page).getByRole('button', { name: /^C7/ }).focus();
    await page.keyboard.press('Enter');
    await card(page).getByText('NVIDIA', { exact: true }).waitFor();
    await page.getByText(/^C7\. .* NVIDIA: /).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Open the view of C7');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Builder', selected: true }).waitFor();
    await page.getByRole('heading', { level: 1, name: /^nvidia alone holds more than two thirds/ }).waitFor();
    await pressCommand(page, 'Control+Z');
    await page.getByRole('tab', { name: 'Scorecard', selected: true }).waitFor();
    await claims(page).waitFor();
  });

  it('opens uptime and prices as the charts that their numbers are read from, and other claims as shares', async () => {
    const { page } = workbench;
    const chart = page.getByRole('region', { name: 'Chart' });
    for (const [id, shown] of [
      ['C4', /Uptime/],
      ['C6', /Prices/],
      ['C1', /Ranked bars/],
    ] as const) {
      await page.getByRole('button', { name: `Open the view of ${id}` }).press('Enter');
      await chart.getByRole('button', { name: shown }).first().waitFor();
      expect(await chart.getByRole('button', { name: /^chart/i }).textContent()).toMatch(shown);
      await pressCommand(page, 'Control+Z');
      await claims(page).waitFor();
    }
  });

  it('weighs and filters all claims by its two chips, and undo takes both back', async () => {
    const { page } = workbench;
    const shown = (text: string | RegExp) => page.getByRole('main').locator('header').getByText(text).waitFor();
    await shown('weighed by GPUs');
    const chip = (name: RegExp) => page.getByRole('toolbar', { name: 'Scorecard' }).getByRole('button', { name });
    await chip(/^weight/).press('Enter');
    await page
      .getByRole('menuitemradio')
      .filter({ hasText: /^number of records/ })
      .click();
    await shown('weighed by records');
    await chip(/^filter/).press('Enter');
    const field = page.getByRole('textbox', { name: 'Filter', exact: true });
    await field.fill('gpu_countt >= 8');
    await page.getByText('There is no column "gpu_countt" in this dataset.').waitFor();
    await field.fill('gpu_count >= 8');
    await field.press('Enter');
    await shown(/weighed by records, .*gpu_count >= 8/);
    await pressCommand(page, 'Control+Z');
    await pressCommand(page, 'Control+Z');
    await chip(/^filter/)
      .filter({ hasText: 'all records' })
      .waitFor();
    await shown('weighed by GPUs');
    await claims(page).waitFor();
  });

  it('sets a claim aside with a reason and a name, and takes it back', async () => {
    const { page } = workbench;
    await claims(page).getByRole('button', { name: /^C8/ }).press('Enter');
    await card(page).getByRole('button', { name: 'Does not apply…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'C8 does not apply' });
    expect(await dialog.getByRole('button', { name: 'Set C8 aside' }).isDisabled()).toBe(true);
    await page.keyboard.type('The network has no validators');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('A. Analyst');
    await expectAccessible(page, 'not applicable');
    await dialog.getByRole('button', { name: 'Set C8 aside' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /1 not applicable$/ }).waitFor();
    await card(page).getByText('(A. Analyst)').waitFor();
    await pressCommand(page, 'Control+Z');
    await page.getByRole('heading', { level: 1, name: /1 not disclosed$/ }).waitFor();
  });

  it('lists what to ask the network for, and saves it', async () => {
    const { page } = workbench;
    await part(page, 'Request list').click();
    const list = page.getByRole('table', { name: 'Request list' });
    await list.getByRole('row').filter({ hasText: 'stake' }).getByText('required').first().waitFor();
    await expectAccessible(page, 'requests');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    const saved = join(folder, 'requests.csv');
    await (await download).saveAs(saved);
    expect(readFileSync(saved, 'utf8').split('\n')[0]).toBe('field,need,claims,why,meaning,format,example,or_instead');
  });

  it('finds the payout address behind twelve operators, opens it as a view and as a removal', async () => {
    const { page } = workbench;
    await part(page, 'Shared dependencies').click();
    const row = page.getByRole('table', { name: 'Shared dependencies' }).getByRole('row').filter({ hasText: 'payout address' }).first();
    await row.getByRole('cell', { name: '12', exact: true }).waitFor();
    await expectAccessible(page, 'dependencies');
    await row.getByRole('button', { name: /^Open the view of/ }).press('Enter');
    await page.getByRole('tab', { name: 'Builder', selected: true }).waitFor();
    await pressCommand(page, 'Control+Z');
    await part(page, 'Shared dependencies').click();
    await row.getByRole('button', { name: /^Remove/ }).press('Enter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await goTo(page, 'Views');
  });

  it('draws the lines of a chosen pack beside the numbers, and refuses a broken pack with the reason', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Threshold packs…' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Threshold packs' });
    await dialog.getByRole('button', { name: 'us-mg-2023' }).press('Enter');
    await dialog.getByText('HHI > 1,800: highly concentrated (merger review)').waitFor();
    await expectAccessible(page, 'packs');
    await dialog.getByRole('checkbox', { name: 'Draw the lines of us-mg-2023' }).press('Space');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Import pack…' }).click();
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{"id":"x"}');
    await (await chooser).setFiles(broken);
    // told once, in the dialog, with every field that is missing; gone when the dialog is opened anew
    await dialog.getByText(/does not have the form of a threshold pack: version, jurisdiction, status, .*tests are missing/).waitFor();
    expect(await page.getByText(/The pack was not imported/).count()).toBe(0);
    await dialog.getByText('DOJ/FTC Merger Guidelines · in force, from 2023-12-18').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).press('Enter');
    await page.getByRole('button', { name: 'Threshold packs…' }).press('Enter');
    await dialog.getByText('DOJ/FTC Merger Guidelines · in force, from 2023-12-18').waitFor();
    expect(await dialog.getByText(/does not have the form/).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Done' }).press('Enter');
    await part(page, 'Claims').click();
    await claims(page).getByRole('button', { name: /^C1/ }).press('Enter');
    await card(page)
      .getByText(/^Pack us-mg-2023: not above the 1,800 line/)
      .waitFor();
    // the same line stands beside the view that the claim opens
    await page.getByRole('button', { name: 'Open the view of C1' }).press('Enter');
    await page
      .getByRole('complementary', { name: 'Index card' })
      .getByText(/^Pack us-mg-2023: not above the 1,800 line/)
      .waitFor();
    expect(workbench.foreign).toEqual([]);
  });
});
