// Uncertainty of samples (domain 4): the binomial tail against its sum of fractions, the range of k, and a bootstrap that repeats itself.
import { describe, expect, it } from 'vitest';
import { binomialUpperTail, logGamma } from '../../shared/metrics/binomial.ts';
import { fraction } from '../../shared/metrics/exact.ts';
import { rank } from '../../shared/metrics/ranking.ts';
import { bootstrapIntervals, censusResult, nakamotoOfSample, samplingResult } from '../../shared/metrics/sampling.ts';
import { Rational } from './rational.ts';

/** Sum over i >= hits of C(n, i) p^i (1 - p)^(n - i), in fractions. */
function tail(hits: number, trials: number, p: Rational): number {
  const q = new Rational(1n).minus(p);
  const power = (of: Rational, times: number) => new Rational(of.n ** BigInt(times), of.d ** BigInt(times));
  let choose = 1n;
  let sum = new Rational(0n);
  for (let i = 0; i <= trials; i++) {
    if (i > 0) choose = (choose * BigInt(trials - i + 1)) / BigInt(i);
    if (i >= hits) sum = sum.plus(new Rational(choose).times(power(p, i)).times(power(q, trials - i)));
  }
  return sum.toNumber();
}

/** Units of a sample with these numbers of events per entity. */
const unitsOf = (counts: readonly number[]) => ({
  entities: Int32Array.from(counts.flatMap((count, entity) => Array<number>(count).fill(entity))),
  weights: null,
  entityCount: counts.length,
});

describe('binomial tail', () => {
  it.each([
    [10, 1, 3],
    [57, 1, 2],
    [80, 2, 3],
  ])('of %i trials at %i/%i is the sum of its terms', (trials, num, den) => {
    for (let hits = 0; hits <= trials; hits++) {
      const expected = tail(hits, trials, new Rational(num, den));
      expect(Math.abs(binomialUpperTail(hits, trials, num / den) - expected)).toBeLessThan(1e-12);
    }
    expect(binomialUpperTail(trials + 1, trials, num / den)).toBe(0);
  });

  it('holds for a million trials: 501,000 of them at one half are 2 standard deviations away', () => {
    // normal approximation with continuity: 1 - Phi((501000 - 0.5 - 500000) / 500) = 1 - Phi(1.999) = 0.022804 (tables)
    expect(binomialUpperTail(501_000, 1_000_000, 0.5)).toBeCloseTo(0.022804, 5);
    expect(logGamma(171)).toBeCloseTo(706.573062245787, 8);
  });
});

describe('range of the Nakamoto coefficient of a sample', () => {
  it('is one number where the sample is large and clear, and a range where it is not', () => {
    expect(nakamotoOfSample(rank([6000n, 3000n, 1000n]), fraction(1, 2))).toEqual({ low: 1, high: 1 });
    // 11 of 20 is no proof of more than half (p = 0.41), 18 of 20 is (p = 0.0002); 11 is no proof of less either
    expect(nakamotoOfSample(rank([11n, 7n, 2n]), fraction(1, 2))).toEqual({ low: 1, high: 2 });
    // three equal entities of few events: nothing short of all three is proven
    expect(nakamotoOfSample(rank([2n, 2n, 2n]), fraction(2, 3))).toMatchObject({ high: null });
    expect(nakamotoOfSample(rank([]), fraction(1, 2))).toBeNull();
  });
});

describe('intervals', () => {
  it('are the same for the same seed, differ for another, and contain the value', () => {
    const units = unitsOf([400, 250, 100, 50, 20, 5]);
    const once = bootstrapIntervals(units, 1);
    expect(bootstrapIntervals(units, 1)).toEqual(once);
    expect(bootstrapIntervals(units, 2)).not.toEqual(once);
    expect(once.replicates).toBe(1000);
    for (const { value, low, high } of once.intervals) {
      expect(low).toBeLessThan(high);
      expect([value >= low * 0.98, value <= high * 1.02]).toEqual([true, true]);
    }
    // HHI of the sample itself: (400^2 + 250^2 + 100^2 + 50^2 + 20^2 + 5^2) / 825^2
    expect(once.intervals[0]?.value).toBeCloseTo((10_000 * 235_425) / 825 ** 2, 6);
  });

  it('narrow as the sample grows', () => {
    const width = (counts: number[]) => {
      const hhi = bootstrapIntervals(unitsOf(counts), 3).intervals[0];
      return (hhi?.high ?? 0) - (hhi?.low ?? 0);
    };
    expect(width([4000, 2500, 1000])).toBeLessThan(width([40, 25, 10]) / 4);
  });

  it('are never given to a census, nor a test to weights that are no events or to less than a week', () => {
    expect(censusResult(7)).toMatchObject({ kind: 'census', intervals: [], nakamoto: [], sampled: 7 });
    const units = unitsOf([4, 3, 2]);
    expect(samplingResult({ ...units, weights: new Float64Array(9).fill(2) }, ['1/2'], 30, 1).nakamoto[0]?.words).toContain(
      'count of events',
    );
    expect(samplingResult(units, ['1/2'], 6, 1).nakamoto[0]).toMatchObject({ low: null, high: null });
    const result = samplingResult(units, ['1/2'], null, 1);
    expect(result.nakamoto[0]?.words).toContain('window is not stated');
    expect(result.method).toMatch(/B = 1000, seed 1/);
    // sum x(x-1) / (N(N-1)) = (12 + 6 + 2) / 72
    expect(result.intervals.find(({ id }) => id === 'hhiFiniteSample')?.value).toBeCloseTo((10_000 * 20) / 72, 9);
    expect(() => samplingResult(unitsOf([0]), ['1/2'], null, 1)).toThrow('no interval');
  });
});
