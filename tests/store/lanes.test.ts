import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caseOperations } from '../../electron/engine/analysis/case-operations.ts';
import { columnValueOperations } from '../../electron/engine/analysis/column-values.ts';
import { tableOf } from '../../electron/engine/analysis/reader-state.ts';
import { rowsWindow } from '../../electron/engine/analysis/rows-window.ts';
import { readerOperations } from '../../electron/engine/lanes/reader.ts';
import { createReaderState, read, readerStoreOperations } from '../../electron/engine/lanes/reader-store.ts';
import { createWriterState, writerStoreOperations as writer } from '../../electron/engine/lanes/writer-store.ts';
import { FORMAT_VERSION } from '../../electron/engine/store/migrations/index.ts';
import { viewSpecSchema } from '../../shared/case/view.ts';
import {
  about,
  chunksOf,
  codes,
  column,
  decider,
  errorOf,
  importDataset,
  importSmall,
  numbers,
  silent,
  temporaryFolder,
} from './support.ts';

const reader = { ...readerStoreOperations, ...caseOperations };

/** Writer and reader lane on a new case, and their folder. */
function lanes() {
  const folder = temporaryFolder();
  const writing = createWriterState();
  const readings = createReaderState();
  onTestFinished(() => {
    readings.case?.close();
    writing.case?.close();
  });
  const path = join(folder, 'a.chokepoint');
  const { info } = writer.create(writing, { path, about });
  reader.open(readings, { path });
  const file = () => {
    if (!writing.case) throw new Error('no case');
    return writing.case;
  };
  return { folder, path, info, writing, readings, file };
}

describe('the writer lane', () => {
  it('creates, describes, undoes, closes and opens a case', () => {
    const { writing, path, info, readings } = lanes();
    expect(info).toMatchObject({ title: 'Northgrid', revision: 1, undo: null });
    const reply = writer.command(writing, { command: 'case.describe', input: { title: 'Tessera', question: '' }, ...decider });
    expect(reply).toMatchObject({
      revision: 2,
      touched: ['cases', 'history'],
      info: { title: 'Tessera', undo: 'Rename the case to "Tessera"' },
    });
    reader.close(readings, null);
    writer.close(writing, null);
    expect(readdirSync(dirname(path))).toEqual(['a.chokepoint']);
    expect(writer.open(writing, { path })).toMatchObject({ mode: 'write', recovered: false, backup: null, info: { title: 'Tessera' } });
    expect(writer.undo(writing, decider).info).toMatchObject({ title: 'Northgrid', redo: 'Rename the case to "Tessera"' });
    expect(writer.redo(writing, decider).info).toMatchObject({ title: 'Tessera', revision: 4 });
  });

  it('keeps the open case when another cannot be opened or made', () => {
    const { writing, folder, path } = lanes();
    writeFileSync(join(folder, 'b.chokepoint'), 'no case');
    expect(errorOf(() => writer.open(writing, { path: join(folder, 'b.chokepoint') })).code).toBe('case-foreign');
    expect(errorOf(() => writer.create(writing, { path, about })).code).toBe('case-exists');
    expect(errorOf(() => writer.create(writing, { path: join(folder, 'none', 'c.chokepoint'), about })).code).toBe('case-unreachable');
    expect(writer.info(writing, null)).toMatchObject({ title: 'Northgrid' });
  });

  it('answers an open of the open case with that case', () => {
    const { writing, path, file } = lanes();
    const before = file();
    expect(writer.open(writing, { path }).info.revision).toBe(1);
    expect(file()).toBe(before);
  });

  it('copies the open case', () => {
    const { writing, folder } = lanes();
    mkdirSync(join(folder, 'out'));
    const { bytes } = writer.copy(writing, { path: join(folder, 'out', 'copy.chokepoint') });
    expect(bytes).toBeGreaterThan(8192);
    expect(readdirSync(join(folder, 'out'))).toEqual(['copy.chokepoint']);
  });

  it('says so when no case is open', () => {
    const state = createWriterState();
    expect(writer.info(state, null)).toBeNull();
    expect(errorOf(() => writer.undo(state, decider)).code).toBe('no-case-open');
    expect(errorOf(() => writer.copy(state, { path: 'x' })).code).toBe('no-case-open');
  });
});

describe('the reader lane', () => {
  it('reads one edition of the case in one piece of work, whatever is written meanwhile', () => {
    const { writing, readings } = lanes();
    const titleAndDecisions = () => [reader['case.info'](readings, null).title, reader['history.list'](readings, { window }).total];
    const window = { start: 0, end: 10 };
    const seen = read(readings, () => {
      const before = titleAndDecisions();
      writer.command(writing, { command: 'case.describe', input: { title: 'Tessera', question: '' }, ...decider });
      return [before, titleAndDecisions()];
    });
    expect(seen).toEqual([
      ['Northgrid', 1],
      ['Northgrid', 1],
    ]);
    expect(titleAndDecisions()).toEqual(['Tessera', 2]);
  });

  it('runs every operation but those on the connection in such a piece of work', () => {
    const { writing, readings } = lanes();
    const { about: _about, open: _open, close: _close, ...questions } = readerOperations;
    const inTransaction: boolean[] = [];
    // the first thing that an operation reads of its input tells whether a transaction was begun before
    const input = new Proxy({}, { get: () => void inTransaction.push(readings.case?.database.inTransaction ?? false) });
    for (const run of Object.values(questions) as ((state: unknown, given: unknown, context: unknown) => unknown)[])
      try {
        run(readings, input, silent);
      } catch {
        // the input is none
      }
    expect(inTransaction.length).toBeGreaterThan(10);
    expect(inTransaction.every((value) => value)).toBe(true);
    expect(readings.case?.database.inTransaction).toBe(false);
    expect(writing.case?.database.inTransaction).toBe(false);
  });

  it('lists what the writer has made, at once', () => {
    const { writing, readings, file } = lanes();
    expect(reader['datasets.list'](readings, null)).toEqual([]);
    const dataset = importSmall(file());
    expect(reader['datasets.list'](readings, null)).toEqual([dataset]);
    expect(reader['sources.list'](readings, null)).toMatchObject([{ id: 'S1', datasetIds: ['D1'] }]);
    const spec = viewSpecSchema.parse({ dataset: 'D1', by: 'provider', weight: 'count' });
    writer.command(writing, { command: 'view.save', input: { name: 'a', spec }, ...decider });
    expect(reader['views.list'](readings, null)).toEqual([{ id: 'V1', name: 'a', spec }]);
    expect(reader['history.list'](readings, { window: { start: 0, end: 1 } })).toMatchObject({ total: 3, entries: [{ sequence: 3 }] });
    expect(reader['history.verify'](readings, null)).toEqual({ entries: 3, intact: true, brokenAt: null });
    expect(reader['case.info'](readings, null)).toMatchObject({ revision: 3, datasets: 1 });
  });

  it('loads a column once, until its dataset leaves the case', () => {
    const { writing, readings, file } = lanes();
    importSmall(file());
    const first = tableOf(readings, 'D1', ['provider']).columns.get('provider');
    writer.command(writing, { command: 'dataset.rename', input: { dataset: 'D1', name: 'Later' }, ...decider });
    expect(tableOf(readings, 'D1').columns.get('provider')).toBe(first);
    writer.command(writing, { command: 'dataset.exclude', input: { dataset: 'D1' }, ...decider });
    expect(errorOf(() => tableOf(readings, 'D1', ['provider'])).code).toBe('dataset-missing');
    expect(readings.columns.size).toBe(0);
    writer.undo(writing, decider);
    expect(tableOf(readings, 'D1', ['provider']).columns.get('provider')).toEqual(first);
    expect(errorOf(() => tableOf(readings, 'D1', ['operator'])).code).toBe('unknown-column');
  });

  it('shows a window of records with every cell as text', () => {
    const { readings, file } = lanes();
    const columns = [
      column('provider', 'text', ['Acme', 'Bolt']),
      column('price', 'number'),
      column('flops', 'exact', ['9900000000000000000000']),
    ];
    importDataset(file(), columns, chunksOf([codes(0, -1, 1), numbers(2, 150, Number.NaN, -5), codes(0, -1, 0)]));
    expect(rowsWindow(readings, { dataset: 'D1', window: { start: 1, end: 9 } })).toEqual({
      total: 3,
      columns: ['provider', 'price', 'flops'],
      rows: [
        { row: 1, record: 2, line: 3, cells: [null, null, null] },
        { row: 2, record: 3, line: 4, cells: ['Bolt', '-0.05', '9900000000000000000000'] },
      ],
    });
    const rows = Int32Array.of(2, 0);
    expect(rowsWindow(readings, { dataset: 'D1', window: { start: 1, end: 2 }, rows })).toMatchObject({
      total: 2,
      rows: [{ record: 1, line: 2, cells: ['Acme', '1.5', '9900000000000000000000'] }],
    });
  });

  it('counts the values of a column, most frequent first', () => {
    const { readings, file } = lanes();
    const columns = [column('provider', 'text', ['Bolt', 'Acme', 'Core', 'unused']), column('price', 'number')];
    importDataset(file(), columns, chunksOf([codes(0, 1, 2, 2, -1), numbers(1, 15, 20, 15, Number.NaN, 15)]));
    const values = (name: string, search = '') =>
      columnValueOperations['datasets.values'](readings, { dataset: 'D1', column: name, search });
    expect(values('provider').values).toEqual([
      { value: 'Core', rows: 2 },
      { value: 'Acme', rows: 1 },
      { value: 'Bolt', rows: 1 },
    ]);
    expect(values('PROVIDER', 'CO')).toEqual({ total: 1, values: [{ value: 'Core', rows: 2 }] });
    expect(values('price')).toEqual({
      total: 2,
      values: [
        { value: '1.5', rows: 3 },
        { value: '2', rows: 1 },
      ],
    });
  });

  it('opens another case in place of the first, and keeps the first when that fails', () => {
    const { readings, folder, file } = lanes();
    importSmall(file());
    tableOf(readings, 'D1');
    expect(errorOf(() => reader.open(readings, { path: join(folder, 'none.chokepoint') })).code).toBe('case-missing');
    expect(reader['datasets.list'](readings, null)).toHaveLength(1);
    const other = createWriterState();
    writer.create(other, { path: join(folder, 'b.chokepoint'), about });
    onTestFinished(() => other.case?.close());
    reader.open(readings, { path: join(folder, 'b.chokepoint') });
    expect(reader['datasets.list'](readings, null)).toEqual([]);
    expect(errorOf(() => tableOf(readings, 'D1')).code).toBe('dataset-missing');
  });

  it('says which versions it has without a case, and that no case is open for the rest', () => {
    const state = createReaderState();
    expect(reader.about(state, null)).toEqual({ sqlite: expect.stringMatching(/^3\.\d+\.\d+$/), formatVersion: FORMAT_VERSION });
    expect(errorOf(() => reader['datasets.list'](state, null)).code).toBe('no-case-open');
  });
});
