import { describe, expect, it } from 'vitest';
import { type RungCount, rungsOfDataset, rungTexts, rungWords, supplyLadder } from '../../shared/quality/ladder.ts';
import { inputOf } from './support.ts';

const count = (rung: RungCount['rung'], gpus: bigint, asOf = '2026-11-20'): RungCount => ({
  rung,
  gpus,
  asOf,
  source: 'test',
  method: 'stated',
});

describe('the supply-base ladder', () => {
  it('counts narrower rungs from status, verification and free GPUs, and copies none', () => {
    const registered = inputOf(
      { gpu_count: [8, 4, 2, null], status: ['online', 'offline', 'online', 'online'], verified: ['true', 'true', 'false', null] },
      { base: 'registered' },
    );
    expect(rungsOfDataset(registered).map(({ rung, gpus }) => [rung, gpus])).toEqual([
      ['registered', 14n],
      ['online', 10n],
      ['verified', 12n],
      ['online+verified', 8n],
    ]);
    const rentable = inputOf({ gpu_count: [8, 4, 2], gpu_free: [3, null, 2] }, { base: 'rentable' });
    expect(rungsOfDataset(rentable).map(({ rung, gpus }) => [rung, gpus])).toEqual([
      ['rentable', 14n],
      ['leased', 5n],
    ]);
    expect(rungsOfDataset(inputOf({ gpu_count: [8] }, { base: null }))).toEqual([]);
    // domain.md 1.2: what is leased is online too; without such a word leases are not disclosed
    const status = inputOf({ gpu_count: [8, 4, 2], status: ['online', 'Leased', 'offline'] }, { base: 'registered' });
    expect(rungsOfDataset(status).map(({ rung, gpus }) => [rung, gpus])).toEqual([
      ['registered', 14n],
      ['online', 12n],
      ['leased', 4n],
    ]);
    // a record that does not count is on no rung, and in no number of records
    const without = rungsOfDataset(status, (row) => row !== 1);
    expect(without.map(({ rung, gpus, method }) => [rung, gpus, method])).toEqual([
      ['registered', 10n, 'all 2 records'],
      ['online', 8n, 'records whose status means online or leased'],
    ]);
  });

  it('counts leases only where the base holds them all: a leased GPU need not be verified', () => {
    // domain.md 1.2: claimed >= registered >= online >= rentable >= leased; verified holds none of them
    const columns = { gpu_count: [10, 20, 30], status: ['leased', 'online', 'offline'] };
    const leased = (base: RungCount['rung']) =>
      rungsOfDataset(inputOf(columns, { base })).flatMap(({ rung, gpus }) => (rung === 'leased' && rung !== base ? [gpus] : []));
    const bases: RungCount['rung'][] = ['claimed', 'registered', 'online', 'verified', 'online+verified', 'rentable', 'leased'];
    expect(bases.filter((base) => leased(base).length > 0)).toEqual(['claimed', 'registered', 'online', 'rentable']);
    expect(leased('online')).toEqual([10n]);
  });

  it('shows what each rung leaves out, and leaves undisclosed rungs empty', () => {
    // experience.md 2.7: 9,800 > 6,950 > 5,020 > 4,200 > 2,310
    const { rungs, findings } = supplyLadder([
      count('claimed', 9800n),
      count('registered', 6950n),
      count('online', 5020n),
      count('online+verified', 4200n),
      count('leased', 2310n),
    ]);
    expect(
      rungs.map(({ rung, counts, drop }) => [rung, counts[0]?.gpus ?? null, drop === null ? null : Math.round(drop * 1000) / 10]),
    ).toEqual([
      ['claimed', 9800n, null],
      ['registered', 6950n, 29.1],
      ['online', 5020n, 27.8],
      ['verified', null, null],
      ['online+verified', 4200n, 16.3],
      ['rentable', null, null],
      // of the 5,020 online ones: what is leased need not be verified
      ['leased', 2310n, 54],
    ]);
    expect(rungs.map(({ wider }) => wider)).toEqual([null, 'claimed', 'registered', 'registered', 'online', 'online', 'online']);
    expect(findings).toEqual([]);
  });

  it('compares a rung only with one that must hold it', () => {
    const { rungs } = supplyLadder([count('registered', 200n), count('online', 100n), count('verified', 60n), count('rentable', 50n)]);
    const dropOf = (wanted: string) => rungs.find(({ rung }) => rung === wanted);
    expect(dropOf('verified')).toMatchObject({ wider: 'registered', drop: 0.7 });
    expect(dropOf('rentable')).toMatchObject({ wider: 'online', drop: 0.5 });
  });

  it('says when records have no whole count', () => {
    const [own] = rungsOfDataset(inputOf({ gpu_count: [50, null] }));
    expect(own).toMatchObject({ gpus: 50n, method: '1 of 2 records, the others have no whole count' });
  });

  it('adds up the ends where records state bounds', () => {
    // by hand: 50 + (8 to 16) + (100 or more) = 158 or more; without the open one 58 to 66
    const columns = { gpu_count: [50, null, null], verified: ['true', 'true', 'false'] };
    const bounds = { gpu_count: { low: [50, 8, 100], high: [50, 16, null] } };
    const found = rungsOfDataset(inputOf(columns, { base: 'registered', bounds }));
    expect(found.map(({ rung, gpus, range, method }) => [rung, gpus, range, method])).toEqual([
      ['registered', 50n, { low: 158n, high: null }, '1 of 3 records, 2 state bounds'],
      ['verified', 50n, { low: 58n, high: 66n }, 'records marked as verified'],
    ]);
    expect(found.map((rung) => rungWords(rungTexts(rung)))).toEqual(['158 or more', '58 to 66']);
    // 4 of 10 free, and 8 to 16 of which 0 to 2 are free: leased 6, and 6 to 16
    const free = { gpu_count: { low: [10, 8], high: [10, 16] }, gpu_free: { low: [4, 0], high: [4, 2] } };
    const rentable = inputOf({ gpu_count: [10, null], gpu_free: [4, null] }, { base: 'rentable', bounds: free });
    expect(rungsOfDataset(rentable)[1]).toMatchObject({ rung: 'leased', gpus: 6n, range: { low: 12n, high: 22n } });
  });

  it('calls an order broken only where the ends cannot agree, and tells no drop of a range', () => {
    const wide = { ...count('registered', 10n), range: { low: 20n, high: 30n } };
    expect(supplyLadder([wide, count('online', 30n)]).findings).toEqual([]);
    expect(supplyLadder([wide, count('online', 25n)]).rungs.find(({ rung }) => rung === 'online')?.drop).toBeNull();
    expect(supplyLadder([wide, count('online', 31n)]).findings[0]?.message).toContain('(20 to 30, test)');
  });

  it('says where a rung holds more than the one that must hold it', () => {
    const { findings } = supplyLadder([count('registered', 100n), count('online', 120n), count('verified', 101n)]);
    expect(findings.map(({ rungs }) => rungs)).toEqual([
      ['registered', 'online'],
      ['registered', 'verified'],
    ]);
  });

  it('takes the newest count of a rung', () => {
    const { rungs } = supplyLadder([count('online', 5n, '2026-01-01'), count('online', 7n, '2026-11-20')]);
    expect(rungs.find(({ rung }) => rung === 'online')?.counts.map(({ gpus }) => gpus)).toEqual([7n, 5n]);
  });
});
