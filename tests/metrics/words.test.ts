// Weights below 2^32 take ways of their own: machine words, a table of logarithms, a sort by digits. Each gives what plain arithmetic gives.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rank } from '../../shared/metrics/ranking.ts';
import { theil } from '../../shared/metrics/theil.ts';
import { entropyOfWords } from '../../shared/metrics/word-entropy.ts';
import { scanWords, sortedWords, sumOfWhole } from '../../shared/metrics/words.ts';
import { must } from './arbitraries.ts';

const WORD = 2 ** 32;
const word = fc.oneof(
  fc.integer({ min: 0, max: WORD - 1 }),
  fc.integer({ min: WORD - 3, max: WORD - 1 }),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 31 }).map((power) => 2 ** power),
);
const words = fc.array(word, { minLength: 1, maxLength: 3000, size: 'max' });
/** Different amounts, so many that no counting and no short way applies. */
const amounts = fc.uniqueArray(fc.integer({ min: 2 ** 16, max: WORD - 1 }), { minLength: 2100, maxLength: 2300, size: 'max' });
const big = (list: readonly number[]) => list.map(BigInt);
const sumOf = (list: readonly bigint[]) => list.reduce((sum, each) => sum + each, 0n);

describe('weights below 2^32', () => {
  it('have the exact sum of squares, also where every double in between is rounded', () => {
    fc.assert(
      fc.property(words, (list) => {
        const found = scanWords(Float64Array.from(list));
        expect([BigInt(found?.total ?? -1), found?.squares]).toEqual([sumOf(big(list)), sumOf(big(list).map((each) => each * each))]);
      }),
      { numRuns: 60 },
    );
    const all = new Float64Array(2 ** 20).fill(WORD - 1);
    expect(scanWords(all)?.squares).toBe(2n ** 20n * (2n ** 32n - 1n) ** 2n);
  });

  it('are no such weights where one is negative, broken, no number, or too large', () => {
    for (const wrong of [-1, 0.5, Number.NaN, WORD, Number.POSITIVE_INFINITY])
      for (const place of [0, 5, 1025])
        expect(scanWords(Float64Array.from({ length: 1026 }, (_, at) => (at === place ? wrong : 7)))).toBe(null);
  });

  it('stand in falling order after the sort, zeros left out', () => {
    fc.assert(
      fc.property(words, (list) => {
        expect(Array.from(sortedWords(Float64Array.from(list)))).toEqual(list.filter((each) => each > 0).sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  it('add up exactly as integers of up to 2^52', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 52 }), { maxLength: 2500, size: 'max' }), (list) => {
        expect(sumOfWhole(list.length, (index) => list[index] as number)).toBe(sumOf(big(list)));
      }),
      { numRuns: 60 },
    );
  });

  it('have the entropy that single logarithms give, the same number in every order and by every way', () => {
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat()), (list, keys) => {
        const total = list.reduce((sum, each) => sum + each, 0);
        const nats = entropyOfWords(Float64Array.from(list), total, list.length);
        const terms = list.map((each) => -(each / total) * Math.log(each / total)).sort((a, b) => a - b);
        expect(Math.abs(nats - terms.reduce((sum, each) => sum + each, 0))).toBeLessThan(1e-12);
        const order = list.map((each) => ({ each, key: keys.next().value as number })).sort((a, b) => a.key - b.key);
        const shuffled = Float64Array.from(order, ({ each }) => each);
        expect(entropyOfWords(shuffled, total, list.length)).toBe(nats);
        expect(must(theil(shuffled))).toBe(must(theil(rank(Float64Array.from(list)))));
        expect(must(theil(shuffled))).toBe(must(theil(big(list))));
      }),
      { numRuns: 40 },
    );
  });

  it('have no inequality where all are the same', () => {
    expect(must(theil(new Float64Array(5000).fill(123_456_789)))).toBe(0);
  });
});
