import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// Hand-worked: 8, 8 and 4 of 20 are 3,600 points; with the line of 20 as a provider 3,400.
const SHEET = 'provider,country,payout_address,gpu_count\nA,DE,0xaaa,8\nB,DE,0xaaa,8\nC,FI,0xccc,4\nall,TOTAL,all sites,20\n';

let folder: ReturnType<typeof temporaryFolder>;
let of: string;
beforeAll(async () => {
  folder = temporaryFolder();
  of = folder.path('a.chokepoint');
  writeFileSync(folder.path('sheet.csv'), SHEET);
  await chokepoint('import', folder.path('sheet.csv'), '--case', of, '--name', 'Net');
});
afterAll(() => folder.remove());

const WITHOUT = `"country.raw" != 'TOTAL' or "country.raw" is null`;
const view = (...args: string[]) => chokepoint('view', '--case', of, '--by', 'provider', '--weight', 'gpu_count', ...args);

describe('a line of sums on the command line', () => {
  it('is counted by view, which says so and gives the filter that leaves it out', async () => {
    const { out } = await view();
    expect(out).toContain(`1 record with "TOTAL" in "country" looks like a line of sums and is counted; without: ${WITHOUT}`);
    expect(out).toMatch(/HHI \(0 to 10,000\)\s+3,400/);
    expect(JSON.parse((await view('--json')).out).sums).toEqual({
      records: 1,
      texts: [{ column: 'country', text: 'TOTAL' }],
      without: WITHOUT,
    });
    const left = (await view('--where', WITHOUT)).out;
    expect(left).not.toContain('line of sums');
    expect(left).toMatch(/HHI \(0 to 10,000\)\s+3,600/);
  });

  it('is left out by entities propose, which says so', async () => {
    const { out } = await chokepoint('entities', 'propose', '--case', of, '--by', 'provider');
    expect(out).toContain('1 record with "TOTAL" in "country" looks like a line of sums and is left out. ');
    expect(out).toContain('chokepoint quality waive --check total-rows');
    expect(out).toMatch(/none\s+HHI 3,600, n 3/);
  });

  it('is counted where the check is waived as the note says', async () => {
    await chokepoint('quality', 'waive', '--case', of, '--check', 'total-rows', '--reason', 'a place of that name', '--name', 'A. Analyst');
    expect((await view()).out).not.toContain('line of sums');
    expect((await chokepoint('entities', 'propose', '--case', of, '--by', 'provider')).out).toMatch(/none\s+HHI 3,400, n 4/);
  });
});
