import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../electron/cli/run.ts';
import { expectAccessible } from './accessible.ts';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

// a name that is also a word of a GPU model, a note that tells who is meant, and wallets; three operators in the two lists together
const LISTS = {
  may: [
    'operator,gpu_model,gpu_count,payout_address,notes on Tesla',
    'Tesla,Tesla V100 16GB,8,0x52908400098527886E0F7030069857D2E4169EE1,the one with the blue container',
    'Quixotry,A100 80GB PCIe,4,0x52908400098527886E0F7030069857D2E4169EE2,',
  ],
  june: ['operator,gpu_model,gpu_count', 'Tesla,Tesla V100 16GB,8', 'Vexillum,A100 80GB PCIe,2'],
};

describe('the redaction in Deliver', () => {
  let folder: string;
  let workbench: Workbench;
  const left = () => workbench.page.getByRole('region', { name: 'Columns left in clear text' });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-redaction-'));
    for (const [name, lines] of Object.entries(LISTS)) {
      writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
      const silent = { out: () => undefined, err: () => undefined };
      const importing = ['import', join(folder, `${name}.csv`), '--case', join(folder, 'Redacted.chokepoint')];
      expect(await run([...importing, '--as-of', '2026-05-31'], silent)).toBe(0);
    }
    workbench = await openWorkbench({ caseFolder: folder });
    await workbench.page.getByRole('banner').getByText('may and june').waitFor();
    await goTo(workbench.page, 'Report');
    await workbench.page.getByRole('tab', { name: /^Deliver/ }).click();
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `redaction ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('offers operators and wallets with the names of all lists, and says what stays once one is chosen', async () => {
    const { page } = workbench;
    await page.getByRole('checkbox', { name: 'payout_address 2 names' }).waitFor();
    await page.getByRole('checkbox', { name: 'operator 3 names' }).focus();
    await page.keyboard.press('Space');
    await left().getByText('Who is meant can still be told by payout_address').waitFor();
    await left().getByText('Free text. may: none of 1 cell changes').waitFor();
    await left().getByText('Hidden names would stay in 2 places').waitFor();
    await expectAccessible(page);
  });

  it('refuses the export while a hidden name would stay, and writes it when that is accepted and the note is left out', async () => {
    const { page } = workbench;
    await left().getByRole('radiogroup', { name: 'notes on Tesla' }).getByRole('radio', { name: 'Keep' }).focus();
    await page.keyboard.press('ArrowRight');
    await left().getByText('no value in any file').waitFor();
    await page.keyboard.press('ArrowRight');
    await left().getByText('in no file').waitFor();
    await page.getByRole('button', { name: 'Export report' }).click();
    await page
      .getByRole('alert')
      .getByText(/would stay in clear/)
      .waitFor();
    await left().getByRole('checkbox', { name: 'Export although these stay' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Export report' }).click();
    await page.getByRole('list', { name: 'Exported files' }).waitFor({ timeout: 90_000 });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save claim-bundle.zip' }).click();
    const files = unzipSync(readFileSync(await (await download).path()));
    const textOf = (name: string) => new TextDecoder().decode(files[name]);
    expect(Object.keys(files).filter((name) => /Quixotry|blue container/.test(textOf(name)))).toEqual([]);
    const { options, redaction } = JSON.parse(textOf('manifest.json'));
    expect(options.redaction).toMatchObject({ columns: ['operator'], blank: [], acceptKept: true });
    expect(options.redaction.drop[0]).toMatch(/^notes on operator-/);
    expect(redaction.kept.join()).toMatch(/gpu_model/);
  });
});
