import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorValueOfCall } from '../../electron/engine/errors.ts';
import { cellsOfRaw } from '../../electron/engine/import/readmit.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import { leaveOutRecord, readmitRecord } from '../../electron/engine/store/commands/rejects.ts';
import type { Dataset, Dialect } from '../../shared/case/dataset.ts';
import { recipeOf } from '../../shared/case/recipe.ts';

// alpha 64 and beta 16 GPUs are fine; line 4 counts "8.5", line 5 has a cell too few, line 6 counts -1.
const PROVIDERS = `provider,gpu_count,country,price
alpha,64,US,1.25
beta,16,DE,2
gamma,8.5,FR,3.5
delta,32
"epsilon, Ltd",-1,DE,1
`;

const dialect = (over: Partial<Dialect>): { dialect: Dialect } => ({
  dialect: {
    format: 'csv',
    encoding: 'utf-8',
    bom: false,
    delimiter: ',',
    quote: '"',
    headerLine: 0,
    decimalMark: '.',
    ...over,
  } as Dialect,
});

describe('the cells of a rejected record', () => {
  it('are told apart as the file tells them apart', () => {
    expect(cellsOfRaw('"a, ""b""",,3\r\n', dialect({}), ['x', 'y', 'z', 'w'])).toEqual(['a, "b"', '', '3', '']);
    expect(cellsOfRaw('a;"b', dialect({ delimiter: ';' }), ['x', 'y'])).toEqual(['a', 'b']);
    expect(
      cellsOfRaw('{"x":12345678901234567890,"y":{"z":null,"w":"q"}}', dialect({ format: 'json', delimiter: null, quote: null }), [
        'y.w',
        'y.z',
        'y',
      ]),
    ).toEqual(['q', '', '{"z":null,"w":"q"}']);
    expect(cellsOfRaw('{"x":', dialect({ format: 'json', delimiter: null, quote: null }), ['x'])).toEqual(['']);
  });
});

describe('rejected records', () => {
  let folder: string;
  let engine: Engine;
  let dataset: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rejects-test-'));
    writeFileSync(join(folder, 'providers.csv'), PROVIDERS);
    engine = createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-22T08:00:00.000Z', log: () => {} });
    await engine.client.cases.create({ title: 'Rejects' });
    const { ref } = engine.files.adopt(join(folder, 'providers.csv'));
    const recipe = recipeOf(await engine.client.sources.preview({ file: ref }));
    for await (const event of await engine.client.sources.import({ file: ref, name: 'Providers', recipe }))
      if (event.type === 'done') dataset = event.result.dataset.id;
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const now = async () => (await engine.client.datasets.list())[0] as Dataset;
  const gpus = async () => (await engine.client.views.open({ dataset, by: 'provider', weight: 'gpu_count' })).total;
  const edit = async (number: number) => {
    const { cells } = await engine.client.sources.reject({ dataset, number });
    return Object.fromEntries(cells.map(({ header, text }) => [header, text]));
  };

  it('are listed by number, and none is taken in', async () => {
    const { total, rows } = await engine.client.sources.rejects({ dataset, window: { start: 0, end: 10 } });
    expect([total, rows.map(({ number, line, readmitted }) => [number, line, readmitted])]).toEqual([
      3,
      [
        [0, 4, null],
        [1, 5, null],
        [2, 6, null],
      ],
    ]);
    expect(await gpus()).toBe(80);
  });

  it('say of every cell whether it would be taken, before anything is decided', async () => {
    const as = async (gpu_count: string) => engine.client.sources.checkRecord({ dataset, cells: { ...(await edit(0)), gpu_count } });
    expect((await as('8.5')).problems.map(({ column }) => column)).toEqual(['gpu_count']);
    expect((await as('8.5')).refusal).toContain('was not taken in');
    expect(await as('8')).toEqual({ refusal: null, problems: [] });
    expect((await engine.client.sources.checkRecord({ dataset, cells: {} })).refusal).toContain('no value in any column');
    expect(await now()).toMatchObject({ rows: 2, rejected: 3 });
  });

  it('are taken in when corrected: every number and list holds them, and they are no rejects any more', async () => {
    expect(await edit(0)).toMatchObject({ provider: 'gamma', gpu_count: '8.5' });
    await engine.client.sources.readmit({
      dataset,
      number: 0,
      cells: { ...(await edit(0)), gpu_count: '8' },
      reason: 'the network confirmed 8',
    });
    expect(await now()).toMatchObject({ rows: 3, rejected: 2 });
    expect(await gpus()).toBe(88);
    const columns = (await now()).columns;
    expect(columns.find(({ name }) => name === 'provider')).toMatchObject({ filled: 3, distinct: 3 });
    expect(columns.find(({ name }) => name === 'gpu_count')).toMatchObject({ filled: 3, sum: '88' });
    // 1.25 + 2 + 3.5
    expect(columns.find(({ header }) => header === 'price')?.sum).toBe('6.75');
    const { rows } = await engine.client.datasets.rows({ dataset, window: { start: 0, end: 10 } });
    expect(rows.map(({ record, line, cells }) => [record, line, cells[0]])).toEqual([
      [1, 2, 'alpha'],
      [2, 3, 'beta'],
      [3, 4, 'gamma'],
    ]);
    const spec = { dataset, by: 'provider', weight: 'gpu_count' };
    const behind = await engine.client.lineage.rows({ spec, key: 'gamma', window: { start: 0, end: 10 } });
    expect(behind.rows.map(({ line }) => line)).toEqual([4]);
    // the text is the one of the file, the value the corrected one
    const origin = await engine.client.lineage.record({ dataset, record: 3 });
    expect(origin).toMatchObject({ raw: 'gamma,8.5,FR,3.5', readmitted: 'the network confirmed 8' });
    expect(origin.cells.find(({ column }) => column === 'gpu_count')?.value).toBe('8');
    const list = await engine.client.sources.rejects({ dataset, window: { start: 0, end: 10 } });
    expect(list.rows[0]?.readmitted).toBe('the network confirmed 8');
  });

  it('are shown as they were written when they are corrected again', async () => {
    const again = await edit(0);
    expect(again).toMatchObject({ provider: 'gamma', gpu_count: '8', price: '3.5' });
    await engine.client.sources.readmit({ dataset, number: 0, cells: again, reason: 'the network confirmed 8' });
    expect(await gpus()).toBe(88);
  });

  it('are no longer counted as left out by the checks', async () => {
    for await (const event of await engine.client.quality.checks({ dataset })) {
      if (event.type !== 'done') continue;
      // of lines 4, 5 and 6 the first is taken in
      expect(event.result.checks.find(({ id }) => id === 'counts-refused')).toMatchObject({ failed: 1 });
      expect(event.result.checks.find(({ id }) => id === 'records-refused')).toMatchObject({ failed: 1 });
    }
  });

  it('keep a value that no other record has', async () => {
    const cells: Record<string, string> = { ...(await edit(2)), gpu_count: '4', price: '0.3333' };
    expect(cells.provider).toBe('epsilon, Ltd');
    await engine.client.sources.readmit({ dataset, number: 2, cells, reason: 'sign' });
    expect(await gpus()).toBe(92);
    expect((await now()).columns.find(({ header }) => header === 'price')?.sum).toBe('7.0833');
  });

  it('are refused as the import refuses them, naming the column, and nothing changes', async () => {
    const before = await now();
    const refused = await engine.client.sources
      .readmit({ dataset, number: 1, cells: { provider: 'delta', gpu_count: 'many' }, reason: 'x' })
      .catch(errorValueOfCall);
    expect(refused).toMatchObject({ code: 'cells-refused', details: { problems: [{ column: 'gpu_count' }] } });
    const strange = await engine.client.sources.readmit({ dataset, number: 1, cells: { gpus: '1' }, reason: 'x' }).catch(errorValueOfCall);
    expect(strange).toMatchObject({ code: 'unknown-column' });
    const absent = await engine.client.sources
      .readmit({ dataset, number: 9, cells: { provider: 'x' }, reason: 'x' })
      .catch(errorValueOfCall);
    expect(absent).toMatchObject({ code: 'reject-missing' });
    expect(await now()).toEqual(before);
  });

  it('change what every page shows of the records, values to decide on and parties too', () => {
    for (const { touched } of [readmitRecord, leaveOutRecord])
      expect(touched).toEqual(expect.arrayContaining(['datasets', 'values', 'joins', 'entities', 'views', 'removal', 'quality', 'report']));
  });

  it('are left out again by command and by undo, in any order', async () => {
    await engine.client.sources.leaveOut({ dataset, number: 0 });
    expect(await now()).toMatchObject({ rows: 3, rejected: 2 });
    expect(await gpus()).toBe(84);
    await engine.client.history.undo();
    expect(await gpus()).toBe(92);
    // the record of line 6, the correction that changed nothing, and the record of line 4
    for (let step = 0; step < 3; step++) await engine.client.history.undo();
    expect(await now()).toMatchObject({ rows: 2, rejected: 3 });
    expect((await now()).columns.find(({ name }) => name === 'gpu_count')?.sum).toBe('80');
  });
});

describe('rejected records of a file with its own marks and words', () => {
  it('are read by the marks of the file and the rule of the field, also the second time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rejects-marks-'));
    const engine = createEngine({
      caseDirectory: folder,
      host: 'test',
      actor: 'tester',
      now: () => '2026-11-22T08:00:00.000Z',
      log: () => {},
    });
    try {
      writeFileSync(join(folder, 'm.csv'), 'provider;gpu_count;price\na;8x;1,5\nb;1.000;2,5\nc;8,5;3,5\n');
      await engine.client.cases.create({ title: 'Marks' });
      const { ref } = engine.files.adopt(join(folder, 'm.csv'));
      const preview = await engine.client.sources.preview({ file: ref, dialect: { decimalMark: ',', thousandsMark: '.' } });
      let dataset = '';
      for await (const event of await engine.client.sources.import({
        file: ref,
        name: 'm',
        recipe: recipeOf(preview, { mapping: { gpu_count: 'gpu_count' } }),
      }))
        if (event.type === 'done') dataset = event.result.dataset.id;
      const readmit = (cells: Record<string, string>) => engine.client.sources.readmit({ dataset, number: 0, cells, reason: 'x' });
      const sums = async () => {
        const { columns } = (await engine.client.datasets.list())[0] as Dataset;
        return columns.find(({ header }) => header === 'price')?.sum;
      };
      await readmit({ provider: 'c', gpu_count: '8x', price: '1,125' });
      expect(await sums()).toBe('5.125');
      const { cells } = await engine.client.sources.reject({ dataset, number: 0 });
      await readmit(Object.fromEntries(cells.map(({ header, text }) => [header, text])));
      expect(await sums()).toBe('5.125');
      // a count that the import refuses is refused here too, though the column is kept as text for "8x"
      for (const gpu_count of ['8,5', '-3', 'many']) {
        expect(await readmit({ provider: 'c', gpu_count, price: '1' }).catch(errorValueOfCall)).toMatchObject({ code: 'cells-refused' });
      }
    } finally {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
