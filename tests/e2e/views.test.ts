import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

describe('the Views screen in the browser, on the sample case', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Views');
    await numbersOf(page, 'operators');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(() => workbench?.close());

  describe('a pick list with a search field', () => {
    it('closes on Escape, also with a word typed, and gives the focus back to its chip', async () => {
      const { page } = workbench;
      for (const word of ['', 'coun']) {
        await chip(page, 'rows').press('Enter');
        await page.getByRole('searchbox', { name: 'Search rows' }).waitFor();
        await page.keyboard.type(word);
        await page.keyboard.press('Escape');
        await page.getByRole('menu').waitFor({ state: 'detached' });
        expect(await hasFocus(page, 'rows')).toBe(true);
      }
    });
    it('is left by Tab and by Shift+Tab for the chip after and before it', async () => {
      const { page } = workbench;
      for (const [key, neighbour] of [
        ['Tab', 'then by'],
        ['Shift+Tab', 'view'],
      ] as const) {
        await chip(page, 'rows').press('Enter');
        await page.getByRole('searchbox', { name: 'Search rows' }).waitFor();
        await page.keyboard.press(key);
        await page.getByRole('menu').waitFor({ state: 'detached' });
        expect(await hasFocus(page, neighbour)).toBe(true);
      }
    });
    it('is searched by typing, walked by arrows and decided by Enter', async () => {
      const { page } = workbench;
      await chip(page, 'rows').press('Enter');
      await page.getByRole('searchbox', { name: 'Search rows' }).waitFor();
      await page.keyboard.type('host_o');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await numbersOf(page, 'hosting companies');
      expect(await hasFocus(page, 'rows')).toBe(true);
    });
  });

  describe('undo of the view builder', () => {
    it('takes back the last change by keyboard, and does it again', async () => {
      const { page } = workbench;
      await pressCommand(page, 'Control+Z');
      await numbersOf(page, 'operators');
      await pressCommand(page, 'Control+Shift+Z');
      await numbersOf(page, 'hosting companies');
      await pressCommand(page, 'Control+Z');
      await numbersOf(page, 'operators');
    });
    it('takes back measure, filter and number of bars one by one, by the button of the title bar', async () => {
      const { page } = workbench;
      await choose(page, 'measure', 'number of records');
      await filterBy(page, "country_detected = 'DE'");
      await choose(page, 'show', 'top 5');
      await chip(page, 'show').filter({ hasText: 'top 5' }).waitFor();
      const undo = page.getByRole('banner').getByRole('button', { name: /^Undo/ });
      await undo.and(page.getByRole('button', { name: 'Undo: View: top 5 + Other' })).click();
      await chip(page, 'show').filter({ hasText: 'top 10' }).waitFor();
      await undo.and(page.getByRole('button', { name: "Undo: View: filter country_detected = 'DE'" })).click();
      await chip(page, 'filter').filter({ hasText: 'all records' }).waitFor();
      await undo.and(page.getByRole('button', { name: 'Undo: View: measure records' })).click();
      await chip(page, 'measure').filter({ hasText: 'sum of GPUs' }).waitFor();
    });
    it('is a command of the palette, and comes back to the screen from another one', async () => {
      const { page } = workbench;
      await choose(page, 'rows', 'country_detected');
      await goTo(page, 'Report');
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog').getByRole('textbox').fill('undo');
      await page.getByRole('menuitem', { name: /^Undo/ }).click();
      await numbersOf(page, 'operators');
    });
  });

  describe('a filter', () => {
    it('that names a column with a typing error says which one was meant and takes it over', async () => {
      const { page } = workbench;
      await chip(page, 'filter').click();
      await page.getByLabel('Filter', { exact: true }).fill("contry_detected = 'DE'");
      await page.getByText('There is no column "contry_detected" in this dataset.').waitFor();
      await page.getByText('Did you mean "country_detected"?').waitFor();
      expect(await page.getByRole('button', { name: 'Apply filter' }).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Use country_detected' }).click();
      expect(await page.getByLabel('Filter', { exact: true }).inputValue()).toBe("country_detected = 'DE'");
      await page.keyboard.press('Escape');
    });
    it('that matches nothing names itself as the cause and can be cleared', async () => {
      const { page } = workbench;
      await filterBy(page, "country_detected = 'Nowhere'");
      await page.getByRole('heading', { level: 1, name: 'No record passes the filter' }).waitFor();
      const main = page.getByRole('main');
      await main.getByText(/^0 of [\d,]+ records fit the filter$/).waitFor();
      await main.getByText("country_detected = 'Nowhere'", { exact: true }).last().waitFor();
      expect(await main.getByRole('application').count()).toBe(0);
      await main.getByRole('button', { name: 'Clear filter' }).click();
      await numbersOf(page, 'operators');
    });
  });

  it('drops the totals of the footer when a view fails', async () => {
    const { page } = workbench;
    const footer = page.getByRole('contentinfo');
    await footer.getByText('GPUs').waitFor();
    await page.route('**/rpc/views/open', (route) => route.fulfill({ status: 500, body: '{}' }));
    await choose(page, 'rows', 'provider');
    await page.getByRole('heading', { level: 1, name: 'This view has no numbers' }).waitFor();
    await footer.getByText('GPUs').waitFor({ state: 'detached' });
    await page.unroute('**/rpc/views/open');
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click();
    await numbersOf(page, 'providers');
    await pressCommand(page, 'Control+Z');
    await numbersOf(page, 'operators');
  });

  describe('a selection', () => {
    it('is counted in the footer and forgotten when other groups are shown', async () => {
      const { page } = workbench;
      const selected = page.getByRole('contentinfo').getByText('1 selected');
      await page.getByRole('grid').getByText('Sundrift Cloud').first().click();
      await selected.waitFor();
      await choose(page, 'rows', 'country_detected');
      await selected.waitFor({ state: 'detached' });
      await pressCommand(page, 'Control+Z');
      await numbersOf(page, 'operators');
      expect(await selected.count()).toBe(0);
    });
    it('opens the removal test with the dataset, filter and unit of the view and the groups removed', async () => {
      const { page } = workbench;
      await filterBy(page, 'gpu_count >= 8');
      await numbersOf(page, 'operators');
      await page.getByRole('grid').getByText('Sundrift Cloud').first().click();
      await page.getByRole('button', { name: 'Remove these 1' }).click();
      await chip(page, 'filter').filter({ hasText: 'gpu_count >= 8' }).waitFor();
      await chip(page, 'remove by').filter({ hasText: 'operator' }).waitFor();
      await page.getByRole('main').getByRole('button', { name: 'Restore Sundrift Cloud' }).first().waitFor();
    });
    it('and keeps them when the test is opened for another filter later', async () => {
      const { page } = workbench;
      await goTo(page, 'Views');
      await filterBy(page, 'gpu_count >= 4');
      await numbersOf(page, 'operators');
      await page.getByRole('grid').getByText('Kvasir Compute, Inc.').first().click();
      await page.getByRole('button', { name: 'Remove these 1' }).click();
      await chip(page, 'filter').filter({ hasText: 'gpu_count >= 4' }).waitFor();
      await page.getByRole('main').getByRole('button', { name: 'Restore Kvasir Compute, Inc.' }).first().waitFor();
    });
  });

  describe('a message about a failure', () => {
    const save = async (page: Page, name: string) => {
      await page.getByRole('button', { name: 'Save view' }).click();
      const dialog = page.getByRole('dialog', { name: 'Save view' });
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByRole('button', { name: 'Save view' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

    it('takes room of its own, is spoken, and counts a repeated failure instead of stacking it', async () => {
      const { page } = workbench;
      await goTo(page, 'Views');
      await numbersOf(page, 'operators');
      await page.route('**/rpc/views/save', (route) => route.fulfill({ status: 500, body: '{}' }));
      await save(page, 'A');
      await messages(page).getByRole('alert').waitFor();
      await save(page, 'A');
      await messages(page).getByText('Save the view (2 times).').waitFor();
      expect(await messages(page).getByRole('alert').count()).toBe(1);
      const [message, main, footer] = await Promise.all(
        [messages(page), page.getByRole('main'), page.getByRole('contentinfo')].map((part) => part.boundingBox()),
      );
      expect(message?.y).toBeGreaterThanOrEqual((main?.y ?? 0) + (main?.height ?? 0));
      expect(footer?.y).toBeGreaterThanOrEqual((message?.y ?? 0) + (message?.height ?? 0));
    });
    it('is closed by Escape', async () => {
      const { page } = workbench;
      await messages(page).getByRole('button', { name: 'Close the message' }).focus();
      await page.keyboard.press('Escape');
      await messages(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('main').evaluate((main) => main === document.activeElement)).toBe(true);
    });
    it('leaves when the screen changes', async () => {
      const { page } = workbench;
      await save(page, 'A');
      await messages(page).getByRole('alert').waitFor();
      await goTo(page, 'Report');
      await messages(page).waitFor({ state: 'detached' });
    });
    it('leaves when what failed works again, and the confirmation covers nothing', async () => {
      const { page } = workbench;
      await goTo(page, 'Views');
      await numbersOf(page, 'operators');
      await save(page, 'A');
      await messages(page).getByRole('alert').waitFor();
      await page.unroute('**/rpc/views/save');
      await save(page, 'A');
      await messages(page).waitFor({ state: 'detached' });
      await page.getByRole('contentinfo').getByText('View saved as "A"').waitFor();
    });
  });

  it.each([
    [1280, 800],
    [1366, 768],
    [1000, 700],
  ])('shows all columns of the ranked table whole at %i x %i', async (width, height) => {
    const { page } = workbench;
    await page.setViewportSize({ width, height });
    await goTo(page, 'Views');
    await numbersOf(page, 'operators');
    const grid = page.getByRole('grid');
    const edge = (await grid.boundingBox()) ?? { x: 0, width: 0 };
    for (const name of ['Cumulative', 'Records']) {
      const header = grid.getByRole('columnheader', { name });
      const place = (await header.boundingBox()) ?? { x: 0, width: 1e9 };
      expect(place.x + place.width, name).toBeLessThanOrEqual(edge.x + edge.width + 1);
      expect(await header.locator('.ag-header-cell-text').evaluate((text) => text.scrollWidth <= text.clientWidth), name).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
  it('leaves most of the height to the screen at a zoom of 200 %', async () => {
    const { page } = workbench;
    // 1280 x 800 at 200 % are 640 x 400 pixels of the page
    await page.setViewportSize({ width: 640, height: 400 });
    const main = await page.getByRole('main').boundingBox();
    expect(main?.height).toBeGreaterThan(0.7 * 400);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('leaves nothing of a case behind when it is closed', async () => {
    const { page } = workbench;
    await goTo(page, 'Case');
    await page.getByRole('button', { name: 'Close the case' }).click();
    await page.getByRole('heading', { level: 1, name: /How decentralized is the network/ }).waitFor();
    expect(await page.getByRole('banner').getByText('SAMPLE', { exact: true }).count()).toBe(0);
    expect(await page.getByRole('contentinfo').textContent()).toBe('');
    expect(await page.title()).toBe('Chokepoint');
  });

  it('broke no rule of its content policy and asked nobody else', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});

describe('the page of a host that has ended', () => {
  it('says what is safe and what to do, and shows nothing of the case as if it were live', async () => {
    const workbench = await openWorkbench();
    try {
      const { page } = workbench;
      await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
      await workbench.endHost();
      await page.getByRole('heading', { level: 1, name: 'The workbench has ended' }).waitFor();
      await page.getByText(/Every decision up to now is in the case file.*open the link that it prints/).waitFor();
      expect(await page.getByText('SAMPLE').count()).toBe(0);
      expect(await page.getByRole('contentinfo').count()).toBe(0);
      expect(await page.getByRole('navigation').count()).toBe(0);
      await page.getByRole('button', { name: 'Connect again' }).click();
      await page.getByText('This page finds no workbench at its address.').waitFor();
    } finally {
      await workbench.close();
    }
  });
});

const chip = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name: new RegExp(`^${name}`) });

const hasFocus = (page: Page, name: string) => chip(page, name).evaluate((button) => button === document.activeElement);

/** Waits until the numbers on show are those of a dimension. */
async function numbersOf(page: Page, many: string): Promise<void> {
  await page.getByRole('heading', { level: 2, name: `Fewest ${many} to hold` }).waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

async function filterBy(page: Page, where: string): Promise<void> {
  await chip(page, 'filter').click();
  await page.getByLabel('Filter', { exact: true }).fill(where);
  await page.getByRole('textbox', { name: 'Filter', exact: true }).press('Enter');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
}

/** Picks an item of a chip menu by the beginning of its text. */
async function choose(page: Page, name: string, item: string): Promise<void> {
  await chip(page, name).click();
  await page
    .getByRole('menuitemradio')
    .filter({ hasText: new RegExp(`^${item}`) })
    .first()
    .click();
}
