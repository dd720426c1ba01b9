// The queue of values by keyboard alone: experience.md 2.6.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { goTo, openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench();
}, 60_000);
afterAll(() => workbench.close());

it('moves, takes a proposal, searches and undoes in the queue of values without a pointer', async () => {
  const { page } = workbench;
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await page.getByRole('navigation').waitFor();
  await goTo(page, 'Mapping');
  await page.getByRole('tab', { name: /Values/ }).click();
  const queue = page.getByRole('listbox', { name: 'Values by affected weight' });
  const options = queue.getByRole('option');
  await options.nth(1).waitFor();
  const before = await options.count();
  const first = (await options.first().getAttribute('aria-label')) as string;
  await queue.focus();
  await page.keyboard.press('ArrowDown');
  expect(await options.nth(1).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Home');
  await page.keyboard.type('h200');
  await page.getByRole('list', { name: 'Values to choose from' }).getByText('nvidia/h200-sxm-141', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => options.count()).toBe(before - 1);
  expect(await options.first().getAttribute('aria-label')).not.toBe(first);
  await queue.focus();
  await page.keyboard.press('u');
  await expect.poll(() => options.count()).toBe(before);
  expect(await options.first().getAttribute('aria-label')).toBe(first);
  expect(workbench.foreign).toEqual([]);
  expect(workbench.violations).toEqual([]);
}, 90_000);

/** Moves in the queue by arrow keys to the text, which is there. */
async function moveTo(text: string): Promise<void> {
  const { page } = workbench;
  const queue = page.getByRole('listbox', { name: 'Values by affected weight' });
  const current = queue.getByRole('option', { selected: true });
  await queue.getByRole('option', { name: text }).waitFor();
  await queue.focus();
  await page.keyboard.press('Home');
  for (const _ of await queue.getByRole('option').all()) {
    if ((await current.getAttribute('aria-label'))?.startsWith(`${text}:`)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`"${text}" was not reached by the arrow keys`);
}

it('takes proposals by Enter, and exchanges the decisions as a pack with a preview of conflicts', async () => {
  const { page, context } = workbench;
  const queue = page.getByRole('listbox', { name: 'Values by affected weight' });
  for (const text of ['GTX 4090', 'Germny', 'Korea']) {
    await moveTo(text);
    await page.keyboard.press('Enter');
    await expect.poll(() => queue.getByRole('option', { name: `${text}:` }).count()).toBe(0);
  }
  const menu = page.getByRole('button', { name: 'Packs of values' });
  const download = page.waitForEvent('download');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Export pack…' }).click();
  const path = await (await download).path();
  const pack = JSON.parse(readFileSync(path, 'utf8')) as { values: { raw: string; value: string }[] };
  expect(pack.values.map(({ raw, value }) => [raw, value])).toEqual([
    ['Germny', 'DE'],
    ['Korea', 'KR'],
    ['GTX 4090', 'nvidia/rtx4090-pcie-24'],
  ]);
  const values = pack.values.map((one) => (one.raw === 'GTX 4090' ? { ...one, value: 'nvidia/rtx3090-pcie-24' } : one));
  writeFileSync(path, JSON.stringify({ ...pack, values: [...values, { kind: 'country', raw: 'Atlantis', value: 'Atlantis' }] }));
  const chooser = page.waitForEvent('filechooser');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Import pack…' }).click();
  await (await chooser).setFiles({ name: 'pack.json', mimeType: 'application/json', buffer: readFileSync(path) });
  const dialog = page.getByRole('dialog');
  await dialog.getByText('0 new, 1 other than here, 2 the same as here, 1 not valid').waitFor();
  expect(await dialog.getByRole('button', { name: 'Nothing to take over' }).isDisabled()).toBe(true);
  await dialog.getByText('Take the pack', { exact: true }).click();
  await dialog.getByRole('button', { name: 'Take over 1 decision' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Decided', { exact: true }).click();
  await queue.getByRole('option', { name: 'GTX 4090: nvidia/rtx3090-pcie-24' }).waitFor();
  expect(context.pages()).toHaveLength(1);
  expect(workbench.foreign).toEqual([]);
  expect(workbench.violations).toEqual([]);
}, 90_000);
