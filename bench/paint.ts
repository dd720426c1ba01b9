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

/** Milliseconds from the Enter key in the filter to the frame after finding, chart and index card are new; metric cards and the rows of the table follow. */
async function filterCost(page: Page, where: string): Promise<number> {
  await page
    .getByRole('button', { name: /^filter/i })
    .first()
    .click();
  const field = page.getByRole('textbox', { name: 'Filter', exact: true });
  await field.fill(where);
  await page.evaluate(() => {
    const probe = window as typeof window & { painted?: Promise<number> };
    probe.painted = new Promise((done) => {
      document.addEventListener(
        'keydown',
        () => {
          const start = performance.now();
          let began = false;
          const look = () => {
            const busy = document.querySelector('[data-numbers][aria-busy="true"]') !== null;
            began ||= busy;
            // a view that is there at once is never busy: then the second frame counts
            if (busy || (!began && performance.now() - start < 40)) requestAnimationFrame(look);
            else requestAnimationFrame(() => done(performance.now() - start));
          };
          requestAnimationFrame(look);
        },
        { once: true, capture: true },
      );
    });
  });
  await field.press('Enter');
  return page.evaluate(() => (window as typeof window & { painted: Promise<number> }).painted);
}

const costs: { rows: number; milliseconds: number }[] = [];
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
      const times: number[] = [];
      for (let round = 0; round < Number(rounds); round++)
        times.push(await filterCost(page, `gpu_count >= ${2 + (round % 3)} and price_usd_per_gpu_hour < ${round + 1}`));
      // the first one loads the columns of the filter
      costs.push({ rows, milliseconds: median(times.slice(1)) });
      console.log(`${rows} records: ${costs.at(-1)?.milliseconds.toFixed(0)} ms, the first ${times[0]?.toFixed(0)} ms`);
    } finally {
      await workbench.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
for (const [index, { rows, milliseconds }] of costs.entries()) {
  const before = costs[index - 1];
  if (before)
    console.log(
      `${before.rows} to ${rows} records: ${(rows / before.rows).toFixed(0)} x the records, ${(milliseconds / before.milliseconds).toFixed(2)} x the time`,
    );
}
