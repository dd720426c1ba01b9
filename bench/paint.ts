// First paint of a view after a change of its filter, in Chromium on the built loopback host: `npm run bench -- paint [ROWS,ROWS,... ROUNDS]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { importFile } from '../electron/engine/import/operations.ts';
import { previewFile } from '../electron/engine/import/preview.ts';
import { createCase } from '../electron/engine/store/case-file.ts';
import { recipeOf } from '../shared/case/recipe.ts';
import { goTo, openWorkbench } from '../tests/e2e/workbench.ts';
import { shapeOf, writeFile } from './import/shapes.ts';

const [sizes = '1e4,1e5,1e6,1e7', rounds = '7'] = process.argv.slice(2);
const AT = '2026-01-01T00:00:00.000Z';
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** A case of one dataset of so many records, in a folder of its own. */
function makeCase(folder: string, rows: number): void {
  const path = join(folder, 'nodes.csv');
  writeFile(path, 'csv', shapeOf('anonymous'), rows, 7);
  const file = createCase(join(folder, 'paint.chokepoint'), {
    id: 'paint',
    title: 'Paint benchmark',
    question: '',
    sample: true,
    createdAt: AT,
  });
  const context = { progress() {}, checkpoint() {}, cancelFlag: new Int32Array(1) };
  importFile(
    file,
    { path, fileName: 'nodes.csv', name: 'nodes', recipe: recipeOf(previewFile(path, 'nodes.csv')), at: AT, actor: 'bench' },
    context,
  );
  file.close();
  rmSync(path);
}

type Cost = { first: number; all: number };
type Probe = Window & { cost?: Promise<Cost> };

/**
 * Milliseconds from the Enter key in the filter to the frame after finding, chart and index card show the answer of the engine, and
 * to the last change of the page (metric cards, rows of the table). Refuses numbers of another view, and a chart that changes later.
 */
async function filterCost(page: Page, where: string): Promise<Cost> {
  await page.locator('[data-filter] button').click();
  const field = page.getByRole('textbox', { name: 'Filter', exact: true });
  await field.fill(where);
  await page.evaluate(() => {
    const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
    const shown = () => ({
      finding: text('main h1'),
      subject: text('main h1 + p').replace(/^updating… /, ''),
      chart: document.querySelector('main [role="application"]')?.getAttribute('aria-label') ?? '',
      indices: text('aside table'),
    });
    const picture = () => document.querySelector<HTMLCanvasElement>('main [role="application"] canvas')?.toDataURL() ?? '';
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const measure = async (): Promise<Cost> => {
      const start = performance.now();
      const before = shown();
      const plain = window.fetch;
      let finding: Promise<string> | null = null;
      window.fetch = async (...given) => {
        const response = await plain(...given);
        const address = given[0] instanceof Request ? given[0].url : String(given[0]);
        if (address.includes('/rpc/views/open'))
          finding = response
            .clone()
            .json()
            .then(({ json }) => json.finding);
        return response;
      };
      let last = start;
      const changes = new MutationObserver(() => {
        last = performance.now();
      });
      changes.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      for (;;) {
        await frame();
        const now = shown();
        const busy = document.querySelector('[data-numbers][aria-busy="true"]') !== null;
        if (!busy && now.subject !== before.subject && now.chart !== before.chart && now.indices !== before.indices) break;
        if (performance.now() - start > 10_000) throw new Error(`no new view was painted: ${JSON.stringify(now)}`);
      }
      await frame();
      const first = performance.now() - start;
      const [painted, drawn] = [shown(), picture()];
      while (performance.now() - last < 500) await new Promise((done) => setTimeout(done, 50));
      changes.disconnect();
      window.fetch = plain;
      if (painted.finding !== (await finding)) throw new Error(`"${painted.finding}" is not what the engine answered`);
      if (painted.chart !== shown().chart || drawn !== picture()) throw new Error('the chart changed after the first paint');
      return { first, all: last - start };
    };
    document.addEventListener('keydown', () => Object.assign(window, { cost: measure() }), { once: true, capture: true });
  });
  await field.press('Enter');
  return page.evaluate(() => (window as Probe).cost as Promise<Cost>);
}

const costs: (Cost & { rows: number })[] = [];
for (const rows of sizes.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-paint-'));
  try {
    makeCase(folder, rows);
    const workbench = await openWorkbench({ caseFolder: folder });
    try {
      const { page } = workbench;
      page.setDefaultTimeout(120_000);
      await page.getByRole('heading', { level: 1, name: 'Paint benchmark' }).waitFor();
      await goTo(page, 'Views');
      await page.getByRole('heading', { level: 2, name: /^Fewest/ }).waitFor();
      const times: Cost[] = [];
      for (let round = 0; round < Number(rounds); round++)
        times.push(
          await filterCost(
            page,
            `gpu_count >= ${2 + (round % 3)} and price_usd_per_gpu_hour < ${(1 + (4 * round) / Number(rounds)).toFixed(3)}`,
          ),
        );
      // the first one loads the columns of the filter
      const [loading, ...later] = times as [Cost, ...Cost[]];
      const cost = { rows, first: median(later.map(({ first }) => first)), all: median(later.map(({ all }) => all)) };
      costs.push(cost);
      console.log(
        `${rows} records: finding, chart and indices ${cost.first.toFixed(0)} ms, everything ${cost.all.toFixed(0)} ms; the first time ${loading.first.toFixed(0)} and ${loading.all.toFixed(0)} ms`,
      );
    } finally {
      await workbench.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const [index, { rows, first }] of costs.entries()) {
  const before = costs[index - 1];
  if (before)
    console.log(
      `${before.rows} to ${rows} records: ${(rows / before.rows).toFixed(0)} x the records, ${(first / before.first).toFixed(2)} x the time`,
    );
}
