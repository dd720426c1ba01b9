import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, keepPicture, openWorkbench, type Workbench } from './workbench.ts';

// 3 jobs of one whole GPU, 1 of eight: 11 GPUs. At a load of 22, twice as many of each.
const JOBS = 'name,num_gpu,gpu_milli,gpu_spec\na,1,1000,\nb,1,1000,\nc,1,1000,\nd,8,1000,\n';
// 6,000 prompt and 600 generated tokens in one window of a minute: at 100 and 10 tokens a second, 60 + 60 s of work in 60 s, two replicas.
const REQUESTS = 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:00:00,4000,400\n2023-11-16 18:00:30,2000,200\n';

describe('workload classes of a trace', () => {
  let workbench: Workbench;
  let dialog: Locator;

  beforeAll(async () => {
    workbench = await openWorkbench();
    const { page } = workbench;
    await page.getByRole('heading', { level: 1, name: /SAMPLE/ }).waitFor();
    await goTo(page, 'Removal test');
    await page.getByText('Unknown operator', { exact: true }).waitFor();
    dialog = page.getByRole('dialog', { name: 'Workload classes of a trace' });
  });
  beforeEach(({ onTestFailed, task }) => {
    onTestFailed(() => keepPicture(workbench.page, task.name));
  });
  afterAll(() => workbench?.close());

  const chip = (label: string) =>
    workbench.page.getByRole('toolbar', { name: 'Removal test' }).getByRole('button', { name: new RegExp(`^${label}`) });
  const give = (name: string, text: string) =>
    dialog.getByLabel('Trace file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const type = async (label: string, value: string) => {
    await dialog.getByRole('textbox', { name: label }).fill(value);
    await workbench.page.keyboard.press('Tab');
  };

  it('asks for the load of a trace of jobs, and shows the classes before they are taken', async () => {
    const { page } = workbench;
    await chip('workload').click();
    await page.getByRole('menuitemradio', { name: /^Make classes of a trace/ }).click();
    await give('cluster.csv', JOBS);
    await dialog.getByText('jobs of a GPU cluster', { exact: false }).first().waitFor();
    await dialog.getByText(/All jobs together ask for 11 GPUs/).waitFor();
    const show = dialog.getByRole('button', { name: 'Show the classes' });
    expect([await show.isDisabled(), await dialog.getByRole('button', { name: 'Use these classes' }).isDisabled()]).toEqual([true, true]);
    // ready while the number is typed, before the field is left
    await dialog.getByRole('textbox', { name: 'Load: GPUs wanted at the same time' }).pressSequentially('22');
    expect(await show.isEnabled()).toBe(true);
    await show.click();
    await dialog.getByText('2 classes, 22 GPUs wanted at the same time').waitFor();
    const rows = await dialog.getByRole('table', { name: 'Classes of the trace' }).getByRole('row').allInnerTexts();
    expect(rows.slice(1).map((row) => row.split(/\s*\t\s*/))).toEqual([
      ['8 GPUs, any model', '8', '1', '2'],
      ['1 GPU, any model', '1', '1', '6'],
    ]);
    await dialog.getByRole('button', { name: 'Use these classes' }).click();
    await chip('workload').getByText('cluster').waitFor();
    await chip('demand').getByText('2 classes').waitFor();
  });

  it('asks for the speed of a replica for a trace of requests, from the editor of the classes', async () => {
    const { page } = workbench;
    await chip('demand').click();
    await page.getByRole('dialog', { name: 'Workload classes' }).getByRole('button', { name: 'Replace by classes of a trace…' }).click();
    await give('requests.csv', REQUESTS);
    await dialog.getByText('requests to an LLM service', { exact: false }).first().waitFor();
    await type('Prompt tokens read in a second', '100');
    await type('Tokens written in a second', '10');
    await type('GPUs per node of a replica', '8');
    await dialog.getByRole('button', { name: 'Show the classes' }).click();
    await dialog.getByText('1 class, 16 GPUs wanted at the same time').waitFor();
    await dialog.getByRole('button', { name: 'Use these classes' }).click();
    await workbench.page.getByRole('toolbar', { name: 'Removal test' }).getByRole('button', { name: 'demand 2', exact: true }).waitFor();
  });

  it('says of another table that it is no trace', async () => {
    const { page } = workbench;
    await chip('workload').click();
    await page.getByRole('menuitemradio', { name: /^Make classes of a trace/ }).click();
    await give('suppliers.csv', 'provider,region\na,b\n');
    await dialog.getByText(/The table is neither a trace of jobs nor of requests/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });

  it('broke no rule of its content policy', () => {
    expect(workbench.foreign).toEqual([]);
    expect(workbench.violations).toEqual([]);
  });
});
