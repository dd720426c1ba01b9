import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import type { Locator, Page } from 'playwright-core';

/** Tabs of the removal test, in their order. */
export const TABS = ['Suppliers', 'Workloads', 'Single loss', 'Common mode', 'Headroom', 'Sensitivity', 'Datasets'] as const;
/** A whole number as the screen writes it. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** GPUs by holder, largest first, counted from a file; records without one are `unowned`. The test asks for half of all, at least 9/10 of it. */
export function holdingsOf(rows: readonly Record<string, string>[], holder: string, gpus: string) {
  const by = new Map<string, number>();
  let [total, unowned] = [0, 0];
  for (const row of rows) {
    const held = Math.round(Number(row[gpus] || 0));
    const name = (row[holder] ?? '').trim();
    total += held;
    if (name === '') unowned += held;
    else by.set(name, (by.get(name) ?? 0) + held);
  }
  const ranked = [...by].sort((a, b) => b[1] - a[1]);
  const demand = Math.floor(total / 2);
  /** instances served without the k largest, adversely read: what nobody owns goes with the first */
  const served = (k: number): number =>
    Math.min(demand, ranked.slice(k).reduce((sum, [, held]) => sum + held, 0) + (k === 0 ? unowned : 0));
  const breaksAt = (num: number, den: number): number => {
    for (let k = 0; k <= ranked.length; k++) if (served(k) * den < demand * num) return k;
    throw new Error('never breaks');
  };
  return { ranked, demand, served, breaksAt, below: Math.ceil((demand * 9) / 10), total, unowned };
}

/** Records of a CSV file by header. */
export const rowsOf = (path: string) =>
  Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true }).data;
/** Cards at the right. */
export const card = (page: Page): Locator => page.getByRole('complementary', { name: 'Breaking point' });
/** A pill above the test. */
export const chip = (page: Page, label: string): Locator =>
  page.getByRole('toolbar', { name: 'Removal test' }).getByRole('button', { name: new RegExp(`^${label}`) });
/** What is removed and served now, under the chart. */
export const readout = (page: Page): Locator => page.getByRole('region', { name: 'Removal curve' }).locator('output');
/** The open tab. */
export const panel = (page: Page): Locator => page.getByRole('tabpanel');

/** Opens a tab and waits for its answer. */
export async function openTab(page: Page, name: (typeof TABS)[number]): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await page.getByRole('tab', { name, selected: true }).waitFor();
  await panel(page).getByRole('progressbar').waitFor({ state: 'detached' });
}

/** Chooses an item of the menu of a pill. */
export async function choose(page: Page, label: string, item: string | RegExp): Promise<void> {
  await chip(page, label).click();
  await page.getByRole('menuitemradio', { name: item }).first().click();
}

/** Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let press = 0; press < 150; press++) {
    if (await target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached by ${key}`);
}
