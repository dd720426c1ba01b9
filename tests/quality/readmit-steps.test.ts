import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { recipeOf } from '../../shared/case/recipe.ts';
import type { Step } from '../../shared/case/steps.ts';

// machine 11 is listed as two slices, of which the larger counts; the stake of line 4 is no number. 1e9 lamports are one SOL.
const OFFERS = `who,place,machine,gpus,lamports
a,"Europe, DE",11,4,2000000000
b,"Europe, PL",11,2,1500000000
c,"Europe, FR",12,8,many
`;
const STEPS: Step[] = [
  { step: 'part', from: 'place', by: ',', part: -1, as: 'country code' },
  { step: 'scale', from: 'lamports', by: '1e-9', as: 'sol' },
  { step: 'largest', per: 'machine', of: 'gpus', reason: 'Slices of one machine: the largest one counts.' },
];

describe('a rejected record of a file with steps', () => {
  let folder: string;
  let engine: Engine;
  let dataset: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rejects-steps-test-'));
    writeFileSync(join(folder, 'offers.csv'), OFFERS);
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'Steps' });
    const { ref } = engine.files.adopt(join(folder, 'offers.csv'));
    const preview = await engine.client.sources.preview({ file: ref, steps: STEPS });
    const recipe = recipeOf(preview, { mapping: { who: 'provider', 'country code': 'country', gpus: 'gpu_count', sol: 'stake' } });
    for await (const event of await engine.client.sources.import({ file: ref, name: 'Offers', recipe }))
      if (event.type === 'done') dataset = event.result.dataset.id;
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const edit = async (number: number) => {
    const { reject, cells } = await engine.client.sources.reject({ dataset, number });
    return { code: reject.code, cells: Object.fromEntries(cells.map(({ header, text }) => [header, text])) };
  };
  const numberOf = async (line: number) => {
    const { rows } = await engine.client.sources.rejects({ dataset, window: { start: 0, end: 10 } });
    return rows.find((row) => row.line === line)?.number as number;
  };
  const totals = async (by: string, weight: string) => {
    const { handle } = await engine.client.views.open({ dataset, by, weight });
    const { rows } = await engine.client.views.rows({ handle, window: { start: 0, end: 10 } });
    return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  };

  it('shows only the cells of the file: the columns that steps make follow them', async () => {
    expect(await edit(await numberOf(3))).toEqual({
      code: 'left-out',
      cells: { who: 'b', place: 'Europe, PL', machine: '11', gpus: '2', lamports: '1500000000' },
    });
  });

  it('that a step left out is taken in with the cells that the steps make of it', async () => {
    const number = await numberOf(3);
    await engine.client.sources.readmit({ dataset, number, cells: (await edit(number)).cells, reason: 'a machine of its own' });
    expect(await totals('country', 'stake')).toEqual({ DE: 2, PL: 1.5 });
  });

  it('that is corrected where a step reads it gives the cells of the corrected text', async () => {
    const number = await numberOf(4);
    const { cells } = await edit(number);
    const asked = await engine.client.sources.checkRecord({ dataset, cells });
    expect(asked.problems.map(({ column }) => column)).toEqual(['lamports']);
    const corrected = { ...cells, place: 'Europe, ES', lamports: '250000000' };
    await engine.client.sources.readmit({ dataset, number, cells: corrected, reason: 'read in the explorer' });
    expect(await totals('country', 'stake')).toEqual({ DE: 2, PL: 1.5, ES: 0.25 });
  });

  it('refuses a text for a column that a step makes, and names the column to correct', async () => {
    const number = await numberOf(4);
    const { cells } = await edit(number);
    const error = await engine.client.sources
      .readmit({ dataset, number, cells: { ...cells, sol: '9' }, reason: 'guessed' })
      .then(() => null, errorValueOfCall);
    expect(error?.code).toBe('cells-refused');
    expect(error?.advice).toContain('Correct "lamports" instead');
  });
});
