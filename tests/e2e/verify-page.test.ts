// verify.html from a file URL without network says what the command line says of the same bundle.
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleFiles } from '../../electron/engine/evidence/archive.ts';
import { dissentFiles } from '../../electron/engine/evidence/dissent.ts';
import { verifyEvidence } from '../../electron/engine/evidence/verify.ts';
import { manifestOf } from '../../electron/engine/evidence/verify-files.ts';
import { findChromium } from '../../scripts/browser.mjs';
import { changesSchema } from '../../shared/evidence/alternative.ts';
import type { Manifest } from '../../shared/evidence/manifest.ts';
import { importFile, openTestEngine, resultOf } from '../acceptance/support.ts';
import { bundleFiles, sealed, zipped } from '../evidence/small-bundle.ts';
import { openSample } from '../evidence/support.ts';
import { expectAccessible } from './accessible.ts';

const PAGE = fileURLToPath(new URL('../../dist/verify/verify.html', import.meta.url));

let browser: Browser;
let folder: string;
let bundle: BundleFiles;

beforeAll(async () => {
  if (!existsSync(PAGE)) throw new Error('dist/ is missing: run npm run build (npm test does)');
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium was found: npm test installs or names one');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  folder = mkdtempSync(join(tmpdir(), 'chokepoint-verify-'));
  const { engine, close } = await openSample();
  bundle = await bundleFiles(engine);
  await close();
  writeFileSync(join(folder, 'good.zip'), zipped(bundle));
  const data = new TextDecoder().decode(bundle.get('data/D1.csv'));
  const changed = new TextEncoder().encode(data.replace(/,H100/, ',A100'));
  writeFileSync(join(folder, 'bad.zip'), zipped(sealed(new Map([...bundle, ['data/D1.csv', changed]]))));
  const manifest = manifestOf(bundle) as Manifest;
  const side = (value: number) => ({ display: String(value), statement: `The HHI is ${value}.`, value: { stated: value } });
  const claims = [
    { id: 'V1.cr1', measure: 'CR1', unit: 'share', stated: side(1), alternative: side(1), changed: false },
    { id: 'V1.hhi', measure: 'HHI', unit: 'points', stated: side(6800), alternative: side(6600), changed: true },
  ];
  const changes = changesSchema.parse({ threshold: '4/5' });
  const answer = { bundle: 'a'.repeat(64), title: 'Their report', asOf: null, changes, words: ['Ask to keep 4/5'], claims };
  writeFileSync(
    join(folder, 'dissent.zip'),
    zipped(dissentFiles(answer, { reviewer: 'R. Reviewer', note: '<b>I would not.</b>' }, manifest)),
  );
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page as a reviewer opens it: from disk, without network. */
async function openPage(colorScheme: 'light' | 'dark' = 'light'): Promise<{ page: Page; requests: string[]; problems: string[] }> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
  await context.setOffline(true);
  const page = await context.newPage();
  const requests: string[] = [];
  const problems: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  await page.goto(pathToFileURL(PAGE).href);
  return { page, requests, problems };
}

async function choose(page: Page, name: string): Promise<string> {
  await page.getByLabel('Bundle (.zip) or report.pdf').setInputFiles(join(folder, name));
  const verdict = page.locator('.verdict');
  await verdict.waitFor({ timeout: 120_000 });
  return (await verdict.textContent()) ?? '';
}

/** Claims as the page shows them: id, stated, recomputed, result. */
const claimsOn = (page: Page) =>
  page
    .locator('section[aria-labelledby="claims"] tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 4).map((cell) => cell.textContent ?? '')));

describe('verify.html', () => {
  it('verifies a bundle offline, as the engine does, without a request or a breach of its policy', async () => {
    const { page, requests, problems } = await openPage();
    expect(await choose(page, 'good.zip')).toMatch(/^Match: all \d+ claims come out again/);
    const expected = await verifyEvidence(zipped(bundle), 'good.zip');
    expect(await claimsOn(page)).toEqual(
      expected.claims.map(({ id, stated, recomputed }) => [id, stated?.display, recomputed?.display, '✓ match']),
    );
    expect(await page.locator('section[aria-labelledby="files"] tbody tr').count()).toBe(expected.files.length);
    expect(await page.locator('section[aria-labelledby="ledger"] tbody tr').count()).toBe(expected.decisions.length);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('verdict match');
    expect([requests.filter((url) => !url.startsWith('file:')), problems]).toEqual([[], []]);
    await page.context().close();
  });

  it('verifies what an export wrote: the bundle with its report, and the report alone', async () => {
    const { engine, folder: own, close } = await openTestEngine();
    writeFileSync(join(own, 'nodes.csv'), 'provider,gpu_count,country\na,64,DE\nb,8,FR\nc,8,FR\n');
    await importFile(engine, join(own, 'nodes.csv'), { name: 'Nodes' });
    const { files } = await resultOf(await engine.client.report.export({ bundle: true }));
    for (const { role, ref } of files) {
      if (role !== 'bundle' && role !== 'pdf') continue;
      copyFileSync(engine.files.path(ref), join(folder, `exported.${role}`));
    }
    await close();
    for (const name of ['exported.bundle', 'exported.pdf']) {
      const { page, problems } = await openPage();
      expect(await choose(page, name)).toMatch(/^Match: /);
      expect(problems).toEqual([]);
      await page.context().close();
    }
  });

  it('shows what differs, claim by claim with its place', async () => {
    const { page } = await openPage('dark');
    expect(await choose(page, 'bad.zip')).toMatch(/^MISMATCH: \d+ of \d+ claims differ/);
    expect(await page.locator('tr.differs').first().textContent()).toMatch(/✗ mismatch.*: states .*, .* comes out/);
    await page.context().close();
  });

  it('shows a dissent as what it says, in no tone of a mismatch', async () => {
    const { page } = await openPage();
    expect(await choose(page, 'dissent.zip')).toBe(
      'NOT COMPUTED: Dissent of R. Reviewer against bundle aaaaaaaaaaaaaaaa, "Their report": 1 claim otherwise; not computed again, the bundle it answers is not at hand.',
    );
    const rows = await page.locator('section[aria-labelledby="claims"] tbody tr').allTextContents();
    expect(rows).toEqual(['V1.hhi68006600otherwisenot computed again', 'V1.cr111the samenot computed again']);
    expect(await page.locator('tr.differs, .bad').count()).toBe(0);
    expect(await page.locator('blockquote').textContent()).toBe('<b>I would not.</b>');
    await expectAccessible(page);
    await page.context().close();
  });

  it('says of another file that it is no bundle', async () => {
    writeFileSync(join(folder, 'nodes.csv'), 'provider,gpu_count\n');
    const { page } = await openPage();
    expect(await choose(page, 'nodes.csv')).toMatch(/^Not verified\. "nodes\.csv" is neither a zip nor a PDF/);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    const { page } = await openPage(scheme);
    await choose(page, 'bad.zip');
    await expectAccessible(page);
    await page.context().close();
  });

  it('works with the keyboard alone', async () => {
    const { page } = await openPage();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('file');
    const chooser = page.waitForEvent('filechooser');
    await page.locator('#file').press('Space');
    await (await chooser).setFiles(join(folder, 'good.zip'));
    await page.locator('.verdict.match').waitFor({ timeout: 120_000 });
    await page.context().close();
  });
});
