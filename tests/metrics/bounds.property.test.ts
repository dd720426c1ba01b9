// Laws of domain 4 on random inputs: ranges contain every allocation of unknown weight and their ends are reached.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf, allocationOfRecords } from '../../shared/bounds/allocation.ts';
import type { Bound } from '../../shared/bounds/bound.ts';
import { boundsOf } from '../../shared/bounds/bounds-of.ts';
import { nakamotoBounds } from '../../shared/bounds/nakamoto.ts';
import { verdict } from '../../shared/claims/line.ts';
import { fraction } from '../../shared/metrics/exact.ts';
import { concentrationProfile } from '../../shared/metrics/profile.ts';
import { ratio, threshold, weights } from './arbitraries.ts';
import { naiveCount } from './naive.ts';

const inside = ({ low, high }: Bound, value: number): boolean =>
  (low === null || value >= low - 1e-9 * Math.abs(low)) && (high === null || value <= high + 1e-9 * Math.abs(high));

describe('bounds over unknown weight', () => {
  const known = fc.array(fc.bigInt({ min: 0n, max: 12n }), { maxLength: 6 });
  const pieces = fc.array(fc.nat({ max: 11 }), { maxLength: 8 });

  it('contain every allocation of unknown units to known and new entities', () => {
    fc.assert(
      fc.property(known, pieces, fc.bigInt({ min: 1n, max: 4n }), threshold, (list, holders, unit, t) => {
        const unknown = BigInt(holders.length) * unit;
        fc.pre(unknown > 0n || list.some((each) => each > 0n));
        const held = [...list, ...holders.map(() => 0n)];
        for (const holder of holders) held[holder % held.length] = (held[holder % held.length] ?? 0n) + unit;
        for (const declared of [unit, null]) {
          const allocation = allocationOf(list, unknown, declared);
          const bounds = boundsOf(allocation);
          const actual = boundsOf(allocationOf(held, 0n, null));
          const each: [Bound, Bound][] = [
            [bounds.hhi, actual.hhi],
            [bounds.cr1, actual.cr1],
            [bounds.cr4, actual.cr4],
            [bounds.shannonBits, actual.shannonBits],
            [bounds.effectiveNumber.q0, actual.effectiveNumber.q0],
            [bounds.effectiveNumber.q1, actual.effectiveNumber.q1],
            [bounds.effectiveNumber.q2, actual.effectiveNumber.q2],
            [bounds.effectiveNumber.qInf, actual.effectiveNumber.qInf],
            [nakamotoBounds(allocation, t), nakamotoBounds(allocationOf(held, 0n, null), t)],
          ];
          for (const [range, { stated }] of each) {
            if (stated !== null) expect(inside(range, stated), `${stated} in ${range.low} to ${range.high}`).toBe(true);
            // A piece that is larger than a known entity may lead: then fewer entities suffice than among the known alone.
            if (range.stated !== null && list.every((each) => each === 0n || each >= unit)) expect(inside(range, range.stated)).toBe(true);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('of the Nakamoto coefficient are reached: all on the largest, and every unit its own entity', () => {
    fc.assert(
      fc.property(known, fc.bigInt({ min: 0n, max: 14n }), fc.bigInt({ min: 1n, max: 5n }), threshold, (list, unknown, unit, t) => {
        fc.pre(unknown > 0n || list.some((each) => each > 0n));
        const range = nakamotoBounds(allocationOf(list, unknown, unit), t);
        const whole = Array.from({ length: Number(unknown / unit) }, () => unit);
        expect(range.high).toBe(naiveCount([...list, ...whole, unknown % unit], ratio(t)));
        const [largest = 0n, ...others] = [...list].sort((a, b) => (a > b ? -1 : 1));
        expect(range.low).toBe(naiveCount([largest + unknown, ...others], ratio(t)));
      }),
      { numRuns: 3000 },
    );
  });

  it('at record grain contain every way to give whole records to entities, and reach their ends', () => {
    fc.assert(
      fc.property(
        known,
        fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 15n }), fc.nat({ max: 9 })), { maxLength: 6 }),
        threshold,
        (list, records, t) => {
          fc.pre(records.length > 0 || list.some((each) => each > 0n));
          const sizes = records.map(([size]) => size);
          const held = [...list, ...records.map(() => 0n)];
          for (const [size, holder] of records) held[holder % held.length] = (held[holder % held.length] ?? 0n) + size;
          const allocation = allocationOfRecords(list, sizes);
          const bounds = boundsOf(allocation);
          const actual = boundsOf(allocationOf(held, 0n, null));
          const apart = boundsOf(allocationOf([...list, ...sizes], 0n, null));
          expect(bounds.hhi.exact.low).toEqual(apart.hhi.exact.stated);
          expect(nakamotoBounds(allocation, t).high).toBe(naiveCount([...list, ...sizes], ratio(t)));
          for (const name of ['q0', 'q1', 'q2', 'qInf'] as const) {
            expect(inside(bounds.effectiveNumber[name], actual.effectiveNumber[name].stated as number)).toBe(true);
            expect(bounds.effectiveNumber[name].high).toBeCloseTo(apart.effectiveNumber[name].stated as number, 9);
          }
          expect(inside(bounds.cr1, actual.cr1.stated as number)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('collapse to the stated value when nothing is unknown, Gini and Theil have no range otherwise', () => {
    fc.assert(
      fc.property(weights, (list) => {
        const profile = concentrationProfile({ known: list, unknownMass: 0n, unknownUnit: null });
        const all: Bound[] = [
          profile.hhi,
          profile.cr1,
          profile.cr4,
          profile.gini,
          profile.theil,
          profile.shannonBits,
          ...Object.values(profile.nakamoto),
          ...Object.values(profile.effectiveNumber),
        ];
        for (const { low, stated, high, reasons } of all) {
          expect([low, high, reasons]).toEqual([stated, stated, {}]);
        }
        const open = concentrationProfile({ known: list, unknownMass: 1n, unknownUnit: null });
        for (const range of [open.gini, open.theil])
          expect(range).toMatchObject({ low: null, high: null, reasons: { low: 'no-range', high: 'no-range' } });
        expect(open.shannonBits).toMatchObject({ high: null, reasons: { high: 'unbounded' } });
        expect(open.effectiveNumber.q1.reasons).toEqual({ high: 'unbounded' });
        expect([open.gini.stated, open.theil.stated]).toEqual([profile.gini.stated, profile.theil.stated]);
      }),
    );
  });

  it('with no known entity: HHI from 0 to 10000, Nakamoto from 1, nothing stated', () => {
    const profile = concentrationProfile({ known: [], unknownMass: 10n, unknownUnit: 1n });
    expect(profile.hhi).toMatchObject({ low: 0, stated: null, high: 10_000, reasons: { stated: 'no-weight' } });
    expect(profile.nakamoto['1/2']).toEqual({ low: 1, stated: null, high: 6, reasons: { stated: 'no-weight' } });
    expect(profile.effectiveNumber.q2).toMatchObject({ low: 1, high: null, reasons: { high: 'unbounded' } });
    expect(concentrationProfile({ known: [], unknownMass: 0n, unknownUnit: null }).hhi.reasons.low).toBe('no-weight');
  });

  it('a verdict over a range agrees with every value inside it', () => {
    const value = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(value, value, value, fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const), (a, b, level, op) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const passing = Array.from({ length: high - low + 1 }, (_, i) => low + i).map(
          (each) => ({ '>': each > level, '>=': each >= level, '<': each < level, '<=': each <= level })[op],
        );
        const expected = passing.every(Boolean) ? 'holds' : passing.some(Boolean) ? 'undetermined' : 'does not hold';
        expect(verdict({ low: fraction(low), high: fraction(high) }, { op, value: fraction(level) })).toBe(expected);
      }),
    );
  });
});
