import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

// removal-test.md 9.2, example 9: the flow of GPUs serves 4 of 4, whole jobs only 3, so the test fails before any removal.
const NODES = 'node_id,provider,gpu_model,gpu_count\nn1,Alder,A1,2\nn2,Birch,B1,2\n';
const gang = (name: string, gpu_models: string[], gpus_per_node: number) => ({ name, gpu_models, gpus_per_node, quantity: 1 });
const PORTFOLIO = { title: 'Three jobs', classes: [gang('pair', ['A1', 'B1'], 2), gang('left', ['A1'], 1), gang('right', ['B1'], 1)] };

describe('placement and result of the removal test in the browser', () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-modes-'));
    writeFileSync(join(folder, 'two-nodes.csv'), NODES);
    writeFileSync(join(folder, 'three-jobs.json'), JSON.stringify(PORTFOLIO));
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Sources');
    await give(page, () => page.getByRole('button', { name: 'Add files' }).first().click(), join(folder, 'two-nodes.csv'));
    await page.getByRole('button', { name: 'Freeze and import' }).click();
    await page.getByRole('heading', { level: 1, name: 'two-nodes.csv is frozen' }).waitFor();
    await goTo(page, 'Removal test');
    await page.getByRole('button', { name: 'Explore without declaring' }).click();
    await give(page, () => choose(page, 'workload', 'Open a portfolio file'), join(folder, 'three-jobs.json'));
    await chip(page, 'workload').getByText('Three jobs').waitFor();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await workbench?.close();
  });
  const card = () => workbench.page.getByRole('complementary', { name: 'Breaking point' });

  it('serves each class alone in full', async () => {
    await workbench.page.getByText('0 removed · 0 % of base').waitFor();
    await workbench.page.getByText('4 of 4 value · threshold met').waitFor();
  });
  it('says how sure the band of random removal is: the first of two draws alike always breaks it', async () => {
    // DKW at 95 %: the root of ln(2 / 0.05) / (2 n), for 10,000 draws 1.36 points
    await card().getByText('below the threshold in 100.0 % of the draws', { exact: false }).waitFor();
    await card().getByText('k = 1', { exact: true }).first().waitFor();
    await card().getByText('10,000', { exact: true }).waitFor();
    await card()
      .getByText(/^a share is right within 1\.36 points at one k, .* points at all k at once \(DKW, 95 %\); seed 7$/)
      .waitFor();
  });
  it('answers competing placement by its bounds, and calls them so', async () => {
    const { page } = workbench;
    await choose(page, 'placement', 'competing');
    await page.getByText('at most 4 of 4 value · open between the bounds').waitFor();
    await page
      .getByRole('heading', {
        level: 1,
        name: 'Losing 1 provider takes service below 90 %; whether it is met with nothing removed is open',
      })
      .waitFor();
    await card().getByText('k* 0 to 1').waitFor();
    await card().getByText('Upper bound by the GPUs that are left; for certain 3 of 4.').waitFor();
  });
  it('follows the slider with the bounds of what is left: one node for a pair or for one job of its own', async () => {
    const { page } = workbench;
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('1 removed · 50.0 % of base').waitFor();
    await page.getByText('2 of 4 value · below the threshold').waitFor();
    // jobs placed one by one prove the 2 that the bound of the GPUs allows
    await card().getByText('Both bounds agree.').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('at most 4 of 4 value').first().waitFor();
  });
  it('closes the bracket by a solver, and says that no certificate can hold it', async () => {
    const { page } = workbench;
    await card().getByRole('button', { name: 'Check with a solver' }).click();
    await card()
      .getByText(/closes the bracket of the search: k\* = 0 providers/)
      .first()
      .waitFor();
    await card().getByText('proven, closed by the solver').waitFor();
    await card()
      .getByText(/stays the bracket of the search: what closes it is the word of the solver/)
      .waitFor();
    await page.getByRole('heading', { level: 1, name: /^The portfolio falls short of 90 % before any removal/ }).waitFor();
  });
  it('measures the worst class by the share that it gets', async () => {
    const { page } = workbench;
    await choose(page, 'placement', 'independent');
    await chip(page, 'options').click();
    await page.getByRole('button', { name: /What has to stay above the threshold/ }).click();
    await page.getByRole('option', { name: 'share of the worst class' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('0 removed · 0 % of base').waitFor();
    await page.getByText('100.0 % of the worst class · threshold met').waitFor();
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('0 % of the worst class · below the threshold').waitFor();
  });
  it('broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});

/** Answers the file dialog that an action opens. */
async function give(page: Page, action: () => Promise<void>, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await action();
  await (await chooser).setFiles([path]);
}

/** A pill of the shelf by its quiet label. */
function chip(page: Page, label: string): Locator {
  return page.getByRole('toolbar', { name: 'Removal test' }).getByRole('button', { name: new RegExp(`^${label}`) });
}

/** Picks an item of a pill's menu by the beginning of its text. */
async function choose(page: Page, label: string, item: string): Promise<void> {
  await chip(page, label).click();
  await page
    .getByRole('menuitemradio', { name: new RegExp(`^${item}`) })
    .first()
    .click();
}
