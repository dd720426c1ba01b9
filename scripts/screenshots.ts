// Pictures for README.md, taken from the built product: the real loopback host, the sample case, Chromium. `node scripts/screenshots.ts --out FOLDER`
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { findChromium, findProgram } from './browser.mjs';
import { ensureBuilt, orExit, ROOT } from './build.ts';

const VIEWPORT = { width: 1440, height: 900 };

/** Operators removed in the picture of the removal test: one more than the largest-first order needs. */
const REMOVED = 24;

/** Page of the report in the picture, and pixels to scroll on it: the answer. */
const REPORT_PAGE = 1;
const REPORT_SCROLL = 60;

type Served = { link: string; end(): Promise<void> };

/** Starts the built loopback host on an empty case folder; resolves with the one-use link that it prints. */
function serve(caseDirectory: string): Promise<Served> {
  const program = join(ROOT, 'dist', 'electron', 'serve.js');
  const child = spawn(process.execPath, [program, '--no-open', '--case-dir', caseDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return new Promise((done, fail) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const link = /Chokepoint is ready: (\S+)/.exec(printed)?.[1];
      if (link) done({ link, end });
    });
    child.once('exit', (code) => fail(new Error(`the loopback host ended with code ${code} before it was ready`)));
  });
}

/** Waits until nothing runs any more: no job in the footer, no busy region, fonts and two frames drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [role="progressbar"]') === null);
  await page.evaluate(() =>
    document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
  );
  await page.waitForTimeout(700); // charts grow into place
}

async function go(page: Page, step: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: step, exact: false }).click();
  await settled(page);
}

async function chooseDataset(page: Page, name: string): Promise<void> {
  const context = page.getByRole('region', { name: 'Context of all numbers' });
  await context.getByRole('button', { name: /dataset/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
  await settled(page);
}

/** Views in light, the removal test in dark at the pessimistic end of k*, the report and the verification of `bundle` in light. */
async function takePictures(page: Page, link: string, out: string, bundle: string): Promise<void> {
  const picture = async (name: string) => {
    await settled(page);
    await page.screenshot({ path: join(out, `${name}.png`), animations: 'disabled' });
  };
  await page.goto(link);
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: 'Views' }).and(page.locator(':enabled')).waitFor();
  await settled(page);
  await go(page, 'Views');
  await chooseDataset(page, 'Northgrid');
  await picture('views');
  await page.emulateMedia({ colorScheme: 'dark' });
  await go(page, 'Removal test');
  const number = page.getByRole('textbox', { name: 'Number removed' });
  await number.fill(String(REMOVED));
  await number.press('Enter');
  await picture('removal');
  await page.emulateMedia({ colorScheme: 'light' });
  await go(page, 'Report');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await settled(page);
  const next = page.getByRole('button', { name: 'Next', exact: true });
  for (let number = 1; number < REPORT_PAGE; number += 1) await next.click();
  const shown = page.getByRole('img', { name: new RegExp(`^Page ${REPORT_PAGE} of `) });
  await shown.evaluate((image) => (image as HTMLImageElement).decode());
  await shown.hover();
  await page.mouse.wheel(0, REPORT_SCROLL);
  await picture('report');
  await go(page, 'Verify');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a bundle or report' }).click();
  await (await chooser).setFiles(bundle);
  await page.getByRole('heading', { name: /come out again as stated/ }).waitFor();
  await picture('verify');
}

/** Runs a program to its end. @throws Error when it fails */
function finish(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${program} ended with code ${status}`);
}

/** Exports the report of the demo case with its bundle; the path of that. */
function exportBundle(folder: string): string {
  const cli = join(ROOT, 'dist', 'electron', 'cli.js');
  finish(process.execPath, [cli, 'demo', folder, '--json']);
  const [name] = readdirSync(folder).filter((each) => each.endsWith('.chokepoint'));
  finish(process.execPath, [cli, 'report', '--case', join(folder, name as string), '--out', join(folder, 'report'), '--bundle']);
  const [bundle] = readdirSync(join(folder, 'report')).filter((each) => each.endsWith('.zip'));
  return join(folder, 'report', bundle as string);
}

/** Page one of the demo report as a picture, where Poppler's `pdftoppm` is there. */
function reportPage(folder: string, out: string): void {
  const pdftoppm = findProgram('pdftoppm');
  if (pdftoppm === null) return;
  const report = join(folder, 'report', 'report.pdf');
  finish(pdftoppm, ['-png', '-r', '70', '-f', '1', '-l', '1', '-singlefile', report, join(out, 'report-page-1')]);
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'docs', 'images') } } });
  const out = resolve(values.out);
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium was found; set CHROMIUM_PATH to one.');
  orExit(() => ensureBuilt());
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-pictures-'));
  const served = await serve(folder); // an empty case folder opens with the sample case
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB' });
    const demo = join(folder, 'demo');
    await takePictures(await context.newPage(), served.link, out, exportBundle(demo));
    reportPage(demo, out);
  } finally {
    await browser.close();
    await served.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await run();
