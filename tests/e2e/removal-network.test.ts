import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeNetworkCase } from './network.ts';
import { card, chip, choose, count, holdingsOf, openTab, panel, readout, rowsOf, TABS } from './removal-screen.ts';
import { goTo, keepPicture, openWorkbench, pressCommand, type Workbench } from './workbench.ts';

describe('the removal test in the browser, on a network of 20,000 providers', () => {
  const PROVIDERS = 20_000;
  let workbench: Workbench;
  let folder: string;
  let providers: ReturnType<typeof holdingsOf>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-network-'));
    const { csv } = makeNetworkCase(folder, PROVIDERS);
    providers = holdingsOf(rowsOf(csv), 'provider', 'gpu_count');
    workbench = await openWorkbench({ caseFolder: folder });
    const { page } = workbench;
    page.setDefaultTimeout(120_000);
    await page.getByRole('heading', { level: 1, name: 'Network' }).waitFor();
    await goTo(page, 'Removal test');
    await page.getByRole('button', { name: 'Declare and run' }).waitFor();
    await choose(page, 'workload', "Half of today's GPUs");
    await choose(page, 'remove by', /^provider/);
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, `network ${task.name}`));
  });
  afterAll(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the breaking point that the file gives', async () => {
    const { page } = workbench;
    expect(providers.ranked).toHaveLength(PROVIDERS);
    await page.getByRole('button', { name: 'Declare and run' }).click();
    await card(page)
      .getByText(`k* = ${count(providers.breaksAt(9, 10))}`, { exact: true })
      .waitFor();
    await card(page).getByText('proven', { exact: true }).first().waitFor();
  });

  it('follows the pointer: the last place wins, the chart is not drawn again, and nothing is asked of the engine', async () => {
    const { page } = workbench;
    const slider = page.getByRole('slider');
    await slider.scrollIntoViewIfNeeded();
    const box = await slider.boundingBox();
    if (!box) throw new Error('the slider is not on screen');
    await page.evaluate(() => {
      const seen = { inputs: 0, readouts: 0, clears: 0 };
      document.querySelector('input[type=range]')?.addEventListener('input', () => {
        seen.inputs += 1;
      });
      const output = document.querySelector('section[aria-label="Removal curve"] output');
      if (output)
        new MutationObserver(() => {
          seen.readouts += 1;
        }).observe(output, { subtree: true, characterData: true, childList: true });
      const clear = CanvasRenderingContext2D.prototype.clearRect;
      CanvasRenderingContext2D.prototype.clearRect = function (...given) {
        seen.clears += 1;
        clear.apply(this, given);
      };
      Object.assign(window, { seen });
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 10, y);
    await page.mouse.down();
    for (let move = 1; move <= 40; move++) await page.mouse.move(box.x + 10 + (move / 50) * (box.width - 20), y);
    const held = Number(await slider.inputValue());
    await readout(page)
      .getByText(`${count(providers.served(held))} of ${count(providers.demand)}`, { exact: true })
      .waitFor();
    // Held at rest, only mark, readout and slider have moved.
    expect(await card(page).getByText('Nothing is removed').isVisible()).toBe(true);
    const seen = await page.evaluate(() => (window as unknown as { seen: { inputs: number; readouts: number; clears: number } }).seen);
    expect(seen.inputs).toBeGreaterThan(1);
    expect(seen.readouts).toBeLessThanOrEqual(seen.inputs);
    expect(seen.clears).toBe(0);
    expect(asked.filter((url) => url.includes('/rpc/'))).toEqual([]);
    await page.mouse.up();
    await card(page)
      .getByText(`${count(providers.served(held))} of ${count(providers.demand)}`, { exact: true })
      .last()
      .waitFor();
    await card(page)
      .getByText(`and ${count(held - 12)} more`)
      .waitFor();
    await pressCommand(page, 'Control+Z');
    await card(page).getByText('Nothing is removed').waitFor();
  });

  it('answers the newest test only, whatever was asked before it', async () => {
    const { page } = workbench;
    for (const level of ['50 %', '90 %', '95 %', '75 %']) {
      await chip(page, 'threshold').click();
      await page.getByRole('dialog').getByRole('button', { name: level, exact: true }).click();
    }
    await card(page).getByText('Breaking point at 75 %').waitFor();
    await card(page)
      .getByText(`k* = ${count(providers.breaksAt(3, 4))}`, { exact: true })
      .waitFor();
    await card(page).getByText('checking…').first().waitFor({ state: 'detached' });
    expect(
      await card(page)
        .getByText(`k* = ${count(providers.breaksAt(3, 4))}`, { exact: true })
        .isVisible(),
    ).toBe(true);
  });

  it('answers every tab', async () => {
    const { page } = workbench;
    for (const name of TABS) {
      await openTab(page, name);
      expect(await panel(page).getByRole('alert').count(), name).toBe(0);
    }
    expect(workbench.violations).toEqual([]);
  });
});
