// The Verify screen on a bundle of another case: match and mismatch, decisions, another decision, the next files, keys.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importFile, openTestEngine } from '../acceptance/support.ts';
import { chokepoint } from '../cli/support.ts';
import { bundleFiles, sealed, zipped } from '../evidence/small-bundle.ts';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

/** a 50 %, b 30 %, c 20 % of the GPUs: HHI 3,800; a third each of the nodes: HHI 3,333. */
const BEFORE = 'provider,gpu_count,node_count\na,50,1\nb,30,1\nc,20,1\n';
/** a 40 %, b 40 %, d 20 %: HHI 3,600. */
const NEXT = 'provider,gpu_count,node_count\na,80,1\nb,80,1\nd,40,1\n';

describe('the Verify screen', () => {
  let workbench: Workbench;
  let folder: string;
  const usualKeys = process.env.CHOKEPOINT_KEYS;
  const path = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-verify-'));
    const { engine, close } = await openTestEngine();
    writeFileSync(path('fleet-2026-09-30.csv'), BEFORE);
    writeFileSync(path('fleet-2026-12-31.csv'), NEXT);
    const { id } = await importFile(engine, path('fleet-2026-09-30.csv'), { name: 'Fleet' });
    await engine.client.views.save({ name: 'by provider', spec: { dataset: id, by: 'provider', weight: 'gpu_count' } });
    const files = await bundleFiles(engine);
    await close();
    writeFileSync(path('good.zip'), zipped(files));
    const changed = new TextEncoder().encode(new TextDecoder().decode(files.get('data/D1.csv')).replace(',50,', ',60,'));
    writeFileSync(path('bad.zip'), zipped(sealed(new Map([...files, ['data/D1.csv', changed]]))));
    process.env.CHOKEPOINT_KEYS = path('keys');
    for (const name of ['ada@example.org', 'rev@example.org']) await chokepoint('key', 'new', name);
    const write = ['--threshold', '4/5', '--name', 'R. Reviewer', '--key', 'rev@example.org', '--out', path('signed-dissent.zip')];
    await chokepoint('dissent', 'write', path('good.zip'), ...write);
    workbench = await openWorkbench();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `verify ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
    if (usualKeys === undefined) delete process.env.CHOKEPOINT_KEYS;
    else process.env.CHOKEPOINT_KEYS = usualKeys;
  });

  async function open(name: string): Promise<void> {
    const { page } = workbench;
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open a bundle or report' }).click();
    await (await chooser).setFiles(path(name));
  }
  const heading = (name: string | RegExp) => workbench.page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 });

  it('says that every claim comes out again, without a case of the person', async () => {
    const { page } = workbench;
    await goTo(page, 'Case');
    await page.getByRole('button', { name: 'Close the case' }).click();
    await page.getByRole('heading', { level: 1, name: /How decentralized is the network/ }).waitFor();
    await goTo(page, 'Verify');
    await open('good.zip');
    await heading(/^All \d+ claims come out again as stated$/);
    const row = page.getByRole('row', { name: /V1\.hhi/ });
    expect(await row.textContent()).toMatch(/3,800\s*3,800\s*match/);
    expect(await page.getByRole('list', { name: 'Trust ladder' }).textContent()).toMatch(
      /L0 hashed\s*reached[\s\S]*L2 recomputed\s*reached/,
    );
    await expectAccessible(page);
  });

  it('leads from a claim to the decisions behind it', async () => {
    const { page } = workbench;
    await page
      .getByRole('row', { name: /V1\.hhi/ })
      .getByRole('button', { name: 'Decision 2' })
      .click();
    const decisions = page.getByRole('list', { name: 'Decisions' });
    await decisions.getByText('Import fleet-2026-09-30.csv as "Fleet"').waitFor();
    expect(await decisions.locator(':focus').textContent()).toContain('Import fleet-2026-09-30.csv');
  });

  it('sets each claim beside what it would be, had something been decided otherwise', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: 'Decide otherwise' }).click();
    await page.getByRole('button', { name: /Weight of every view/ }).click();
    await page.getByRole('option', { name: 'node_count' }).click();
    await page.getByRole('button', { name: 'Compute', exact: true }).click();
    const row = page.getByRole('region', { name: 'Side by side' }).getByRole('row', { name: /V1\.hhi/ });
    expect(await row.textContent()).toMatch(/3,800\s*3,333\s*changes/);
    await expectAccessible(page);
  });

  it('saves that as a dissent, which it verifies beside the claims', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: 'Write a dissent…' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).fill('R. Reviewer');
    await page.getByRole('textbox', { name: 'Note' }).fill('The nodes count, not their GPUs.');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Write and save' }).click();
    await (await download).saveAs(path('dissent.zip'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('opens a dissent as what it says, without a mismatch, and sets it beside the bundle that it answers', async () => {
    const { page } = workbench;
    await open('dissent.zip');
    await heading(
      /^Dissent of R\. Reviewer against bundle [0-9a-f]{16}, "Test": \d+ claims otherwise; not computed again, the bundle it answers is not at hand$/,
    );
    const row = page.getByRole('table', { name: 'Claims of both' }).getByRole('row', { name: /V1\.hhi/ });
    expect(await row.textContent()).toMatch(/3,800\s*3,333\s*otherwise\s*not computed/);
    expect(await page.getByText('mismatch').count()).toBe(0);
    await page.getByText('The nodes count, not their GPUs.').waitFor();
    await expectAccessible(page);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open the bundle it answers…' }).click();
    await (await chooser).setFiles(path('good.zip'));
    await heading(/; all \d+ claims come out again as stated$/);
    expect(await row.textContent()).toMatch(/3,800\s*3,333\s*3,333\s*otherwise\s*match/);
    await page.getByRole('button', { name: 'Sign back…' }).waitFor();
  });

  it('counter-signs a dissent once it is held against the bundle that it answers, and names both', async () => {
    const { page } = workbench;
    await open('signed-dissent.zip');
    await page.getByRole('button', { name: 'Sign…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Counter-sign this dissent' });
    await dialog.getByText('has not computed it again yet').waitFor();
    const named = dialog.getByLabel('What is signed');
    await named.getByText(/“Test”, bundle [0-9a-f]{16}/).waitFor();
    expect(await named.textContent()).toMatch(/signed-dissent\.zip[\s\S]*Id of the dissent[0-9a-f]{16}/);
    const sign = dialog.getByRole('button', { name: 'Counter-sign and save' });
    expect(await sign.isDisabled()).toBe(true);
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose the bundle that it answers…' }).click();
    await (await chooser).setFiles(path('good.zip'));
    await dialog
      .getByText(/has computed it again on this computer: Dissent of R\. Reviewer .*; all \d+ claims come out again as stated/)
      .waitFor({ timeout: 60_000 });
    const download = page.waitForEvent('download');
    await sign.click();
    await download;
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText(/L3 counter-signed\s*reached/).waitFor({ timeout: 60_000 });
  });

  it('names claim and difference where the data were changed, and lists those first', async () => {
    const { page } = workbench;
    await open('bad.zip');
    await heading(/claims do not come out as stated/);
    const first = page.getByRole('table', { name: 'Claims' }).getByRole('row').nth(1);
    expect(await first.textContent()).toContain('mismatch');
  });

  it('says what to choose instead of a file that is no bundle', async () => {
    const { page } = workbench;
    await open('fleet-2026-12-31.csv');
    await page.getByText('Choose the ZIP that').waitFor();
  });

  it('makes the case of the next files, and shows each claim before and now', async () => {
    const { page } = workbench;
    await open('good.zip');
    await heading(/^All \d+ claims/);
    await page.getByRole('button', { name: 'Apply to new files…' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose the next file of Fleet' }).click();
    await (await chooser).setFiles(path('fleet-2026-12-31.csv'));
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    const row = page.getByRole('table', { name: 'Claims before and now' }).getByRole('row', { name: /V1\.hhi/ });
    await row.waitFor({ timeout: 60_000 });
    expect(await row.textContent()).toMatch(/3,800\s*3,600\s*changed/);
    await page.getByRole('button', { name: 'Go to the new case' }).click();
    await page.getByRole('heading', { level: 1, name: 'Test' }).waitFor();
    // nothing of the person's own case stands beside the file that is verified
    await goTo(page, 'Verify');
    const context = page.getByRole('region', { name: 'Context of all numbers' });
    await context.getByText('the opened file').waitFor();
    expect(await context.textContent()).not.toContain('Fleet');
    expect(workbench.violations).toEqual([]);
    expect(workbench.foreign).toEqual([]);
  });
});
