import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, settled } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

const THEMES = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  'high contrast, dark': { colorScheme: 'dark', contrast: 'more' },
  'high contrast, light': { colorScheme: 'light', contrast: 'more' },
} as const;
type Theme = keyof typeof THEMES;

const chip = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name: new RegExp(`^${name} `) });
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

async function breaksNoRule(page: Page, themes: readonly Theme[]): Promise<void> {
  for (const name of themes) {
    await page.emulateMedia(THEMES[name]);
    await expectAccessible(page, name);
    expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
}

/** Opens a chip by keyboard and decides for the item that begins with a text. */
async function choose(page: Page, name: string, item: string): Promise<void> {
  await chip(page, name).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  const wanted = page
    .getByRole('menuitemradio')
    .filter({ hasText: new RegExp(`^${item}`) })
    .first();
  const search = page.getByRole('searchbox', { name: `Search ${name}` });
  if ((await search.count()) > 0) {
    // the first match has the virtual focus of the field
    await page.keyboard.type(item);
    await page.locator('[role="menuitemradio"][data-focused]').filter({ hasText: item }).waitFor();
  } else {
    for (let step = 0; step < 20 && !(await wanted.evaluate((element) => element === document.activeElement)); step += 1)
      await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await settled(page);
}

describe('building a view by keyboard, on the sample case', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Views');
    await page.getByRole('tab', { name: 'Builder' }).click();
    await page.getByRole('heading', { level: 2, name: 'Fewest operators to hold' }).waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(() => workbench?.close());

  it('nests a second dimension, puts a third across, and moves them with Alt and the arrows', async () => {
    const { page } = workbench;
    await choose(page, 'then by', 'gpu_vendor');
    await choose(page, 'across', 'host_org');
    await page.getByRole('columnheader', { name: 'GPUs by hosting company' }).waitFor();
    await chip(page, 'across').press('Alt+ArrowUp');
    await settled(page);
    expect(await focusedText(page)).toBe('then byhost_org');
    expect(await chip(page, 'across').textContent()).toBe('acrossgpu_vendor');
    await pressCommand(page, 'Control+Z');
    await settled(page);
    expect(await chip(page, 'across').textContent()).toBe('acrosshost_org');
    await chip(page, 'across').press('Delete');
    await chip(page, 'across').filter({ hasText: 'none' }).waitFor();
  });

  it('opens a group with the arrow key, says so, and shows the total below', async () => {
    const { page } = workbench;
    const grid = page.getByRole('grid');
    await grid.getByText('Kvasir Compute, Inc.').first().click();
    const group = grid.getByRole('button', { name: /^Expand Kvasir Compute, Inc\., level 1, \d+ GPU vendors?$/ });
    expect(await group.getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowRight');
    const open = grid.getByRole('button', { name: /^Collapse Kvasir Compute, Inc\., level 1/ });
    await open.waitFor();
    expect(await open.getAttribute('aria-expanded')).toBe('true');
    await grid.getByText('nvidia', { exact: true }).first().waitFor();
    await grid.getByText('Total', { exact: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await open.waitFor({ state: 'detached' });
  });

  it('breaks no rule that axe knows with groups, totals and a pivot', async () => {
    const { page } = workbench;
    await choose(page, 'across', 'host_org');
    await breaksNoRule(page, ['light', 'high contrast, dark']);
    await chip(page, 'across').press('Delete');
    await chip(page, 'then by').press('Delete');
    await settled(page);
  });

  it('weighs by a formula, and says at its place what is wrong with one', async () => {
    const { page } = workbench;
    await choose(page, 'measure', 'sum of a formula');
    const field = page.getByRole('textbox', { name: 'Formula' });
    await field.fill('gpu_count * vram_gibb');
    await page.getByText('The formula cannot be read at position 13: there is no column "vram_gibb".').waitFor();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog', { name: 'Weight by a formula' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Use vram_gib' }).press('Enter');
    await field.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await settled(page);
    await chip(page, 'measure').filter({ hasText: 'gpu_count * vram_gib' }).waitFor();
    await pressCommand(page, 'Control+Z');
    await chip(page, 'measure').filter({ hasText: 'sum of GPUs' }).waitFor();
  });

  it('refuses a formula that is negative, with its records and the way back', async () => {
    const { page } = workbench;
    await choose(page, 'measure', 'sum of a formula');
    await page.getByRole('textbox', { name: 'Formula' }).fill('gpu_count - 5');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'This view has no numbers' }).waitFor();
    await page.getByText(/The formula gpu_count - 5 is negative in [\d,]+ records/).waitFor();
    expect(await page.getByRole('grid').count()).toBe(0);
    await pressCommand(page, 'Control+Z');
    await page.getByRole('grid').waitFor();
  });

  it('opens the card of an index with I, and goes back to it with Escape', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'HHI', exact: true }).focus();
    await page.keyboard.press('i');
    await page.getByRole('heading', { level: 2, name: /Herfindahl/ }).waitFor();
    await page.getByRole('heading', { level: 3, name: 'What would change it' }).waitFor();
    await page.getByText(/² \+ .* × 10,000 = 465$/).waitFor();
    await breaksNoRule(page, ['dark', 'high contrast, light']);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'HHI', exact: true }).evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('counts what unknown weight does by the policy of the context bar', async () => {
    const { page } = workbench;
    const context = page.getByRole('region', { name: 'Context of all numbers' });
    await context.getByRole('button', { name: /^unknown/ }).press('Enter');
    await page
      .getByRole('menuitemradio')
      .filter({ hasText: /^one entity/ })
      .press('Enter');
    const asEntity = page.getByRole('grid').getByRole('gridcell', { name: 'Unknown', exact: true });
    await asEntity.waitFor();
    await pressCommand(page, 'Control+Z');
    await asEntity.waitFor({ state: 'detached' });
  });

  it('is saved, duplicated, renamed, pinned and deleted, and undo takes each back', async () => {
    const { page } = workbench;
    const status = page.getByRole('contentinfo');
    await page.keyboard.press('Control+S');
    await page.getByRole('textbox', { name: 'Name' }).fill('My operators');
    await page.keyboard.press('Enter');
    await status.getByText('View saved as "My operators"').waitFor();
    await page.getByRole('tab', { name: 'Saved' }).click();
    await settled(page);
    const act = async (view: string, action: string) => {
      await page.getByRole('button', { name: `Actions for ${view}`, exact: true }).press('Enter');
      await page.getByRole('menuitem', { name: action }).press('Enter');
    };
    await act('My operators', 'Duplicate');
    await page.getByRole('button', { name: 'My operators, copy', exact: true }).waitFor();
    await act('My operators, copy', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Second');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Second', exact: true }).waitFor();
    await act('Second', 'Pin its result');
    const pins = page.getByRole('complementary', { name: 'Pinned results' });
    await pins.getByText('12 to 23 of 186 operators hold more than half of the GPUs, depending on who holds the unknown').waitFor();
    await act('Second', 'Delete');
    await page.getByRole('button', { name: 'Second', exact: true }).waitFor({ state: 'detached' });
    await breaksNoRule(page, ['light', 'dark']);
    await pressCommand(page, 'Control+Z');
    await page.getByRole('button', { name: 'Second', exact: true }).waitFor();
    await pressCommand(page, 'Control+Z');
    await pins.getByText('16 of 186 operators').waitFor({ state: 'detached' });
    await pressCommand(page, 'Control+Z');
    await page.getByRole('button', { name: 'My operators, copy', exact: true }).waitFor();
    await pressCommand(page, 'Control+Z');
    await page.getByRole('button', { name: 'My operators, copy', exact: true }).waitFor({ state: 'detached' });
  });

  it('is exported by the engine, and its spec opens again', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Actions for My operators', exact: true }).press('Enter');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export ranking as CSV' }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toBe('SAMPLE My operators.csv');
    await page.getByRole('button', { name: 'Import a view' }).press('Enter');
    await page.getByRole('textbox', { name: 'View as JSON' }).fill('{"by": "country"}');
    await page.getByText(/This is not a view: it needs at least "by" and "weight"/).waitFor();
    await page.getByRole('textbox', { name: 'View as JSON' }).fill('{"by": "gpu_vendor", "weight": "count"}');
    await page.getByRole('button', { name: 'Open view' }).press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Fewest GPU vendors to hold' }).waitFor();
    await pressCommand(page, 'Control+Z');
    await page.getByRole('tab', { name: 'Saved', selected: true }).waitFor();
  });

  it('pins by P, names another context, and two pins open Compare', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'My operators', exact: true }).press('Enter');
    await page.getByRole('grid').getByText('Sundrift Cloud').first().click();
    await page.keyboard.press('p');
    const pins = page.getByRole('region', { name: 'Pins' });
    await pins.getByText('same context').waitFor();
    await choose(page, 'measure', 'number of records');
    await pins.getByText('other context').waitFor();
    await page.getByRole('grid').getByText('Sundrift Cloud').first().click();
    await page.keyboard.press('p');
    await pins.getByRole('button', { name: 'Compare both' }).press('Enter');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('navigation').locator('[aria-current]').filter({ hasText: 'Compare' }).waitFor();
  });

  it('broke no rule of its content policy and asked nobody else', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
