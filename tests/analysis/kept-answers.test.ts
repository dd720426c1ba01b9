import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Answers } from '../../electron/engine/analysis/answers.ts';
import { createEngine, type Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { textColumnOf } from '../../shared/columns/derive.ts';
import { importFile, resultOf } from '../acceptance/support.ts';

const HEADER = 'provider,gpu_count,payout_address';

describe('answers that a lane keeps', () => {
  it('are made once for a key, and the one that was used longest ago is let go', () => {
    const answers = new Answers();
    const kind = { most: 2 };
    const made: string[] = [];
    const ask = (key: string) => answers.keep<string>(kind, [key], () => made[made.push(key) - 1] as string);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(ask(key)).toBe(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    expect(answers.keep<string>({ most: 2 }, ['a'], () => 'of another kind')).toBe('of another kind');
  });

  it('are never an answer for a code without a text', () => {
    expect(() => textColumnOf('group', Int32Array.of(0, 2), ['a', 'b'])).toThrow(RangeError);
  });
});

describe('answers of the reader lane', () => {
  let folder: string;
  let engine: Engine;
  const engineHere = () =>
    createEngine({ caseDirectory: folder, host: 'test', actor: 'tester', now: () => '2026-11-20T12:00:00.000Z', log: console.error });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chokepoint-kept-'));
    engine = engineHere();
  });
  afterEach(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A new case with one dataset, which is D1 in each. */
  async function newCase(fileName: string, ...rows: string[]): Promise<Dataset> {
    await engine.client.cases.create({ title: 'Case', fileName: `${fileName}.chokepoint` });
    writeFileSync(join(folder, 'network.csv'), `${[HEADER, ...rows].join('\n')}\n`);
    return importFile(engine, join(folder, 'network.csv'), { grain: 'provider', name: 'Network' });
  }
  const fileNamed = async (name: string): Promise<{ ref: string }> => {
    const found = (await engine.client.cases.list()).find(({ fileName }) => fileName.startsWith(name));
    if (!found) throw new Error(`no case ${name}`);
    return { ref: found.ref };
  };
  const spec = { dataset: 'D1', by: 'provider', weight: 'gpu_count' };
  const view = async () => {
    const { total, top } = await engine.client.views.open({ ...spec, entities: 'confirmed' });
    return { total, top: top.map(({ key, value }) => [key, value]) };
  };
  const link = (from: string, to: string, value: string) => ({
    kind: 'same-owner' as const,
    from,
    to,
    evidence: [{ type: 'filing' as const, value, source: null, dateSeen: null }],
  });

  it('on quality are those of the case that is open, though each has a D1', async () => {
    await newCase('clean', 'fjord,8,0xa', 'glade,16,0xb');
    await newCase('broken', 'fjord,8,0xa', 'glade,-16,0xb', ',,');
    const checksOf = async (name: string) => {
      await engine.client.cases.close();
      await engine.client.cases.open(await fileNamed(name));
      return resultOf(await engine.client.quality.checks({ dataset: 'D1' }));
    };
    const [clean, broken, again] = [await checksOf('clean'), await checksOf('broken'), await checksOf('clean')];
    expect(broken).not.toEqual(clean);
    expect(again).toEqual(clean);
  });

  it('on entities follow links that another engine decided while the case was closed here', async () => {
    await newCase('links', 'fjord,8,0xa', 'glade,16,0xb', 'tundra,4,0xc');
    const { ref } = await fileNamed('links');
    const reopen = async () => {
      await engine.client.cases.close();
      await engine.client.cases.open({ ref });
    };
    await reopen();
    expect((await view()).top).toHaveLength(3);
    await engine.client.cases.close();
    const other = engineHere();
    await other.client.cases.open({ ref });
    await other.client.entities.link({ scope: spec, link: link('fjord', 'glade', 'register 7'), acknowledged: ['large-share'] });
    await other.close();
    await engine.client.cases.open({ ref });
    expect((await view()).top).toEqual([
      ['glade', 24],
      ['tundra', 4],
    ]);
    expect((await engine.client.entities.links({ window: { start: 0, end: 10 } })).total).toBe(1);
  });

  it('on views are not those of a deleted case whose file name was taken again', async () => {
    await newCase('again', 'fjord,8,0xa', 'glade,16,0xb');
    expect(await view()).toMatchObject({ total: 24 });
    await engine.client.cases.close();
    rmSync(join(folder, 'again.chokepoint'));
    await newCase('again', 'fjord,80,0xa', 'glade,16,0xb');
    expect(await view()).toMatchObject({ total: 96 });
  });

  it('give a record that was taken in again to nobody else, under links that were confirmed before', async () => {
    const { rejected } = await newCase('readmit', 'fjord,8,0xa', 'glade,16,0xb', 'tundra,4.5,0xc');
    expect(rejected).toBe(1);
    await engine.client.entities.link({ scope: spec, link: link('fjord', 'glade', 'register 7'), acknowledged: ['large-share'] });
    expect((await view()).top).toEqual([['glade', 24]]);
    const cells = { provider: 'tundra', gpu_count: '4', payout_address: '0xc' };
    await engine.client.sources.readmit({ dataset: 'D1', number: 0, cells, reason: 'the network said 4' });
    expect((await view()).top).toEqual([
      ['glade', 24],
      ['tundra', 4],
    ]);
    await engine.client.history.undo();
    expect((await view()).top).toEqual([['glade', 24]]);
  });

  it('on accounts carry the date of the dataset as it is now', async () => {
    await newCase('dated', 'fjord,8,0xa', 'glade,16,0xa');
    const seen = async () => {
      const { rows } = await resultOf(await engine.client.entities.proposals({ scope: spec, least: 0 }));
      return rows[0]?.links[0]?.evidence[0]?.dateSeen;
    };
    const before = await seen();
    const [{ name, base }] = (await engine.client.datasets.list()) as [Dataset];
    await engine.client.datasets.describe({ dataset: 'D1', name, base, asOf: '2026-03-31' });
    expect([before, await seen()]).toEqual([null, '2026-03-31']);
  });
});
