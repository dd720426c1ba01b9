import { describe, expect, it } from 'vitest';
import { curvesOf } from '../../shared/resilience/curves.ts';
import { createRandomRemoval, randomNotes } from '../../shared/resilience/random.ts';
import { tableProblem } from './build.ts';

/** Examples 1b and 1d of removal-test.md 9.2: capacities 40, 25, 10, 10, 5, 5, 5. */
const capacities = [40, 25, 10, 10, 5, 5, 5].map((value) => [value]);
const ks = [0, 1, 2, 3, 4, 5, 6, 7];
const TRIALS = 20_000;

describe('random removal', () => {
  it('fails as often as counted by hand: 0, 0, 2/7, 16/35, 29/35, 20/21, 1, 1', () => {
    const { supply, terms } = tableProblem(capacities, [60], [1], 1, 1);
    const removal = createRandomRemoval(supply, terms, ks, 7);
    removal.run(TRIALS);
    const expected = [0, 0, 2 / 7, 16 / 35, 29 / 35, 20 / 21, 1, 1];
    // five standard errors of a share of 20,000 trials
    removal.band().failing.forEach((share, k) => {
      expect(Math.abs(share - (expected[k] as number))).toBeLessThan(5 * Math.sqrt(0.25 / TRIALS));
    });
  });

  it('has the mean 500/7 of what two removals leave of the whole supply', () => {
    const { supply, terms } = tableProblem(capacities, [100], [1], 1, 1);
    const removal = createRandomRemoval(supply, terms, [2], 7);
    removal.run(TRIALS);
    // variance 12500/49 of one trial
    expect(Math.abs((removal.band().mean[0] as number) - 500 / 7)).toBeLessThan(5 * Math.sqrt(12500 / 49 / TRIALS));
  });

  it('says in its notes where its quantiles are rounded: a demand of 5,000 in steps of 1 has more values than are kept apart', () => {
    const { supply, terms } = tableProblem([[2501], [2500]], [5000], [1], 1, 1);
    const removal = createRandomRemoval(supply, terms, [1], 7);
    removal.run(50);
    const band = removal.band();
    expect(band.rounded).toBe(true);
    // 2,500 or 2,501 are left
    expect(band.median[0]).toBeGreaterThan(2501 - 5000 / 1000);
    expect(band.median[0]).toBeLessThanOrEqual(2501);
    expect(randomNotes(band, 7, 50)[1]).toBe(
      'Medians and percentiles of random removal are rounded down by less than a thousandth of the demand.',
    );
  });

  it('has exact quantiles where values are few: 10 of 30 is 10, and one of three for 1e9 each is 1e9', () => {
    // three units of one instance each; whichever two go, one instance is left, for 10 or for a thousand million
    for (const value of [10, 1_000_000_000]) {
      const { supply, terms } = tableProblem([[1], [1], [1]], [3], [value], 1, 1);
      const removal = createRandomRemoval(supply, terms, [0, 1, 2, 3], 7);
      removal.run(50);
      const expected = [3 * value, 2 * value, value, 0];
      expect(removal.band()).toMatchObject({ p05: expected, median: expected, p95: expected, rounded: false });
    }
  });

  it('is never below what the worst removal leaves: 9,999 of 30,000 whichever two of three go', () => {
    // in thousandths 333, whose least whole value is 9,990
    const { supply, terms } = tableProblem([[9999], [9999], [9999]], [30_000], [1], 1, 2);
    const options = { maxCutClasses: 20, random: { seed: 7, trials: 50 } };
    const { random } = curvesOf(supply, terms, Int32Array.of(0, 1, 2), 2, options);
    expect(random?.p05).toEqual([29_997, 19_998, 9999, 0]);
  });

  it('gives the same band for the same seed in chunks of any size, and another for another', () => {
    const { supply, terms } = tableProblem(capacities, [60], [1], 1, 1);
    const run = (seed: number, chunks: number[]) => {
      const removal = createRandomRemoval(supply, terms, ks, seed);
      for (const chunk of chunks) removal.run(chunk);
      return removal.band();
    };
    expect(run(3, [500])).toEqual(run(3, [200, 1, 299]));
    expect(run(4, [500]).mean).not.toEqual(run(3, [500]).mean);
  });

  it('keeps the keys of all units when one is added, so the removals of the others stay in order', () => {
    const { supply, terms } = tableProblem(capacities, [100], [1], 1, 1);
    const more = tableProblem([...capacities, [0]], [100], [1], 1, 1);
    const small = createRandomRemoval(supply, terms, [1], 5);
    const large = createRandomRemoval(more.supply, more.terms, [1, 2], 5);
    for (let trial = 0; trial < 300; trial += 1) {
      const before = small.band().mean.map((mean) => mean * trial)[0] as number;
      const beforeLarge = large.band().mean.map((mean) => mean * trial);
      small.run(1);
      large.run(1);
      const left = Math.round((small.band().mean[0] as number) * (trial + 1) - before);
      const [one, two] = large.band().mean.map((mean, index) => Math.round(mean * (trial + 1) - (beforeLarge[index] as number)));
      // the same first unit falls, or the empty one fell before it
      expect(one === left || (one === 100 && two === left)).toBe(true);
    }
  });
});
