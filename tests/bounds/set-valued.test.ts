// Oracle: every division of the open weights into whole units, counted one by one. Rules: domain.md 4.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../shared/bounds/allocation.ts';
import { balancedLoads, componentsOf, type OpenWeight } from '../../shared/bounds/balanced.ts';
import { boundsOf } from '../../shared/bounds/bounds-of.ts';
import { setValuedBounds } from '../../shared/bounds/set-valued.ts';
import { toNumber } from '../../shared/metrics/exact.ts';

/** All ways to hold the open weights in whole units, and the unknown weight on one value or a new one. */
function* allocations(
  known: readonly number[],
  open: readonly { weight: number; among: readonly number[] }[],
  unknown: number,
): Generator<number[]> {
  const [first, ...rest] = open;
  if (first === undefined) {
    if (unknown === 0) yield [...known];
    else
      for (let host = 0; host <= known.length; host++) {
        const held = [...known, 0];
        held[host] = (held[host] as number) + unknown;
        yield held;
      }
    return;
  }
  const [value, ...others] = first.among;
  if (value === undefined) {
    if (first.weight === 0) yield* allocations(known, rest, unknown);
    return;
  }
  for (let part = others.length === 0 ? first.weight : 0; part <= first.weight; part++) {
    const held = [...known];
    held[value] = (held[value] as number) + part;
    yield* allocations(held, [{ weight: first.weight - part, among: others }, ...rest], unknown);
  }
}

function numbersOf(weights: readonly number[]) {
  const held = weights.filter((weight) => weight > 0).sort((a, b) => b - a);
  const total = held.reduce((sum, weight) => sum + weight, 0);
  const passing = (limit: number) => {
    let sum = 0;
    return (
      held.findIndex((weight) => {
        sum += weight;
        return sum > limit * total + 1e-9;
      }) + 1
    );
  };
  return {
    hhi: (1e4 * held.reduce((sum, weight) => sum + weight * weight, 0)) / total ** 2,
    cr1: (held[0] as number) / total,
    cr4: held.slice(0, 4).reduce((sum, weight) => sum + weight, 0) / total,
    half: passing(1 / 2),
  };
}

const cases = fc
  .record({
    known: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 4 }),
    open: fc.array(
      fc.record({
        weight: fc.integer({ min: 1, max: 4 }),
        among: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    unknown: fc.integer({ min: 0, max: 3 }),
  })
  .filter(({ known }) => known.some((weight) => weight > 0));

const exactly = ({ known, open, unknown }: { known: number[]; open: { weight: number; among: number[] }[]; unknown: number }) =>
  setValuedBounds({
    known: known.map(BigInt),
    open: open.map(({ weight, among }): OpenWeight => ({ weight: BigInt(weight), among })),
    unknown: BigInt(unknown),
    unit: 1n,
  });

describe('weight that may be of several values', () => {
  it('lies between its ends in every allocation, and reaches the upper ones', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const range = exactly(input);
        const all = [...allocations(input.known, input.open, input.unknown)].map(numbersOf);
        const most = (of: (numbers: ReturnType<typeof numbersOf>) => number) => Math.max(...all.map(of));
        const least = (of: (numbers: ReturnType<typeof numbersOf>) => number) => Math.min(...all.map(of));
        expect(most(({ hhi }) => hhi)).toBeCloseTo(range.hhi.high as number, 6);
        expect(most(({ cr1 }) => cr1)).toBeCloseTo(range.cr1.high as number, 9);
        expect(most(({ cr4 }) => cr4)).toBeLessThanOrEqual((range.cr4.high as number) + 1e-9);
        expect(least(({ hhi }) => hhi)).toBeGreaterThanOrEqual((range.hhi.low as number) - 1e-6);
        expect(least(({ cr1 }) => cr1)).toBeGreaterThanOrEqual((range.cr1.low as number) - 1e-9);
        expect(least(({ half }) => half)).toBe(range.nakamoto['1/2'].low);
        expect(most(({ half }) => half)).toBeLessThanOrEqual(range.nakamoto['1/2'].high as number);
        expect(range.outer).not.toContain('hhi');
      }),
      { numRuns: 150 },
    );
  });

  it('finds most even loads that can be held: no set of values gets less than what can go nowhere else', () => {
    fc.assert(
      fc.property(cases, ({ known, open }) => {
        const weights = known.map(BigInt);
        for (const component of componentsOf(open.map(({ weight, among }) => ({ weight: BigInt(weight), among })))) {
          const loads = new Map(
            component.values.map((value, place) => [
              value,
              toNumber(balancedLoads(component, weights)[place] as { num: bigint; den: bigint }),
            ]),
          );
          const all = [...loads.values()].reduce((sum, load) => sum + load, 0);
          const inside = component.values.reduce((sum, value) => sum + (known[value] as number), 0);
          expect(all).toBeCloseTo(inside + component.open.reduce((sum, { weight }) => sum + Number(weight), 0), 9);
          for (let choice = 1; choice < 2 ** component.values.length; choice++) {
            const members = component.values.filter((_, place) => (choice >> place) & 1);
            const must =
              members.reduce((sum, value) => sum + (known[value] as number), 0) +
              component.open.reduce(
                (sum, { weight, among }) => sum + (among.every((value) => members.includes(value)) ? Number(weight) : 0),
                0,
              );
            expect(members.reduce((sum, value) => sum + (loads.get(value) as number), 0)).toBeGreaterThanOrEqual(must - 1e-9);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is never wider than weight of any value', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const range = exactly(input);
        const open = input.open.reduce((sum, { weight }) => sum + weight, input.unknown);
        const any = boundsOf(allocationOf(input.known.map(BigInt), BigInt(open), 1n));
        expect(range.hhi.low as number).toBeGreaterThanOrEqual((any.hhi.low as number) - 1e-9);
        expect(range.hhi.high as number).toBeLessThanOrEqual((any.hhi.high as number) + 1e-9);
        expect(range.hhi.stated).toBe(any.hhi.stated);
      }),
    );
  });

  it('works out by hand: known 40 and 30, 20 that is one of these two, 10 of any value', () => {
    const range = setValuedBounds({ known: [40n, 30n], open: [{ weight: 20n, among: [0, 1] }], unknown: 10n, unit: null });
    // even: 45 and 45; extreme: 40 + 20 + 10 and 30
    expect([range.hhi.low, range.hhi.high]).toEqual([4050, 5800]);
    expect([range.cr1.low, range.cr1.high]).toEqual([0.45, 0.7]);
    expect([range.nakamoto['1/2'].low, range.nakamoto['1/2'].high]).toEqual([1, 2]);
  });

  it('marks an outer bound where there are too many allocations to try', () => {
    const known = Array.from({ length: 14 }, (_, value) => BigInt(value + 1));
    const open = Array.from({ length: 9 }, (_, place) => ({ weight: 3n, among: Array.from({ length: 5 }, (_, step) => place + step) }));
    const range = setValuedBounds({ known, open, unknown: 0n, unit: 1n });
    expect(range.outer).toEqual(expect.arrayContaining(['cr1', 'hhi']));
    expect(range.hhi.low as number).toBeLessThan(range.hhi.high as number);
  });
});
