import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeAll(async () => {
  folder = temporaryFolder();
  file = folder.path('joins.chokepoint');
  writeFileSync(folder.path('providers.csv'), 'provider,gpu_count\nalpha,60\nbeta,30\ngamma,10\n');
  writeFileSync(
    folder.path('samples.csv'),
    'provider,observed_at,uptime\nalpha,2026-07-29,0.9\nalpha,2026-07-31,1\nbeta,2026-07-30,0.5\nbeta,2026-06-01,0.1\n',
  );
  await chokepoint('import', folder.path('providers.csv'), '--case', file, '--as-of', '2026-07-31');
  await chokepoint('import', folder.path('samples.csv'), '--case', file, '--as-of', '2026-07-31');
});
afterAll(() => folder.remove());

const join = (...args: string[]) => chokepoint('join', ...args, '--case', file);
const SIDES = ['--dataset', 'providers', '--with', 'samples'];
const UPTIME = [...SIDES, '--on', 'provider=provider', '--take', 'uptime', '--how', 'mean', '--window', '7'];

describe('joins on the command line', () => {
  it('propose keys and measures', async () => {
    const { code, out } = await join('propose', ...SIDES);
    expect(code).toBe(0);
    expect(out).toMatch(/provider=provider\s+2\s+1\s+0\s+2\s+2/);
    expect(out).toMatch(/uptime\s+mean, median/);
    expect(JSON.parse((await join('propose', ...SIDES, '--json')).out).times).toBe('observed_at');
  });

  it('can be tried first', async () => {
    const { out } = await join(...UPTIME, '--try');
    expect(out).toContain('uptime_7d: mean of uptime over 7 days; nothing is kept');
    expect(out).toContain('matched    2 of 3 records, 90.0 % of gpu_count');
    expect(JSON.parse((await join('list', '--json')).out)).toEqual({ joins: [] });
  });

  it('add a column, list it, name it in views, and take it away', async () => {
    const added = JSON.parse((await join(...UPTIME, '--as', 'steady', '--json')).out);
    expect(added).toMatchObject({
      id: 'J1',
      name: 'steady',
      outcome: { matched: 2, outside: 1, ids: { both: 2, onlyHere: 1, onlyThere: 0 } },
    });
    expect((await join('list')).out).toContain(
      'J1 steady of "providers": mean of uptime over 7 days, from "samples", by provider = provider',
    );
    const view = [
      'view',
      '--case',
      file,
      '--dataset',
      'providers',
      '--by',
      'provider',
      '--weight',
      'gpu_count',
      '--where',
      'steady >= 0.9',
    ];
    expect((await chokepoint(...view)).out).toContain('joined: steady from samples (as of 2026-07-31, same date, 1 without a match)');
    const { joined, rows } = JSON.parse((await chokepoint(...view, '--json')).out);
    expect([rows, joined[0].column]).toEqual([1, 'steady']);
    expect((await join('remove', '--join', 'steady')).code).toBe(0);
    expect((await join('list')).out).toContain('No dataset takes a column from another.');
  });

  it('say what is missing or cannot be', async () => {
    const without = await join(...SIDES, '--on', 'provider=provider', '--how', 'mean');
    expect([without.code, without.err]).toEqual([2, expect.stringContaining('--take COLUMN is needed')]);
    const pair = await join(...SIDES, '--on', 'provider', '--take', 'uptime');
    expect([pair.code, pair.err]).toEqual([2, expect.stringContaining('two column names')]);
    const window = await join(...SIDES, '--on', 'provider=provider', '--take', 'nope');
    expect([window.code, window.err]).toEqual([2, expect.stringContaining('nope')]);
  });
});
