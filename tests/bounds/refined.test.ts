// Refinements of domain 4, checked against brute force: every way to give whole units to a closed list, and every way to give records to holders.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../shared/bounds/allocation.ts';
import { boundsOf } from '../../shared/bounds/bounds-of.ts';
import { atRecordGrain, overClosedList } from '../../shared/bounds/refined.ts';

const exact = (held: readonly bigint[]) => boundsOf(allocationOf(held, 0n, null));

/** Every division of whole units over the places of a list. */
function divisions(units: number, places: number): number[][] {
  if (places === 1) return [[units]];
  return Array.from({ length: units + 1 }, (_, first) => divisions(units - first, places - 1).map((rest) => [first, ...rest])).flat();
}

describe('a closed list', () => {
  it('contains every allocation and lies inside the open range', () => {
    const known = fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 0, maxLength: 4 });
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 4, max: 5 }), (list, unknown, size) => {
        const refined = overClosedList(list, BigInt(unknown), size);
        const open = boundsOf(allocationOf(list, BigInt(unknown), null));
        if (!refined) throw new Error('no range');
        const { ranges } = refined;
        expect(ranges.hhi.low).toBeGreaterThanOrEqual(open.hhi.low as number);
        for (const division of divisions(unknown, size)) {
          const held = exact(division.map((units, place) => BigInt(units) + (list[place] ?? 0n)));
          for (const [range, value] of [
            [ranges.hhi, held.hhi],
            [ranges.cr1, held.cr1],
            [ranges.cr4, held.cr4],
            [ranges.nakamoto['1/2'], held.nakamoto['1/2']],
            [ranges.shannonBits, held.shannonBits],
            [ranges.effectiveNumber.q0, held.effectiveNumber.q0],
            [ranges.effectiveNumber.q2, held.effectiveNumber.q2],
          ] as const) {
            expect(value.stated).toBeGreaterThanOrEqual((range.low as number) - 1e-9);
            expect(value.stated).toBeLessThanOrEqual((range.high as number) + 1e-9);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('reaches its low end: unknown weight fills the smallest up to one level', () => {
    // 6, 2 and a third value; 4 unknown: 6, 3, 3
    const refined = overClosedList([6n, 2n], 4n, 3);
    expect(refined?.ranges.hhi.low).toBeCloseTo((10_000 * (36 + 9 + 9)) / 144, 9);
    expect(refined?.ranges.effectiveNumber.q0.high).toBe(3);
    expect(overClosedList([1n, 1n], 1n, 1)).toBeNull();
    expect(overClosedList([1n, 1n], 0n, 5)).toBeNull();
  });
});

describe('record grain', () => {
  it('makes every unknown record an entity of its own at the dispersed end', () => {
    // domain 4, known 40, 25, 10; records of 15 and 10
    const { ranges } = atRecordGrain([40n, 25n, 10n], [15n, 10n]);
    expect([ranges.hhi.low, ranges.hhi.high]).toEqual([2650, 4950]);
    expect(ranges.shannonBits.high).toBeCloseTo(exact([40n, 25n, 15n, 10n, 10n]).shannonBits.stated as number, 12);
  });
});
