import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import type { ViewResult } from '../../shared/case/view.ts';
import { chokepoint } from '../cli/support.ts';
import { DATA, hasData, importFile, NO_DATA, openTestEngine } from './support.ts';

const NODES = `${DATA}/nodes-dfinity/current_nodes_2025-10-31.csv`;
const GROUPS = `${DATA}/nodes-dfinity/provider_alias_groups.json`;
const IN_A_SUBNET = 'subnet_id is not null';

// Expected values: ../shared/data/README.md, D1a, D1b, D2a, D2b, computed there in exact rational arithmetic.
const EXPECTED = {
  D1a: { entities: 'none', where: '', n: 69, hhi: 220.235, nc: [11, 18, 26], cr1: 0.048376, cr4: 0.135453, gini: 0.398746 },
  D1b: { entities: 'confirmed', where: '', n: 64, hhi: 229.8347, nc: [11, 17, 25], cr1: 0.048376, cr4: 0.137526, gini: 0.383304 },
  D2a: { entities: 'none', where: IN_A_SUBNET, n: 66, hhi: 291.4727, nc: [7, 13, 21], cr1: 0.0699, cr4: 0.223966, gini: 0.490663 },
  D2b: { entities: 'confirmed', where: IN_A_SUBNET, n: 61, hhi: 305.5549, nc: [7, 12, 20], cr1: 0.0699, cr4: 0.223966, gini: 0.486378 },
} as const;

type Found = Pick<ViewResult, 'entities' | 'metrics'>;

function expectValues({ entities, metrics }: Found, { n, hhi, nc, cr1, cr4, gini }: (typeof EXPECTED)[keyof typeof EXPECTED]): void {
  expect(entities).toBe(n);
  expect(metrics.hhi.stated).toBeCloseTo(hhi, 4);
  expect([metrics.nakamoto['1/3'].stated, metrics.nakamoto['1/2'].stated, metrics.nakamoto['2/3'].stated]).toEqual([...nc]);
  expect(metrics.cr1.stated).toBeCloseTo(cr1, 6);
  expect(metrics.cr4.stated).toBeCloseTo(cr4, 6);
  expect(metrics.gini.stated).toBeCloseTo(gini, 6);
}

describe.skipIf(!hasData)(hasData ? 'the node providers of DFINITY become 64 with the alias groups' : NO_DATA, () => {
  describe('through the engine', () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let dataset: Dataset;
    const by = 'node_provider_name';
    const scope = () => ({ dataset: dataset.id, by, weight: 'count' });
    const view = ({ entities, where }: (typeof EXPECTED)[keyof typeof EXPECTED]) =>
      engine.client.views.open({ dataset: dataset.id, by, weight: 'count', where, entities });

    beforeAll(async () => {
      ({ engine, close } = await openTestEngine());
      dataset = await importFile(engine, NODES, { mapping: { node_provider_name: null } });
    });
    afterAll(() => close?.());

    it('counts accounts as given while nothing is confirmed: D1a, D2a', async () => {
      expectValues(await view({ ...EXPECTED.D1a, entities: 'confirmed' } as never), EXPECTED.D1a);
      expectValues(await view(EXPECTED.D2a), EXPECTED.D2a);
    });

    it('takes the list as open links first: a list by others is weak and merges nobody under any policy', async () => {
      const text = readFileSync(GROUPS, 'utf8');
      const tried = await engine.client.entities.importPack({
        scope: scope(),
        text,
        fileName: 'provider_alias_groups.json',
        tryOnly: true,
      });
      expect([tried.applied, tried.added.length, tried.conflicts]).toEqual([false, 8, []]);
      expect(tried.absent).toContain('NP Group: 1');
      await engine.client.entities.importPack({ scope: scope(), text, fileName: 'provider_alias_groups.json' });
      for (const entities of ['confirmed', 'all-plausible'] as const)
        expect((await engine.client.views.open({ dataset: dataset.id, by, weight: 'count', entities })).entities).toBe(69);
    });

    it('gives HHI, Nakamoto coefficients, CR and Gini of D1b and D2b once the groups are confirmed', async () => {
      const text = readFileSync(GROUPS, 'utf8');
      const done = await engine.client.entities.importPack({
        scope: scope(),
        text,
        fileName: 'provider_alias_groups.json',
        confirm: true,
        why: 'list that the foundation publishes',
      });
      expect([done.applied, done.settled.length]).toEqual([true, 8]);
      const all = await view(EXPECTED.D1b);
      expectValues(all, EXPECTED.D1b);
      expect(all.stamp).toMatchObject({ entities: 'confirmed', merged: 5 });
      expectValues(await view(EXPECTED.D2b), EXPECTED.D2b);
      expectValues(await view(EXPECTED.D1a), EXPECTED.D1a);
      const { rows } = await engine.client.views.rows({ handle: all.handle, window: { start: 0, end: 100 }, search: 'NP Group' });
      expect(rows.map(({ key }) => key).sort()).toEqual(['NP Group: 1', 'NP Group: 2']);
    });

    it('filters by the account as it stood and by the name of the group', async () => {
      const groups = JSON.parse(readFileSync(GROUPS, 'utf8')) as Record<string, string[]>;
      const rows = async (where: string) => (await engine.client.views.open({ dataset: dataset.id, by, weight: 'count', where })).rows;
      const members = await Promise.all((groups['NP Group: 2'] ?? []).map((name) => rows(`node_provider_name = '${name}'`)));
      expect(await rows("node_provider_name.group = 'NP Group: 2'")).toBe(members.reduce((sum, count) => sum + count, 0));
      expect(await rows("node_provider_name = 'NP Group: 2'")).toBe(0);
    });

    it('is undone and done again like any decision', async () => {
      await engine.client.history.undo();
      expect((await view(EXPECTED.D1b)).entities).toBe(69);
      await engine.client.history.redo();
      expect((await view(EXPECTED.D1b)).entities).toBe(64);
    });
  });

  it('through the command line, with the provider mapped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chokepoint-entities-'));
    const path = join(folder, 'a.chokepoint');
    try {
      const imported = await chokepoint(
        'import',
        NODES,
        '--case',
        path,
        '--map',
        'provider=node_provider_name',
        '--as-of',
        '2025-10-31',
        '--json',
      );
      expect(imported.err).toBe('');
      const taken = await chokepoint(
        'entities',
        'import',
        GROUPS,
        '--case',
        path,
        '--by',
        'provider',
        '--confirm',
        '--why',
        'published list',
        '--json',
      );
      expect([taken.code, taken.err]).toEqual([0, '']);
      for (const expected of [EXPECTED.D1b, EXPECTED.D2b]) {
        const { out } = await chokepoint(
          'view',
          '--case',
          path,
          '--by',
          'provider',
          '--weight',
          'count',
          '--where',
          expected.where,
          '--entities',
          expected.entities,
          '--json',
        );
        expectValues(JSON.parse(out) as Found, expected);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
