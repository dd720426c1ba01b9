import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorkbench } from './workbench.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-e2e-cases-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command by the palette. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').getByRole('textbox').fill(name);
  await page.getByRole('menuitem', { name: new RegExp(name) }).click();
}

async function startCase(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
  await command(page, 'Start a case');
  const dialog = page.getByRole('dialog', { name: 'Start a case' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Start the case' }).click();
  await page.getByRole('banner').getByText(title).waitFor();
}

async function uploadCase(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await command(page, 'Open a case file');
  await (await chooser).setFiles(path);
}

describe('a case file that was opened in the browser', () => {
  it('lies in the case folder with all later changes, also after the host was ended and started again', async () => {
    const mail = temporaryFolder();
    const received = join(mail, 'Received.chokepoint');
    const author = await openWorkbench();
    try {
      await startCase(author.page, 'Received');
      const download = author.page.waitForEvent('download');
      await author.page.getByRole('button', { name: 'Save a copy' }).click();
      await (await download).saveAs(received);
    } finally {
      await author.close();
    }

    const caseFolder = temporaryFolder();
    const first = await openWorkbench({ caseFolder });
    try {
      await first.page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
      await uploadCase(first.page, received);
      await first.page.getByRole('heading', { level: 1, name: 'Received' }).waitFor();
      await first.page.getByRole('textbox', { name: 'Title' }).fill('Received and edited');
      await first.page.getByRole('textbox', { name: 'Question' }).click();
      await first.page.getByRole('heading', { level: 1, name: 'Received and edited' }).waitFor();
      expect(readdirSync(caseFolder)).toContain('Received.chokepoint');
    } finally {
      await first.close();
    }

    const second = await openWorkbench({ caseFolder });
    try {
      await second.page.getByRole('heading', { level: 1, name: 'Received and edited' }).waitFor();
      expect(second.violations).toEqual([]);
    } finally {
      await second.close();
    }
  });

  it('does not overwrite one of the same name, and leaves nothing behind when it is no case', async () => {
    const folder = temporaryFolder();
    const caseFolder = join(folder, 'cases');
    const { page, close } = await openWorkbench({ caseFolder });
    try {
      await startCase(page, 'Same name');
      const same = join(folder, 'Same name.chokepoint');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save a copy' }).click();
      await (await download).saveAs(same);
      await uploadCase(page, same);
      await page.getByText('Same name 2.chokepoint').first().waitFor();
      const before = readdirSync(caseFolder).filter((name) => name.endsWith('.chokepoint'));
      expect(before).toContain('Same name.chokepoint');
      const foreign = join(folder, 'Letter.chokepoint');
      copyFileSync(new URL(import.meta.url).pathname, foreign);
      await uploadCase(page, foreign);
      await page
        .getByText(/Letter\.chokepoint was not opened/)
        .first()
        .waitFor();
      expect(readdirSync(caseFolder).filter((name) => /Letter|part$/.test(name))).toEqual([]);
    } finally {
      await close();
    }
  });
});
