import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ViewResult } from '../../shared/case/view.ts';
import { DATA, hasData, NO_DATA } from '../acceptance/support.ts';
import { over } from '../report/support.ts';
import { answerOf, goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

const FLEETS = `${DATA}/gpu-fleets/gpu_clusters_2026-04.csv`;
const GPUS_WANTED = 1_000_000;

/** Breaking point of one class of single GPUs by owner, straight from the file: the largest holdings are the worst loss. */
function expectedBreakingPoint(below: number): { low: number; high: number } {
  const rows = Papa.parse<Record<string, string>>(readFileSync(FLEETS, 'utf8'), { header: true, skipEmptyLines: true }).data.filter(
    ({ Status }) => Status === 'Existing',
  );
  const byOwner = new Map<string, number>();
  const unowned: number[] = [];
  for (const row of rows) {
    const chips = Math.round(Number(row['Total number of AI chips'] || 0));
    const owner = (row.Owner ?? '').trim();
    if (owner === '') unowned.push(chips);
    else byOwner.set(owner, (byOwner.get(owner) ?? 0) + chips);
  }
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const smallest = (units: number[], start: number) => {
    let left = start;
    const order = [...units].sort((a, b) => b - a);
    for (let k = 1; k <= order.length; k++) {
      left -= order[k - 1] as number;
      if (Math.min(GPUS_WANTED, left) < below) return k;
    }
    throw new Error('never breaks');
  };
  const owners = [...byOwner.values()];
  return { low: smallest(owners, sum(owners)), high: smallest([...owners, ...unowned], sum(owners) + sum(unowned)) };
}

describe.skipIf(!hasData)(hasData ? 'the main job in the browser, on the real GPU fleets' : NO_DATA, () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-files-'));
    workbench = await openWorkbench();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts with the sample case open and marked', async () => {
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await page.getByText('0 requests left this computer').waitFor();
  });

  it('starts a case of its own', async () => {
    const { page } = workbench;
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').getByRole('textbox').fill('start a case');
    await page.getByRole('menuitem', { name: /Start a case/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Start a case' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Fleets');
    await dialog.getByRole('button', { name: 'Start the case' }).click();
    await page.getByRole('banner').getByText('Fleets').waitFor();
    await page.getByRole('banner').getByText('SAMPLE', { exact: true }).waitFor({ state: 'detached' });
  });

  it('imports the file with its dialect, mapping and hash shown', async () => {
    const { page } = workbench;
    await goTo(page, 'Sources');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files' }).first().click();
    await (await chooser).setFiles(FLEETS);
    await page.getByRole('heading', { level: 1, name: /gpu_clusters_2026-04\.csv/ }).waitFor();
    await page.getByText('UTF-8').first().waitFor();
    await page.getByRole('searchbox', { name: 'Find a column' }).fill('Total number of AI chips');
    await page
      .getByRole('button', { name: /Field of Total number of AI chips|own name/ })
      .first()
      .click();
    await page.getByRole('option', { name: /^gpu_count/ }).click();
    await page.getByLabel(/^Facts as of/).fill('2026-04-24');
    await page.getByRole('button', { name: 'Freeze and import' }).click();
    await page.getByText(/786/).first().waitFor();
    await goTo(page, 'Sources');
    await page.getByText('49ea0443').waitFor();
  });

  it('shows who holds the H100 equivalents: F1a, F1b and F1d of the data notes', async () => {
    const { page } = workbench;
    await goTo(page, 'Views');
    await choose(page, 'rows', 'owner');
    await choose(page, 'measure', 'sum of H100 equivalents');
    await page.getByRole('button', { name: /^filter/ }).click();
    await page.getByLabel('Filter', { exact: true }).fill("Status = 'Existing'");
    const answer = answerOf(page, 'views/open', (view: ViewResult) => view.rows === 609 && view.stamp.weight === 'H100 equivalents');
    await page.getByRole('button', { name: /^apply/i }).click();
    const view = (await answer) as ViewResult;
    // HHI: F1b (infinitely dispersed), F1a (blanks excluded), F1d (added to the largest)
    expect(view.metrics.hhi.low).toBeCloseTo(1149.0629, 4);
    expect(view.metrics.hhi.stated).toBeCloseTo(1511.1002, 4);
    expect(view.metrics.hhi.high).toBeCloseTo(2086.7801, 4);
    const card = page.getByRole('complementary', { name: 'Index card' });
    for (const end of ['1,149', '1,511', '2,087']) await card.getByText(end, { exact: true }).waitFor();
    await page
      .getByRole('heading', {
        level: 1,
        name: /^2 to 4 of 149 owners hold more than half of the H100 equivalents, depending on who/,
      })
      .waitFor();
    await page.getByRole('grid').getByText('Meta AI').first().waitFor();
    await page.getByRole('button', { name: 'Save view' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Existing fleets by owner');
    await dialog.getByRole('button', { name: /save/i }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('finds the breaking point of a portfolio file, as computed straight from the file', async () => {
    const { page } = workbench;
    const portfolio = join(folder, 'training.json');
    writeFileSync(portfolio, JSON.stringify({ classes: [{ name: 'training GPU', gpus_per_node: 1, quantity: GPUS_WANTED }] }));
    await goTo(page, 'Removal test');
    await choose(page, 'remove by', 'owner');
    await page.getByRole('button', { name: /^filter/ }).click();
    await page.getByLabel('Filter', { exact: true }).fill("Status = 'Existing' and gpu_count is not null");
    await page.getByRole('button', { name: /^apply/i }).click();
    await page.getByLabel('Portfolio file').setInputFiles(portfolio);
    await page.getByRole('button', { name: 'Declare and run' }).click();
    await page.getByRole('button', { name: /^declared\s*as declared/ }).waitFor();
    const { low, high } = expectedBreakingPoint(0.9 * GPUS_WANTED);
    const card = page.getByRole('complementary', { name: 'Breaking point' });
    await card.getByText(low === high ? `k* = ${low}` : `k* ${low} to ${high}`, { exact: true }).waitFor();
    await card
      .getByText(/proven/)
      .first()
      .waitFor();
  });

  it('removes by slider and by hand, and says what still runs', async () => {
    const { page } = workbench;
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page
      .getByText(/2 removed/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Restore xAI' }).first().click();
    await page
      .getByText(/1 removed/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Save scenario' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Training without its largest owners');
    await dialog.getByRole('button', { name: /save/i }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('exports a report whose PDF holds every claim', async () => {
    const { page } = workbench;
    await goTo(page, 'Report');
    await page.getByRole('button', { name: 'Export report' }).click();
    const save = async (name: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Save ${name}` }).click();
      return readFileSync(await (await download).path());
    };
    const pdf = await save('report.pdf');
    const { claims, asOf } = JSON.parse((await save('claims.json')).toString());
    expect(asOf).toBe('2026-04-24');
    expect(claims.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['V1.hhi', 'R1.breaking-point']));
    const text = over(pdf, 'pdftotext', '-raw', '{}', '-').text.replace(/\s+/g, ' ');
    for (const { id, display } of claims) expect(text, id).toContain(display);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('shows the decisions of the case and undoes the last one', async () => {
    const { page } = workbench;
    await goTo(page, 'History');
    await page
      .getByText(/Existing fleets by owner/)
      .first()
      .waitFor();
    await page
      .getByText(/intact/i)
      .first()
      .waitFor();
    await pressCommand(page, 'Control+Z');
    await page
      .getByText(/undid|undo|taken back/i)
      .first()
      .waitFor();
  });

  it('finds its case again after a reload', async () => {
    const { page } = workbench;
    await page.reload();
    await page.getByRole('banner').getByText('Fleets').waitFor();
  });

  it('sent nothing anywhere but to its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});

/** Picks an item of a chip menu by the beginning of its text. */
async function choose(page: Workbench['page'], chip: string, item: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(`^${chip}`) })
    .click();
  await page
    .locator('[role=menuitemradio], [role=menuitem], [role=option]')
    .filter({ hasText: new RegExp(`^${item}`) })
    .first()
    .click();
}
