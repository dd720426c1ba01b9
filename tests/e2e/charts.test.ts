import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

const chartOf = (page: Page) => page.locator('figure [role="application"]').first();
const readout = (page: Page) => page.locator('figure output').first();

describe('a chart in the browser, by keyboard alone', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Views');
    await chartOf(page).waitFor();
  });
  beforeEach(async ({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
    await chartOf(workbench.page).focus();
  });
  afterAll(() => workbench?.close());

  it('is one stop whose name is its summary', async () => {
    const name = await chartOf(workbench.page).getAttribute('aria-label');
    expect(name).toMatch(/^Ranked bar\. .+ n = \d+ operators\. Highest: /);
  });
  it('reads its marks by arrows and its levels by Ctrl+arrow; Escape leaves them', async () => {
    const { page } = workbench;
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => readout(page).textContent()).toContain('rank 1');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => readout(page).textContent()).toContain('rank 2');
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(() => readout(page).textContent()).toContain('of the known');
    await page.keyboard.press('Escape');
    await expect.poll(() => readout(page).textContent()).not.toContain('of the known');
  });
  it('selects by Enter what the table below shows as selected', async () => {
    const { page } = workbench;
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.ag-row-selected').count()).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.ag-row-selected').count()).toBe(0);
    await page.keyboard.press('Escape');
  });
  it('becomes a table with scoped headers on T, and a picture again on Escape', async () => {
    const { page } = workbench;
    await page.keyboard.press('t');
    const table = page.getByRole('region', { name: 'Data table of the chart' });
    await table.waitFor();
    expect(await table.locator('th[scope="row"]').count()).toBeGreaterThan(5);
    await page.keyboard.press('Escape');
    await chartOf(page).waitFor();
    const isFocused = () => chartOf(page).evaluate((chart) => chart === document.activeElement);
    await expect.poll(isFocused).toBe(true);
    for (let times = 0; times < 2; times += 1) {
      await page.keyboard.press('t');
      await table.waitFor();
      await page.keyboard.press('t');
      await expect.poll(isFocused).toBe(true);
    }
  });
  it('saves its data and its picture, with finding and sample mark', async () => {
    const { page } = workbench;
    for (const [label, ending] of [
      ['Data as CSV file', '.csv'],
      ['Picture as SVG file', '.svg'],
      ['Picture as PNG file', '.png'],
    ] as const) {
      await page.getByRole('button', { name: 'Copy', exact: true }).first().click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: label }).click()]);
      expect(download.suggestedFilename()).toMatch(/^SAMPLE /);
      expect(download.suggestedFilename().endsWith(ending)).toBe(true);
      const bytes = await readFile(await download.path());
      if (ending === '.csv') expect(bytes.toString()).toMatch(/^operator,gpu_count,share_fraction,cumulative_fraction\n/);
      if (ending === '.svg') expect(bytes.toString()).toMatch(/^<svg[\s\S]+SAMPLE \| /);
      if (ending === '.png') expect([...bytes.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    }
  });
  it('draws in the few colours of a person who forces them, without an error', async () => {
    const { page } = workbench;
    await page.emulateMedia({ forcedColors: 'active' });
    await page.getByRole('toolbar', { name: 'Chart' }).getByRole('button', { name: 'Pareto', exact: true }).click();
    await chartOf(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => readout(page).textContent()).toContain('rank 1');
    await page.emulateMedia({ forcedColors: 'none' });
    expect(workbench.violations).toEqual([]);
    expect(workbench.foreign).toEqual([]);
  });
});
