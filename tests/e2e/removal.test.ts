import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

describe('the removal test in the browser, on the sample case', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Removal test');
    await page.getByText('Unknown operator').waitFor();
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
      await page.keyboard.press('Control+Z');
      await shows(page, { [first]: false, [second]: false, [third]: false });
      await page.keyboard.press('Control+Shift+Z');
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
});

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
