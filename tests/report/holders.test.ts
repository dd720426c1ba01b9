// What page 1 says of holders under each policy for unknown weight. Solo has 150, Other 50, Solo LLC 20, nobody known 400 of 620 stake: by hand Solo
// has 150/220 = 68.2 % of the known stake, 150/620 = 24.2 % of all of it, and 400/620 = 64.5 % has no known owner.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { holdersVerdict } from '../../electron/engine/report/verdicts.ts';
import type { UnknownPolicy } from '../../shared/case/view.ts';
import { bannedWords } from '../../shared/claims/lint-words.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

let engine: Engine;
let folder: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ engine, folder, close } = await openTestEngine());
});
afterAll(() => close());

const STAKES = 'validator,owner,stake\nv1,Solo,100\nv2,Solo,50\nv3,Other,50\nv4,,200\nv5,,200\nv6,Solo LLC,20\n';

async function verdict(name: string, content: string, unknown: UnknownPolicy = 'bounds'): Promise<string | null> {
  const path = join(folder, `${name}-${unknown}.csv`);
  writeFileSync(path, content);
  const { id } = await importFile(engine, path);
  const said = holdersVerdict(await engine.client.views.open({ dataset: id, by: 'owner', weight: 'stake', where: '', unknown }));
  expect(bannedWords(said ?? '')).toEqual([]);
  return said;
}

describe('the answer of a view without a removal test', () => {
  it('is open under bounds where the unknown weight decides', async () => {
    expect(await verdict('open', STAKES)).toBe(
      'Open: whether one owner holds more than half of the stake hangs on what is unknown in the data',
    );
  });

  it('is of the known weight where unknown weight is left out, with the part that is unknown', async () => {
    expect(await verdict('known', STAKES, 'known-only')).toBe(
      'One owner, Solo, holds more than half of the known stake; no owner is known for 64.5 % of all stake',
    );
  });

  it('says how unknown weight is counted where it counts as entities', async () => {
    // 200 + 200 of 620 are more than half, each record alone is not
    expect(await verdict('own', STAKES, 'own-entity')).toBe(
      'No single owner holds more than half of the stake: it takes 2 of 5 owners; each record without a known owner counts as one owner of its own (64.5 % of all stake)',
    );
    expect(await verdict('one', STAKES, 'one-entity')).toBe(
      'One owner, Unknown, holds more than half of the stake; the 2 records without a known owner count as one owner with 64.5 % of all stake',
    );
  });

  it('is of all weight where every owner is known, under any policy', async () => {
    const known = 'owner,stake\nA,40\nB,35\nC,25\n';
    for (const policy of ['bounds', 'known-only', 'own-entity', 'one-entity'] as const)
      expect(await verdict('all', known, policy)).toBe('No single owner holds more than half of the stake: it takes 2 of 3 owners');
    expect(await verdict('whole', 'owner,stake\nA,60\nB,40\n')).toBe('One owner, A, holds more than half of the stake');
  });

  it('names a range where the unknown weight leaves one, and nothing where there is no weight', async () => {
    // of 100: A 40, B 30, C 20, unknown 10; adverse A with the 10 has exactly half, and two do in every case
    expect(await verdict('range', 'owner,stake\nA,40\nB,30\nC,20\n,10\n')).toMatch(/^No single owner holds .*: it takes 2 of 3 owners$/);
    expect(await verdict('none', 'owner,stake\nA,0\nB,0\n')).toBeNull();
  });
});
