import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/run.ts';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

// Worked out by hand: three operators hold 10 each, one holds nothing, so two of three hold more than half.
const NODES = 'operator,gpu_count,balance\nBorealis,10,4\nTundra,10,-5\nFjord,10,1\nGlacier,0,2\n';

describe('what a view says of unusual data, in the browser', () => {
  let folder: string;
  let workbench: Workbench;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-states-'));
    writeFileSync(join(folder, 'nodes.csv'), NODES);
    const silent = { out: () => undefined, err: () => undefined };
    const file = join(folder, 'States.chokepoint');
    expect(
      await run(
        ['import', join(folder, 'nodes.csv'), '--case', file, '--title', 'States', '--base', 'online', '--as-of', '2026-11-20'],
        silent,
      ),
    ).toBe(0);
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: 'States' }).waitFor();
    await goTo(page, 'Views');
    await finding(page, '2 of 3 operators hold more than half of the GPUs');
  });
  beforeEach(({ onTestFailed, task }) => onTestFailed(() => keepPicture(workbench.page, task.name)));
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const finding = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const row = (page: Page, name: string) => page.getByRole('grid').getByRole('row').filter({ hasText: name });
  const filter = (page: Page) => page.locator('[data-filter] button');
  const filterBy = async (page: Page, where: string) => {
    await filter(page).click();
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill(where);
    await page.keyboard.press('Enter');
  };

  it('names a tie: others of equal weight would pass the threshold as well', async () => {
    const { page } = workbench;
    await page
      .getByRole('complementary', { name: 'Index card' })
      .getByText(/others would do too: equal weights/)
      .first()
      .waitFor();
  });

  it('lists an entity of weight zero with its share, and does not count it', async () => {
    const { page } = workbench;
    await row(page, 'Glacier').getByText('0.0').first().waitFor();
    await page.getByText('3 entities with weight').waitFor();
  });

  it('says of one entity that it is the only one, not that it alone holds much', async () => {
    const { page } = workbench;
    await filterBy(page, "operator = 'Tundra'");
    await finding(page, 'Tundra is the only operator in this view and holds all of the GPUs');
  });

  it('clears the filter at once, and gives the focus back to its chip', async () => {
    const { page } = workbench;
    await filter(page).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear filter' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await finding(page, '2 of 3 operators hold more than half of the GPUs');
    expect(await filter(page).textContent()).toBe('filterall records');
    expect(await filter(page).evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('shows no number of weight that is zero everywhere', async () => {
    const { page } = workbench;
    await filterBy(page, "operator = 'Glacier'");
    await finding(page, 'No GPUs to rank by operator');
    await pressCommand(page, 'Control+Z');
    await finding(page, '2 of 3 operators hold more than half of the GPUs');
  });

  it('refuses a negative weight with its record, and shows no number', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: /^measure/ }).click();
    await page.getByRole('menuitemradio', { name: /balance/ }).click();
    await page.getByRole('heading', { level: 1, name: 'This view has no numbers' }).waitFor();
    await page
      .getByRole('main')
      .getByText(/negative/)
      .first()
      .waitFor();
    expect(await page.getByRole('grid').count()).toBe(0);
    await pressCommand(page, 'Control+Z');
    await finding(page, '2 of 3 operators hold more than half of the GPUs');
  });

  it('makes a selection the filter, by a command of the palette', async () => {
    const { page } = workbench;
    await row(page, 'Borealis').getByText('Borealis').click();
    await row(page, 'Fjord')
      .getByText('Fjord')
      .click({ modifiers: ['Control'] });
    await page.getByRole('contentinfo').getByText('selected').waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('textbox').fill('filter the view to the selection');
    await page.getByRole('menuitem', { name: /Filter the view to the selection/ }).click();
    await finding(page, 'Each of Borealis and Fjord holds more than a third of the GPUs');
    expect(await filter(page).textContent()).toContain('operator in (');
    await pressCommand(page, 'Control+Z');
    await finding(page, '2 of 3 operators hold more than half of the GPUs');
  });

  it('dims numbers and says that they are being updated while new ones are long in coming', async () => {
    const { page } = workbench;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/rpc/views/open', async (route) => {
      await held;
      await route.continue();
    });
    const numbers = page.locator('[data-numbers]');
    await filterBy(page, 'balance > 0');
    await page.getByText(/^updating… Share of GPUs/).waitFor();
    expect(await numbers.getAttribute('aria-busy')).toBe('true');
    await page.waitForFunction(() => Number(getComputedStyle(document.querySelector('[data-numbers]') as Element).opacity) < 1);
    release();
    await page.getByText(/^updating…/).waitFor({ state: 'detached' });
    await finding(page, 'Each of Borealis and Fjord holds more than a third of the GPUs');
    await page.waitForFunction(() => Number(getComputedStyle(document.querySelector('[data-numbers]') as Element).opacity) === 1);
    await page.unroute('**/rpc/views/open');
  });

  it('selects the name that is proposed for a saved view, so that typing replaces it', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+S');
    await page.getByRole('dialog', { name: 'Save view' }).waitFor();
    await page.keyboard.type('Mine');
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Mine');
    await page.keyboard.press('Escape');
  });
});
