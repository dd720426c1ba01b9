import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

describe('the Report screen in the browser, on the sample case', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Report');
    await page.getByRole('button', { name: 'Export report' }).click();
    await page.getByRole('list', { name: 'Exported files' }).waitFor({ timeout: 60_000 });
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `report ${task.name}`));
  });
  afterAll(() => workbench?.close());

  it('saves all files as one ZIP, each as its hash says, with the same bytes every time', async () => {
    const { page } = workbench;
    const listed = await page.getByRole('list', { name: 'Exported files' }).getByRole('listitem').allInnerTexts();
    expect(listed.length).toBeGreaterThan(10);
    const saved: Buffer[] = [];
    for (let time = 0; time < 2; time += 1) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save all files as ZIP' }).click();
      expect((await download).suggestedFilename()).toBe('SAMPLE-report.zip');
      saved.push(readFileSync(await (await download).path()));
    }
    expect((saved[0] as Buffer).equals(saved[1] as Buffer)).toBe(true);
    const files = unzipSync(saved[0] as Buffer);
    expect(Object.keys(files)).toHaveLength(listed.length);
    for (const [name, content] of Object.entries(files)) {
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
      expect(
        listed.find((line) => line.startsWith(name)),
        name,
      ).toContain(hash);
    }
  });

  it('saves a single file', async () => {
    const { page } = workbench;
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save claims.json' }).click();
    expect(JSON.parse(readFileSync(await (await download).path(), 'utf8'))).toMatchObject({ sample: 'SAMPLE' });
  });

  it('shows the verdict of the independent checker beside the certificate', async () => {
    const { page } = workbench;
    await goTo(page, 'Removal test');
    await page.getByRole('button', { name: 'Check the certificate' }).click({ timeout: 60_000 });
    await page.getByText('Counted again from the records').waitFor();
  });

  it('has the files on return when the screen is left during an export', async () => {
    const { page } = workbench;
    await goTo(page, 'Report');
    await page.getByRole('button', { name: 'Export report' }).click();
    await goTo(page, 'Sources');
    await goTo(page, 'Report');
    const files = page.getByRole('list', { name: 'Exported files' });
    await files.waitFor({ timeout: 60_000 });
    expect(await files.getByRole('listitem').count()).toBeGreaterThan(10);
    expect(await page.getByText('The case has changed since').count()).toBe(0);
  });

  it('asked nothing of anybody but its own origin and broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
