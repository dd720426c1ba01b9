import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATA, hasData, NO_DATA } from '../acceptance/support.ts';
import { expectAccessible } from './accessible.ts';
import { CLI } from './network.ts';
import { card, chip, choose, count, holdingsOf, openTab, panel, readout, rowsOf, TABS, tabTo } from './removal-screen.ts';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

const FLEETS = `${DATA}/gpu-fleets/gpu_clusters_2026-04.csv`;

describe.skipIf(!hasData)(hasData ? 'the parts of the removal test, on the real GPU fleets' : NO_DATA, () => {
  let workbench: Workbench;
  let folder: string;
  let owners: ReturnType<typeof holdingsOf>;
  let existing: Record<string, string>[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-fleets-'));
    existing = rowsOf(FLEETS).filter(({ Status }) => Status === 'Existing');
    owners = holdingsOf(existing, 'Owner', 'Total number of AI chips');
    for (const [name, where] of [
      ['Existing', "Status = 'Existing'"],
      ['With planned', "Status = 'Existing' or Status = 'Planned'"],
    ] as const) {
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          CLI,
          'import',
          FLEETS,
          '--case',
          join(folder, 'Fleets.chokepoint'),
          '--title',
          'Fleets',
          '--name',
          name,
          '--as-of',
          '2026-04-24',
        ].concat(['--map', 'gpu_count=Total number of AI chips', '--where', where]),
        { encoding: 'utf8' },
      );
      expect(status, stderr).toBe(0);
    }
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: 'Fleets' }).waitFor();
    await goTo(page, 'Removal test');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `parts ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows no result before the test is declared, then the breaking point counted from the file', async () => {
    const { page } = workbench;
    await page.getByRole('heading', { name: 'Declare the test before you see its result' }).waitFor();
    if (!(await page.getByRole('button', { name: /^dataset/ }).textContent())?.includes('Existing')) {
      await page.getByRole('button', { name: /^dataset/ }).click();
      await page.getByRole('menuitemradio', { name: 'Existing' }).click();
    }
    await page.getByRole('button', { name: 'Declare and run' }).click();
    await chip(page, 'declared').getByText('as declared').waitFor();
    const k = owners.breaksAt(9, 10);
    await card(page)
      .getByText(new RegExp(`^k\\* ${k} to \\d+$`))
      .waitFor();
    await card(page)
      .getByText(`${count(owners.served(k))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    const members = owners.ranked
      .slice(0, k)
      .map(([name]) => name)
      .sort();
    await card(page)
      .getByText(
        `Without ${members.slice(0, -1).join(', ')} and ${members.at(-1)}, and with ${count(owners.unowned)} GPUs of unknown owner lost too, workload class any GPU can use at most ${count(owners.served(k))} GPUs`,
      )
      .waitFor();
    await card(page)
      .getByText(`No set of ${k - 1} units (by owner) does this`)
      .waitFor();
  });

  it('removes the largest with the slider, and undo brings them back in one step', async () => {
    const { page } = workbench;
    const slider = page.getByRole('slider');
    await slider.focus();
    for (let k = 1; k <= 3; k++) await page.keyboard.press('ArrowRight');
    await readout(page)
      .getByText(`${count(owners.served(3))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    for (const [name] of owners.ranked.slice(0, 3))
      await card(page)
        .getByRole('button', { name: `Restore ${name}`, exact: true })
        .waitFor();
    await pressCommand(page, 'Control+Z');
    await readout(page)
      .getByText(`${count(owners.served(2))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    await pressCommand(page, 'Control+Z');
    await pressCommand(page, 'Control+Z');
    await readout(page)
      .getByText(`${count(owners.served(0))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
  });

  it('removes up to a mark of the chart', async () => {
    const { page } = workbench;
    const chart = page.getByRole('region', { name: 'Removal curve' }).getByRole('application');
    await chart.focus();
    await page.keyboard.press('Home');
    for (let k = 0; k < 4; k++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const removed = Number(await page.getByRole('slider').inputValue());
    expect(removed).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await readout(page)
      .getByText(`${count(owners.served(removed))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Reset' }).click();
  });

  it('says what each loss alone and every pair leaves', async () => {
    const { page } = workbench;
    await openTab(page, 'Single loss');
    const units = owners.ranked.length;
    await panel(page).getByText('No single owner breaks the test').waitFor();
    const pairs = (units * (units - 1)) / 2;
    await panel(page)
      .getByRole('button', { name: `Lose all ${count(pairs)} pairs` })
      .click();
    // The two largest are the worst pair of a class of single GPUs.
    expect(owners.served(2)).toBeGreaterThanOrEqual(owners.below);
    await panel(page)
      .getByText(`None of ${count(pairs)} pairs breaks the test`)
      .waitFor();
  });

  it('loses every country in turn, with its GPUs counted from the file', async () => {
    const { page } = workbench;
    await openTab(page, 'Common mode');
    const of = (country: string) =>
      existing
        .filter(({ Country }) => (Country ?? '').trim() === country)
        .reduce((sum, row) => sum + Math.round(Number(row['Total number of AI chips'] || 0)), 0);
    const grid = panel(page).getByRole('grid').filter({ hasText: 'Country' });
    const row = grid.getByRole('row').filter({ hasText: /^US/ });
    await row.getByText(count(of('United States of America')), { exact: true }).waitFor();
    await row.getByText('unknowns decide').waitFor();
  });

  it('finds the smallest capacity that would raise the breaking point', async () => {
    const { page } = workbench;
    await openTab(page, 'Sensitivity');
    const lacking = owners.below - owners.served(owners.breaksAt(9, 10));
    await panel(page)
      .getByText(new RegExp(`^${count(lacking)} more GPUs`))
      .first()
      .waitFor();
  });

  it('removes by hand from table and map, and saves the scenario, which the matrix then holds', async () => {
    const { page } = workbench;
    await openTab(page, 'Suppliers');
    await page.getByRole('grid').getByRole('button', { name: 'Remove xAI', exact: true }).click();
    const left = Math.min(owners.demand, owners.total - owners.unowned - (owners.ranked.find(([name]) => name === 'xAI')?.[1] ?? 0));
    await readout(page)
      .getByText(`${count(left)} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    await page.getByRole('button', { name: 'Save scenario' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Without xAI');
    await dialog.getByRole('button', { name: /save/i }).click();
    await chip(page, 'scenario').getByText('Without xAI').waitFor();
    await openTab(page, 'Workloads');
    const line = panel(page)
      .getByRole('table', { name: 'Scenarios' })
      .getByRole('row')
      .filter({ hasText: /^Without xAI/ });
    await line.getByText(`${count(left)} of ${count(owners.demand)}`, { exact: true }).waitFor();
    await line.getByText(count(owners.below), { exact: true }).waitFor();

    await openTab(page, 'Suppliers');
    await choose(page, 'remove by', /^country/);
    // Each unit is a test of its own: nothing of this one is shown before that is decided.
    await page.getByRole('button', { name: 'Explore without declaring' }).click();
    const map = panel(page).getByRole('application');
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await readout(page)
      .getByText(/^1 removed/)
      .waitFor();
    const chosen = await page
      .getByRole('grid')
      .getByRole('button', { name: /^Restore / })
      .first()
      .getAttribute('aria-label');
    await card(page)
      .getByRole('button', { name: chosen ?? '', exact: true })
      .waitFor();
    await choose(page, 'scenario', 'Without xAI');
    await chip(page, 'remove by').getByText('owner').waitFor();
  });

  it('runs the test on the other dataset, and replays it there', async () => {
    const { page } = workbench;
    await openTab(page, 'Datasets');
    const rows = rowsOf(FLEETS).filter(({ Status }) => Status === 'Existing' || Status === 'Planned');
    const planned = holdingsOf(rows, 'Owner', 'Total number of AI chips');
    const line = panel(page)
      .getByRole('row')
      .filter({ hasText: /^With planned/ });
    // The demand is a share: it is resolved for each dataset.
    await line.getByText(count(planned.demand), { exact: true }).waitFor();
    await line.getByRole('button', { name: 'Replay on With planned' }).click();
    await page
      .getByRole('button', { name: /^dataset/ })
      .getByText('With planned')
      .waitFor();
    await chip(page, 'scenario').getByText('owner on With planned').waitFor();
    // Its result stood in the table already: what is declared for it now is declared afterwards, and the ledger says so.
    await page.getByRole('button', { name: 'Not declared' }).waitFor();
    await card(page).getByRole('button', { name: 'Restore xAI', exact: true }).waitFor();
    await page.getByRole('button', { name: /^dataset/ }).click();
    await page.getByRole('menuitemradio', { name: 'Existing' }).click();
    await chip(page, 'scenario').getByText('Without xAI').waitFor();
  });

  it('is done by keyboard alone: slider, table, tabs, threshold, undo', async () => {
    const { page } = workbench;
    // The focus starts at the top of the page.
    await page.reload();
    await readout(page)
      .getByText(/removed/)
      .waitFor();
    // The pills are one tab stop; arrow keys move among them.
    await tabTo(page, page.getByRole('toolbar', { name: 'Removal test' }));
    for (let pill = 0; pill < 12; pill++) {
      if (await chip(page, 'threshold').evaluate((button) => button === document.activeElement)) break;
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: '75 %', exact: true }));
    await page.keyboard.press('Enter');
    await card(page).getByText('Breaking point at 75 %').waitFor();
    await card(page)
      .getByText(new RegExp(`^k\\* (= )?${owners.breaksAt(3, 4)}( |$)`))
      .waitFor();
    await tabTo(page, page.getByRole('slider'));
    await page.keyboard.press('Home');
    await readout(page)
      .getByText(/^0 removed/)
      .waitFor();
    await page.keyboard.press('PageUp');
    await readout(page)
      .getByText(`${count(owners.served(5))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    await page.keyboard.press('s');
    await readout(page)
      .getByText(`${count(owners.served(6))} of ${count(owners.demand)}`, { exact: true })
      .waitFor();
    for (const name of TABS) {
      await tabTo(page, page.getByRole('tab', { selected: true }));
      while (!(await page.getByRole('tab', { name, selected: true }).isVisible())) await page.keyboard.press('ArrowRight');
      await panel(page).getByRole('progressbar').waitFor({ state: 'detached' });
    }
    for (let step = 1; step < TABS.length; step++) await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Suppliers', selected: true }).waitFor();
    // Rows come after the grid: an arrow key moves only where there is one to go to.
    await panel(page).getByRole('gridcell').first().waitFor();
    await tabTo(page, panel(page).getByRole('grid'));
    const isOnRow = () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'gridcell');
    await expect
      .poll(async () => {
        if (!(await isOnRow())) await page.keyboard.press('ArrowDown');
        return isOnRow();
      })
      .toBe(true);
    await page.keyboard.press('r');
    await readout(page)
      .getByText(/^5 removed/)
      .waitFor();
    await pressCommand(page, 'Control+Z');
    await readout(page)
      .getByText(/^6 removed/)
      .waitFor();
  });

  it.each(['light', 'dark'] as const)('breaks no rule of WCAG A and AA that axe knows on any tab, %s', async (colorScheme) => {
    const { page } = workbench;
    await page.emulateMedia({ colorScheme });
    for (const name of TABS) {
      await openTab(page, name);
      await expectAccessible(page, name);
    }
  });

  it('asked nothing of anybody but its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
