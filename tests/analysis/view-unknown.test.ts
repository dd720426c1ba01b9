import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withUnknownEntities } from '../../electron/engine/analysis/view-unknown.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { UNKNOWN_POLICIES, type UnknownPolicy } from '../../shared/case/view.ts';
import { formatStamp } from '../../shared/format/index.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

// Worked example of domain.md 4: known 40, 25, 10 and unknown 25, here in two records of 15 and 10. Squares by hand.
const NETWORK = ['provider,gpu_count', 'fjord,40', 'glade,25', ',15', 'tundra,10', ',10'].join('\n');

let opened: Awaited<ReturnType<typeof openTestEngine>>;
let dataset: Dataset;
beforeAll(async () => {
  opened = await openTestEngine();
  writeFileSync(join(opened.folder, 'network.csv'), NETWORK);
  dataset = await importFile(opened.engine, join(opened.folder, 'network.csv'), { grain: 'node', name: 'Network' });
});
afterAll(() => opened.close());

const open = (unknown: UnknownPolicy, top = 20) =>
  opened.engine.client.views.open({ dataset: dataset.id, by: 'provider', weight: 'gpu_count', unknown, top });

describe('the unknown policy of a view', () => {
  it('widens the ranges by default', async () => {
    const { metrics, total } = await open('bounds');
    expect(total).toBe(100);
    expect([metrics.hhi.low, Math.round(metrics.hhi.stated ?? 0), metrics.hhi.high]).toEqual([2325, 4133, 4950]);
  });

  it('leaves unknown weight out above and below the line, and still counts it', async () => {
    const { metrics, total, unknown, top, entities } = await open('known-only');
    expect([total, entities]).toEqual([75, 3]);
    expect(unknown).toEqual({ rows: 2, value: 25, share: 0.25 });
    expect(top[0]).toMatchObject({ key: 'fjord', value: 40, share: 40 / 75 });
    for (const end of ['low', 'stated', 'high'] as const) expect(metrics.hhi[end]).toBeCloseTo((10_000 * 2325) / 75 ** 2, 9);
    expect(metrics.gini.low).toBe(metrics.gini.stated);
  });

  it('never calls the one provider that is named the only one while records are of nobody, be they counted or left out', async () => {
    // 10 of 11 GPUs, 90.9 %, are of nobody; where they are left out, A still is not the only provider
    writeFileSync(join(opened.folder, 'one.csv'), 'provider,gpu_count\nA,1\n,10\n');
    const one = await importFile(opened.engine, join(opened.folder, 'one.csv'), { grain: 'node', name: 'One' });
    const finding = async (ask: { unknown?: UnknownPolicy; where?: string }) =>
      (await opened.engine.client.views.open({ dataset: one.id, by: 'provider', weight: 'gpu_count', ...ask })).finding;
    const known = 'A is the only known provider in this view and holds all of the known GPUs';
    expect([await finding({ unknown: 'bounds' }), await finding({ unknown: 'known-only' })]).toEqual([known, known]);
    expect(await finding({ unknown: 'one-entity' })).toBe('Unknown alone holds more than two thirds of the GPUs');
    expect(await finding({ where: "provider = 'A'" })).toBe('A is the only provider in this view and holds all of the GPUs');
  });

  it('draws no conclusion that the unknown could turn: fjord has 40 of 75 known, and 40 to 65 of all 100', async () => {
    expect((await open('known-only')).finding).toBe('fjord alone holds more than half of the known GPUs');
    expect((await open('bounds')).finding).toBe('fjord alone holds more than a third of the known GPUs');
    // 30 of 90 are no more than a third, 55 are more than half: one provider where fjord holds the unknown, two where it is dispersed
    writeFileSync(join(opened.folder, 'open.csv'), 'provider,gpu_count\nfjord,30\nglade,25\ntundra,10\n,25\n');
    const { id } = await importFile(opened.engine, join(opened.folder, 'open.csv'), { grain: 'node', name: 'Open' });
    const { finding } = await opened.engine.client.views.open({ dataset: id, by: 'provider', weight: 'gpu_count' });
    expect(finding).toBe('1 to 2 of 3 providers hold more than half of the GPUs, depending on who holds the unknown');
  });

  it('makes each unknown record an entity of its own, named by its record', async () => {
    const { metrics, total, top, unknown, entities } = await open('own-entity');
    expect([total, entities]).toEqual([100, 5]);
    expect(unknown).toEqual({ rows: 2, value: 25, share: 0.25 });
    expect(top.map(({ key, value }) => [key, value])).toEqual([
      ['fjord', 40],
      ['glade', 25],
      ['Unknown (record 3)', 15],
      ['Unknown (record 5)', 10],
      ['tundra', 10],
    ]);
    expect(metrics.hhi).toEqual({ low: 2650, stated: 2650, high: 2650 });
  });

  it('makes all unknown records one entity', async () => {
    const { metrics, top, entities } = await open('one-entity');
    expect(entities).toBe(4);
    expect(top.map(({ key }) => key)).toEqual(['fjord', 'Unknown', 'glade', 'tundra']);
    expect(metrics.hhi).toEqual({ low: 2950, stated: 2950, high: 2950 });
  });

  it('leads from an unknown entity to its records', async () => {
    const spec = { dataset: dataset.id, by: 'provider', weight: 'gpu_count' };
    const rowsOf = async (unknown: UnknownPolicy, key: string) =>
      (await opened.engine.client.lineage.rows({ spec: { ...spec, unknown }, key, window: { start: 0, end: 9 } })).rows.map(
        ({ record }) => record,
      );
    expect(await rowsOf('own-entity', 'Unknown (record 5)')).toEqual([5]);
    expect(await rowsOf('one-entity', 'Unknown')).toEqual([3, 5]);
  });

  it('is named in the stamp and its words, and windows follow it', async () => {
    const words = {
      bounds: 'unknown as bounds',
      'known-only': 'unknown left out',
      'own-entity': 'its own entity',
      'one-entity': 'as one entity',
    };
    for (const policy of UNKNOWN_POLICIES) {
      const { stamp, handle, entities } = await open(policy);
      expect(stamp.unknownPolicy).toBe(policy);
      expect(formatStamp(stamp)).toContain(words[policy]);
      const { total } = await opened.engine.client.views.rows({ handle, window: { start: 0, end: 9 } });
      expect(total).toBe(entities);
    }
  });
});

describe('the number of groups that a view lists', () => {
  it('counts the others and the unknown', async () => {
    const { top, other, unknown } = await open('bounds', 1);
    expect(top.map(({ key }) => key)).toEqual(['fjord']);
    expect(other).toEqual({ groups: 2, value: 35, share: 0.35 });
    expect(unknown.value).toBe(25);
  });
});

describe('names of unknown entities', () => {
  it('are never those of values', () => {
    const dictionary = ['Unknown', 'Unknown (no value)', 'Unknown (record 4)', 'Unknown (record 4, no value)'];
    const dimension = { type: 'text' as const, name: 'provider', codes: Int32Array.of(0, 1, 2, -1, 3), dictionary };
    const made = (policy: 'one-entity' | 'own-entity') => {
      const named = withUnknownEntities(dimension, null, policy, (row) => row + 1);
      return named.type === 'text' ? named.dictionary.slice(dictionary.length) : null;
    };
    expect(made('one-entity')).toEqual(['Unknown (no value 2)']);
    expect(made('own-entity')).toEqual(['Unknown (record 4, no value 2)']);
  });
});
