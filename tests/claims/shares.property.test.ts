import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeView } from '../../electron/engine/analysis/view.ts';
import type { Dataset } from '../../shared/case/dataset.ts';
import { type ViewResult, wholeSpec } from '../../shared/case/view.ts';
import { largestShares, shareOf, shareOfKey } from '../../shared/claims/shares.ts';
import type { ColumnTable, NumberColumn } from '../../shared/columns/table.ts';

// Law (domain 4): whatever weight each record has inside its bounds, and whoever holds what is of unknown entity, the share lies between the ends.
const KEYS = ['a', 'b', 'c', 'd'] as const;
/** GPUs of a machine; `high` = `null`: "at least". */
type Machine = { key: number; low: number; high: number | null };
const machineOf = (most: number, wide: number) =>
  fc
    .record({
      key: fc.integer({ min: -1, max: 3 }),
      low: fc.nat(most),
      more: fc.nat(wide),
      kind: fc.constantFrom('exact', 'range', 'range', 'least'),
    })
    .map(({ key, low, more, kind }): Machine => ({ key, low, high: { exact: low, range: low + more, least: null }[kind] }));
const machine = machineOf(20, 20);
/** Stands for what has no upper end: shares come as near to their end as this is large. */
const ENDLESS = 1e9;

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
        machines.map(({ high }) => high ?? Number.NaN),
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
    const weight = low + (high === null ? choose() ** 2 : choose() % (high - low + 1));
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
          const largest = [1, 2, 5].map((k) => ({ k, ...largestShares(result, k).bound }));
          const listed = new Set(groups.map(({ key }) => key));
          for (let round = 0; round < 20; round++) {
            const held = allocated(machines, () => stream.next().value as number);
            const total = held.reduce((sum, value) => sum + value, 0);
            if (total === 0) continue;
            const own = KEYS.reduce((sum, key, index) => sum + (listed.has(key) ? (held[index] as number) : 0), 0) / total;
            expect(own).toBeGreaterThanOrEqual((share.low ?? 0) - 1e-12);
            if (listed.size > 0) expect(own).toBeLessThanOrEqual((share.high ?? 1) + 1e-12);
            const ranked = [...held].sort((a, b) => b - a);
            largest.forEach((bound) => {
              const cr = ranked.slice(0, bound.k).reduce((sum, value) => sum + value, 0) / total;
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

  it('are as narrow as the records allow: each end of any set of groups is reached, or come near to where a weight has no end', () => {
    fc.assert(
      fc.property(
        fc.array(machineOf(6, 4), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 15 }),
        fc.boolean(),
        (machines, mask, open) => {
          const result = viewOf(machines);
          const groups = result.top.filter(({ key }) => mask & (1 << KEYS.indexOf(key as (typeof KEYS)[number])));
          const own = new Set(groups.map(({ key }) => KEYS.indexOf(key as (typeof KEYS)[number])));
          // a share moves one way with each weight, so its ends are at ends of the weights
          let found: [number, number][] = [[0, 0]];
          for (const { key, low, high } of machines)
            found = found.flatMap(([mine, all]) =>
              [low, high ?? ENDLESS].flatMap((weight) =>
                (key >= 0 ? [own.has(key)] : open ? [true, false] : [false]).map((is): [number, number] => [
                  mine + (is ? weight : 0),
                  all + weight,
                ]),
              ),
            );
          const shares = found.filter(([, all]) => all > 0).map(([mine, all]) => mine / all);
          const { low, high } = shareOf(result, groups, open);
          if (shares.length === 0) expect([low, high]).toEqual([null, null]);
          else {
            expect(low).toBeCloseTo(Math.min(...shares), 6);
            expect(high).toBeCloseTo(Math.max(...shares), 6);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('of the k largest are as narrow as the records allow', () => {
    fc.assert(
      fc.property(fc.array(machineOf(3, 2), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 5 }), (machines, k) => {
        const result = viewOf(machines);
        // every whole weight (an end of the smallest share lies where parties are equal), unknown weight on one party, on a new one, or on countless
        let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        const held = new Array<number>(KEYS.length + 1).fill(0);
        const place = (at: number, dispersed: number, one: number) => {
          if (at === machines.length) {
            const total = held.reduce((sum, value) => sum + value, dispersed);
            if (total === 0) return;
            const cr =
              [...held]
                .sort((a, b) => b - a)
                .slice(0, k)
                .reduce((sum, value) => sum + value, 0) / total;
            [least, most] = [Math.min(least, cr), Math.max(most, cr)];
            return;
          }
          const { key, low, high } = machines[at] as Machine;
          const last = high ?? 15;
          const weights = Array.from({ length: last - low + 1 }, (_, more) => low + more);
          for (const weight of high === null ? [...weights, ENDLESS] : weights) {
            if (key < 0) place(at + 1, dispersed + weight, one);
            const holder = key < 0 ? one : key;
            held[holder] = (held[holder] as number) + weight;
            place(at + 1, dispersed, one);
            held[holder] = (held[holder] as number) - weight;
          }
        };
        const holders = machines.some(({ key }) => key < 0) ? held.map((_, holder) => holder) : [0];
        for (const one of holders) place(0, 0, one);
        const { bound, outer } = largestShares(result, k);
        expect(outer).toBe(false);
        if (most < 0) expect([bound.low, bound.high]).toEqual([null, null]);
        else {
          expect(bound.low).toBeCloseTo(least, 6);
          expect(bound.high).toBeCloseTo(most, 6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keep both ends where one of the listed groups has no upper end', () => {
    // by hand: a 8, b at least 1, c 4, nobody else
    const machines: Machine[] = [
      { key: 0, low: 8, high: 8 },
      { key: 1, low: 1, high: null },
      { key: 2, low: 4, high: 4 },
    ];
    const result = viewOf(machines);
    // all of them hold all; the two largest are a and b at the least with b at 4: 12 of 16
    expect(largestShares(result, 5)).toEqual({ bound: { low: 1, stated: 1, high: 1 }, outer: false });
    expect(largestShares(result, 2).bound).toEqual({ low: 12 / 16, stated: 1, high: 1 });
    expect(shareOf(result, result.top, false)).toMatchObject({ low: 1, high: 1 });
    // a and c stand beside what has no end, b beside 12
    const group = (wanted: string) => result.top.filter(({ key }) => wanted.includes(key));
    expect(shareOf(result, group('ac'))).toMatchObject({ low: 0, high: 12 / 13 });
    expect(shareOf(result, group('b'))).toMatchObject({ low: 1 / 13, high: 1 });
    expect(shareOf(result, group('ab'))).toMatchObject({ low: 9 / 13, high: 1 });
    // and the same where b is not listed, but counts among the others
    const first = viewOf(machines, 2);
    expect(first.other.ends).toEqual({ low: 1, high: null });
    expect(shareOf(first, first.top)).toMatchObject({ low: 0, high: 12 / 13 });
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
