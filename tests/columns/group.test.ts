import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorValueOf } from '../../shared/case/error.ts';
import { groupBy } from '../../shared/columns/group.ts';
import type { Column } from '../../shared/columns/table.ts';

const dimension = (codes: number[], groups: number): Column => ({
  type: 'text',
  name: 'owner',
  codes: Int32Array.from(codes),
  dictionary: Array.from({ length: groups }, (_, group) => `g${group}`),
});

describe('grouping', () => {
  it('sums exactly where doubles would round: two stakes near 2^53', () => {
    const weight: Column = { type: 'number', name: 'stake', scale: 0, values: Float64Array.of(2 ** 53, 1, 2 ** 53, 2 ** 53 - 1) };
    const grouping = groupBy(dimension([0, 0, 1, 0], 2), weight, null);
    expect(grouping.units).toEqual([2n ** 53n + 1n + 2n ** 53n - 1n, 2n ** 53n]);
  });

  it('agrees with BigInt sums row by row on random tables', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ code: fc.integer({ min: -1, max: 4 }), value: fc.option(fc.maxSafeNat(), { nil: null }), selected: fc.boolean() }),
          { maxLength: 60 },
        ),
        (cells) => {
          const weight: Column = {
            type: 'number',
            name: 'w',
            scale: 3,
            values: Float64Array.from(cells, ({ value }) => value ?? Number.NaN),
          };
          const rows = Int32Array.from(cells.flatMap(({ selected }, row) => (selected ? [row] : [])));
          const grouping = groupBy(
            dimension(
              cells.map(({ code }) => code),
              5,
            ),
            weight,
            rows,
          );
          const chosen = cells.filter(({ selected }) => selected);
          const sum = (code: number) =>
            chosen.filter((cell) => cell.code === code).reduce((total, { value }) => total + BigInt(value ?? 0), 0n);
          expect(grouping.keys.map((key, index) => [key, grouping.units[index], grouping.rows[index]])).toEqual(
            [0, 1, 2, 3, 4]
              .filter((code) => chosen.some((cell) => cell.code === code))
              .map((code) => [`g${code}`, sum(code), chosen.filter((cell) => cell.code === code).length]),
          );
          expect(grouping.unknown).toEqual({ units: sum(-1), rows: chosen.filter(({ code }) => code === -1).length });
          expect(grouping.weightMissing).toBe(chosen.filter(({ value }) => value === null).length);
        },
      ),
    );
  });

  it('counts records without a weight column and groups by a numeric dimension', () => {
    const codes: Column = { type: 'number', name: 'asn', scale: 1, values: Float64Array.of(645000, 15, 645000, Number.NaN) };
    const grouping = groupBy(codes, null, null);
    expect(grouping.keys).toEqual(['64500', '1.5']);
    expect(grouping.units).toEqual([2n, 1n]);
    expect(grouping.unknown).toEqual({ units: 1n, rows: 1 });
  });

  it.each<[string, Column, string]>([
    ['a text weight', { type: 'text', name: 'w', codes: Int32Array.of(0), dictionary: ['x'] }, 'weight-not-numeric'],
    ['a negative weight', { type: 'number', name: 'w', scale: 0, values: Float64Array.of(-1) }, 'negative-weight'],
    ['a negative exact weight', { type: 'exact', name: 'w', codes: Int32Array.of(0), dictionary: ['-1'] }, 'negative-weight'],
  ])('refuses %s', (_, weight, code) => {
    try {
      groupBy(dimension([0], 1), weight, null);
      expect.unreachable();
    } catch (error) {
      expect(errorValueOf(error)?.code).toBe(code);
    }
  });
});
