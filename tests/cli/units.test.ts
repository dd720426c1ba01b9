// Units of columns wherever an amount is printed. The file has the headers of iGroza/Solana-Validator-IP-Geolocation; its values are invented, the
// sums are made by hand: 6 + 3 lamports known, 1 unknown.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

let folder: ReturnType<typeof temporaryFolder>;
const ROWS = 'one,US,6000000000000000001\ntwo,DE,3000000000000000000\n,FR,1000000000000000000\n';

beforeAll(async () => {
  folder = temporaryFolder();
  const head = 'vote_pubkey,node_pubkey,timezone,hosting,name,country,activated_stake\n';
  const rows = ROWS.trim()
    .split('\n')
    .map((line, index) => {
      const [name, country, stake] = line.split(',');
      return `v${index},n${index},UTC,Host ${index},${name},${country},${stake}\n`;
    });
  writeFileSync(folder.path('validators.csv'), head + rows.join(''));
  writeFileSync(folder.path('plain.csv'), `operator,country,stake\n${ROWS}`);
  await chokepoint('import', folder.path('validators.csv'), '--case', folder.path('a.chokepoint'), '--preset', 'solana-geolocation');
  await chokepoint('import', folder.path('plain.csv'), '--case', folder.path('a.chokepoint'), '--unit', 'stake=TAO', '--name', 'plain');
});
afterAll(() => folder.remove());

const run = async (verb: string, ...args: string[]) => (await chokepoint(verb, '--case', folder.path('a.chokepoint'), ...args)).out;
const view = (dataset: string, ...args: string[]) => run('view', '--dataset', dataset, '--by', 'operator', '--weight', 'stake', ...args);

describe('the unit of a column', () => {
  it('comes from the preset, and stands behind each amount of a view and in the header of its table', async () => {
    const out = await view('1');
    expect(out).toContain('stake in lamports by operator');
    expect(out).toContain('total 10,000,000,000,000,000,001 lamports');
    expect(out).toContain('unknown 1,000,000,000,000,000,000 lamports');
    expect(out).toMatch(/lamports of stake +share/);
    // a share has no unit
    expect(out).toContain('of the known stake');
  });

  it('names the column of a CSV, and is a field of the JSON', async () => {
    expect((await view('1', '--csv')).split('\n')[0]).toContain('stake_lamports');
    expect(JSON.parse(await view('1', '--json'))).toMatchObject({ weightUnit: 'lamports', weight: 'stake' });
  });

  it('comes from what was said at the import where no preset knows it', async () => {
    expect(await view('2')).toContain('10,000,000,000,000,000,001 TAO');
    const refused = await chokepoint('import', folder.path('plain.csv'), '--case', folder.path('b.chokepoint'), '--unit', 'stakes=TAO');
    expect(refused.err).toContain('has no column "stakes"');
  });

  it('stands on claims, and beside two sides whose amounts are in different units', async () => {
    expect(await run('claims', '--dataset', '1', '--weight', 'stake')).toContain('lamports of stake');
    const compared = await run('compare', '--a', '1', '--b', '2', '--by', 'operator', '--weight', 'stake', '--anyway');
    expect(compared).toContain('Weight and unit: lamports of stake | TAO of stake. Amounts are in different units');
    expect(compared).toMatch(/Total +10,000,000,000,000,000,001 lamports +10,000,000,000,000,000,001 TAO/);
  });
});
