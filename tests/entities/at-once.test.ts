import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import { importFile, openTestEngine } from '../acceptance/support.ts';

describe('decisions about entities that are taken at once', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-at-once-'));
  const scope = { dataset: 'D1', by: 'provider', weight: 'gpu_count' };
  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
    const file = join(folder, 'network.csv');
    writeFileSync(file, 'provider,gpu_count\na,10\nb,10\nc,10\nd,10\ne,60\n');
    await importFile(engine, file, { grain: 'provider' });
  });
  afterAll(async () => {
    await close?.();
    rmSync(folder, { recursive: true, force: true });
  });

  const link = (from: string, to: string, value: string, state: 'confirmed' | 'proposed' = 'confirmed') =>
    engine.client.entities.link({
      scope,
      link: { kind: 'same-owner', from, to, evidence: [{ type: 'filing', value, source: null, dateSeen: null }] },
      state,
      why: 'register',
    });
  const links = async () => (await engine.client.entities.links({ window: { start: 0, end: 100 } })).rows.map((row) => row.link);

  it('keep the evidence of each', async () => {
    const values = ['register 1', 'register 2', 'register 3', 'register 4'];
    await Promise.all(values.map((value) => link('a', 'b', value)));
    const [made] = await links();
    expect(made?.evidence.map(({ value }) => value).sort()).toEqual(values);
  });

  it('never hold a rejected pair together: the later of two that contradict each other is refused', async () => {
    await link('a', 'c', 'register 5', 'proposed');
    const apart = (await links()).filter(({ from, to }) => from === 'a' && to === 'c');
    const reject = engine.client.entities.reject({ scope, links: apart, why: 'two firms in the register' });
    const done = await Promise.allSettled([link('b', 'c', 'register 6'), reject]);
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = done.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason.data.code).toBe('merge-refused');
    const states = (await links()).map(({ id, state }) => [id, state]);
    expect([1, 2]).toContain(states.filter(([, state]) => state === 'confirmed').length);
    expect(states).not.toEqual(
      expect.arrayContaining([
        ['same-owner["b","c"]', 'confirmed'],
        ['same-owner["a","c"]', 'rejected'],
      ]),
    );
  });
});
