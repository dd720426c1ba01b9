// Many weights take quicker ways (counting, radix): each gives what plain sums over a comparison sort give.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction, reduce } from '../../shared/metrics/exact.ts';
import { gini } from '../../shared/metrics/gini.ts';
import { hhi } from '../../shared/metrics/hhi.ts';
import { nakamoto } from '../../shared/metrics/nakamoto.ts';
import { countAtLeast, countPassing, rank, weightAt, weightOfLargest } from '../../shared/metrics/ranking.ts';
import { concentrationRatio } from '../../shared/metrics/shares.ts';
import { sumOfSquares } from '../../shared/metrics/sums.ts';
import { theil } from '../../shared/metrics/theil.ts';
import { must } from './arbitraries.ts';

const of = (most: number) => fc.integer({ min: 0, max: most });
const kinds: Record<string, fc.Arbitrary<number>> = {
  'small counts': of(40),
  'small counts and some large ones': fc.oneof(
    { weight: 40, arbitrary: of(300) },
    { weight: 1, arbitrary: fc.maxSafeNat().map((n) => n % 2 ** 39) },
  ),
  'amounts below 2^32': of(2 ** 32 - 1),
  'amounts of up to 2^39': fc.maxSafeNat().map((n) => n % 2 ** 39),
  'amounts that one double cannot add up': fc.maxSafeNat(),
};

describe('many weights', () => {
  for (const [name, kind] of Object.entries(kinds)) {
    it(`${name}: the same as plain sums`, () => {
      fc.assert(
        fc.property(fc.array(kind, { minLength: 2100, maxLength: 2400 }), fc.boolean(), (list, sorted) => {
          fc.pre(list.some((weight) => weight > 0));
          const values = Float64Array.from(sorted ? [...list].sort((a, b) => b - a) : list);
          const plain = [...list].sort((a, b) => b - a).map(BigInt);
          const total = plain.reduce((sum, weight) => sum + weight, 0n);
          const squares = plain.reduce((sum, weight) => sum + weight * weight, 0n);
          const positive = plain.filter((weight) => weight > 0n);
          const n = BigInt(positive.length);
          const ranked = positive.reduce((sum, weight, place) => sum + BigInt(place + 1) * weight, 0n);
          const ranking = rank(values);
          expect(must(hhi(values))).toEqual(reduce({ num: squares, den: total * total }));
          expect(sumOfSquares(ranking)).toBe(squares);
          expect(must(gini(values))).toEqual(reduce({ num: (n + 1n) * total - 2n * ranked, den: n * total }));
          for (const k of [1, 4, 30]) {
            const held = positive.slice(0, k).reduce((sum, weight) => sum + weight, 0n);
            expect(weightOfLargest(ranking, k)).toBe(held);
            expect(must(concentrationRatio(values, k))).toEqual(reduce({ num: held, den: total }));
          }
          for (const place of [0, 1, 17, positive.length - 1, positive.length]) {
            const weight = plain[place] ?? 0n;
            expect(weightAt(ranking, place)).toBe(place < positive.length ? weight : 0n);
            if (weight > 0n) expect(countAtLeast(ranking, weight)).toBe(positive.filter((each) => each >= weight).length);
          }
          for (const limit of [-1n, 0n, total / 3n, total / 2n, total - 1n, total]) {
            let held = 0n;
            let count = limit < 0n ? 0 : -1;
            positive.forEach((weight, place) => {
              held += weight;
              if (count === -1 && held > limit) count = place + 1;
            });
            expect(countPassing(ranking, limit)).toBe(count === -1 ? null : count);
          }
          const found = must(nakamoto(values, fraction(1, 2)));
          expect(found.members.map((position) => BigInt(values[position] as number))).toEqual(positive.slice(0, found.count));
          const nats = positive.reduce(
            (sum, weight) => sum - (Number(weight) / Number(total)) * Math.log(Number(weight) / Number(total)),
            0,
          );
          expect(must(theil(values))).toBeCloseTo(Math.max(0, Math.log(positive.length) - nats), 9);
          expect(Array.from(ranking.doubles, BigInt)).toEqual(positive);
        }),
        { numRuns: 12 },
      );
    });
  }

  it('negative and broken weights are refused on every way', () => {
    const values = new Float64Array(5000).fill(3);
    values[4999] = -1;
    for (const metric of [hhi, theil, gini, (weights: Float64Array) => concentrationRatio(weights, 4)])
      expect(() => metric(values)).toThrow('below zero');
    values[4999] = 0.5;
    for (const metric of [hhi, theil, gini]) expect(() => metric(values)).toThrow('not an integer');
    values[4999] = Number.NaN;
    for (const metric of [hhi, theil, gini]) expect(() => metric(values)).toThrow('not an integer');
  });

  it('Theil of nearly equal weights is off by less than 1e-14, and never negative', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1e9, max: 1e9 + 1000 }), { minLength: 2, maxLength: 2400, size: 'max' }), (list) => {
        const mean = list.reduce((sum, each) => sum + each, 0) / list.length;
        // mean of (1 + d) ln(1 + d) - d, d = weight / mean - 1: no difference of large numbers
        const terms = list.map((each) => (each - mean) / mean).map((d) => (1 + d) * Math.log1p(d) - d);
        const exact = terms.reduce((sum, each) => sum + each, 0) / list.length;
        const found = must(theil(Float64Array.from(list)));
        expect(found).toBeGreaterThanOrEqual(0);
        expect(Math.abs(found - exact)).toBeLessThan(1e-14);
      }),
      { numRuns: 100 },
    );
  });

  it('row order changes no bit of a result', () => {
    const values = Float64Array.from({ length: 4000 }, (_, place) => (place * 7919) % 101);
    const turned = values.toReversed();
    expect(theil(turned)).toEqual(theil(values));
    expect(theil(rank(Array.from(values, BigInt)))).toEqual(theil(values));
  });
});
