// Exact fractions and weights: reading, rounding and refusing (domain 3.1).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactWeights, formatFraction, parseFraction, toNumber } from '../../shared/metrics/exact.ts';

describe('exact arithmetic', () => {
  it('turns a fraction into the nearest double', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-200, max: 1e200 }),
        fc.bigInt({ min: 1n, max: 2n ** 200n }),
        (x, k) => {
          const { units, scale } = exactWeights([x]);
          expect(toNumber({ num: (units[0] as bigint) * k, den: 10n ** BigInt(scale) * k })).toBe(x);
          expect(toNumber({ num: -(units[0] as bigint), den: 10n ** BigInt(scale) })).toBe(-x);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('reads fractions and decimals from text and writes them in lowest terms', () => {
    expect(
      ['1/3', '33/100', '0.33', '66/100', '1800', '2/4', '0.5/1.5', '-0.25'].map((text) => formatFraction(parseFraction(text))),
    ).toEqual(['1/3', '33/100', '33/100', '33/50', '1800', '1/2', '1/3', '-1/4']);
    for (const text of ['', '1/0', 'a', '1/2/3', '33 %']) expect(() => parseFraction(text)).toThrow(/not a fraction/);
  });

  it('brings weights to one power of ten and names the positions of what it cannot read', () => {
    expect(exactWeights(['0.1', 2, 3n, '9.90E+2', 1e-3])).toEqual({ units: [100n, 2000n, 3000n, 990000n, 1n], scale: 3 });
    expect(() => exactWeights([1, 'n/a', Number.NaN])).toThrow(
      expect.objectContaining({
        value: expect.objectContaining({ code: 'not-a-number', details: { index: 1, positions: [1, 2], count: 2 } }),
      }),
    );
    expect(() => exactWeights([1, '-2'])).toThrow(
      expect.objectContaining({
        value: expect.objectContaining({ code: 'negative-weight', details: { index: 1, positions: [1], count: 1 } }),
      }),
    );
  });
});
