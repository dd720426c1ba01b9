import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../shared/case/dataset.ts';
import type { ViewRow } from '../../shared/case/view.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// By hand: DE holds 5 + 3 + 2 = 10 (a 8, b 2), FI 4 + 1 = 5 (b 4, none 1), no country 3 (c). H100 5 + 4 + 3, A100 3 + 2, no model 1.
const NETWORK = ['country,provider,model,gpus', 'DE,a,H100,5', 'FI,b,H100,4', 'DE,a,A100,3', ',c,H100,3', 'DE,b,A100,2', 'FI,,,1'].join(
  '\n',
);

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let dataset: Dataset;
beforeAll(async () => {
  opened = await openTestEngine();
  writeFileSync(join(opened.folder, 'network.csv'), NETWORK);
  dataset = await importFile(opened.engine, join(opened.folder, 'network.csv'), {
    grain: 'node',
    name: 'Network',
    mapping: { model: null, gpus: null },
  });
});
afterAll(() => opened.close());

type Ask = Parameters<typeof opened.engine.client.views.open>[0];
const open = (ask: Partial<Ask>) => opened.engine.client.views.open({ dataset: dataset.id, by: 'country', weight: 'gpus', ...ask });
type Rows = Partial<Parameters<typeof opened.engine.client.views.rows>[0]>;
const rowsOf = async (ask: Partial<Ask>, rows: Rows = {}) =>
  opened.engine.client.views.rows({ handle: (await open(ask)).handle, window: { start: 0, end: 100 }, ...rows });
const shown = ({ level, key, value }: ViewRow) => `${'  '.repeat(level ?? 0)}${key === '' ? '(none)' : key} ${value}`;

describe('a second dimension inside the first', () => {
  it('leaves the numbers of the view as they are', async () => {
    const [plain, split] = [await open({}), await open({ split: 'provider' })];
    expect(split.metrics).toEqual(plain.metrics);
    expect(split.top).toEqual(plain.top);
    expect(split.stamp.split).toBe('provider');
  });

  it('opens groups by name into their values, largest first, those without a value last', async () => {
    const closed = await rowsOf({ split: 'provider' });
    expect(closed.rows.map(shown)).toEqual(['DE 10', 'FI 5']);
    expect(closed.rows.map(({ level, parent, children }) => [level, parent, children])).toEqual([
      [0, null, 2],
      [0, null, 2],
    ]);
    const one = await rowsOf({ split: 'provider' }, { expanded: ['FI'] });
    expect([one.total, ...one.rows.map(shown)]).toEqual([4, 'DE 10', 'FI 5', '  b 4', '  (none) 1']);
    const all = await rowsOf({ split: 'provider' }, { expanded: 'all' });
    expect(all.rows.map(shown)).toEqual(['DE 10', '  a 8', '  b 2', 'FI 5', '  b 4', '  (none) 1']);
    expect(all.rows[1]).toEqual({
      rank: 1,
      key: 'a',
      value: 8,
      share: 8 / 18,
      cumulative: 8 / 18,
      rows: 2,
      level: 1,
      parent: 'DE',
      ofParent: 0.8,
      unknown: false,
    });
    expect(all.rows[2]).toMatchObject({ rank: 2, cumulative: 10 / 18, ofParent: 0.2 });
    expect(all.rows[5]).toMatchObject({ key: '', unknown: true, rows: 1 });
  });

  it('cuts windows out of the opened table, and sorts siblings alike', async () => {
    const middle = await rowsOf({ split: 'provider' }, { expanded: 'all', window: { start: 2, end: 5 } });
    expect([middle.total, ...middle.rows.map(shown)]).toEqual([6, '  b 2', 'FI 5', '  b 4']);
    const turned = await rowsOf({ split: 'provider' }, { expanded: 'all', sort: { column: 'value', direction: 'asc' } });
    expect(turned.rows.map(shown)).toEqual(['FI 5', '  b 4', '  (none) 1', 'DE 10', '  b 2', '  a 8']);
    expect(turned.rows[4]).toMatchObject({ rank: 2, cumulative: 10 / 18 });
  });

  it('opens unknown entities too where they are entities', async () => {
    const { rows } = await rowsOf({ split: 'provider', unknown: 'one-entity' }, { expanded: ['Unknown'] });
    expect(rows.map(shown)).toEqual(['DE 10', 'FI 5', 'Unknown 3', '  c 3']);
  });
});

describe('a dimension across', () => {
  it('makes columns of its values, largest first, and counts every record', async () => {
    const { pivot, total } = await open({ columns: 'model' });
    expect(total).toBe(18);
    expect(pivot).toEqual({
      columns: [
        { key: 'H100', value: 12, share: 12 / 18, rows: 3 },
        { key: 'A100', value: 5, share: 5 / 18, rows: 2 },
      ],
      other: { groups: 0, value: 0, share: 0, rows: 0 },
      unknown: { value: 1, share: 1 / 18, rows: 1 },
      unknownCells: [3, null, null, null],
    });
    const { rows } = await rowsOf({ columns: 'model' });
    expect(rows.map(({ key, cells }) => [key, cells])).toEqual([
      ['DE', [5, 5, null, null]],
      ['FI', [4, null, null, 1]],
    ]);
  });

  it('stands beside a second dimension, line by line', async () => {
    const { rows } = await rowsOf({ columns: 'model', split: 'provider' }, { expanded: ['DE'] });
    expect(rows.map(({ key, cells }) => [key, cells])).toEqual([
      ['DE', [5, 5, null, null]],
      ['a', [5, 3, null, null]],
      ['b', [null, 2, null, null]],
      ['FI', [4, null, null, 1]],
    ]);
  });

  it('leaves out records of unknown group with them', async () => {
    const { pivot } = await open({ columns: 'model', unknown: 'known-only' });
    expect(pivot?.columns[0]).toEqual({ key: 'H100', value: 9, share: 9 / 15, rows: 2 });
    expect(pivot?.unknownCells).toEqual([null, null, null, null]);
  });

  it('counts values beyond the thirtieth together', async () => {
    const many = ['country,kind,gpus', ...Array.from({ length: 40 }, (_, at) => `DE,k${at},${40 - at}`)].join('\n');
    writeFileSync(join(opened.folder, 'many.csv'), many);
    const { id } = await importFile(opened.engine, join(opened.folder, 'many.csv'), {
      grain: 'node',
      name: 'Many',
      mapping: { gpus: null },
    });
    const { pivot, handle } = await open({ dataset: id, columns: 'kind' });
    // 10 + 9 + ... + 1
    expect(pivot?.other).toMatchObject({ groups: 10, value: 55, rows: 10 });
    const { rows } = await opened.engine.client.views.rows({ handle, window: { start: 0, end: 1 } });
    expect(rows[0]?.cells).toHaveLength(32);
    expect(rows[0]?.cells?.slice(29)).toEqual([11, 55, null]);
  });
});
