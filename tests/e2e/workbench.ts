import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/browser.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERVE = join(ROOT, 'dist/electron/serve.js');

/** Flags for a quiet browser without its own network traffic. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Workbench = {
  page: Page;
  browser: Browser;
  context: BrowserContext;
  origin: string;
  /** requests to anything but the loopback origin, blob: and data: */
  foreign: string[];
  /** violations of the content policy, page errors, and what the host wrote about calls that failed for a bug */
  violations: string[];
  /** ends the host while the page is open */
  endHost(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the built loopback host and opens it in Chromium, as `npm start` does.
 *
 * @param options `caseFolder` is kept; without it there is an empty one for the time of the workbench
 */
export async function openWorkbench(
  options: { colorScheme?: 'light' | 'dark'; width?: number; height?: number; caseFolder?: string } = {},
): Promise<Workbench> {
  if (!existsSync(SERVE)) throw new Error('dist/ is missing: run npm run build (npm test does)');
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium was found: npm test installs or names one');
  const folder = options.caseFolder ?? mkdtempSync(join(tmpdir(), 'chokepoint-e2e-'));
  const server = spawn(process.execPath, [SERVE, '--no-open', '--case-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const link = await new Promise<string>((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (data) => {
      text += String(data);
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(text);
      if (found) resolve(found[0]);
    });
    server.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${text}`)));
  });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colorScheme ?? 'light',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const origin = new URL(link).origin;
  const foreign: string[] = [];
  const violations: string[] = [];
  server.stderr.on('data', (data) => violations.push(String(data)));
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('blob:') && !url.startsWith('data:')) foreign.push(url);
  });
  page.on('pageerror', (error) => violations.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|violates/.test(message.text())) violations.push(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`violates ${event.violatedDirective}: ${event.blockedURI}`),
    );
  });
  await page.goto(link);
  const endHost = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    await new Promise((resolve) => {
      server.once('exit', resolve);
      server.kill('SIGINT');
    });
  };
  return {
    page,
    browser,
    context,
    origin,
    foreign,
    violations,
    endHost,
    async close() {
      await browser.close();
      await endHost();
      if (options.caseFolder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Goes to a step of the rail. */
export async function goTo(page: Page, step: string): Promise<void> {
  await page.getByRole('navigation').getByText(step, { exact: true }).click();
}

/** Starts a new case out of the sample that a workbench opens with. */
export async function startCase(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
  await page.keyboard.press('Control+K');
  await page.getByRole('dialog').getByRole('textbox').fill('start a case');
  await page.getByRole('menuitem', { name: /Start a case/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Start a case' });
  await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  await dialog.getByRole('button', { name: 'Start the case' }).click();
  await page.getByRole('banner').getByText(title).waitFor();
}

/** Gives files on the disk to the workbench, which shows the first of them on the Mapping screen. */
export async function addFiles(page: Page, paths: readonly string[]): Promise<void> {
  await goTo(page, 'Sources');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add files' }).first().click();
  await (await chooser).setFiles([...paths]);
  await page.getByRole('heading', { level: 1, name: basename(paths[0] as string) }).waitFor();
}

/** The result of the next call of a query whose answer `fits`, as the page gets it. */
export async function answerOf(page: Page, call: string, fits: (result: never) => boolean): Promise<never> {
  const response = await page.waitForResponse(async (candidate) => {
    if (!candidate.url().includes(`/rpc/${call}`) || candidate.status() !== 200) return false;
    const { json } = JSON.parse(await candidate.text());
    return fits(json as never);
  });
  return JSON.parse(await response.text()).json as never;
}

/** Keeps a picture of the page in test-results/, to see why a test failed. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(ROOT, 'test-results', `${name.replace(/[^\w]+/g, '-').slice(0, 60)}.png`) });
}

/** Presses the keys of a command once no dialog is open any more: behind one, commands sleep. */
export async function pressCommand(page: Page, keys: string): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role="dialog"][data-rac]') === null);
  await page.keyboard.press(keys);
}
