import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DATA, hasData, NO_DATA } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { expectAccessible } from './accessible.ts';
import { keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

const THEMES = [
  { name: 'light', media: { colorScheme: 'light', contrast: 'no-preference' } },
  { name: 'dark', media: { colorScheme: 'dark', contrast: 'no-preference' } },
  { name: 'high contrast', media: { colorScheme: 'dark', contrast: 'more' } },
] as const;

const chip = (page: Page, label: string) => page.getByRole('button', { name: new RegExp(`^${label} `) }).first();
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(page: Page, role: string, name: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    const is = await page.evaluate(() => {
      const active = document.activeElement;
      return `${active?.getAttribute('role') ?? active?.tagName.toLowerCase()} ${active?.getAttribute('aria-label') ?? active?.textContent ?? ''}`;
    });
    if (is.startsWith(role) && name.test(is)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${role} ${name}`);
}

/** Chooses an entry of a chip's menu by keys alone. */
async function choose(page: Page, label: string, entry: string): Promise<void> {
  await chip(page, label).press('Enter');
  const search = page.getByRole('searchbox', { name: `Search ${label}` });
  const item = page
    .getByRole('menuitemradio')
    .filter({ has: page.getByText(entry, { exact: true }) })
    .first();
  await item.waitFor();
  if (await search.isVisible()) await page.keyboard.type(entry);
  for (let steps = 0; steps < 30; steps++) {
    await page.keyboard.press('ArrowDown');
    if ((await item.getAttribute('data-focused')) === 'true') break;
  }
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

describe.skipIf(!hasData)(hasData ? 'Compare in the browser, by keyboard' : NO_DATA, () => {
  let workbench: Workbench;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-compare-'));

  beforeAll(async () => {
    const days = ['2025-03-04', '2025-10-01', '2026-03-01', '2026-08-01'];
    const files = [
      `${DATA}/nodes-dfinity/current_nodes_2025-10-31.csv`,
      ...days.map((day) => `${DATA}/validators-solana/solana_validators_${day}.csv`),
    ];
    const { code, err } = await chokepoint(
      'import',
      ...files,
      '--case',
      join(folder, 'networks.chokepoint'),
      '--title',
      'networks',
      '--preset',
      'auto',
    );
    expect([code, err]).toEqual([0, '']);
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    await page
      .getByRole('button', { name: /networks/ })
      .first()
      .press('Enter');
    await page.getByRole('banner').getByText('networks').waitFor();
  }, 180_000);
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `compare ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const clean = async () => {
    const { page } = workbench;
    for (const { name, media } of THEMES) {
      await page.emulateMedia(media);
      await expectAccessible(page, name);
    }
    await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
  };

  it('proposes the two latest snapshots, and compares them after Enter', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('textbox').fill('go to compare');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Compare the two latest snapshots?' }).waitFor();
    expect(await heading(page).count()).toBe(1);
    await clean();
    await tabTo(page, 'button', /Compare solana validators 2026-03-01 with solana validators 2026-08-01/);
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Comparability' }).waitFor();
    // S3a, S4a: 160.1874 and 176.2497 of the known stake by operator
    await heading(page)
      .filter({ hasText: /Known weight only: HHI rose by 16\.1 to 176/ })
      .waitFor();
    await clean();
  });

  it('swaps A and B by Ctrl+Shift+X, and undo takes it back', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+Shift+X');
    await heading(page)
      .filter({ hasText: /HHI fell by 16\.1 to 160/ })
      .waitFor();
    await page.getByText('B before A').waitFor();
    await pressCommand(page, 'Control+Z');
    await heading(page)
      .filter({ hasText: /HHI rose by 16\.1/ })
      .waitFor();
  });

  it('reads the waterfall by arrow keys and as a table', async () => {
    const { page } = workbench;
    await tabTo(page, 'application', /Waterfall chart/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByText(/Re-attribution \| 0/).waitFor();
    await page.keyboard.press('t');
    const table = page.getByRole('region', { name: 'Data table of the chart' });
    await table.waitFor();
    expect(await table.getByRole('row').count()).toBe(8);
    await page.keyboard.press('Escape');
    await table.waitFor({ state: 'detached' });
  });

  it('lists who entered, left, grew and shrank', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: 'Why it changed' }).press('ArrowRight');
    await page.getByRole('table', { name: 'Metrics side by side' }).waitFor();
    await clean();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: /60 entered, 133 left, 498 in both/ }).waitFor();
    await choose(page, 'show', 'entered');
    await page.getByRole('grid', { name: 'operators of both sides' }).getByText('Bitwise Onchain Solutions 02').waitFor();
    await clean();
    await page.getByRole('tab', { name: 'Entities' }).press('ArrowRight');
    const claims = page.getByRole('table', { name: 'Claims side by side' });
    await claims
      .getByRole('row', { name: /HHI of stake by country/ })
      .getByText('lower')
      .waitFor();
    await clean();
  });

  it('puts the four snapshots of Solana into a series', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('textbox').fill('all snapshots as a series');
    await page.keyboard.press('Enter');
    // the first snapshot names no operators: it is left out with a word, and offered once the rows are such as it has
    await chip(page, 'C').waitFor();
    await page.getByText('Not in this series: solana validators 2025-03-04 has no column operator').waitFor();
    expect(await chip(page, 'D').count()).toBe(0);
    await choose(page, 'rows', 'asn');
    await choose(page, 'measure', 'number of records');
    await page.getByRole('button', { name: 'Take all snapshots' }).press('Enter');
    await chip(page, 'D').waitFor();
    // S1f: 429.7291; the ASN of 2026-08-01 by validators: 670
    await heading(page).filter({ hasText: 'HHI rose by 240, from 430 to 670 over 4 snapshots' }).waitFor();
    const steps = page.getByRole('table', { name: 'Change from each snapshot to the next' });
    await steps.waitFor();
    expect(await steps.getByRole('rowheader').allTextContents()).toEqual([
      '2025-03-04 to 2025-10-01',
      '2025-10-01 to 2026-03-01',
      '2026-03-01 to 2026-08-01',
    ]);
    await clean();
    await page.getByRole('tab', { name: 'Series' }).press('Home');
    await page.getByRole('radio', { name: /A to D/ }).press('Space');
    await heading(page)
      .filter({ hasText: /HHI rose by 240 to 670/ })
      .waitFor();
  });

  it('blocks two networks on different rungs until it is asked to show them, and marks every number then', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: 'Why it changed' }).press('Home');
    for (const letter of ['D', 'C']) {
      await page.getByRole('button', { name: `Take ${letter} out` }).press('Enter');
      await chip(page, letter).waitFor({ state: 'detached' });
    }
    await choose(page, 'A', 'current nodes 2025-10-31');
    await choose(page, 'rows', 'country');
    await heading(page).filter({ hasText: 'Not comparable: supply base' }).waitFor();
    await page.getByText('The change is shown once the sides are alike').waitFor();
    // why they differ stands once, in the table of what is alike
    expect(await page.getByText('Different rungs of the supply ladder').count()).toBe(1);
    await page
      .getByRole('table', { name: 'Comparability' })
      .getByText(/entities are matched by name alone/)
      .waitFor();
    await clean();
    await page.getByRole('button', { name: 'Show anyway, marked' }).press('Enter');
    await heading(page)
      .filter({ hasText: /HHI of solana validators 2025-10-01 is \d+ above that of current nodes 2025-10-31/ })
      .waitFor();
    const parts = page.getByRole('table', { name: 'Parts of the change' });
    await page.getByText('Exact fractions of points').click();
    await page
      .getByText(/^-?\d+\/\d{6,}$/)
      .first()
      .waitFor();
    const points = await parts.locator('tbody tr td:nth-child(2)').allTextContents();
    expect(points.length).toBe(6);
    expect(points.every((text) => text.endsWith('‡'))).toBe(true);
    await parts.getByText('‡ Not comparable: supply base: shown all the same.').waitFor();
    await clean();
    // the nodes state which of them are up, so that one rung can be kept on both sides
    await page.getByRole('button', { name: 'Keep one rung on every side' }).press('Enter');
    await page.getByText('Every number below is marked').waitFor({ state: 'detached' });
    await chip(page, 'base').filter({ hasText: 'online' }).waitFor();
    expect(await parts.locator('tbody tr td:nth-child(2)').allTextContents()).not.toContainEqual(expect.stringContaining('‡'));
    await choose(page, 'base', 'as stated');
  });

  it('aligns what a choice can align', async () => {
    const { page } = workbench;
    await choose(page, 'A', 'solana validators 2026-08-01');
    await choose(page, 'rows', 'operator');
    await page
      .getByRole('heading', { level: 1 })
      .filter({ hasText: /HHI fell/ })
      .waitFor();
    await choose(page, 'entities', 'none in A, confirmed in the others');
    await page.getByRole('button', { name: 'Align entities with A' }).press('Enter');
    await chip(page, 'entities').filter({ hasText: 'none' }).waitFor();
  });

  it('asked nothing of anybody but its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
