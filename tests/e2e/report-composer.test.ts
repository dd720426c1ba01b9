import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

const tab = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) });
const open = async (page: Page, name: string) => {
  await tab(page, name).click();
  await page.getByRole('tabpanel', { name: new RegExp(`^${name}`) }).waitFor();
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached', timeout: 90_000 });
};
const findings = (page: Page) => page.getByRole('list', { name: 'Findings in their order' });
const sections = (page: Page) => page.getByRole('list', { name: 'Sections in their order' });
const idsOf = (page: Page) =>
  findings(page)
    .locator('li[data-item]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-item')));
const kindsOf = (page: Page) =>
  sections(page)
    .locator('li[data-item]')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-item')));
const undo = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Undo/ });

describe('the report composer in the browser, on the sample case', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Report');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `composer ${task.name}`));
  });
  afterAll(() => workbench?.close());

  it('begins with what would change each claim', async () => {
    const { page } = workbench;
    await open(page, 'Challenge');
    const claims = page.getByRole('list', { name: 'Claims and what would change them' });
    expect(await claims.getByText(/\.breaking-point$/).count()).toBeGreaterThan(0);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  });

  it.each(['Challenge', 'Findings', 'Layout', 'Preview', 'Deliver'])('the tab %s breaks no rule that axe knows', async (name) => {
    const { page } = workbench;
    await open(page, name);
    await expectAccessible(page);
  });

  it('takes a claim as a finding', async () => {
    const { page } = workbench;
    await open(page, 'Findings');
    const before = await idsOf(page);
    expect(before).not.toContain('V1.gini');
    await page.getByRole('button', { name: 'Add V1.gini' }).click();
    await findings(page).getByText('V1.gini').waitFor();
    expect(await idsOf(page)).toEqual([...before, 'V1.gini']);
  });

  it('refuses words with another number or a banned word, says why, and takes them once they are mended', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Edit V1.gini' }).click();
    const words = page.getByRole('textbox', { name: 'Words of the finding V1.gini' });
    const said = await words.inputValue();
    const display = /\d\.\d+/.exec(said)?.[0] as string;
    await words.fill('Gini of GPUs by operator is 0.111, so the network is safe.');
    const refused = page.getByRole('list', { name: 'What the linter refuses' });
    await refused.getByText('"0.111" is no number of V1.gini').waitFor();
    await refused.getByText('"safe" is not said of a network').waitFor();
    expect(await page.getByRole('button', { name: 'Use these words' }).isDisabled()).toBe(true);
    await words.fill(`Capacity is uneven: Gini of GPUs by operator is ${display}.`);
    await refused.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Use these words' }).click();
    await findings(page).getByText(`Capacity is uneven: Gini of GPUs by operator is ${display}.`).waitFor();
  });

  it('moves a finding and a section by Alt and arrows, keeps the focus on it, and makes one step of undo of one gesture', async () => {
    const { page } = workbench;
    const before = await idsOf(page);
    await page.getByRole('button', { name: 'Edit V1.gini' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowUp');
    const last = before.length - 1;
    await expect.poll(() => idsOf(page)).toEqual([...before.slice(0, last - 2), 'V1.gini', ...before.slice(last - 2, last)]);
    expect(await page.evaluate(() => document.activeElement?.closest('[data-item]')?.getAttribute('data-item'))).toBe('V1.gini');
    await undo(page)
      .and(page.getByRole('button', { name: 'Undo: Report: order of the findings' }))
      .click();
    await expect.poll(() => idsOf(page)).toEqual(before);

    await open(page, 'Layout');
    const kinds = await kindsOf(page);
    // the answer is the cover: nothing comes before it
    await sections(page).getByRole('checkbox', { name: 'Answer' }).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText('Answer keeps its place').first().waitFor({ state: 'attached' });
    await sections(page).getByRole('checkbox', { name: 'Findings' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('Findings stays behind Answer').first().waitFor({ state: 'attached' });
    expect(await kindsOf(page)).toEqual(kinds);
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => kindsOf(page)).toEqual([kinds[0], kinds[2], kinds[1], ...kinds.slice(3)]);
    await undo(page)
      .and(page.getByRole('button', { name: 'Undo: Report: order of the sections' }))
      .click();
    await expect.poll(() => kindsOf(page)).toEqual(kinds);
  });

  it('moves a section by pulling its grip', async () => {
    const { page } = workbench;
    const kinds = await kindsOf(page);
    const rows = sections(page).locator('li[data-item]');
    await rows.nth(1).locator('span[aria-hidden]').first().dragTo(rows.nth(3));
    await expect.poll(() => kindsOf(page)).toEqual([kinds[0], kinds[2], kinds[3], kinds[1], ...kinds.slice(4)]);
    await undo(page)
      .and(page.getByRole('button', { name: 'Undo: Report: order of the sections' }))
      .click();
    await expect.poll(() => kindsOf(page)).toEqual(kinds);
  });

  it('keeps the limitations in every report, and says what it leaves out', async () => {
    const { page } = workbench;
    expect(await sections(page).getByRole('checkbox', { name: 'Limitations and dissent' }).isDisabled()).toBe(true);
    await sections(page).getByText('Hardware and dependency', { exact: true }).click();
    await undo(page)
      .and(page.getByRole('button', { name: 'Undo: Report: leave out "Hardware and dependency"' }))
      .waitFor();
  });

  it('warns of a note whose numbers have no date, and refuses its banned words', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Note of Geography' }).click();
    const note = page.getByRole('textbox', { name: 'Note below the heading "Geography"' });
    await note.fill('We asked 12 online operators. The network survives.');
    await note.blur();
    const said = page.getByRole('list', { name: 'What the linter says of the note of Geography' });
    await said.getByText('The numbers of this text have no date.').waitFor();
    await said.getByText('"survives" is not said of a network.').waitFor();
    await tab(page, 'Layout').getByText('1').waitFor();
    await note.fill('The operators were asked for their countries.');
    await note.blur();
    await said.waitFor({ state: 'detached' });
  });

  it('shows the change in the pages, which can be searched', async () => {
    const { page } = workbench;
    await open(page, 'Layout');
    await page.getByRole('textbox', { name: 'Title' }).fill('Northgrid under the lens');
    await page.getByRole('textbox', { name: 'Author' }).fill('A. Analyst');
    await page.getByRole('textbox', { name: 'Organisation' }).focus();
    await undo(page)
      .and(page.getByRole('button', { name: 'Undo: Report: author A. Analyst' }))
      .waitFor();
    await open(page, 'Preview');
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('button').count()).toBeGreaterThan(3);
    await page.getByRole('searchbox', { name: 'Find in the pages' }).fill('no such words in it');
    await page.getByText('not found').waitFor();
    await page.getByRole('searchbox', { name: 'Find in the pages' }).fill('Northgrid under the lens');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.getByRole('searchbox', { name: 'Find in the pages' }).fill('HHI of GPUs by operator');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.getByRole('button', { name: 'Next place' }).click();
    await page.getByText(/^2 of \d+$/).waitFor();
  });

  it('delivers with the chosen options', async () => {
    const { page } = workbench;
    await open(page, 'Deliver');
    await page.getByText('US Letter').click();
    await page.getByRole('button', { name: 'Export report' }).click();
    await page.getByRole('list', { name: 'Exported files' }).waitFor({ timeout: 120_000 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save report.pdf' }).click();
    expect(
      readFileSync(await (await download).path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('takes a view from its screen into the report, once it has a name', async () => {
    const { page } = workbench;
    await goTo(page, 'Views');
    await page.getByRole('button', { name: 'Add to report', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Seen from the composer');
    await dialog.getByRole('button', { name: /save/i }).click();
    await page.getByRole('contentinfo').getByText('"Seen from the composer" is in the report').waitFor();
    await goTo(page, 'Report');
    await open(page, 'Layout');
    await page.getByRole('list', { name: 'Views in the report' }).getByText('Seen from the composer').waitFor();
  });

  it('asked nothing of anybody but its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
