// Oracle: every whole number inside the intervals, counted one by one. Rules: domain.md 4, 6.4 (count with bounds).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../shared/bounds/allocation.ts';
import { boundsOf } from '../../shared/bounds/bounds-of.ts';
import { intervalBounds, type WeightInterval } from '../../shared/bounds/intervals.ts';

const exact = (weight: bigint): WeightInterval => ({ low: weight, stated: weight, high: weight });
const NONE = exact(0n);

function* points(intervals: readonly (readonly [number, number])[], step: number): Generator<number[]> {
  const [first, ...rest] = intervals;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let value = first[0]; value <= first[1]; value += step) for (const others of points(rest, step)) yield [value, ...others];
}

function shareOf(weights: readonly number[], k: number, more = 0): number {
  const total = weights.reduce((sum, weight) => sum + weight, more);
  return (
    [...weights]
      .sort((a, b) => b - a)
      .slice(0, k)
      .reduce((sum, weight) => sum + weight, 0) / total
  );
}
const hhiOf = (weights: readonly number[]) =>
  (1e4 * weights.reduce((sum, weight) => sum + weight * weight, 0)) / weights.reduce((sum, weight) => sum + weight, 0) ** 2;
const passing = (weights: readonly number[], limit: number) =>
  weights.findIndex((_, index) => shareOf(weights, index + 1) > limit + 1e-12) + 1;

const boxes = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 })).map(([low, more]) => [low, low + more] as const),
    { minLength: 1, maxLength: 4 },
  )
  .filter((box) => box.some(([low]) => low > 0));

const intervalsOf = (box: readonly (readonly [number, number])[]): WeightInterval[] =>
  box.map(([low, high]) => ({ low: BigInt(low), stated: low === high ? BigInt(low) : 0n, high: BigInt(high) }));

describe('weights with bounds', () => {
  it('gives the smallest and the largest value over the box', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const range = intervalBounds(intervalsOf(box), NONE, 1n);
        const all = [...points(box, 1)];
        const ends = (of: (weights: number[]) => number) => [Math.min(...all.map(of)), Math.max(...all.map(of))] as const;
        for (const [bound, k] of [
          [range.cr1, 1],
          [range.cr4, 4],
        ] as const) {
          const [low, high] = ends((weights) => shareOf(weights, k));
          expect(bound.low as number).toBeCloseTo(low, 9);
          expect(bound.high as number).toBeCloseTo(high, 9);
        }
        const [low, high] = ends(hhiOf);
        expect(range.hhi.high as number).toBeCloseTo(high, 6);
        expect(range.hhi.low as number).toBeLessThanOrEqual(low + 1e-6);
        const [few, many] = ends((weights) => passing(weights, 1 / 2));
        expect([range.nakamoto['1/2'].low, range.nakamoto['1/2'].high]).toEqual([few, many]);
      }),
      { numRuns: 150 },
    );
  });

  it('counts unknown weight in pieces of one unit for the largest Nakamoto coefficient', () => {
    /** every way to put `units` on the entities that are there, or on new ones */
    function* spread(weights: readonly number[], units: number): Generator<number[]> {
      if (units === 0) yield [...weights];
      else
        for (let place = 0; place <= weights.length; place++)
          yield* spread(
            place === weights.length ? [...weights, 1] : weights.map((weight, at) => (at === place ? weight + 1 : weight)),
            units - 1,
          );
    }
    fc.assert(
      fc.property(
        boxes.filter((box) => box.length <= 3),
        fc.integer({ min: 0, max: 3 }),
        (box, units) => {
          const unknown: WeightInterval = { low: BigInt(units), stated: 0n, high: BigInt(units) };
          const range = intervalBounds(intervalsOf(box), unknown, 1n);
          const all = [...points(box, 1)].flatMap((weights) => [...spread(weights, units)]);
          for (const [threshold, limit] of [
            ['1/3', 1 / 3],
            ['1/2', 1 / 2],
            ['2/3', 2 / 3],
          ] as const) {
            const counts = all.map((weights) => passing(weights, limit));
            expect([threshold, range.nakamoto[threshold].low, range.nakamoto[threshold].high]).toEqual([
              threshold,
              Math.min(...counts),
              Math.max(...counts),
            ]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the smallest HHI between whole numbers too', () => {
    fc.assert(
      fc.property(
        boxes.filter((box) => box.length <= 3),
        (box) => {
          const { hhi } = intervalBounds(intervalsOf(box), NONE, 1n);
          const smallest = Math.min(...[...points(box, 1 / 8)].map(hhiOf));
          expect(smallest - (hhi.low as number)).toBeGreaterThanOrEqual(-1e-6);
          expect(smallest - (hhi.low as number)).toBeLessThan(60);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('agrees with the ranges of unknown weight where every weight is exact', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 1, maxLength: 6 }),
        fc.bigInt({ min: 0n, max: 9n }),
        (known, unknown) => {
          const range = intervalBounds(known.map(exact), exact(unknown), null);
          const plain = boundsOf(allocationOf(known, unknown, null));
          for (const name of ['hhi', 'cr1', 'cr4'] as const)
            expect([range[name].low, range[name].high]).toEqual([plain[name].low, plain[name].high]);
          for (const threshold of ['1/3', '1/2', '2/3'] as const) {
            expect([range.nakamoto[threshold].low, range.nakamoto[threshold].high]).toEqual([
              plain.nakamoto[threshold].low,
              plain.nakamoto[threshold].high,
            ]);
          }
        },
      ),
    );
  });

  it('says that an end is unbounded where a weight has no upper end', () => {
    const range = intervalBounds([exact(60n), exact(40n), { low: 10n, stated: 0n, high: null }], NONE, 1n);
    expect(range.hhi.high).toBeNull();
    expect(range.hhi.reasons.high).toBe('unbounded');
    expect(range.cr1).toMatchObject({ stated: 0.6, high: null, reasons: { high: 'unbounded' } });
    // as even as may be: 60, 40 and (60^2 + 40^2) / 100 = 52
    expect(range.hhi.low as number).toBeCloseTo(hhiOf([60, 40, 52]), 6);
    expect(range.gini).toMatchObject({ low: null, high: null });
  });

  it('bounds HHI by CR1 where there are too many corners to try, and says so', () => {
    const many = Array.from(
      { length: 12 },
      (_, index): WeightInterval => ({ low: BigInt(index + 1), stated: 0n, high: BigInt(index + 3) }),
    );
    const range = intervalBounds(many, NONE, 1n);
    expect(range.outer).toEqual(['hhi']);
    expect(range.hhi.high as number).toBeCloseTo(1e4 * (range.cr1.high as number), 6);
  });
});
