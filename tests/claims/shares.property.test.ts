import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeView } from '../../electron/engine/analysis/view.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { type ViewResult, wholeSpec } from '../../shared/case/view.ts';
import { largestShares, shareOf, shareOfKey } from '../../shared/claims/shares.ts';
import type { ColumnTable, NumberColumn } from '../../shared/columns/table.ts';

// Law (domain 4): whatever weight each record has inside its bounds, and whoever holds what is of unknown entity, the share lies between the ends.
const KEYS = ['a', 'b', 'c', 'd'] as const;
type Machine = { key: number; low: number; high: number };
const machine = fc
  .record({ key: fc.integer({ min: -1, max: 3 }), low: fc.nat(20), more: fc.nat(20), open: fc.boolean() })
  .map(({ key, low, more, open }): Machine => ({ key, low, high: open ? low + more : low }));

const numbers = (name: string, values: number[]): NumberColumn => ({ type: 'number', name, values: Float64Array.from(values), scale: 0 });

function viewOf(machines: readonly Machine[], top = 20) {
  const column = (name: string, field: string, type: string) => ({ name, header: name, field, type, distinct: 4, missing: 0 });
  const dataset = {
    id: 'd',
    name: 'd',
    grain: 'node',
    base: null,
    asOf: null,
    columns: [column('provider', 'provider', 'text'), column('gpus', 'gpu_count', 'number')],
  } as unknown as Dataset;
  const gpus: NumberColumn = {
    ...numbers(
      'gpus',
      machines.map(({ low, high }) => (low === high ? low : Number.NaN)),
    ),
    bounds: {
      low: numbers(
        'gpus',
        machines.map(({ low }) => low),
      ),
      high: numbers(
        'gpus',
        machines.map(({ high }) => high),
      ),
    },
  };
  const provider = { type: 'text', name: 'provider', codes: Int32Array.from(machines, ({ key }) => key), dictionary: KEYS } as const;
  const table: ColumnTable = { rows: machines.length, columns: new Map([provider, gpus].map((each) => [each.name, each])) };
  const spec = wholeSpec({ dataset: 'd', by: 'provider', weight: 'gpus', where: '', entities: 'none', top });
  return computeView(table, dataset, spec, { column: null, entities: 'none', merged: 0 }, (row) => row).result as ViewResult;
}

/** What each party holds when every record has some weight inside its bounds and everything of unknown entity goes to somebody, or to a new one. */
function allocated(machines: readonly Machine[], choose: () => number): number[] {
  const held = new Array<number>(KEYS.length + 3).fill(0);
  for (const { key, low, high } of machines) {
    const weight = low + (choose() % (high - low + 1));
    const holder = key >= 0 ? key : choose() % held.length;
    held[holder] = (held[holder] as number) + weight;
  }
  return held;
}

describe('shares of a view whose records state bounds, also those of unknown entity', () => {
  it('contain every allocation of any set of groups, and of the k largest', () => {
    fc.assert(
      fc.property(
        fc.array(machine, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 15 }),
        fc.infiniteStream(fc.nat(1000)),
        (machines, mask, stream) => {
          const result = viewOf(machines);
          const wanted = KEYS.filter((_, index) => (mask & (1 << index)) !== 0);
          const groups = result.top.filter(({ key }) => wanted.includes(key as (typeof KEYS)[number]));
          const share = shareOf(result, groups);
          const largest = [1, 2].map((k) => largestShares(result, k));
          const listed = new Set(groups.map(({ key }) => key));
          for (let round = 0; round < 20; round++) {
            const held = allocated(machines, () => stream.next().value as number);
            const total = held.reduce((sum, value) => sum + value, 0);
            if (total === 0) continue;
            const own = KEYS.reduce((sum, key, index) => sum + (listed.has(key) ? (held[index] as number) : 0), 0) / total;
            expect(own).toBeGreaterThanOrEqual((share.low ?? 0) - 1e-12);
            if (listed.size > 0) expect(own).toBeLessThanOrEqual((share.high ?? 1) + 1e-12);
            const ranked = [...held].sort((a, b) => b - a);
            largest.forEach((bound, index) => {
              const cr = ranked.slice(0, index + 1).reduce((sum, value) => sum + value, 0) / total;
              expect(cr).toBeGreaterThanOrEqual((bound.low ?? 0) - 1e-12);
              expect(cr).toBeLessThanOrEqual((bound.high ?? 1) + 1e-12);
            });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are reached: the most of the groups with all unknown weight at its most, against the others at their least', () => {
    // by hand: a holds 10; somebody unknown 5 to 15; b 4 to 6
    const result = viewOf([
      { key: 0, low: 10, high: 10 },
      { key: -1, low: 5, high: 15 },
      { key: 1, low: 4, high: 6 },
    ]);
    const a = result.top.filter(({ key }) => key === 'a');
    expect(result.unknown.ends).toEqual({ low: 5, high: 15 });
    expect(shareOf(result, a)).toMatchObject({ low: 10 / 31, high: 25 / 29 });
    expect(shareOf(result, a, false)).toMatchObject({ low: 10 / 31, high: 10 / 19 });
  });

  it('contain every allocation of each one key, also of a key that the view counts but does not list', () => {
    fc.assert(
      fc.property(
        fc.array(machine, { minLength: 1, maxLength: 7 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat(1000)),
        (drawn, exact, top, stream) => {
          const machines = exact ? drawn.map((each) => ({ ...each, high: each.low })) : drawn;
          const result = viewOf(machines, top);
          const shares = KEYS.map((key) => shareOfKey(result, key));
          const known = KEYS.map((_, index) => machines.reduce((sum, { key, low }) => sum + (key === index ? low : 0), 0));
          for (let round = 0; round < 20; round++) {
            const held = allocated(machines, () => stream.next().value as number);
            const total = held.reduce((sum, value) => sum + value, 0);
            if (total === 0) continue;
            shares.forEach(({ low, stated, high }, index) => {
              const own = (held[index] as number) / total;
              expect(own).toBeGreaterThanOrEqual((low ?? 0) - 1e-12);
              expect(own).toBeLessThanOrEqual((high ?? 1) + 1e-12);
              // what is known of a key that is not listed is not told by the view: it is never said to be nothing
              const all = known.reduce((sum, value) => sum + value, 0);
              if (!result.weightBounds && stated !== null) expect(stated).toBeCloseTo((known[index] as number) / all, 12);
            });
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('are at most what the smallest listed group holds, and what is unknown, for a key that is not listed', () => {
    // by hand: a 10, b 6, c 5 and 4 unknown of 25; two are listed, so c and d hold 0 to 5 between them, and perhaps the 4
    const result = viewOf([10, 6, 5].map((low, key) => ({ key, low, high: low })).concat({ key: -1, low: 4, high: 4 }), 2);
    expect(shareOfKey(result, 'a')).toEqual({ low: 10 / 25, stated: 10 / 21, high: 14 / 25 });
    expect(shareOfKey(result, 'c')).toEqual({ low: 0, stated: null, high: 9 / 25 });
    // by hand: 3 of the 4 unknown name two values that are not c
    const partial = [{ key: 'a or b', value: 3, rows: 1, among: 2, fits: ['a', 'b'] }];
    expect(shareOfKey({ ...result, partial }, 'c').high).toBe(6 / 25);
  });
});
