import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chokepoint, temporaryFolder } from './support.ts';

// Shares of 100 GPUs: 40, 30, 20, 10.
const NETWORK = ['provider,payout_address,gpu_count', 'north,0xaa,40', 'nord,0xaa,30', 'maple,0xbb,20', 'mapel,0xcc,10'].join('\n');

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
const entities = (verb: string, ...more: string[]) => chokepoint('entities', verb, '--case', path, ...more);
const by = ['--by', 'provider', '--json'];

beforeAll(async () => {
  folder = temporaryFolder();
  path = folder.path('a.chokepoint');
  writeFileSync(folder.path('network.csv'), NETWORK);
  await chokepoint('import', folder.path('network.csv'), '--case', path, '--grain', 'provider');
});
afterAll(() => folder.remove());

describe('chokepoint entities', () => {
  it('proposes with evidence and effect, and merges nothing', async () => {
    const { code, out, err } = await entities('propose', ...by);
    expect([code, err]).toEqual([0, '']);
    const { rows, headlines } = JSON.parse(out);
    // 1600 + 900 + 400 + 100
    expect(headlines.confirmed.hhi).toBe(3000);
    expect(rows[0]).toMatchObject({ strength: 'strong', deltaHhi: 2400, accounts: [{ id: 'north' }, { id: 'nord' }] });
    expect((await entities('propose', '--by', 'provider')).out).toContain('payout-address: 0xaa');
  });

  it('asks again for a group above a third, then confirms it', async () => {
    const asked = await entities('confirm', 'north', 'nord', ...by);
    expect([asked.code, JSON.parse(asked.err).code]).toEqual([2, 'group-limit']);
    const told = await entities('confirm', 'north', 'nord', '--by', 'provider');
    expect(told.err).toMatch(/Its accounts:\n {2}nor(d|th)\n {2}nor(d|th)\n/);
    expect(told.err).toContain('--yes');
    const { code, out } = await entities('confirm', 'north', 'nord', '--yes', '--why', 'same wallet', ...by);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ before: { hhi: 3000 }, after: { hhi: 5400 } });
    const view = JSON.parse((await chokepoint('view', '--case', path, '--by', 'provider', '--weight', 'gpu_count', '--json')).out);
    expect(view).toMatchObject({ entityPolicy: 'confirmed', merged: 1, entities: 3 });
  });

  it('lists the links that speak about a dataset or one of its columns', async () => {
    const count = async (...more: string[]) => JSON.parse((await entities('list', '--json', ...more)).out).links.length;
    expect([await count(), await count('--dataset', 'network', '--by', 'provider'), await count('--by', 'gpu_count')]).toEqual([1, 1, 0]);
    expect((await entities('list', '--by', 'providr')).err).toContain('provider');
  });

  it('counts one thing in the singular', async () => {
    const { out } = await entities('propose', '--by', 'provider');
    expect(out).toMatch(/^(1 proposal|\d+ proposals) among 4 accounts/m);
    expect(out).not.toMatch(/^1 proposals/m);
  });

  it('confirms without a proposal only with evidence', async () => {
    const refused = await entities('confirm', 'north', 'maple', ...by);
    expect(JSON.parse(refused.err).code).toBe('accounts-not-proposed');
    const { code, out } = await entities('confirm', 'maple', 'mapel', '--evidence', 'filing=register 12', '--why', 'filing', ...by);
    expect(code).toBe(0);
    // 2 x 20 x 10
    expect(JSON.parse(out)).toMatchObject({ before: { hhi: 5400 }, after: { hhi: 5800 } });
  });

  it('exports a pack, and imports nothing while it disagrees with the case', async () => {
    const pack = folder.path('pack.json');
    expect((await chokepoint('entities', 'export', '--case', path, '--title', 'Ours', '--out', pack)).code).toBe(0);
    const { links } = JSON.parse(readFileSync(pack, 'utf8'));
    expect(links.map(({ state }: { state: string }) => state)).toEqual(['confirmed', 'confirmed']);
    const taken = JSON.parse((await entities('list', '--json')).out).ledger[0].sequence;
    await entities('list', '--take-back', String(taken));
    await entities('reject', 'maple', 'mapel', '--why', 'two firms', ...by);
    const stopped = await chokepoint('entities', 'import', pack, '--case', path, ...by);
    expect([stopped.code, JSON.parse(stopped.err).code]).toEqual([2, 'pack-conflicts']);
    const forced = await chokepoint('entities', 'import', pack, '--case', path, '--resolve', 'pack', ...by);
    expect(JSON.parse(forced.out)).toMatchObject({ applied: true, conflicts: [] });
    const { links: now, ledger } = JSON.parse((await entities('list', '--json')).out);
    expect(now.map(({ link }: { link: { state: string } }) => link.state)).toEqual(['confirmed', 'confirmed']);
    expect(ledger.map(({ command }: { command: string }) => command)).toEqual([
      'entities.importPack',
      'entities.reject',
      'entities.takeBack',
      'entities.link',
      'entities.confirm',
    ]);
  });
});
