import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addFiles, goTo, keepPicture, openWorkbench, pressCommand, startCase, type Workbench } from './workbench.ts';

const PROVIDERS = 'provider,gpu_count\nAcme,8\nBolt,16\n';
/** 3,000,000 records, about 50 MB: its import takes long enough to be cancelled. */
const LARGE = () => `provider,gpu_count\n${Array.from({ length: 3_000_000 }, (_, row) => `provider ${row % 97},${row % 9}`).join('\n')}\n`;

describe('the import in the browser', () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-import-'));
    workbench = await openWorkbench();
    await startCase(workbench.page, 'Imports');
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Gives files to the workbench, which shows the first of them on the Mapping screen. */
  async function add(page: Page, files: Record<string, string | Buffer>): Promise<void> {
    const paths = Object.entries(files).map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    await addFiles(page, paths);
  }

  const freeze = (page: Page) => page.getByRole('button', { name: 'Freeze and import' });
  const undo = (page: Page) => pressCommand(page, 'Control+Z');

  it('that is cancelled after it was committed says that it had finished, and offers to undo it', async () => {
    const { page } = workbench;
    await add(page, { 'late.csv': PROVIDERS });
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let committed = () => {};
    const commit = new Promise<void>((resolve) => {
      committed = resolve;
    });
    // The page hears of the import only after Cancel: the answer is whole, so the engine has committed.
    await page.route('**/rpc/sources/import', async (route) => {
      const response = await route.fetch();
      committed();
      await held;
      await route.fulfill({ response }).catch(() => {});
    });
    await freeze(page).click();
    await commit;
    const asked = page.waitForResponse('**/rpc/app/cancel');
    await page.getByRole('button', { name: 'Cancel the import' }).click();
    await asked;
    answer();
    await page.getByText('The import had already finished: 2 records as late').first().waitFor();
    await page.unroute('**/rpc/sources/import');
    expect(await page.getByText('nothing was left behind').count()).toBe(0);
    await page.getByRole('heading', { level: 1, name: 'late.csv is frozen' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await page.getByText('No file waits to be mapped').waitFor();
  });

  it('that is cancelled while it runs leaves nothing, and its file still waits', async () => {
    const { page } = workbench;
    await add(page, { 'large.csv': LARGE() });
    // pressed in the page as soon as it is there: the way through the test driver may take longer than the import
    await page.evaluate(() => {
      const watch = new MutationObserver(() => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel the import');
        if (!button) return;
        watch.disconnect();
        button.click();
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await freeze(page).click();
    await page.getByText('Import cancelled; nothing was left behind').first().waitFor();
    await freeze(page).waitFor();
    await page.getByRole('button', { name: 'Leave out' }).click();
    await page.getByText('No file waits to be mapped').waitFor();
    await goTo(page, 'Sources');
    await page.getByRole('heading', { level: 1, name: /frozen/ }).waitFor();
    expect(await page.getByText('large.csv').count()).toBe(0);
  });

  it('waits for a whole date: half of one is an error and never dropped in silence', async () => {
    const { page } = workbench;
    await add(page, { 'dated.csv': `${PROVIDERS}Cirrus,4\n` });
    const date = page.getByLabel(/^Facts as of/);
    expect(await date.getAttribute('placeholder')).not.toMatch(/\d/);
    await date.fill('2026-04');
    await page.getByRole('textbox', { name: 'Name' }).focus();
    await page.getByText(/A whole day that the calendar has: year-month-day/).waitFor();
    expect(await freeze(page).isDisabled()).toBe(true);
    // what was typed is still there after a look at another screen
    await goTo(page, 'Sources');
    await goTo(page, 'Mapping');
    expect(await date.inputValue()).toBe('2026-04');
    expect(await freeze(page).isDisabled()).toBe(true);
    await date.fill('2026-04-30');
    await freeze(page).click();
    await page.getByRole('heading', { level: 1, name: 'dated.csv is frozen' }).waitFor();
    await goTo(page, 'Sources');
    await page.getByRole('tab', { name: /^Datasets/ }).click();
    await page.getByRole('row', { name: /dated/ }).getByText('2026-04-30').waitFor();
  });

  it('says no more that it imported a file once that was undone, and says it again after redo', async () => {
    const { page } = workbench;
    await add(page, { 'undone.csv': `${PROVIDERS}Delta,2\n` });
    await freeze(page).click();
    await page.getByRole('heading', { level: 1, name: 'undone.csv is frozen' }).waitFor();
    await undo(page);
    await page.getByText('No file waits to be mapped').waitFor();
    expect(await page.getByText(/imported from undone\.csv/).count()).toBe(0);
    await pressCommand(page, 'Control+Shift+Z');
    await page.getByText(/3 records imported from undone\.csv/).waitFor();
  });

  it('shows all files that wait, refused ones with their reason, and lets each be left out', async () => {
    const { page } = workbench;
    await add(page, {
      'broken.csv': 'provider,gpu_count\n"Acme,8\n',
      'sheet.xlsx.csv': Buffer.from('%PDF-1.7\n'),
      'whole.csv': `${PROVIDERS}E,1\n`,
    });
    const files = page.getByRole('list', { name: 'Files to map' });
    expect(await files.getByRole('listitem').count()).toBe(3);
    await files.getByRole('listitem').filter({ hasText: 'broken.csv' }).getByText('never closed').waitFor();
    await files.getByRole('listitem').filter({ hasText: 'sheet.xlsx.csv' }).getByText('is a PDF document').waitFor();
    await files.getByRole('listitem').filter({ hasText: 'whole.csv' }).getByText('ready to map').waitFor();
    await files.getByRole('button', { name: 'whole.csv', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /whole\.csv: 2 of 2 columns recognised/ }).waitFor();
    await files.getByRole('button', { name: 'Leave out sheet.xlsx.csv' }).click();
    expect(await files.getByRole('listitem').count()).toBe(2);
  });

  it('shows the controls that its advice names beside a refused file', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'broken.csv', exact: true }).click();
    await page.getByText(/or choose "none" for quotes/).waitFor();
    await page
      .getByRole('main')
      .getByRole('button', { name: /^quotes/ })
      .click();
    await page.getByRole('menuitemradio', { name: 'none' }).click();
    await page.getByRole('heading', { level: 1, name: /broken\.csv: 2 of 2 columns recognised/ }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Leave out', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /whole\.csv/ }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Leave out', exact: true }).click();
    await page.getByText('No file waits to be mapped').waitFor();
  });

  it('says anew what a dataset is called, which supply it counts and when, and undo takes it back', async () => {
    const { page } = workbench;
    await goTo(page, 'Sources');
    await page.getByRole('tab', { name: /^Datasets/ }).click();
    await page.getByRole('button', { name: 'Edit dated' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit dated' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('April list');
    await dialog.getByRole('button', { name: /Supply base/ }).click();
    await page.getByRole('option', { name: 'online', exact: true }).click();
    await dialog.getByLabel(/^Facts as of/).fill('2026-05-01');
    await dialog.getByRole('button', { name: 'Save the changes' }).click();
    const row = page.getByRole('row', { name: /April list/ });
    await row.getByText('2026-05-01').waitFor();
    await row.getByText('online', { exact: true }).waitFor();
    await undo(page);
    await page.getByRole('row', { name: /dated/ }).getByText('2026-04-30').waitFor();
  });

  it('gives the original of a kept file back, byte by byte', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: 'Files' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the original of dated.csv' }).click();
    const saved = readFileSync(await (await download).path());
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(hash(saved)).toBe(hash(readFileSync(join(folder, 'dated.csv'))));
  });

  it('sent nothing anywhere but to its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });

  it('proposes a preset by itself, says how far it is known, and keeps its mapping as a recipe; a reload keeps the draft', async () => {
    const { page } = workbench;
    const header = 'id,machine_id,host_id,num_gpus,gpu_name,gpu_ram,dph_total,reliability2,geolocation,verification,rentable,rented';
    const offer = (id: number, machine: number, gpus: number) =>
      `${id},${machine},7,${gpus},RTX 4090,24564,0.4,0.99,"Czechia, CZ",verified,true,false`;
    await add(page, { 'offers.csv': `${header}\n${offer(1, 11, 1)}\n${offer(2, 11, 4)}\n${offer(3, 12, 2)}\n` });
    await page.getByRole('button', { name: /preset Vast.ai offers/ }).waitFor();
    await page.getByText('shape only').waitFor();
    await page.getByText('1 of 3 records left out by these steps').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Vast of today');
    await page.reload();
    await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Vast of today');
    await page.getByRole('button', { name: 'Save as recipe' }).click();
    await page.getByRole('button', { name: 'Save the recipe again' }).waitFor();
    await page.getByRole('button', { name: /Take out: One record per machine_id/ }).click();
    await page.getByText('records left out by these steps').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Use it', exact: true }).first().click();
    await page.getByText('1 of 3 records left out by these steps').waitFor();
    const recipes = page.getByRole('button', { name: 'Recipes of the case' });
    await recipes.click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    expect((await download).suggestedFilename()).toBe('Vast of today.recipe.json');
    await recipes.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await recipes.waitFor({ state: 'detached' });
    // a step that does not fit is refused before it is taken; the file stays as it is read
    await page.getByRole('button', { name: 'Add a step…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a step' });
    await dialog.getByRole('textbox', { name: 'Records that count' }).fill('nonsense > 1');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Only what is offered whole.');
    await dialog.getByRole('button', { name: 'Add the step' }).click();
    await dialog.getByText('The step was not added.').waitFor();
    await dialog.getByRole('textbox', { name: 'Records that count' }).fill('num_gpus > 1');
    await keepPicture(page, 'add a step');
    await dialog.getByRole('button', { name: 'Add the step' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Only records where num_gpus > 1').waitFor();
    await freeze(page).click();
    await page.getByText('Vast of today: 2 records imported').first().waitFor();
  });
});
