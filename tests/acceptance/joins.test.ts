import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/index.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { DATA, hasData, importFile, openTestEngine, view } from './support.ts';

/** Two validator lists of Solana. Counts: README of the data, "Two snapshots"; sums: Python integers over both files by VotePubkey. */
describe.skipIf(!hasData)('the stake of a later validator list joined to an earlier one', () => {
  let engine: Engine;
  let close: () => Promise<void>;
  let before: Dataset;
  let after: Dataset;

  beforeAll(async () => {
    ({ engine, close } = await openTestEngine());
    const load = async (date: string) => {
      const dataset = await importFile(engine, join(DATA, `validators-solana/solana_validators_${date}.csv`), { name: date });
      return engine.client.datasets.describe({ dataset: dataset.id, asOf: date });
    };
    before = await load('2026-03-01');
    after = await load('2026-08-01');
  });
  afterAll(() => close());

  it('proposes the vote account first: 653 in both, 115 gone, 39 new', async () => {
    const { keys, takes } = await engine.client.joins.propose({ dataset: before.id, with: after.id });
    expect(keys[0]).toEqual({
      column: 'VotePubkey',
      matches: 'VotePubkey',
      both: 653,
      onlyHere: 115,
      onlyThere: 39,
      rows: 653,
      most: 1,
    });
    expect(takes[0]).toMatchObject({ column: 'stake', field: 'stake' });
  });

  it('adds lamports exactly and leaves validators that are gone unknown', async () => {
    const on = [{ column: 'VotePubkey', matches: 'VotePubkey' }];
    const { name, outcome } = await engine.client.joins.add({ dataset: before.id, with: after.id, on, take: 'ActivatedStake', how: 'sum' });
    expect(name).toBe('stake_d2');
    expect(outcome).toMatchObject({
      rows: 768,
      matched: 653,
      unmatched: { noKey: 0, absent: 115, noValue: 0, conflict: 0 },
      ids: { both: 653, onlyHere: 115, onlyThere: 39 },
      weight: 'stake',
      asOf: '2026-08-01',
      spreadHours: 153 * 24,
    });
    const [listed] = await engine.client.datasets.list();
    const column = listed?.columns.find((candidate) => candidate.name === name);
    expect(column).toMatchObject({ filled: 653, sum: '421881853373159756', type: 'exact', field: null });
  });

  it('is a weight whose metrics hold for every stake of the 115', async () => {
    const result = await view(engine, before, 'Country', 'stake_d2');
    expect(result).toMatchObject({ rows: 768, total: '421881853373159756', weightMissing: 0, weightBounds: { rows: 115, high: null } });
    expect(result.top[0]).toMatchObject({ key: 'DE', value: '120471263245228584' });
    expect(result.metrics.hhi.stated).toBeCloseTo(1901.424984, 5);
    // least HHI: the 15 countries with such validators raised to one level, in Python fractions
    expect(result.metrics.hhi.low).toBeCloseTo(645.662014, 5);
    expect(result.metrics.hhi.high).toBeNull();
    expect(result.stamp.joined).toEqual([
      { column: 'stake_d2', made: 'sum of stake', dataset: '2026-08-01', asOf: '2026-08-01', spreadHours: 3672, unmatched: 115 },
    ]);
  });
});
