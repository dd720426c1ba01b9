import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// By hand: a 60, b 40, c 10 to 20 in DE and 5 in FI, without a provider 2 to 4. At least 117 in all, at most 129; stated 105.
const NETWORK = 'provider,country,gpu_count\na,DE,60\nb,FI,40\nc,DE,10-20\nc,FI,5\n,FI,2-4\n';

let opened: Awaited<ReturnType<typeof openTestEngine>>;
beforeAll(async () => {
  opened = await openTestEngine();
});
afterAll(() => opened.close());

async function view(name: string, text: string, top = 20) {
  writeFileSync(join(opened.folder, name), text);
  const { client } = opened.engine;
  const dataset = await importFile(opened.engine, join(opened.folder, name), { grain: 'node', name });
  const result = await client.views.open({ dataset: dataset.id, by: 'provider', weight: 'gpu_count', split: 'country', top });
  const { rows } = await client.views.rows({ handle: result.handle, window: { start: 0, end: 20 }, expanded: 'all' });
  return { result, rows };
}
const range = (low: number, high: number) => ({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });

describe('shares where records state bounds', () => {
  it('have the range over all weights that the bounds allow, each end with the others at their other end', async () => {
    const { result, rows } = await view('network.csv', NETWORK);
    expect([result.total, result.weightBounds]).toEqual([105, { rows: 2, low: 117, high: 129 }]);
    const groups = rows.filter(({ level }) => level === 0);
    expect(groups.map(({ key, shareRange, cumulativeRange }) => [key, shareRange, cumulativeRange])).toEqual([
      ['a', range(60 / 129, 60 / 117), range(60 / 129, 60 / 117)],
      ['b', range(40 / 129, 40 / 117), range(100 / 129, 100 / 117)],
      ['c', range(15 / (15 + 104), 25 / (25 + 102)), range(115 / (115 + 4), 125 / (125 + 2))],
    ]);
    expect(result.unknown.shareRange).toEqual(range(2 / (2 + 125), 4 / (4 + 115)));
    expect(result.top[0]?.shareRange).toEqual(groups[0]?.shareRange);
  });

  it('go down to the values inside a group, with the ends of their weight', async () => {
    const { rows } = await view('nested.csv', NETWORK);
    const inside = rows.filter(({ parent }) => parent === 'c');
    expect(inside.map(({ key, value, ends, shareRange }) => [key, value, ends, shareRange])).toEqual([
      ['FI', 5, undefined, range(5 / 129, 5 / 117)],
      ['DE', 0, { low: 10, high: 20 }, range(10 / (10 + 109), 20 / (20 + 107))],
    ]);
  });

  it('of the groups that are not listed have one range together', async () => {
    const { result } = await view('top.csv', NETWORK, 1);
    expect(result.other).toMatchObject({ groups: 2, shareRange: range(55 / (55 + 64), 65 / (65 + 62)) });
  });

  it('add up over a selection exactly, also of groups that are not listed', async () => {
    const { result } = await view('selected.csv', NETWORK, 1);
    const together = await opened.engine.client.views.together({ handle: result.handle, keys: ['b', 'c', 'nobody'] });
    expect(together).toEqual({ groups: 2, value: 45, share: 45 / 105, shareRange: range(55 / (55 + 64), 65 / (65 + 62)) });
  });

  it('reach from 0 to 1 beside a weight without an upper end', async () => {
    const { rows } = await view('endless.csv', 'provider,country,gpu_count\na,DE,60\nb,FI,>=100\n');
    const [b, fi, a] = rows;
    expect([b?.key, b?.ends, b?.shareRange]).toEqual(['b', { low: 100, high: null }, range(100 / 160, 1)]);
    expect([fi?.ends, fi?.shareRange]).toEqual([b?.ends, b?.shareRange]);
    expect([a?.key, a?.shareRange]).toEqual(['a', range(0, 60 / 160)]);
  });

  it('have no range where every weight is a number', async () => {
    const { rows } = await view('plain.csv', 'provider,country,gpu_count\na,DE,60\nb,FI,40\n');
    expect(rows.some((row) => 'shareRange' in row || 'cumulativeRange' in row || 'ends' in row)).toBe(false);
  });
});
