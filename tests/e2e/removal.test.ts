import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

describe('the removal test in the browser, on the sample case', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Removal test');
    await page.getByText('Unknown operator', { exact: true }).waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(() => workbench?.close());

  describe('the table of suppliers', () => {
    const first = 'Kvasir Compute, Inc.';
    const second = 'Sundrift Cloud';
    const third = 'Hollow Pine Systems';

    it('shows a supplier removed by its button as removed, and keeps the focus on the button', async () => {
      const { page } = workbench;
      await actionOf(page, second, 'Remove').focus();
      await page.keyboard.press('Enter');
      await shows(page, { [first]: false, [second]: true, [third]: false });
      expect(await actionOf(page, second, 'Restore').evaluate((button) => button === document.activeElement)).toBe(true);
    });
    it('follows undo and redo', async () => {
      const { page } = workbench;
      await pressCommand(page, 'Control+Z');
      await shows(page, { [first]: false, [second]: false, [third]: false });
      await pressCommand(page, 'Control+Shift+Z');
      await shows(page, { [first]: false, [second]: true, [third]: false });
    });
    it('follows the slider up and down', async () => {
      const { page } = workbench;
      await page.getByRole('slider').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await shows(page, { [first]: true, [second]: true, [third]: true });
      await page.keyboard.press('ArrowLeft');
      await shows(page, { [first]: true, [second]: true, [third]: false });
    });
    it('follows Reset', async () => {
      const { page } = workbench;
      await page.getByRole('main').getByRole('button', { name: 'Reset' }).click();
      await shows(page, { [first]: false, [second]: false, [third]: false });
    });
    it('restores a supplier by its button', async () => {
      const { page } = workbench;
      await actionOf(page, third, 'Remove').click();
      await shows(page, { [first]: false, [second]: false, [third]: true });
      await actionOf(page, third, 'Restore').click();
      await shows(page, { [first]: false, [second]: false, [third]: false });
    });
  });

  describe('the test on show', () => {
    it('opens with the saved scenario of the dataset, its threshold and its filter', async () => {
      const { page } = workbench;
      await chip(page, 'scenario').getByText('Northgrid: 8 x 80 GB nodes by operator').waitFor();
      await chip(page, 'threshold').getByText('80 %').waitFor();
      await page.getByText('Breaking point at 80 %').waitFor();
    });
    it('gives an edited built-in portfolio a name of its own, and keeps the one that it is given', async () => {
      const { page } = workbench;
      const editor = page.getByRole('dialog', { name: 'Workload classes' });
      await chip(page, 'demand').click();
      await editor.getByLabel('Quantity').fill('20%');
      await editor.getByText('Will be called "W1 (edited)" until you name it').waitFor();
      await editor.getByRole('button', { name: 'Use these classes' }).click();
      await chip(page, 'workload').getByText('W1 (edited)').waitFor();
      await chip(page, 'demand').click();
      await editor.getByLabel('Name of the portfolio').fill('A fifth of the nodes');
      await editor.getByRole('button', { name: 'Use these classes' }).click();
      await chip(page, 'workload').getByText('A fifth of the nodes').waitFor();
    });
    it('says of a wrong field what the form calls it, and speaks of no file', async () => {
      const { page } = workbench;
      const editor = page.getByRole('dialog', { name: 'Workload classes' });
      await chip(page, 'demand').click();
      await editor.getByLabel('Least uptime, %').fill('most of it');
      await editor.getByRole('button', { name: 'Use these classes' }).click();
      const notice = editor.getByRole('alert');
      await notice
        .getByText('field "Least uptime, %" must be a number from 0 to 100, such as 99.5 or 0.995; found "most of it".')
        .waitFor();
      expect(await notice.textContent()).not.toMatch(/file/);
      await editor.getByRole('button', { name: 'Cancel' }).click();
    });
    it('is there again after a reload, with its portfolio, unit, threshold and removed units', async () => {
      const { page } = workbench;
      await choose(page, 'remove by', 'country');
      // Another unit is another test: no result stands beside the question to declare it.
      await page.getByRole('heading', { name: 'Declare the test before you see its result' }).waitFor();
      expect(await page.getByText(/^k\* /).count()).toBe(0);
      await page.getByRole('button', { name: 'Explore without declaring' }).click();
      await chip(page, 'threshold').click();
      await page.getByRole('button', { name: '75 %', exact: true }).click();
      await page.getByText('Breaking point at 75 %').waitFor();
      const button = page
        .getByRole('grid')
        .getByRole('button', { name: /^Remove [A-Z]{2}$/ })
        .first();
      const name = ((await button.getAttribute('aria-label')) ?? '').replace('Remove ', '');
      await actionOf(page, name, 'Remove').click();
      await actionOf(page, name, 'Restore').waitFor();
      await page.reload();
      await actionOf(page, name, 'Restore').waitFor();
      await chip(page, 'workload').getByText('A fifth of the nodes').waitFor();
      await chip(page, 'threshold').getByText('75 %').waitFor();
      await chip(page, 'remove by').getByText('country').waitFor();
    });
    it('is there again after a look at another dataset', async () => {
      const { page } = workbench;
      const dataset = page.getByRole('button', { name: /^dataset/ });
      const pick = async (name: string) => {
        await dataset.click();
        await page.getByRole('menuitemradio', { name }).click();
      };
      await pick('Tessera');
      await chip(page, 'remove by').getByText('payout_address').waitFor();
      await pick('Northgrid');
      await chip(page, 'workload').getByText('A fifth of the nodes').waitFor();
      await page
        .getByRole('grid')
        .getByRole('button', { name: /^Restore / })
        .first()
        .waitFor();
    });
  });

  it("opens a list of totals, which whole nodes cannot be read from, with half of today's GPUs, and says why W1 has no answer", async () => {
    const { page } = workbench;
    const folder = mkdtempSync(join(tmpdir(), 'chokepoint-totals-'));
    const file = join(folder, 'totals.csv');
    writeFileSync(
      file,
      'provider,gpu_count,gpu_model\nAlder,500,NVIDIA H100 80GB HBM3\nBirch,300,NVIDIA H100 80GB HBM3\nCedar,0,NVIDIA H100 80GB HBM3\n',
    );
    await goTo(page, 'Sources');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files' }).first().click();
    await (await chooser).setFiles([file]);
    await page.getByRole('button', { name: 'Freeze and import' }).click();
    await page.getByRole('heading', { level: 1, name: 'totals.csv is frozen' }).waitFor();
    rmSync(folder, { recursive: true });
    await goTo(page, 'Removal test');
    await chip(page, 'workload').getByText("half of today's GPUs").waitFor();
    // No test was declared for it: nothing is answered before that is decided.
    await page.getByRole('heading', { name: 'Declare the test before you see its result' }).waitFor();
    expect(await page.getByText('k* = 1').count()).toBe(0);
    await page.getByRole('button', { name: 'Explore without declaring' }).click();
    await page.getByRole('button', { name: 'Not declared' }).waitFor();
    await page.getByText('k* = 1').waitFor();
    await page.getByText('n = 3 providers (1 without GPUs), 800 GPUs').waitFor();
    await choose(page, 'workload', 'W1');
    await page
      .getByRole('heading', { level: 1, name: /^Nothing is servable before any removal: 2 of 3 records are totals without node sizes/ })
      .waitFor();
    const card = page.getByRole('complementary', { name: 'Breaking point' });
    await card.getByText('0 servable').waitFor();
    await card
      .getByText(/^Certificate/)
      .first()
      .waitFor();
    expect(await card.getByText('both readings proven').count()).toBe(0);
    await choose(page, 'workload', "Half of today's GPUs");
    await page.getByText('k* = 1').waitFor();
  });

  it('sent nothing anywhere and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});

/** A pill of the shelf by its quiet label. */
function chip(page: Page, label: string): Locator {
  return page.getByRole('toolbar', { name: 'Removal test' }).getByRole('button', { name: new RegExp(`^${label}`) });
}

/** Picks an item of a pill's menu by the beginning of its text. */
async function choose(page: Page, label: string, item: string): Promise<void> {
  await chip(page, label).click();
  await page
    .getByRole('menuitemradio', { name: new RegExp(`^${item}`) })
    .first()
    .click();
}

/** Row of a supplier in the table. */
function rowOf(page: Page, name: string): Locator {
  return page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) });
}

/** The button of a supplier's row. */
function actionOf(page: Page, name: string, action: 'Remove' | 'Restore'): Locator {
  return page.getByRole('grid').getByRole('button', { name: `${action} ${name}`, exact: true });
}

/** Waits until hatch, word and button of each row all say the same: removed or standing. */
async function shows(page: Page, wanted: Record<string, boolean>): Promise<void> {
  const stateOf = async (name: string) => {
    const row = rowOf(page, name);
    return {
      hatched: await row.evaluate((element) => getComputedStyle(element).backgroundImage.includes('repeating-linear-gradient')),
      called: (await row.getByText('removed', { exact: true }).count()) === 1,
      action: (await row.getByRole('button').textContent()) ?? '',
    };
  };
  for (const [name, removed] of Object.entries(wanted))
    await expect
      .poll(() => stateOf(name), { timeout: 5000, message: name })
      .toEqual({ hatched: removed, called: removed, action: removed ? 'Restore' : 'Remove' });
}
