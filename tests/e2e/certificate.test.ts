import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { card, chip, choose } from './removal-screen.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

const PORTFOLIO = { title: 'Cards', classes: [{ name: 'card', gpus_per_node: 1, quantity: 1000 }] };
const GERMANY = { title: 'Far', classes: [{ name: 'card', gpus_per_node: 1, quantity: 10, countries: ['Germany'] }] };

describe('the certificate and portfolio files in the browser, on the sample case', () => {
  let workbench: Workbench;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-certificate-'));
    writeFileSync(join(folder, 'cards.json'), JSON.stringify(PORTFOLIO));
    writeFileSync(join(folder, 'far.json'), JSON.stringify(GERMANY));
    workbench = await openWorkbench();
    await workbench.page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(workbench.page, 'Removal test');
    await chip(workbench.page, 'workload').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await workbench?.close();
  });
  const open = async (file: string) => {
    const { page } = workbench;
    const chooser = page.waitForEvent('filechooser');
    await choose(page, 'workload', 'Open a portfolio file');
    await (await chooser).setFiles(join(folder, file));
  };

  it('names a country that is no code with the code it may mean, until a file was read well', async () => {
    const { page } = workbench;
    const messages = page.getByRole('region', { name: 'Messages' });
    await open('far.json');
    await messages.getByText(/field "countries" holds "Germany", .*DE may be meant/).waitFor();
    await open('cards.json');
    await chip(page, 'workload').getByText('Cards').waitFor();
    await messages.waitFor({ state: 'detached' });
  });

  it('is a page to read, with its raw text behind', async () => {
    const page = card(workbench.page);
    const summary = page.getByText(/^Certificate/).first();
    await summary.click();
    await page
      .getByText(/With nothing removed|were taken away|was taken away|could be taken for all classes at once/)
      .first()
      .waitFor();
    const cells = await page
      .getByRole('table', { name: 'Classes that fall short' })
      .first()
      .getByRole('row')
      .last()
      .getByRole('cell')
      .allInnerTexts();
    expect(cells[0]).toBe('1,000');
    const [before, after] = cells.slice(1).map((text) => Number(text.replaceAll(',', '')));
    expect(before).toBeGreaterThanOrEqual(1000);
    expect(after).toBeLessThan(900);
    const raw = page.getByText('demandOutsideZ', { exact: true }).first();
    expect(await raw.isVisible()).toBe(false);
    await page.getByText('Raw certificate', { exact: true }).first().click();
    expect(await raw.isVisible()).toBe(true);
    await keepPicture(workbench.page, 'certificate');
  });
});
