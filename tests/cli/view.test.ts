import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// By hand: DE holds 5 + 3 + 2 = 10 (a 8, b 2), FI 4 + 1 = 5 (b 4, none 1), no country 3 (c); in USD 10 x 2 and 5 x 1, c has no price.
const NETWORK = [
  'country,provider,gpu_model,gpu_count,price,status',
  'DE,a,H100 PCIe,5,2,online',
  'FI,b,H100 PCIe,4,1,online',
  'DE,a,A100-SXM4-80GB,3,2,offline',
  ',c,H100 PCIe,3,,online',
  'DE,b,A100-SXM4-80GB,2,2,online',
  'FI,,A100-SXM4-80GB,1,1,offline',
].join('\n');

let folder: ReturnType<typeof temporaryFolder>;
let view: (...args: string[]) => ReturnType<typeof chokepoint>;
beforeAll(async () => {
  folder = temporaryFolder();
  const of = folder.path('a.chokepoint');
  writeFileSync(folder.path('network.csv'), NETWORK);
  await chokepoint('import', folder.path('network.csv'), '--case', of, '--name', 'Net', '--base', 'registered', '--as-of', '2026-11-20');
  view = (...args) =>
    chokepoint('view', '--case', of, '--by', 'country', ...(args.includes('--weight') ? [] : ['--weight', 'gpu_count']), ...args);
});
afterAll(() => folder.remove());

const json = async (...args: string[]) => JSON.parse((await view(...args, '--json')).out);

describe('view on the command line', () => {
  it('nests a dimension and puts one across, in words and as JSON', async () => {
    const { out } = await view('--split', 'provider', '--columns', 'gpu_model');
    const lines = out.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
    expect(lines).toContain('country, provider gpu_count share cumulative records nvidia/h100-pcie-80 nvidia/a100-sxm-80');
    expect(lines).toContain('1 DE 10 55.6 % 55.6 % 3 5 5');
    expect(lines).toContain('a 8 44.4 % 44.4 % 2 5 3');
    const { groups, lines: rows, pivot } = await json('--split', 'provider', '--columns', 'gpu_model');
    expect(groups.map(({ key }: { key: string }) => key)).toEqual(['DE', 'FI']);
    expect(rows.map(({ level, key }: { level: number; key: string }) => `${level} ${key}`)).toEqual([
      '0 DE',
      '1 a',
      '1 b',
      '0 FI',
      '1 b',
      '1 ',
    ]);
    expect(pivot.columns.map(({ value }: { value: number }) => value)).toEqual([12, 6]);
  });

  it('writes the whole table as CSV, the unknown as its last line', async () => {
    expect((await view('--csv', '--top', '1')).out).toBe(
      [
        'country,gpu_count,share_fraction,cumulative_share_fraction,records,dimension_status',
        `DE,10,${10 / 18},${10 / 18},3,ok`,
        `FI,5,${5 / 18},${15 / 18},2,ok`,
        `,3,${3 / 18},,1,not_disclosed`,
        '',
      ].join('\n'),
    );
    const nested = (await view('--csv', '--split', 'provider', '--columns', 'status')).out.split('\n');
    expect(nested[0]).toBe(
      'level,country,provider,gpu_count,share_fraction,cumulative_share_fraction,records,share_of_group_fraction,dimension_status,status=online,status=offline,status_other,status_not_disclosed',
    );
    expect(nested[2]).toBe(`1,DE,a,8,${8 / 18},${8 / 18},2,0.8,ok,5,3,,`);
    expect(nested[6]).toBe(`1,FI,,1,${1 / 18},${5 / 18},1,0.2,not_disclosed,,1,,`);
    expect(nested[7]).toBe(`0,,,3,${3 / 18},,1,,not_disclosed,3,,,`);
    expect((await view('--csv', '--unknown', 'known-only')).out.split('\n')[3]).toBe(',3,,,1,left_out');
    expect((await view('--csv', '--unknown', 'one-entity')).out.split('\n')[3]).toMatch(/^Unknown,3,/);
  });

  it('takes an unknown policy, a formula, and a supply base', async () => {
    expect(await json('--unknown', 'known-only')).toMatchObject({ unknownPolicy: 'known-only', total: 15, unknown: { value: 3 } });
    expect(await json('--weight', 'gpu_count * price')).toMatchObject({
      total: 25,
      weightMissing: 1,
      weightIs: 'gpu_count * price, worked out exactly',
    });
    expect(await json('--base', 'online')).toMatchObject({ base: 'online', total: 14, baseLeftOut: { rows: 2, unstated: 0 } });
    const { code, err } = await view('--weight', 'gpu_count * * price');
    expect([code, err]).toEqual([2, expect.stringContaining('position 13')]);
  });

  it('marks thousands in words, and says what to do where a filter leaves nothing', async () => {
    expect((await view('--weight', 'gpu_count * 1000')).out).toContain('total 18,000, unknown 3,000 (16.7 %, 1 record)');
    const { code, out } = await view('--where', "country = 'Narnia'");
    expect(code).toBe(0);
    expect(out.trim().split('\n').at(-1)).toMatch(/^Loosen the filter, or look how the values are written/);
    expect(out).not.toContain('—');
  });

  it('answers for any fraction of the Nakamoto coefficient', async () => {
    const { nakamotoSets, nakamotoDetail } = await json('--nakamoto', '1/3,0.51', '--unknown', 'known-only');
    expect(Object.keys(nakamotoDetail)).toEqual(['1/3', '1/2', '2/3']);
    const of = nakamotoSets.find(({ threshold }: { threshold: string }) => threshold === '0.51');
    // 10 of 15 pass 0.51, by 10/15 - 51/100
    expect(of).toMatchObject({ count: { stated: 1 }, detail: { members: ['DE'], over: '47/300' } });
  });
});
