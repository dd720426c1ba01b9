// The queue of values by keyboard alone: experience.md 2.6.
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
