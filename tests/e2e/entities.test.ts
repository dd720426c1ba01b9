import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewResult } from '../../shared/case/view.ts';
import { answerOf, goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

// 100 accounts of 50 operators: two accounts share a wallet, 8 GPUs each. 100 equal accounts: HHI 100; 50 equal operators: HHI 200.
const OPERATORS = 50;
const TRUE_PAIRS = 48;
/** A name that resembles no other: letters of a hash. */
const nameOf = (index: number): string =>
  createHash('sha256')
    .update(`account ${index}`)
    .digest('hex')
    .slice(0, 14)
    .replace(/[0-9]/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
const rows = Array.from({ length: OPERATORS * 2 }, (_, index) => `${nameOf(index)},0x${((index >> 1) + 4096).toString(16)},8`);

describe('Entities by keyboard', () => {
  let workbench: Workbench;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-entities-'));
  const file = join(folder, 'accounts.csv');

  beforeAll(async () => {
    writeFileSync(file, `provider,payout_address,gpu_count\n${rows.join('\n')}\n`);
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('textbox').fill('start a case');
    await page.getByRole('menuitem', { name: /Start a case/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a case' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Operators');
    await dialog.getByRole('button', { name: 'Start the case' }).click();
    await goTo(page, 'Sources');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files' }).first().click();
    await (await chooser).setFiles(file);
    await page.getByRole('button', { name: 'Freeze and import' }).click();
    await page.getByText(/100/).first().waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const focusedRow = () =>
    workbench.page.evaluate(() => document.activeElement?.closest('[role=row]')?.textContent ?? document.activeElement?.tagName ?? '');

  it('shows the proposals with the first one in focus, and HHI under the three policies', async () => {
    const { page } = workbench;
    await goTo(page, 'Entities');
    const strip = page.getByLabel('HHI under the three policies');
    await strip.getByText('100', { exact: true }).first().waitFor();
    await strip.getByText('200', { exact: true }).waitFor();
    await page.getByRole('tab', { name: `Proposals ${OPERATORS}` }).waitFor();
    await expect.poll(focusedRow).toMatch(/payout address/);
  });

  it('opens the evidence with Enter and goes back with Escape', async () => {
    const { page } = workbench;
    await page.keyboard.press('Enter');
    const evidence = page.getByRole('region', { name: 'Evidence' });
    await evidence
      .getByText(/column payout_address, row/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focusedRow).toMatch(/payout address/);
  });

  it('decides 50 proposals with the keyboard only: the focus goes to the next one each time', async () => {
    const { page } = workbench;
    for (let decided = 0; decided < OPERATORS; decided += 1) {
      await expect.poll(focusedRow).toMatch(/payout address/);
      const verb = decided === 3 ? 'x' : decided === 7 ? 'l' : 'c';
      await page.keyboard.press(verb);
      const left = OPERATORS - decided - 1;
      await page.getByRole('tab', { name: new RegExp(`^Proposals ${left}\\b`) }).waitFor();
    }
    // 48 pairs and 4 single accounts of 100 equal ones: 48 x 2^2 + 4 = 196
    await page.getByLabel('HHI under the three policies').getByText('196', { exact: true }).waitFor();
  });

  it('takes back with U, and the decision can be taken again', async () => {
    const { page } = workbench;
    await expect.poll(focusedRow).toMatch(/later/);
    await page.keyboard.press('u');
    const strip = page.getByLabel('HHI under the three policies');
    await strip.getByText('194', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Proposals 1' }).waitFor();
    await expect.poll(focusedRow).toMatch(/payout address/);
    await page.keyboard.press('c');
    await strip.getByText('196', { exact: true }).waitFor();
  });

  it('counts the operators in Views, and accounts as given when asked', async () => {
    const { page } = workbench;
    const confirmed = answerOf(page, 'views/open', (view: ViewResult) => view.stamp.by === 'provider');
    await goTo(page, 'Views');
    await page.getByRole('button', { name: /^rows/ }).click();
    await page.getByRole('menuitemradio', { name: /^provider/ }).click();
    expect(((await confirmed) as ViewResult).entities).toBe(OPERATORS * 2 - TRUE_PAIRS);
    const none = answerOf(page, 'views/open', (view: ViewResult) => view.stamp.entities === 'none');
    await page.getByRole('button', { name: /^entities/ }).click();
    await page.getByRole('menuitemradio', { name: /^none/ }).click();
    expect(((await none) as ViewResult).metrics.hhi.stated).toBe(100);
  });

  it('takes back a chosen decision in the ledger, not only the last', async () => {
    const { page } = workbench;
    await goTo(page, 'Entities');
    await page.getByRole('tab', { name: 'Ledger' }).click();
    await page
      .getByRole('button', { name: /^Take back: Confirm/ })
      .last()
      .click();
    await page.getByText('taken back', { exact: true }).waitFor();
    await page.getByLabel('HHI under the three policies').getByText('194', { exact: true }).waitFor();
  });

  it('broke no rule of its content policy', () => {
    expect(workbench.violations).toEqual([]);
    expect(workbench.foreign).toEqual([]);
  });
});
